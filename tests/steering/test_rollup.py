"""The rollup is what counting everything anew gives, whatever happened to the rows, and it is up to date within the minute."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from statistics import median
from typing import Any

import psycopg
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row
from sqlalchemy import delete, func, select

from mentorkorps.clock import local, now, standing_at, today
from mentorkorps.follow_ups import end_match, log_meeting
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.steering.rolled import percentiles, total, years
from mentorkorps.steering.rollup import COUNTS, MonthFigures, roll_up, roll_up_all
from mentorkorps.youths import Enrolment
from tenants.agreements import Period
from tenants.outbox import OutboxItem
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import Actor
from tests import cast
from tests.conftest import OPENING, Cluster
from tests.steering.changes import CHANGES, begin_elsewhere, worry
from tests.steering.planted import invent, plant
from tests.steering.rolled import Raw, month_ends, rows_of, summed
from workers.perform import drain

OPERATOR = "dygtige-unge"
MENTOR, YOUTH = Actor("mentor", "Bent Madsen"), Actor("youth", "Ayla")


@pytest.fixture
def rows(cluster: Cluster, database: str, job: Flask) -> Iterator[psycopg.Connection[Any]]:
    """The administrator, who is bound by no policy and corrects what nobody else can."""
    with psycopg.connect(cluster.admin(database), autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def raw(cluster: Cluster, database: str, rows: psycopg.Connection[Any]) -> Iterator[Raw]:
    """The reporting role, as the operator of the Fyn partnership."""
    found = rows.execute(
        "SELECT p.id, p.tenant_id FROM partnerships p JOIN tenants t ON t.id = p.tenant_id WHERE t.slug = %s",
        [OPERATOR],
    ).fetchone()
    with psycopg.connect(cluster.url("mk_report", database), autocommit=True, row_factory=dict_row) as report:
        yield Raw(report, found["tenant_id"], found["id"])


def test_after_any_history_the_rollup_is_what_counting_anew_gives(rows: psycopg.Connection[Any]) -> None:
    plant(invent(1, 30))
    for draw in range(8):
        worry(rows, random.Random(draw))
    _roll()

    @given(
        st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 9999)), min_size=1, max_size=8), st.integers(0, 999)
    )
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    def holds(changes: list[Any], seed: int) -> None:
        if seed % 3 == 0:
            plant(invent(seed, 3))
        for change, draw in changes:
            change(rows, random.Random(draw))
            _roll()
        rolled = rows_of(rows)
        _everything()
        assert rolled == rows_of(rows)

    holds()


def test_each_change_alone_marks_what_it_touches(rows: psycopg.Connection[Any]) -> None:
    plant(invent(2, 30))
    for draw in range(8):
        worry(rows, random.Random(draw))
    _roll()
    for change in CHANGES:
        for draw in range(4):
            change(rows, random.Random(draw))
            _roll()
        rolled = rows_of(rows)
        _everything()
        assert rolled == rows_of(rows), change


#: What the report counts of the days to the end of a month, too.
BY_MONTH = (
    "enrolled", "enrolled_by_partner", "proposed", "matched", "matches", "trade_matches", "ended", "early_endings", "meetings",
    "meeting_minutes", "follow_ups_due", "follow_ups_in_time", "own_enrolments",
    *(name for name in COUNTS if name.startswith("ended_")),
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_months_add_up_to_what_the_report_counts(rows: psycopg.Connection[Any], raw: Raw, seed: int) -> None:
    """From the first day of a period to the end of each of its months: the definitions are the same."""
    plant(invent(seed, 60))
    for draw in range(40):
        random.Random(draw).choice([change for change in CHANGES if change is not begin_elsewhere])(
            rows, random.Random(draw)
        )
    _roll()
    rolled = rows_of(rows)
    period = rows.execute(
        "SELECT p.* FROM periods p JOIN tenants t ON t.id = p.tenant_id WHERE t.slug = %s AND p.name = '2014'",
        [OPERATOR],
    ).fetchone()
    for until in month_ends(period["starts_on"], period["ends_on"]):
        for tenant, counted in raw.until(period, until).items():
            mine = summed(rolled, tenant, period["id"], until)
            for name in BY_MONTH:
                assert mine[name] == counted[name], (until, tenant, name)
            standing = summed(rolled, tenant, None, until)
            for name in ("running", "waiting", "waiting_too_long"):
                assert standing[f"{name}_change"] == counted[name], (until, tenant, name)
    for tenant, counted in raw.results(period).items():
        mine = summed(rolled, tenant, period["id"], date.max)
        for name in COUNTS:
            if name in counted:
                assert mine[name] == counted[name], (tenant, name)


def test_what_people_do_is_in_the_figures_within_the_minute(job: Flask) -> None:
    _begin_a_pair()
    with _later(minutes=1):
        drain(now())
        assert _totals("svendborg") == {
            "enrolled": 1,
            "proposed": 1,
            "matched": 1,
            "matches": 1,
            "trade_matches": 1,
            "running_change": 1,
            "own_enrolments": 1,
            "lasted_8_months": 1,
        }
    with _later(days=9), acting_for(cast.tenant("svendborg")):
        facts = {"held_on": today(), "took_place": True, "minutes": 45, "place": "workplace", "next_on": None}
        log_meeting(db.session.scalars(select(Match)).one(), **facts, by=MENTOR)
    with _later(days=12), acting_for(cast.tenant("svendborg")):
        end_match(db.session.scalars(select(Match)).one(), "not_a_fit", by=cast.actor("cille"))
    with _later(days=12, minutes=1):
        drain(now())
        told = _totals("svendborg")
    assert (told["meetings"], told["meeting_minutes"], told["ended"], told["early_endings"]) == (1, 45, 1, 1)
    assert "running_change" not in told


def test_a_change_that_is_not_finished_when_the_job_counts_is_counted_the_next_time(
    rows: psycopg.Connection[Any], cluster: Cluster, database: str
) -> None:
    """Its mark is its own: that the month was marked already, and the older mark taken, takes nothing from it."""
    plant(invent(1, 10))
    end = "UPDATE matches SET ended_on = NULL, ended_at = NULL, end_reason = NULL"
    with psycopg.connect(cluster.admin(database)) as slow:
        slow.execute(end)
        rows.execute("UPDATE enrolments SET promise_days = promise_days + 1")
        _roll()
        before = rows_of(rows)
        slow.commit()
    _roll()
    after = rows_of(rows)
    _everything()
    assert before != after == rows_of(rows)


def test_nobody_who_waited_is_lost_when_months_are_added_up(rows: psycopg.Connection[Any]) -> None:
    plant(invent(1, 60))
    _roll()
    kept = rows.execute("SELECT waits::text AS waits FROM month_figures WHERE period_id IS NOT NULL").fetchall()
    days = [day for row in kept for day in _days_of(row["waits"])]
    assert max(days) - min(days) > 5  # more than a Decimal of 28 digits has room for
    with acting_for(cast.tenant(OPERATOR)):
        partnership = db.session.scalars(select(Partnership)).one()
        whole = total(
            years(partnership.id, db.session.scalars(select(Period)).all(), date(2015, 12, 31), together=True)
        )
        assert whole is not None
        assert percentiles(whole.values["waits"], 0.5) == [median(days)]  # type: ignore[arg-type]  # the counts of days


def _days_of(counts: str) -> list[int]:
    """Six digits a day, from the right."""
    width = -(-len(counts) // 6) * 6
    groups = [int(counts.zfill(width)[at : at + 6]) for at in range(0, width, 6)]
    return [day for day, people in enumerate(reversed(groups)) for _ in range(people)]


def test_two_changes_of_the_same_month_do_not_wait_for_each_other(
    rows: psycopg.Connection[Any], cluster: Cluster, database: str
) -> None:
    plant(invent(1, 10))
    first, second = (row["id"] for row in rows.execute("SELECT id FROM matches ORDER BY id LIMIT 2").fetchall())
    flip = "UPDATE matches SET is_trade_match = NOT is_trade_match, started_on = '2014-05-05' WHERE id = %s"
    with psycopg.connect(cluster.admin(database)) as one, psycopg.connect(cluster.admin(database)) as other:
        other.execute("SET lock_timeout = '2s'")
        one.execute(flip, [first])
        assert other.execute(flip, [second]).rowcount == 1  # while the first is not over


def test_a_job_that_fails_takes_no_mark(rows: psycopg.Connection[Any]) -> None:
    plant(invent(1, 10))
    marks = "SELECT tenant_id, month, id FROM month_marks ORDER BY 1, 2, 3"
    stood = rows.execute(marks).fetchall()
    with pytest.raises(ZeroDivisionError), acting_for(cast.tenant("svendborg")):
        assert roll_up() and 1 // 0
    assert stood and rows.execute(marks).fetchall() == stood
    with acting_for(cast.tenant("svendborg")):
        assert roll_up() and not roll_up()


def test_the_job_goes_on_every_half_minute_and_leaves_no_trail(job: Flask) -> None:
    waiting = select(OutboxItem.run_at).where(OutboxItem.kind == "roll_figures").order_by(OutboxItem.run_at)
    for minutes in range(1, 5):
        with _later(minutes=minutes):
            drain(now())
    with acting_for(cast.tenant(OPERATOR)):
        runs = [local(at).time() for at in db.session.scalars(waiting)]
    assert time(9, 4, 30) in runs and len(runs) <= 3


def _begin_a_pair() -> None:
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"), first_name="Ayla")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant(OPERATOR)):
        enrolment = db.session.scalars(select(Enrolment)).one()
        propose(enrolment, suggest(enrolment, today())[0], by=cast.actor("cille"))
        mentor_says(db.session.scalars(select(Proposal)).one(), yes=True, by=MENTOR)
        youth_says(db.session.scalars(select(Proposal)).one(), yes=True, by=YOUTH)


@contextmanager
def _later(**much: int) -> Iterator[None]:
    with standing_at(OPENING + timedelta(**much)):
        yield


def _totals(slug: str) -> dict[str, int]:
    """What the municipality's rows add up to, without what is nought."""
    with acting_for(cast.tenant(slug)):
        sums = select(*(func.sum(getattr(MonthFigures, name)).label(name) for name in COUNTS))
        totals = db.session.execute(sums).mappings().one()
    return {
        name: int(total) for name, total in totals.items() if total and not name.startswith(("promise", "follow_ups"))
    }


def _roll() -> None:
    with acting_for(cast.tenant(OPERATOR)):
        roll_up_all()
    with acting_for(cast.tenant("vordingborg")):
        roll_up_all()


def _everything() -> None:
    """Counted anew from nothing."""
    for slug in ("svendborg", "nyborg", "faaborg-midtfyn", "vordingborg"):
        with acting_for(cast.tenant(slug)):
            db.session.execute(delete(MonthFigures))
            roll_up(everything=True)
