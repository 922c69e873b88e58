"""The report over time: months and quarters, what was entered too late for an earlier one, and what is to be decided."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from mentorkorps.clock import now
from mentorkorps.mentors import Mentor
from mentorkorps.steering import Report, SteeringMeeting, build
from mentorkorps.steering.decide import to_decide
from mentorkorps.steering.restate import mark_restated
from tenants.agreements import Agreement
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.counting import count
from tests.steering.planted import FIRST, MUNICIPALITIES, Pair, Plan, Proposed, invent, plant
from tests.steering.reports import CUT_OFF, built, by_key

EARLIER = date(2014, 10, 2)


def marks(content: dict[str, Any]) -> dict[str, Any]:
    return {row["key"]: row["restated"] for row in content["rows"] if "restated" in row}


def late(slug: str) -> Plan:
    """A youth matched in September whom nobody had written down by the second of October."""
    day = date(2014, 9, 1)
    pair = Pair(day + timedelta(days=9), trade=True)
    proposed = Proposed(day + timedelta(days=5), pair=pair)
    return Plan(slug, day, closed_on=pair.started_on, proposals=[proposed], reserved_on=proposed.on)


def test_the_months_count_on_to_the_row_and_the_quarters_are_the_months_at_their_ends(job: Flask) -> None:
    plans = invent(2, 90)
    plant(plans)
    content = built(cut_off=EARLIER)
    months, rows = content["months"], by_key(content)
    assert [one["month"] for one in months] == [f"2014-{month:02}" for month in range(2, 11)]
    for one, end in zip(months, [*(date(2014, month, 1) for month in range(3, 11)), EARLIER], strict=True):
        last = end if end == EARLIER else end - timedelta(days=1)
        for name in ("enrolled", "proposed", "matched", "ended"):
            own = (count(plans, slug, FIRST, last, EARLIER)[name] for slug in MUNICIPALITIES)
            assert one[name] == sum(own), (one["month"], name)
        running = sum(count(plans, slug, FIRST, last, last)["running"] for slug in MUNICIPALITIES)
        assert one["running"] == running, one["month"]
    assert months[-1]["target_to_date"] == rows["matched"]["target_to_date"]
    quarters = {one.pop("quarter"): one for one in content["by_quarter"]}
    assert quarters["2014-Q2"].items() <= months[4].items()
    assert list(quarters) == ["2014-Q1", "2014-Q2", "2014-Q3", "2014-Q4"]
    assert [one["year"] for one in content["by_year"]] == ["2014"]


def test_a_month_of_few_is_hidden_where_the_agreement_does_not_open_it(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Agreement).values(open_figures=[]))
    plant(invent(2, 90))
    months = built()["months"]
    told = [one["enrolled"] for one in months if one["enrolled"] is not None]
    assert 0 < len(told) < len(months)
    assert all(after - before >= 10 for before, after in zip([0, *told], told, strict=False))
    assert not {"proposed", "running"} & months[0].keys()


def test_proposals_and_running_pairs_of_a_month_stand_only_where_nothing_that_they_bound_is_hidden(job: Flask) -> None:
    plant(invent(2, 60))
    both = {"proposed", "running"}
    assert all(both < one.keys() for which in ("months", "by_quarter", "by_year") for one in built()[which])
    with acting_for(cast.tenant("dygtige-unge")):
        opened = db.session.scalars(select(Agreement.open_figures)).one()
    for kept in ("waiting", "matched"):
        with acting_for(cast.tenant("dygtige-unge")):
            db.session.execute(update(Agreement).values(open_figures=[name for name in opened if name != kept]))
        content = built()
        assert not any(both & one.keys() for which in ("months", "by_quarter", "by_year") for one in content[which])


def test_what_was_entered_later_stands_beside_the_row_in_the_next_report(job: Flask) -> None:
    plans = invent(2, 90)
    plant(plans)
    first = by_key(built(cut_off=EARLIER))
    plant([late("svendborg"), late("svendborg")])
    content = built()
    matched = by_key(content)["matched"]
    was = first["matched"]["realised"]
    assert matched["restated"] == {"was": was, "now": was + 2}
    cells = {cell["tenant"]: cell.get("restated") for cell in matched["tenants"]}
    was = next(cell["realised"] for cell in first["matched"]["tenants"] if cell["tenant"] == "svendborg")
    assert cells == {"svendborg": {"was": was, "now": was + 2}, "nyborg": None, "faaborg-midtfyn": None}
    assert "waiting" not in marks(content)


def test_two_in_a_row_that_is_not_open_are_marked_and_not_counted_out(job: Flask) -> None:
    plant(invent(2, 90))
    first = by_key(built(cut_off=EARLIER))
    plant([late("svendborg"), late("nyborg")])
    mark = marks(built())
    assert first["trade_matches"]["realised"] is not None
    assert (mark["trade_matches"], mark["trade_share"]) == (True, True)


def test_nothing_is_marked_where_nothing_was_entered_later_nor_in_the_report_after(job: Flask) -> None:
    plant(invent(3, 60))
    built(cut_off=EARLIER)
    plant([late("nyborg")])
    assert marks(built(cut_off=EARLIER + timedelta(days=30)))
    assert marks(built()) == {}


def test_a_share_is_put_right_in_numbers_only_where_both_its_rows_are() -> None:
    def row(key: str, realised: int, *cells: int, opened: bool = True, **more: Any) -> dict[str, Any]:
        tenants = [{"tenant": f"t{n}", "realised": cell} for n, cell in enumerate(cells)]
        return {"key": key, "section": "youths", "open": opened, "realised": realised, "tenants": tenants, **more}

    def marked(whole: dict[str, Any]) -> Any:
        then = [
            row("part", 30, 10, 20),
            row("whole", 60, 20, 40, opened=whole["open"]),
            row("share", 50, of=["part", "whole"]),
        ]
        now = [row("part", 32, 12, 20), whole, row("share", 53, of=["part", "whole"])]
        new = [row("share", 70, of=["part", "whole"])]
        mark_restated(new, then, now)
        return new[0]["restated"]

    assert marked(row("whole", 60, 20, 40)) == {"was": 50, "now": 53}
    assert marked(row("whole", 61, 20, 41, opened=False)) is True
    assert marked(row("whole", 66, 20, 46, opened=False)) == {"was": 50, "now": 53}


def test_which_of_the_rows_that_a_late_fact_could_stand_in_has_changed_is_not_told() -> None:
    def row(key: str, *cells: int | None, opened: bool = False, together: int = 0) -> dict[str, Any]:
        tenants = [
            {"tenant": f"t{n}", "realised": cell} | ({} if cell else {"hidden": True}) for n, cell in enumerate(cells)
        ]
        return {
            "key": key,
            "section": "pairs",
            "open": opened,
            "realised": together or sum(filter(None, cells)),
            "tenants": tenants,
        }

    then = [row("ended", 20, 21, 30, opened=True), row("early_endings", 9, 8, 11), row("ended_moved", together=12)]
    again = [row("ended", 20, 22, 35, opened=True), row("early_endings", 9, 8, 11), row("ended_moved", together=12)]
    new = [row("ended", 25, 29, 37, opened=True), row("early_endings", 9, 8, 16), row("ended_moved", together=14)]
    mark_restated(new, then, again)
    assert marks({"rows": new}) == {"ended": {"was": 71, "now": 77}, "early_endings": True, "ended_moved": True}
    assert [cell.get("restated") for cell in new[1]["tenants"]] == [None, True, True]
    hidden = [row("early_endings", None, None, None), row("ended_moved") | {"realised": None, "hidden": True}]
    hidden[0] |= {"realised": None, "hidden": True}
    mark_restated(hidden, then, again)
    assert marks({"rows": hidden}) == {} and not any("restated" in cell for cell in hidden[0]["tenants"])


def test_three_things_to_decide_are_the_rows_furthest_from_what_was_agreed(job: Flask) -> None:
    plant(invent(2, 60))
    with acting_for(cast.tenant("dygtige-unge")):
        have = db.session.scalar(select(func.count()).select_from(Mentor)) or 0
        for name in "ABCDE":
            cast.recruit(f"Mentor{name}", "Ny", "carpenter", recruited_on=date(2014, 3, 1))
    content = built(cut_off=EARLIER)
    rows, decide = by_key(content), content["decide"]
    assert len(decide) == 3
    for topic in decide:
        assert topic["text"] % topic["values"]
        assert rows[topic["key"]]["realised"] is not None
    mentors = next(topic for topic in decide if topic["key"] == "mentors")
    assert mentors["values"] == {"realised": have + 5, "target": 100, "missing": 95 - have}


def test_a_hidden_figure_gives_nothing_to_decide() -> None:
    def untold(key: str) -> dict[str, Any]:
        return {"key": key, "realised": None, "hidden": True, "on_course": None, "tenants": []}

    keys = ("matched", "waiting", "waiting_too_long", "follow_ups_on_time", "early_share", "places_taken")
    assert to_decide([untold(key) for key in keys]) == []


def test_a_report_is_frozen_seven_days_before_a_meeting_and_stays_when_more_is_entered(job: Flask) -> None:
    plant(invent(1, 30))
    with acting_for(cast.tenant("dygtige-unge")):
        held_on = db.session.scalars(
            select(SteeringMeeting.held_on).where(SteeringMeeting.held_on > date(2014, 6, 15)).limit(1)
        ).one()
        day = held_on - timedelta(days=7)
        report = build.freeze_due(day, now())[0]
        number, content = report.number, dict(report.content)
        assert content["cut_off"] == (day - timedelta(days=1)).isoformat(), "the last day that was over"
    plant([late("nyborg")])
    built(cut_off=CUT_OFF)
    with acting_for(cast.tenant("svendborg")):
        kept = db.session.scalars(select(Report).where(Report.number == number)).one()
        assert kept.is_intact
        assert kept.content == content
