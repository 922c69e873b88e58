"""A report of yesterday, the own figures of this morning and the lists behind them say the same, on any day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.behind import LISTS, Window
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.steering import build, figures
from mentorkorps.steering.in_full import in_full
from mentorkorps.steering.measure import TOO_EARLY
from mentorkorps.steering.own_lines import own_lines
from mentorkorps.steering.rolled import STANDING, months, periods, total
from mentorkorps.steering.rollup import roll_up
from mentorkorps.steering.wishes import WISH
from tenants.agreements import Period
from tenants.registry import Partnership, Programme
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.known import known
from tests.steering.planted import FIRST, MUNICIPALITIES, invent, plant
from tests.steering.reports import built, by_key
from tests.steering.test_behind import coordinator, figures_of

LAST = date(2014, 12, 31)
COSTS = (("own_price_per_youth", "contributions", "matched"), ("own_paid_per_match", "invoiced", "matches"))
DAYS = (date(2014, 4, 9), date(2014, 6, 14), date(2014, 8, 31), date(2014, 11, 19), date(2015, 4, 7))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_own_figures_of_a_morning_are_those_of_the_report_made_up_to_the_day_before(job: Flask, day: date) -> None:
    plant(known(invent(5, 90), day))
    with standing_at(datetime.combine(day + timedelta(days=1), datetime.min.time(), COPENHAGEN) + timedelta(hours=6)):
        for slug in MUNICIPALITIES:
            with acting_for(cast.tenant(slug)):
                roll_up(everything=True)
        with acting_for(cast.tenant("dygtige-unge")):
            partnership = db.session.scalars(select(Partnership)).one()
            period = build.period_called(partnership, "2014")
            assert period
            reported, of = figures.collect(partnership, period, day).per_tenant, partnership.id
        for slug in MUNICIPALITIES:
            tenant = cast.tenant(slug)
            with acting_for(tenant):
                whole, own = (
                    total(months(of, period, day + timedelta(days=1))),
                    periods(of, [period], day + timedelta(days=1)),
                )
                assert whole
                mine = whole.values | {"course_days": 0}
                shared = (reported[tenant].keys() & mine.keys()) - {"course_days"}
                assert {"waiting", "waiting_too_long", "follow_ups_due", "youths_mature", "lasted_8_months"} <= shared
                told = {key: reported[tenant][key] for key in shared if day <= LAST or key not in STANDING}
                assert {key: mine[key] for key in told} == told
                assert {key: own[0].values[key] for key in told} == told
                window = Window(of, FIRST, LAST, day + timedelta(days=1))
                listed = [key for key in told if key in LISTS]
                assert figures_of(window, coordinator(slug), listed) == {key: told[key] for key in listed}


def told_itself(slug: str, day: date) -> dict[str, float | None]:
    """What a house is told of 2014 about itself, as it stood on the day."""
    with acting_for(cast.tenant(slug)):
        partnership = db.session.scalars(select(Partnership)).one()
        profile = db.session.scalars(select(Programme.profile).order_by(Programme.version.desc())).first()
        return {
            measure.key: cell.realised for measure, cell in in_full(partnership, _of_2014(partnership), profile or {}, day)
        }


def _of_2014(partnership: Partnership) -> Period:
    period = build.period_called(partnership, "2014")
    assert period
    return period


@pytest.mark.parametrize("day", [LAST, DAYS[-1]], ids=str)
def test_of_norm_wishes_and_ways_in_a_house_is_told_what_the_report_counts_and_says_of_it(job: Flask, day: date) -> None:
    plant(invent(5, 90))
    rows = by_key(built(cut_off=day))
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        counted = figures.collect(partnership, _of_2014(partnership), day, norm=figures.Norm(meetings=2))
    said: set[str] = set()
    for slug in MUNICIPALITIES:
        own, tenant = told_itself(slug, day), cast.tenant(slug)
        counts = {key: count for key, count in counted.per_tenant[tenant].items() if key in own}
        assert {"norm_met", "ended_meetings", "from_school", "matched_from_guidance", "first_wish_met"} <= counts.keys()
        wished = {WISH + trade: youths for trade, youths in counted.wishes.get(tenant, {}).items() if trade}
        assert {key: own[key] for key in (*counts, *wished)} == counts | wished
        assert {key for key in own if key.startswith(WISH)} == wished.keys()
        for cost, kroner, heads in COSTS:
            assert own[cost] == (round(own[kroner] / own[heads]) if own[heads] >= TOO_EARLY else None), (slug, cost)
        assert "cost_per_youth" not in own
        cells = {key: cell for key, row in rows.items() for cell in row["tenants"] if cell["tenant"] == slug and key in own}
        told = {key: cell["realised"] for key, cell in cells.items() if not cell.get("hidden")}
        assert {key: own[key] for key in told} == told
        said |= told.keys()
    assert {"norm_share", "meetings_per_month", "hours_per_month", "course_months", "first_wish_share"} <= said


def test_a_house_alone_is_told_what_a_youth_costs_as_its_report_says_it(job: Flask) -> None:
    with acting_for(cast.tenant("vordingborg")):
        _of_2014(db.session.scalars(select(Partnership)).one()).price = Decimal(480_000)
    rows = by_key(built("vordingborg", LAST))
    own = told_itself("vordingborg", LAST)
    assert {"price", "invoiced", "cost_per_youth", "paid_per_match", "all_per_match", "paid_per_youth"} <= own.keys()
    assert own == {key: rows[key]["realised"] for key in own}


def test_a_house_is_told_of_no_partnership_in_which_it_bears_no_youths(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = _of_2014(partnership)
        asked = partnership, (period.starts_on, period.ends_on), LAST, figures.Norm(meetings=2)
        assert figures.of_house(*asked) is None
    for slug, is_told in {"svendborg": True, "vordingborg": False}.items():
        with acting_for(cast.tenant(slug)):
            assert (figures.of_house(*asked) is not None) == is_told, slug


def test_who_waited_on_a_day_does_not_change_when_a_new_mentor_is_found_for_a_youth_later(job: Flask) -> None:
    plans, day = invent(6, 90), date(2014, 8, 31)
    again = [plan for plan in plans if any(closed_on <= day < opened_on for closed_on, opened_on in plan.away)]
    assert again
    plant(plans)
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        later = figures.collect(partnership, period, day).per_tenant
    for slug in MUNICIPALITIES:
        then = known([plan for plan in plans if plan.slug == slug and not plan.elsewhere], day)
        assert later[cast.tenant(slug)]["waiting"] == sum(_waits(plan) for plan in then), slug


def _waits(plan) -> bool:
    """As it stands in the inbox on the day itself."""
    last = plan.proposals[-1] if plan.proposals else None
    return plan.closed_on is None and (
        last is None or last.fell_on is not None or bool(last.pair and last.pair.ended_on)
    )


def test_of_ten_youths_whom_nobody_has_asked_it_is_too_early_to_say_how_many_moved_on(job: Flask) -> None:
    plans = invent(7, 90)
    for pair in [pair for plan in plans for pair in plan.pairs]:
        pair.moved = []
    plant(plans)
    with acting_for(cast.tenant("svendborg")):
        roll_up(everything=True)
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        lines = {line.measure.key: line.together for line in own_lines(periods(partnership.id, [period], LAST))}
    assert lines["youths"] >= 10
    assert lines["moved_share"] == "too early" and lines["outcome_share"] != "too early"
