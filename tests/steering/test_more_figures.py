"""Percentiles, months, wishes and the corps' network are what plain counting gives, in as many statements for one as for many."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from mentorkorps.field_partners import partner as partners
from mentorkorps.mentors import Company
from mentorkorps.steering import build, figures
from mentorkorps.trades import OCCUPATIONS
from tenants.quotas import Quota, Transfer
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.steering.counting import is_waiting
from tests.steering.counting_more import lengths, middle, outcome_times, waits, wished
from tests.steering.furnished import stamp
from tests.steering.planted import FIRST, MUNICIPALITIES, Plan, invent, plant

LAST = date(2014, 12, 31)
CUT_OFFS = (date(2014, 6, 15), date(2014, 10, 2), date(2015, 6, 30))


def collected(cut_off: date, slug: str = "dygtige-unge") -> figures.Figures:
    with acting_for(cast.tenant(slug)):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        return figures.collect(partnership, period, cut_off)


def of(plans: list[Plan], slug: str, cut_off: date) -> list[Plan]:
    return [p for p in plans if p.slug == slug and not p.elsewhere and p.sent_on <= cut_off]


@pytest.mark.parametrize("cut_off", CUT_OFFS)
def test_medians_and_ninetieths_are_exact_for_each_and_over_all(job: Flask, cut_off: date) -> None:
    plans = invent(5, 90)
    plant(plans)
    spans, until = collected(cut_off).spans, min(LAST, cut_off)
    for what, days_of in (("wait", waits), ("length", lengths), ("outcome", outcome_times)):
        own = {slug: days_of(of(plans, slug, cut_off), FIRST, until, cut_off) for slug in MUNICIPALITIES}
        groups = [(cast.tenant(slug), days) for slug, days in own.items()] + [
            (None, list(chain.from_iterable(own.values())))
        ]
        assert groups[-1][1], what
        for key, days in groups:
            span = spans[what].get(key)
            assert (span is None) == (not days)
            if span:
                assert (span.people, (span.median, span.ninetieth)) == (len(days), pytest.approx(middle(days)))


def test_the_months_add_up_to_the_period(job: Flask) -> None:
    plant(invent(6, 90))
    counted = collected(LAST)
    assert len({one.month for one in counted.months}) > 6
    for name in ("enrolled", "proposed", "matched", "ended"):
        months: Counter[Any] = Counter()
        for one in counted.months:
            months[one.tenant] += getattr(one, name)
        assert dict(months) == {tenant: counts[name] for tenant, counts in counted.per_tenant.items()}


def test_the_pairs_that_run_at_the_end_of_a_month_are_those_of_a_report_of_that_day(job: Flask) -> None:
    plant(invent(6, 90))
    months = {(one.month, one.tenant): one.running for one in collected(LAST).months}
    for end in (date(2014, 4, 30), date(2014, 9, 30), LAST):
        told = {tenant: counts["running"] for tenant, counts in collected(end).per_tenant.items()}
        assert any(told.values())
        assert {tenant: months.get((end.replace(day=1), tenant), 0) for tenant in told} == told
    both = {one.tenant: one.running for one in collected(date(2014, 9, 10)).months if one.month == date(2014, 9, 1)}
    running = {tenant: counts["running"] for tenant, counts in collected(date(2014, 9, 10)).per_tenant.items()}
    assert both == {tenant: count for tenant, count in running.items() if count or tenant in both}


@pytest.mark.parametrize("cut_off", CUT_OFFS)
def test_those_who_wait_are_counted_by_the_trade_of_their_first_wish(job: Flask, cut_off: date) -> None:
    plans = invent(7, 90)
    plant(plans)
    counted = collected(cut_off)
    for slug in MUNICIPALITIES:
        expected: Counter[str] = Counter()
        for wish, count in wished(of(plans, slug, cut_off), cut_off, is_waiting).items():
            expected[OCCUPATIONS[wish].trade if wish else ""] += count
        own = counted.wishes[cast.tenant(slug)]
        assert own == dict(expected)
        assert sum(own.values()) == counted.per_tenant[cast.tenant(slug)]["waiting"]


def test_the_network_is_counted_at_the_operator_only(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Grethe", "Kommune", "carpenter", recruited_on=date(2014, 1, 1), found_through="press")
        new = db.session.scalars(select(Company).where(Company.name == "Kommunes Værksted")).one()
        new.sector, new.first_contact_on = "public", date(2014, 1, 1)
        for name, kind in (("Smedjen", "company"), ("Tømrer Hansen", "company"), ("Havneskolen", "school")):
            partner = partners.aim_at(name, kind, "", "", by=SYSTEM)
            if name != "Tømrer Hansen":
                partners.take_step(partner, "contacted", date(2014, 6, 15), "", by=SYSTEM)
        partners.take_step(partner, "cooperating", date(2014, 6, 15), "", by=SYSTEM)
    corps = collected(date(2014, 6, 15)).corps
    assert {key for key, count in corps.items() if "_through_" in key and count} == {"found_through_press"}
    assert {key: count for key, count in corps.items() if "_through_" not in key} == {
        "mentors": 2, "active_mentors": 2, "private_mentors": 1, "new_mentors": 1, "companies": 2, "new_companies": 1,
        "companies_aimed_at": 2, "companies_contacted": 1, "companies_cooperating": 0,
    }  # fmt: skip


def test_an_offered_and_an_accepted_place_are_decisions_of_each_municipality(job: Flask) -> None:
    giver, taker, other = (cast.tenant(slug) for slug in MUNICIPALITIES)
    with acting_for(giver):
        quota = db.session.scalars(select(Quota).join(Quota.period).order_by(Quota.id)).first()
        facts = {"period_tenant_id": quota.tenant_id, "period_id": quota.period_id, "places": 1, "offered_by": "Kim"}
        for day in (date(2014, 3, 1), date(2014, 9, 1)):
            db.session.add(
                Transfer(
                    tenant_id=giver,
                    party_tenant_id=taker,
                    offered_at=stamp(day),
                    accepted_at=stamp(day),
                    accepted_by="Rune",
                    **facts,
                )
            )
    counted = collected(date(2014, 6, 15)).per_tenant
    assert [counted[tenant]["decisions"] for tenant in (giver, taker, other)] == [1, 1, 0]


def test_the_statements_are_as_many_for_one_member_as_for_three(job: Flask) -> None:
    with asked_of_the_database() as three:
        collected(LAST)
    with acting_for(cast.tenant("vordingborg")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = db.session.scalars(build._periods(partnership)).first()
        with asked_of_the_database() as one:
            figures.collect(partnership, period, LAST)
    assert len(one) == len([words for words in three if "figures." in words]) + 1 == 10


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    asked_for: list[str] = []
    engine = figures._reporting["engine"]

    def note(*arguments: Any) -> None:
        asked_for.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    yield asked_for
    event.remove(engine, "before_cursor_execute", note)


def test_the_database_knows_the_very_trades_of_the_tree(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        for constraint in ("ck_enrolments_trades_known", "ck_mentors_occupation_known"):
            said = db.session.scalar(
                text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), {"name": constraint}
            )
            assert [key for key in OCCUPATIONS if f'"{key}"' not in said and f"'{key}'" not in said] == []
