"""What a report says in sentences: by the numbers of its own rows, and by the rules of the day it was made up for."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN
from mentorkorps.language import speaking
from mentorkorps.steering import build, council
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.decide import to_decide
from mentorkorps.steering.first_page import tiles, verdict
from mentorkorps.steering.report import checksum
from mentorkorps.steering.wording import decisions
from tenants.registry import Partnership, Programme
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.planted import invent, plant
from tests.steering.reports import CUT_OFF, built, by_key

SHORT = {
    "key": "outcome_share",
    "official": True,
    "on_course": False,
    "realised": 34.6,
    "target_to_date": 35,
    "deviation": -0.4,
}
QUIET = ("matched", "waiting", "waiting_too_long", "follow_ups_on_time", "early_share", "places_taken")


def sentence(**of: Any) -> str:
    """What there is to decide where one row alone is short."""
    rows = [{"key": key, "realised": None, "tenants": []} for key in QUIET if key != of["key"]]
    with speaking("da"):
        [said] = decisions({"decide": to_decide([*rows, {"deviation_percent": -1.1, "tenants": []} | of])})
    return said


def test_what_is_to_be_decided_is_said_with_the_numbers_of_the_row_against_the_target_to_date() -> None:
    assert sentence(**SHORT).startswith("34,6 procent af de unge har et resultat, og målet til dato er 35.")
    assert sentence(key="follow_ups_on_time", realised=89.6).startswith("89,6 procent af opfølgningerne")
    missing = {"key": "matched", "on_course": False, "realised": 43, "target_to_date": 47, "deviation": -4}
    assert "målet til dato er 47. Hvordan henter vi de 4," in sentence(**missing)


def test_a_rule_changed_since_the_day_changes_no_figure_of_it(job: Flask) -> None:
    after = datetime(CUT_OFF.year, CUT_OFF.month, CUT_OFF.day, tzinfo=COPENHAGEN) + timedelta(days=1)
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        old = db.session.scalars(select(Programme)).one()
        db.session.add(
            Programme(
                partnership_id=partnership.id, version=old.version + 1, in_force_since=after,
                profile=old.profile | {"promise_days": 7},
            )
        )  # fmt: skip
        db.session.flush()
        period = build.period_called(partnership, "2014")
        assert period
        days = [Agreed.read(partnership, period, day).promise_days for day in (date(2014, 2, 14), CUT_OFF)]
        later = Agreed.read(partnership, period, CUT_OFF + timedelta(days=1)).promise_days
    assert (days, later) == ([old.profile["promise_days"]] * 2, 7)


@pytest.mark.parametrize(
    ("mentors", "said"), [(4, "så få frivillige mentorer, at tallet ikke vises"), (5, "er 5 frivillige")]
)
def test_few_mentors_do_not_leave_the_partnership(job: Flask, mentors: int, said: str) -> None:
    plant(invent(1, 20))
    content = built()
    content["rows"] = [row for row in content["rows"] if row["key"] != "cost_per_youth"]
    by_key(content)["mentors"] |= {"realised": mentors, "hidden": False}
    assert said in " ".join(council.brief(content)["sentences"])


def test_what_is_hidden_is_not_said_to_be_too_early(job: Flask) -> None:
    plant(invent(1, 20))
    content = built()
    by_key(content)["matched"] |= {"realised": None, "hidden": True, "on_course": None}
    told = verdict(content)
    assert "Matchede unge" in told["hidden"] and "Matchede unge" not in told["untold"]


def test_a_tile_rests_on_no_share_that_is_not_told(job: Flask) -> None:
    plant(invent(1, 20))
    content = built()
    share = by_key(content)["within_4_weeks"]
    share |= {"realised": None, "hidden": True}
    notes = {tile["key"]: tile["note"] for tile in tiles(content)}
    assert notes["waiting_too_long"] == ""
    share |= {"realised": 80.0, "hidden": False}
    notes = {tile["key"]: tile["note"] for tile in tiles(content)}
    assert notes["waiting_too_long"] == "80 % fik et forslag inden fristen"


def test_the_definition_stands_with_each_tile(job: Flask) -> None:
    plant(invent(1, 20))
    content = built()
    rows = by_key(content)
    assert {tile["key"]: tile["definition"] for tile in tiles(content)} == {
        key: rows[key]["definition"] for key in content["tiles"]
    }


def test_a_file_says_which_figure_is_official_what_a_quota_is_and_the_checksum(job: Flask) -> None:
    plant(invent(1, 40))
    content = built()
    with speaking("da"):
        lines = list(csv.DictReader(io.StringIO(render_csv(content).decode("utf-8-sig")), delimiter=";"))
    official = [line["Tal"] for line in lines if line["Tal"].endswith(" (officielt)") and line["Hvem"] == "I alt"]
    assert official == ["Andel med resultat (officielt)", "Andel kommet positivt videre (officielt)"]
    places = {line["Hvem"]: line["Bemærkning"] for line in lines if line["Nøgle"] == "places_taken"}
    assert places["Svendborg Kommune"] == "af 35" and places["I alt"] == "af 105"
    assert [line["Bemærkning"] for line in lines if line["Nøgle"] == "checksum"] == [f"Kontrolsum: {checksum(content)}"]
