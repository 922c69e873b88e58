"""The list behind a figure is as long as the figure is large, for who reaches everything; for others it holds their own."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.behind import LISTS, Window, behind, how_many
from mentorkorps.clock import COPENHAGEN, standing_at, today
from mentorkorps.steering import build, figures
from mentorkorps.steering.rolled import Span, months, periods, quarters, years
from mentorkorps.steering.rollup import roll_up
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import Actor
from tests import cast
from tests.steering.planted import FIRST, MUNICIPALITIES, invent, plant

LAST = date(2014, 12, 31)
CUT_OFFS = (date(2014, 4, 10), date(2014, 6, 15), date(2014, 10, 2), date(2015, 6, 30))
LATER = datetime(2015, 6, 30, 9, tzinfo=COPENHAGEN)


def coordinator(slug: str) -> Actor:
    """Who reaches every youth of the municipality."""
    return Actor("user", "Kim Bro", cast.tenant(slug), cast.actor("kim").user_id, frozenset({"coordinator"}))


def lengths(window: Window, by: Actor) -> dict[str, int]:
    """How long each list is, as it is shown and as it is counted."""
    shown = {figure: len(db.session.execute(behind(figure, window, by=by)).all()) for figure in LISTS}
    assert shown == {figure: db.session.scalar(how_many(figure, window, by=by)) for figure in LISTS}
    return shown


def told(counted: dict[str, float | None]) -> dict[str, float | None]:
    """The figures that have a list; beside the share of follow-ups on time stand those that were not."""
    late = {"follow_ups_on_time": (counted["follow_ups_due"] or 0) - (counted["follow_ups_in_time"] or 0)}
    return {figure: (counted | late)[figure] for figure in LISTS}


@pytest.mark.parametrize("seed", [1, 2])
def test_each_cell_of_a_report_has_a_list_of_its_length(job: Flask, seed: int) -> None:
    plant(invent(seed))
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        counted = {day: figures.collect(partnership, period, day, promise_days=28).per_tenant for day in CUT_OFFS}
        of = partnership.id
    for slug in MUNICIPALITIES:
        tenant, by = cast.tenant(slug), coordinator(slug)
        with acting_for(tenant):
            for day in CUT_OFFS:
                found = lengths(Window(of, FIRST, LAST, day, day), by)
                assert found == told(dict(counted[day][tenant])), (slug, day)


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
                    assert lengths(Window(of, span.first, span.last, today()), by) == told(span.values), (slug, span)


def spans(partnership_id: UUID) -> list[Span]:
    """Every column of the page, however time is cut."""
    known = db.session.scalars(select(Period).order_by(Period.starts_on)).all()
    cut = [span for period in known for by in (months, quarters) for span in by(partnership_id, period, today())]
    return [*cut, *years(partnership_id, today()), *periods(partnership_id, known, today())]


def test_a_case_workers_list_holds_the_own_youths_and_the_corps_those_sent_to_it(job: Flask) -> None:
    with acting_for(cast.tenant("svendborg")):
        own = cast.enrol(cast.actor("karen"), first_name="Ayla").youth_id
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    with acting_for(cast.tenant("svendborg")):
        of = db.session.scalars(select(Partnership)).one().id
        window = Window(of, FIRST, LAST, today())
        assert db.session.scalar(how_many("enrolled", window, by=cast.actor("kim"))) == 2
        mine = db.session.execute(behind("enrolled", window, by=cast.actor("karen"))).all()
        assert [(row.youth_id, row.first_name, row.contact) for row in mine] == [(own, "Ayla", "Karen Holm")]
        nobody = replace(cast.actor("kim"), roles=frozenset({"steering_member"}))
        assert db.session.scalar(how_many("enrolled", window, by=nobody)) == 0
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        assert db.session.scalar(how_many("waiting", window, by=cast.actor("cille"))) == 2
    with acting_for(cast.tenant("nyborg")):
        assert db.session.scalar(how_many("enrolled", window, by=cast.actor("rune"))) == 0


def test_who_waits_too_long_is_seen_at_the_end_of_the_month_and_never_of_one_to_come() -> None:
    window = Window(UUID(int=0), FIRST, LAST, date(2014, 6, 15))
    assert window.at == date(2014, 6, 30)
    assert replace(window, last=date(2014, 3, 31)).at == date(2014, 3, 31)
    assert replace(window, cut_off=window.day).at == window.day + timedelta(0)
