"""Whatever the report tells of a municipality, Kim finds about Svendborg on its own page, in full and by the same definitions."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.steering.costs import COSTS
from mentorkorps.steering.in_full import OF_ALL, OF_CORPS
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.rollup import roll_up
from tenants.scope import acting_for
from tests import cast
from tests.steering.counting import count
from tests.steering.planted import FIRST, invent, plant
from tests.steering.test_companies import asked, given, offered
from tests.web.test_own_figures import lines

LAST = date(2014, 12, 31)
MORNING = datetime.combine(LAST + timedelta(days=1), datetime.min.time(), COPENHAGEN) + timedelta(hours=6)
PAGE = "/svendborg/tal?periode=2014&vis="
#: How many minutes a programme takes each act for, where it says nothing else.
MINUTES = {"own_enrolments": 5, "notes_read": 2, "decisions": 5}
QUARTER, MONTH = "hele&tid=2014-Q2", "hele&tid=2014-05"
COUNTED = (
    "notes_read", "decisions", "with_outcome", "went_on", "own_enrolments", "places_open", "norm_months", "norm_met",
    "from_municipality", "from_school", "matched_from_guidance", "first_wish_met",
)  # fmt: skip
LABELS = {measure.key: measure.label for measure in MENU}


@pytest.fixture
def views(app: Flask, as_kim: FlaskClient) -> dict[str, dict[str, str]]:
    """Each view of 2014 on the first morning of 2015: what stands beside each name, in the last column."""
    plant(invent(5, 90))
    asked(["yes"] * 3)
    offered(30)
    given(7, 4, 0)
    with standing_at(MORNING):
        with acting_for(cast.tenant("svendborg")):
            roll_up(everything=True)
        found = {view: lines(as_kim, PAGE + view) for view in ("periode", "hele", QUARTER, MONTH)}
    return {view: {name: cells[-1] for name, cells in told.items()} for view, told in found.items()}


def test_every_row_that_the_report_counts_of_a_municipality_has_its_line_on_its_own_page(
    views: dict[str, dict[str, str]],
) -> None:
    told, elsewhere = views["periode"] | views["hele"], {*OF_CORPS, *OF_ALL}
    assert not [key for key, label in LABELS.items() if key not in elsewhere and label not in told]
    assert not [key for key in elsewhere if LABELS[key] in told]
    assert {measure.key for measure in COSTS} < set(OF_ALL)
    assert {"Jeres bidrag pr. matchet ung hos jer", "Faktureret til jer pr. match hos jer"} <= told.keys()


def test_what_the_rollup_does_not_have_is_counted_from_the_plain_facts_of_the_period_a_quarter_and_a_month(
    views: dict[str, dict[str, str]],
) -> None:
    told, plans = views["hele"], invent(5, 90)
    days = {
        "hele": (FIRST, LAST),
        QUARTER: (date(2014, 4, 1), date(2014, 6, 30)),
        MONTH: (date(2014, 5, 1), date(2014, 5, 31)),
    }
    for view, (first, last) in days.items():
        facts = count(plans, "svendborg", first, last, LAST)
        assert {key: views[view][LABELS[key]] for key in COUNTED} == {key: str(facts[key]) for key in COUNTED}, view
    whole = count(plans, "svendborg", FIRST, LAST, LAST)
    assert told[LABELS["places_taken"]] == f"{whole['places_taken']} af 35"
    assert told[LABELS["offer_places"]] == "7" and LABELS["offer_places"] not in views[QUARTER]
    assert told[LABELS["placements_begun"]] == told[LABELS["outcomes_of_three"]] == "0"
    went = 100 * whole["went_on"] / whole["with_outcome"]
    assert told[LABELS["went_on_share"]] == f"{went:.1f}".replace(".", ",").removesuffix(",0") + " %"
    assert "Bidrag" in told and "Bidrag" not in views[QUARTER].keys() | views[MONTH].keys()


def test_the_own_time_is_computed_from_the_acts_that_stand_above_it(
    views: dict[str, dict[str, str]], as_kim: FlaskClient
) -> None:
    told = views["hele"]
    spent = sum(minutes * int(told[LABELS[key]]) for key, minutes in MINUTES.items())
    hours = float(told[LABELS["own_hours"]].replace(",", "."))
    assert hours == pytest.approx(spent / 60, abs=0.06)
    each = float(told[LABELS["own_minutes_per_youth"]].replace(",", "."))
    assert each == pytest.approx(60 * hours / int(told[LABELS["enrolled"]]), abs=0.06)
    assert "Kommunens egen tid: minutter pr. læst notat" in as_kim.get("/svendborg/tal?vis=hele").text


def test_the_months_of_the_quarter_that_is_looked_at_are_one_press_away_and_no_other_days_can_be_asked(
    app: Flask, as_kim: FlaskClient
) -> None:
    quarters = as_kim.get("/svendborg/tal?vis=hele").text
    assert "2. kvartal 2014" in quarters and "maj 2014" not in quarters
    closer = as_kim.get("/svendborg/tal?vis=hele&tid=2014-Q2").text
    assert "tid=2014-05" in closer and "tid=2014-02" not in closer and "Hele perioden" in closer
    for day in ("2014-Q3", "2014-07", "2013-12", "2014-05-01", "alt"):
        assert as_kim.get(f"/svendborg/tal?vis=hele&tid={day}").status_code == 404, day
