"""What stands beside the counts: waits and lengths, meetings against the norm, wishes, ways in, companies, costs, own time."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from mentorkorps.clock import now
from mentorkorps.programmes import own_time
from mentorkorps.steering import build
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.network import LISTED
from mentorkorps.trades import OCCUPATIONS, TRADES
from tenants.billing import Received, enter, issue_due
from tenants.registry import Partnership, Programme
from tenants.scope import acting_for, db
from tenants.terms import read
from tenants.users import SYSTEM
from tests import cast
from tests.steering.counting import count, is_waiting
from tests.steering.counting_more import lengths, middle, waits, wished
from tests.steering.planted import FIRST, MUNICIPALITIES, Plan, invent, plant
from tests.steering.reports import CUT_OFF, built, by_key


def mine(plans: list[Plan], slug: str) -> list[Plan]:
    return [plan for plan in plans if plan.slug == slug and not plan.elsewhere and plan.sent_on <= CUT_OFF]


def counted(plans: list[Plan]) -> list[dict[str, int]]:
    return [count(plans, slug, FIRST, CUT_OFF, CUT_OFF) for slug in MUNICIPALITIES]


def test_waits_and_lengths_stand_as_medians_exact_together_and_for_each(job: Flask) -> None:
    plans = invent(4, 90)
    plant(plans)
    rows = by_key(built())
    for slug in MUNICIPALITIES:
        days = waits(mine(plans, slug), FIRST, CUT_OFF, CUT_OFF)
        for key, expected in zip(("wait_median", "wait_ninetieth"), middle(days), strict=True):
            cell = next(cell for cell in rows[key]["tenants"] if cell["tenant"] == slug)
            assert cell["realised"] == pytest.approx(expected, abs=0.05)
    ours = [plan for slug in MUNICIPALITIES for plan in mine(plans, slug)]
    assert rows["length_median"]["realised"] == pytest.approx(
        middle(lengths(ours, FIRST, CUT_OFF, CUT_OFF))[0] / 30.4375, abs=0.05
    )
    assert (rows["wait_median"]["unit"], rows["length_median"]["unit"]) == ("days", "months")


def test_a_median_of_few_is_hidden_though_the_count_is_open(job: Flask) -> None:
    plant(invent(1)[:12])
    rows = by_key(built())
    assert [cell["realised"] for cell in rows["wait_median"]["tenants"]] == [None] * 3
    assert rows["length_median"]["hidden"]
    assert rows["enrolled"]["realised"] is not None


def test_meetings_and_hours_are_held_against_the_norm_of_the_programme(job: Flask) -> None:
    plans = invent(4, 90)
    plant(plans)
    rows, own = by_key(built()), counted(plans)
    months = sum(one["course_days"] for one in own) / 30.4375
    assert rows["meetings"]["realised"] == sum(one["meetings"] for one in own)
    assert rows["meetings_per_month"]["realised"] == pytest.approx(rows["meetings"]["realised"] / months, abs=0.06)
    assert rows["meetings_per_month"]["target"] == 2
    assert rows["meetings_per_month"]["on_course"] is False
    assert rows["meeting_hours"]["realised"] == pytest.approx(sum(one["minutes"] for one in own) / 60, abs=0.05)
    assert "target" not in rows["hours_per_month"]
    assert (rows["norm_months"]["realised"], rows["norm_met"]["realised"]) == tuple(
        sum(one[key] for one in own) for key in ("norm_months", "norm_met")
    )


def test_a_norm_of_hours_is_the_target_of_hours_and_a_programme_without_one_has_none(job: Flask) -> None:
    for meetings, targets in (
        ({"hours_per_month": 4}, {"hours_per_month": 4}),
        ({"per_season": [7, 8]}, {"meetings_per_course": 7}),
    ):
        with acting_for(cast.tenant("dygtige-unge")):
            programme = db.session.scalars(select(Programme)).one()
            db.session.execute(update(Programme).values(profile=programme.profile | {"meetings": meetings}))
        rows = by_key(built())
        keys = ("meetings_per_month", "hours_per_month", "meetings_per_course")
        assert {key: rows[key]["target"] for key in keys if "target" in rows[key]} == targets
        assert ("norm_share" in rows) == ("hours_per_month" in targets)
    assert rows["meetings_per_course"]["target_max"] == 8


def test_endings_by_reason_and_concerns_by_level_are_told_together_and_no_more(job: Flask) -> None:
    plans = invent(4, 150)
    plant(plans)
    rows, own = by_key(built()), counted(plans)
    told = [key for key in rows if key.startswith(("ended_", "concerns")) and not rows[key].get("base")]
    assert len(told) == 7 + 6
    assert [rows[key]["tenants"] for key in told] == [[]] * 13
    shown = {key: rows[key]["realised"] for key in told if rows[key]["realised"] is not None}
    assert {"concerns", "concerns_level_1"} & shown.keys()
    assert shown == {key: sum(one[key] for one in own) for key in shown}


def test_wished_trades_are_told_where_many_wait_for_them_and_the_rest_is_many_too(job: Flask) -> None:
    plans = invent(5, 60)
    for slug in MUNICIPALITIES:
        for wish, n in (("hairdresser", 6), ("carpenter", 5), ("painter", 1)):
            plans += [Plan(slug, date(2014, 9, 1), wishes=[wish]) for _ in range(n)]
    plant(plans)
    rows = by_key(built())
    told = {key: row["realised"] for key, row in rows.items() if row["section"] == "wishes"}
    waiting = wished([plan for slug in MUNICIPALITIES for plan in mine(plans, slug)], CUT_OFF, is_waiting)
    for trade in TRADES:
        expected = sum(n for wish, n in waiting.items() if wish and OCCUPATIONS[wish].trade == trade)
        assert told.get(f"wished_{trade}", expected) == expected
    assert told["wished_" + OCCUPATIONS["hairdresser"].trade] >= 18
    assert "wished_" + OCCUPATIONS["painter"].trade not in told
    assert rows["waiting"]["realised"] - sum(told.values()) >= 10


def test_each_way_in_has_its_yield(job: Flask) -> None:
    plans = invent(4, 150)
    for plan in plans:
        plan.by_partner = plan.sent_on.day % 3 > 0
        plan.from_school = plan.sent_on.day % 3 == 1
    plant(plans)
    rows, own = by_key(built()), counted(plans)
    came, matched = (sum(one[key] for one in own) for key in ("from_municipality", "matched_from_municipality"))
    assert (rows["from_municipality"]["realised"], rows["matched_from_municipality"]["realised"]) == (came, matched)
    assert rows["yield_municipality"]["realised"] == pytest.approx(100 * matched / came, abs=0.05)


def test_a_match_has_cost_so_much_with_and_without_other_money(job: Flask) -> None:
    plans = invent(4, 60)
    plant(plans)
    with acting_for(cast.tenant("dygtige-unge")):
        issue_due(date(2014, 6, 15), now())
        period = build.period_called(db.session.scalars(select(Partnership)).one(), "2014")
        for day in (date(2014, 6, 1), date(2014, 6, 15)):
            enter("sponsor", "Fonden", cast.tenant("dygtige-unge"), Received(period, Decimal(25000), day), by=SYSTEM)
        enter(
            "ministry", "Styrelsen", cast.tenant("nyborg"), Received(period, Decimal(9000), date(2014, 6, 1)), by=SYSTEM
        ).withdraw("Forkert", by=SYSTEM)
    rows, matches = by_key(built()), sum(one["matches"] for one in counted(plans))
    assert rows["matches"]["realised"] == matches >= 10
    assert [rows[key]["realised"] for key in ("invoiced", "other_money", "all_money")] == [399000, 50000, 449000]
    assert rows["paid_per_match"]["realised"] == round(399000 / matches)
    assert rows["all_per_match"]["realised"] == round(449000 / matches)
    matched = rows["matched"]["realised"]
    assert rows["cost_per_youth"]["realised"] == round(400000 / matched)
    assert rows["paid_per_youth"]["realised"] == round(350000 / matched)
    assert by_key(built(cut_off=date(2014, 6, 10)))["other_money"]["realised"] == 25000


def test_the_municipalities_own_time_is_so_many_minutes_for_each_act(job: Flask) -> None:
    plans = invent(4, 90)
    for plan in plans:
        plan.by_partner = plan.sent_on.day % 2 > 0
        plan.from_school = plan.sent_on.day % 4 == 1
    plant(plans)
    with acting_for(cast.tenant("dygtige-unge")):
        profile = db.session.scalars(select(Programme)).one().profile
        db.session.execute(update(Programme).values(profile=profile | {"own_time": {"note": 4}}))
    content, own = built(), counted(plans)
    rows = by_key(content)
    hours = [(5 * one["own_enrolments"] + 4 * one["notes_read"] + 5 * one["decisions"]) / 60 for one in own]
    assert rows["own_hours"]["realised"] == pytest.approx(sum(hours), abs=0.05)
    together = ("enrolled_by_partner", "own_enrolments", "own_hours", "own_minutes_per_youth")
    assert all(rows[key]["realised"] and rows[key]["tenants"] == [] for key in together)
    settings = {setting["key"]: setting["value"] for setting in content["settings"]}
    assert [settings[key] for key in ("own_enrolment", "own_note", "own_decision", "average")] == [5, 4, 5, 4]


def test_the_minutes_are_read_from_the_file_of_the_terms(tmp_path: Path) -> None:
    said = (
        (cast.TERMS / "fyn.toml").read_text().replace("promise_days = 28", "promise_days = 28\nown_time = { note = 3 }")
    )
    (tmp_path / "fyn.toml").write_text(said)
    assert own_time(read(tmp_path / "fyn.toml").profile) == {"enrolment": 5, "note": 3, "decision": 5}


def test_every_row_says_what_it_is(job: Flask) -> None:
    plant(invent(1))
    content = built()
    assert content["schema"] == 2
    sections = [section["key"] for section in content["sections"]]
    assert all(row["label"] and row["definition"] and row["section"] in sections for row in content["rows"])
    assert len({measure.key for measure in MENU}) == len(MENU)
    used_only = ("from_", "matched_from_", "yield_", "found_", "began_", "used_", *LISTED)  # ways that somebody came
    assert {row["key"] for row in content["rows"]} >= {
        measure.key for measure in MENU if not measure.key.startswith(used_only) and measure.section != "companies"
    }
