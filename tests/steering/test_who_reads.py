"""Nobody is named to those inside either: to a party of another kind, to who may ask for reports, and of the mentors."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mentorkorps.clock import now
from mentorkorps.mentors import Mentor
from mentorkorps.refused import Refused
from mentorkorps.steering import Report, asked, build
from mentorkorps.steering.mentor_ways import WAYS, mentor_way_lines
from tenants.agreements import Period
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import Cluster
from tests.steering.planted import invent, plant
from tests.steering.reports import built, by_key

OF_PERSONS = ("youths", "pairs", "concerns", "contacts")
BY_WAY = (("website", 5), ("press", 2), ("event", 4))


def small(content: Mapping[str, Any]) -> Iterator[str]:
    """The rows that are not open and tell of one to four."""
    for key, row in by_key(content).items():
        cells = [cell["realised"] for cell in (row, *row["tenants"])]
        if row["unit"] in OF_PERSONS and not row["open"] and any(0 < (cell or 0) < 5 for cell in cells):
            yield key


@pytest.fixture
def one_municipality(cluster: Cluster, database: str) -> None:
    """Svendborg is the only one that bears youths; the corps, the school and UU are parties still."""
    with psycopg.connect(cluster.admin(database), autocommit=True) as rows:
        rows.execute(
            "UPDATE members SET bears = false WHERE party_tenant_id IN"
            " (SELECT id FROM tenants WHERE slug IN ('nyborg', 'faaborg-midtfyn'))"
        )


@pytest.mark.isolation
def test_the_centre_reads_of_the_one_municipality_no_more_than_of_several(job: Flask, one_municipality: None) -> None:
    plant(invent(3, 40))
    content = built()
    assert [tenant["slug"] for tenant in content["tenants"]] == ["svendborg"]
    with acting_for(cast.tenant("uu")):
        copy = db.session.scalars(select(Report)).one()
        rows = by_key(copy.content)
    assert list(small(copy.content)) == []
    assert rows["concerns"]["hidden"] and rows["from_school"]["hidden"] and rows["enrolled"]["realised"]
    assert not any(key.startswith("wished_") for key in rows)


def test_of_the_corps_mentors_few_are_told_with_those_of_other_ways_or_not(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Mentor).values(found_through="website"))
        have = db.session.scalar(select(func.count()).select_from(Mentor))
        names = iter("ABCDEFGHIJK")
        for way, count in BY_WAY:
            for _ in range(count):
                cast.recruit(
                    f"Mentor{next(names)}", "Ny", "carpenter", found_through=way, recruited_on=date(2014, 3, 1)
                )
    rows = by_key(built())
    ways = {key: row["realised"] for key, row in rows.items() if key.startswith("found_")}
    assert ways == {"found_through_website": have + 5, "found_through_others": 6}
    assert rows["began_through_website"]["hidden"] and rows["used_through_website"]["hidden"]
    assert rows["mentors"]["realised"] == have + 11 and rows["active_share"]["realised"] is not None


def ways(*, alone: bool = False, unknown: int = 0, **counts: tuple[int, int]) -> dict[str, Any]:
    corps = {f"{name}_through_{way}": 0 for way in WAYS for name in ("found", "began")}
    corps["mentors"] = unknown + sum(found for found, _began in counts.values())
    for way, (found, began) in counts.items():
        corps |= {f"found_through_{way}": found, f"began_through_{way}": began}
    agreed: Any = SimpleNamespace(alone=alone)
    figures: Any = SimpleNamespace(corps=corps)
    return {key: line.together.realised for key, line in mentor_way_lines(agreed, figures).items()}


def test_the_yield_of_a_way_is_told_where_neither_who_has_had_a_youth_nor_who_has_not_are_few() -> None:
    assert ways(corps=(20, 12), press=(9, 6))["used_through_corps"] == 60.0
    assert ways(corps=(20, 17))["began_through_corps"] is None
    assert ways(corps=(20, 20), press=(9, 3))["began_through_press"] is None
    assert ways(corps=(20, 20))["began_through_corps"] == 20


def test_few_of_a_way_take_the_smallest_of_the_others_with_them_until_they_are_five() -> None:
    assert ways(corps=(20, 8), press=(6, 0), event=(3, 0)) == {
        "found_through_corps": 20, "began_through_corps": 8, "used_through_corps": 40.0,
        "found_through_others": 9, "began_through_others": None, "used_through_others": None,
    }  # fmt: skip
    assert set(ways(press=(2, 1), event=(1, 1)).values()) == {None}
    assert ways(alone=True, press=(2, 1))["used_through_press"] == 50.0


def test_few_of_whom_no_way_is_written_down_are_not_what_the_ways_leave_of_the_mentors() -> None:
    several = {"corps": (20, 8), "press": (6, 0)}
    assert ways(unknown=2, **several)["found_through_corps"] == 20
    assert ways(unknown=2, **several)["found_through_press"] is None
    assert ways(unknown=5, **several)["found_through_press"] == 6
    assert ways(unknown=2, alone=True, **several)["found_through_press"] == 6


def posted() -> int:
    return db.session.scalar(select(func.count()).where(OutboxItem.kind == "build_report")) or 0


@pytest.mark.isolation
def test_a_report_by_hand_waits_four_weeks_from_the_last_and_the_one_before_a_meeting_does_not(job: Flask) -> None:
    plant(invent(1, 30))
    built(cut_off=date(2014, 6, 10))
    with acting_for(cast.tenant("dygtige-unge")):
        for days in (0, 1, 27):
            with pytest.raises(Refused, match=r"kan bygges fra den 9\. juli 2014"):
                asked.ask_for("2014", date(2014, 6, 10) + timedelta(days=days))
        assert posted() == 0
        frozen = build.freeze_due(date(2014, 6, 20), now())
        assert [report.cut_off for report in frozen] == [date(2014, 6, 19)]
        asked.ask_for("2014", date(2014, 7, 17))
        assert posted() == 1


@pytest.mark.isolation
def test_what_was_asked_for_is_not_built_where_a_meeting_has_brought_a_report_meanwhile(job: Flask) -> None:
    plant(invent(1, 30))
    first = built(cut_off=date(2014, 6, 10))
    with acting_for(cast.tenant("dygtige-unge")):
        period = db.session.scalars(select(Period).order_by(Period.starts_on)).first()
        assert period
        assert asked.build_asked(period.id, date(2014, 6, 14), now()).number == first["number"]
        assert asked.build_asked(period.id, date(2014, 7, 8), now()).number == first["number"] + 1
