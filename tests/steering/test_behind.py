"""The list behind a figure is as long as the figure is large, for who reaches everything; for others it holds their own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from mentorkorps.behind import CORPS, LISTS, Window, behind, how_many, how_much
from mentorkorps.clock import COPENHAGEN, standing_at, today
from mentorkorps.steering import build, figures
from mentorkorps.steering.companies import CAME_OF
from mentorkorps.steering.rolled import Span, months, periods, quarters, years
from mentorkorps.steering.rollup import roll_up
from mentorkorps.steering.spans import MONTH
from mentorkorps.steering.wishes import WISH
from mentorkorps.trades import TRADES
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import Actor
from tests import cast
from tests.steering.planted import FIRST, MUNICIPALITIES, invent, plant

LAST = date(2014, 12, 31)
CUT_OFFS = (date(2014, 4, 10), date(2014, 6, 15), date(2014, 10, 2), date(2015, 6, 30))
NORM = figures.Norm(meetings=2)
MONEY_LISTS = {"contributions", "invoiced"}
CORPS_LISTS = {key for key, one in LISTS.items() if one.may == CORPS}
LATER = datetime(2015, 6, 30, 9, tzinfo=COPENHAGEN)


def coordinator(slug: str) -> Actor:
    """Who reaches every youth of the municipality."""
    return Actor("user", "Kim Bro", cast.tenant(slug), cast.actor("kim").user_id, frozenset({"coordinator"}))


def figures_of(window: Window, by: Actor, keys: Iterable[str]) -> dict[str, float]:
    """What each list comes to: how many rows it has, or what they sum up to."""
    found: dict[str, float] = {}
    for some in batched(keys, 12):
        row = db.session.execute(how_much(some, by=by), window.asked_with(by)).one()
        found |= {key: round(float(number), 6) for key, number in zip(some, row, strict=True)}
    return found


def number_of(figure: str, window: Window, by: Actor) -> int:
    """How long its list is."""
    return db.session.execute(how_many(figure, by=by), window.asked_with(by)).scalar_one()


def batched(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    """So many at a time, to be asked for in one statement."""
    every = list(keys)
    yield from (every[start : start + size] for start in range(0, len(every), size))


def told(counted: Mapping[str, Any], **more: float) -> dict[str, float]:
    """The figures that have a list; hours and months as they are shown, and the follow-ups that were not in time."""
    found = dict(counted) | {"follow_ups_late": counted["follow_ups_due"] - counted["follow_ups_in_time"]} | more
    minutes, days = found.get("minutes", found.get("meeting_minutes")), found.get("course_days")
    found |= {"meeting_hours": minutes / 60} | ({} if days is None else {"course_months": days / float(MONTH)})
    return {key: round(float(number), 6) for key, number in found.items() if key in LISTS}


@pytest.mark.parametrize("seed", [1, 2])
def test_each_cell_of_a_report_has_a_list_of_its_length(job: Flask, seed: int) -> None:
    plant(invent(seed))
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        counted = {day: figures.collect(partnership, period, day, norm=NORM) for day in CUT_OFFS}
        of = partnership.id
    for slug in MUNICIPALITIES:
        tenant, by = cast.tenant(slug), coordinator(slug)
        with acting_for(tenant):
            for day in CUT_OFFS:
                wished = {WISH + trade: counted[day].wishes.get(tenant, {}).get(trade, 0) for trade in TRADES}
                expected = told(counted[day].per_tenant[tenant], **wished)
                expected |= {key: float(counted[day].companies[key][tenant]) for key in CAME_OF}
                assert expected.keys() == LISTS.keys() - MONEY_LISTS - CORPS_LISTS
                assert figures_of(Window(of, FIRST, LAST, day, day, NORM), by, expected) == expected, (slug, day)


def test_each_cell_of_the_own_figures_has_a_list_of_its_length(job: Flask) -> None:
    plant(invent(3))
    for slug in MUNICIPALITIES:
        with acting_for(cast.tenant(slug)):
            roll_up(everything=True)
    with standing_at(LATER):
        for slug in MUNICIPALITIES:
            by = coordinator(slug)
            with acting_for(cast.tenant(slug)):
                of = db.session.scalars(select(Partnership)).one().id
                for span in spans(of):
                    expected = told(span.values)
                    found = figures_of(Window(of, span.first, span.last, today()), by, expected)
                    assert found == expected, (slug, span)


def spans(partnership_id: UUID) -> list[Span]:
    """Every column of the page, however time is cut."""
    known = db.session.scalars(select(Period).order_by(Period.starts_on)).all()
    cut = [span for period in known for by in (months, quarters) for span in by(partnership_id, period, today())]
    return [*cut, *years(partnership_id, known, today()), *periods(partnership_id, known, today())]


def test_a_case_workers_list_holds_the_own_youths_and_the_corps_those_sent_to_it(job: Flask) -> None:
    with acting_for(cast.tenant("svendborg")):
        own = cast.enrol(cast.actor("karen"), first_name="Ayla").youth_id
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    with acting_for(cast.tenant("svendborg")):
        of = db.session.scalars(select(Partnership)).one().id
        window = Window(of, FIRST, LAST, today())
        assert number_of("enrolled", window, cast.actor("kim")) == 2
        karen = cast.actor("karen")
        mine = db.session.execute(behind("enrolled", by=karen), window.asked_with(karen)).all()
        assert [(row.youth_id, row.first_name, row.contact) for row in mine] == [(own, "Ayla", "Karen Holm")]
        nobody = replace(cast.actor("kim"), roles=frozenset({"steering_member"}))
        assert number_of("enrolled", window, nobody) == 0
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        assert number_of("waiting", window, cast.actor("cille")) == 2
    with acting_for(cast.tenant("nyborg")):
        assert number_of("enrolled", window, cast.actor("rune")) == 0


@pytest.mark.parametrize("role", ["case_worker", "counsellor", "coordinator", "corps_staff"])
def test_nothing_of_who_asks_first_stands_in_what_is_made_once_for_all(role: str) -> None:
    kim = Actor("user", "Kim Bro", uuid4(), uuid4(), frozenset({role}))
    for figure in LISTS:
        binds = behind(figure, by=kim).compile(dialect=postgresql.dialect()).binds.values()
        assert not [bind.key for bind in binds if isinstance(bind.value, UUID | date)], figure


def test_what_stands_is_seen_on_the_day_and_never_on_one_to_come() -> None:
    window = Window(UUID(int=0), FIRST, LAST, date(2014, 6, 15))
    assert (window.at, window.due) == (date(2014, 6, 15), date(2014, 6, 14))
    assert replace(window, last=date(2014, 3, 31)).at == date(2014, 3, 31)
    assert window.ran == date(2014, 6, 14) and window.months[-1] == (date(2014, 5, 1), date(2014, 5, 31))
    seen = replace(window, cut_off=date(2014, 5, 1))
    assert (seen.at, seen.due, seen.until) == (date(2014, 5, 1),) * 3


def test_the_corps_lists_the_mentors_of_each_way_in(job: Flask) -> None:
    corps = cast.tenant("dygtige-unge")
    by = Actor("user", "Cille Storm", corps, cast.actor("cille").user_id, frozenset({"corps_staff"}))
    with acting_for(corps):
        for name, way in (("A", "press"), ("B", "press"), ("C", "event")):
            cast.recruit(f"Mentor{name}", "Ny", "carpenter", recruited_on=FIRST, found_through=way)
    with acting_for(corps):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        counted = figures.collect(partnership, period, CUT_OFFS[0], norm=NORM).corps
        window = Window(partnership.id, FIRST, LAST, CUT_OFFS[0], CUT_OFFS[0], NORM)
        ways = [key for key in LISTS if key.startswith("found_through_")]
        assert {way: number_of(way, window, by) for way in ways} == {way: counted[way] for way in ways}
    assert (counted["found_through_press"], counted["found_through_event"]) == (2, 1)
