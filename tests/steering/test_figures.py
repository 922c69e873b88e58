"""The figures are right, counted twice; and the role that asks for them can ask for nothing else."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from mentorkorps.steering import build, figures
from mentorkorps.tables import METADATA
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import Cluster
from tests.steering.counting import count
from tests.steering.planted import FIRST, MUNICIPALITIES, invent, plant

LAST = date(2014, 12, 31)
CUT_OFFS = (date(2014, 4, 10), date(2014, 6, 15), date(2014, 10, 2), LAST, date(2015, 6, 30))


def test_the_invented_youths_meet_every_fate() -> None:
    counted = [count(invent(1, 120), slug, FIRST, LAST, cut_off) for slug in MUNICIPALITIES for cut_off in CUT_OFFS]
    assert {name for name in counted[0] if not any(figures[name] for figures in counted)} == set()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_what_plain_counting_gives(job: Flask, seed: int) -> None:
    plans = invent(seed)
    plant(plans)
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        for cut_off in CUT_OFFS:
            norm = figures.Norm(meetings=2)
            counted = figures.collect(partnership, period, cut_off, norm=norm).per_tenant
            for slug in MUNICIPALITIES:
                assert counted[cast.tenant(slug)] == count(plans, slug, FIRST, LAST, cut_off), (slug, cut_off)


def test_the_corps_is_counted_at_the_operator_only(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Grethe", "Pension", "car_mechanic", retired_from_work_on=date(2014, 1, 1))
        cast.recruit("Hans", "Rejst", "car_mechanic", left_on=date(2014, 6, 1), recruited_on=date(2014, 3, 1))
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        counted = figures.collect(partnership, period, date(2014, 6, 15))
        assert (counted.corps["mentors"], counted.corps["active_mentors"]) == (2, 1)


def test_a_member_cannot_ask_for_the_figures_of_the_partnership(job: Flask) -> None:
    with acting_for(cast.tenant("svendborg")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        with pytest.raises(ProgrammingError, match="operator of the partnership only"):
            figures.collect(partnership, period, date(2014, 6, 15))


def test_nobody_can_ask_for_other_days_than_those_of_a_period(job: Flask) -> None:
    """Two questions a day apart would tell of one person."""
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        cut = SimpleNamespace(starts_on=FIRST, ends_on=date(2014, 5, 1))
        with pytest.raises(ProgrammingError, match="periods of the agreement only"):
            figures.collect(partnership, cut, date(2014, 6, 15))
        assert figures.collect(partnership, period, date(2014, 6, 15)).per_tenant


@pytest.mark.isolation
def test_another_operator_cannot_ask_for_the_figures_of_a_foreign_partnership(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        foreign = db.session.scalars(select(Partnership)).one()
        period = build.period_called(foreign, "2014")
        assert period
        db.session.expunge_all()
    with (
        acting_for(cast.tenant("vordingborg")),
        pytest.raises(ProgrammingError, match="operator of the partnership only"),
    ):
        figures.collect(foreign, period, date(2014, 6, 15))


@pytest.mark.isolation
def test_the_reporting_role_reads_no_table_and_runs_ten_functions(cluster: Cluster, database: str) -> None:
    engine = create_engine(cluster.url("mk_report", database))
    for table in METADATA.sorted_tables:
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(f"SELECT 1 FROM {table.name}"))
    with engine.connect() as connection:
        allowed = connection.scalars(
            text(
                "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'figures'::regnamespace"
                " AND has_function_privilege('mk_report', p.oid, 'EXECUTE') ORDER BY 1"
            )
        )
        assert allowed.all() == [
            "companies",
            "corps",
            "courses",
            "months",
            "network",
            "of_house",
            "outcomes",
            "per_tenant",
            "spans",
            "wishes",
        ]
        memberships = connection.scalar(
            text(
                "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname LIKE 'mk%'"
            )
        )
        assert memberships == 0
        assert not connection.scalar(
            text(
                "SELECT bool_or(has_function_privilege(r, p.oid, 'EXECUTE'))"
                " FROM unnest('{mk_web,mk_worker,mk_dispatch}'::text[]) r, pg_proc p"
                " WHERE p.pronamespace = 'figures'::regnamespace AND p.prosecdef"
            )
        )
    engine.dispose()


@pytest.mark.isolation
def test_the_counting_role_can_read_no_name_and_no_text(cluster: Cluster, database: str) -> None:
    engine = create_engine(cluster.admin(database))
    with engine.connect() as connection:
        texts = connection.scalars(
            text(
                "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
                " AND a.attnum > 0 AND NOT a.attisdropped"
                " AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype, 'json'::regtype)"
                " AND has_column_privilege('mk_figures', c.oid, a.attnum, 'SELECT') ORDER BY 1"
            )
        ).all()
    engine.dispose()
    assert texts == [
        "companies.sector",
        "enrolments.trades",
        "field_partners.kind",
        "field_steps.step",
        "follow_ups.done_how",
        "follow_ups.kind",
        "matches.end_reason",
        "mentors.found_through",
        "mentors.occupation",
        "moved_on.answer",
        "moved_on.side",
        "offer_asks.answer",
        "outcomes.kind",
        "outcomes.owed_to",
        "tenants.kind",
    ]  # closed lists
