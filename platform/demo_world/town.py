"""The demo goes on living: when the clock moves, the made-up people answer, meet, forget and stop, as in a simulation.

Whoever is of the story is left alone: Bent, and every youth whom a visitor has enrolled. What the visitor is to answer
lies in the tray.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, and_, func, or_, select

from demo_world.good_order import GoodOrder
from demo_world.townspeople import Answers, Calls, Couples, Office, is_made_up, is_of_the_town
from mentorkorps.clock import now, real_now
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.refused import Refused
from mentorkorps.simulation.enrolling import Enrolling
from mentorkorps.simulation.world import opened
from mentorkorps.working_days import is_working_day
from tenants.outbox import OutboxItem
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from workers.perform import perform

log = logging.getLogger(__name__)
AT_ONCE = 20
REMEMBERED = 7  # days back for which somebody may still be about to answer


class FynTown:
    """The people of the Fyn partnership, and the work of every tenant of the house."""

    def __init__(self, app: Flask, today: date) -> None:
        self.app = app
        with app.app_context():
            self.world = opened("fyn", today.year, today.toordinal(), lived_in=True)
            self.pairs = Couples(self.world)
            self.office = Office(self.world, self.pairs)
            self.answers = Answers(self.world)
            self.calls = Calls(self.world)
            self.order = GoodOrder(self.world.bearing, self.world.home, self.world.rng)
            Enrolling(self.world)
            list(self.world.agenda.until(today, None))  # whoever was to come before has come
            with acting_for(None):
                self.tenants = list(db.session.scalars(select(Tenant.id).order_by(Tenant.slug)))
            with acting_for(self.world.operator):
                self.office.recruited = db.session.scalar(select(func.count()).select_from(Mentor)) or 0
            for back in range(REMEMBERED, 0, -1):
                self._each_bearing(self.answers.hear, today - timedelta(days=back))

    def is_quiet(self) -> bool:
        """Whether nothing that is due waits to be done. Lends the worker a hand with what does; what failed, and waits for a
        later attempt, is not waited for."""
        quiet = True
        with self.app.app_context():
            for tenant in self.tenants:
                with acting_for(tenant):
                    due = select(OutboxItem.id).where(OutboxItem.run_at <= now(), _to_be_done())
                    items = db.session.scalars(due.order_by(OutboxItem.run_at, OutboxItem.id).limit(AT_ONCE)).all()
                for item in items:
                    quiet = False
                    _lend_a_hand(tenant, item)
        return quiet

    def morning(self, day: date) -> None:
        """People press, and staff work, on the days that are for it."""
        self.world.rng.seed(f"fyn:{day}")
        with self.app.app_context():
            self._each_bearing(self._take_in, day)
            if is_working_day(day):
                self._staff(day)
            self._do(None, day)
            self._each_bearing(self._do, day)

    def afternoon(self, day: date) -> None:
        """Whoever was asked today decides whether and when to answer."""
        with self.app.app_context():
            self._each_bearing(self.answers.hear, day)

    def _staff(self, day: date) -> None:
        self.order.keep(day)
        self.office.recruit(day)
        for tenant in self.world.bearing:
            with acting_for(tenant.id, home=self.world.operator, holding=True):
                self.office.work_inbox(tenant.id, day)
        self.calls.ring(day)

    def _take_in(self, tenant: UUID, day: date) -> None:
        """Pairs and proposals that the town has not lived with yet: those from before it began, and a visitor's of today."""
        running = select(Match).where(Match.ended_at.is_(None), Match.id.not_in(self.pairs.known))
        for match in db.session.scalars(running.options(*Match.beside()).order_by(Match.id)).all():
            if is_of_the_town(match):
                self.pairs.resume(tenant, match, day)
        waiting = select(Proposal).where(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
        for proposal in db.session.scalars(waiting.options(*Proposal.beside()).order_by(Proposal.id)).all():
            if is_made_up(proposal.youth) and is_made_up(proposal.mentor):
                self.office.resume(tenant, proposal, day)

    def _do(self, tenant: UUID | None, day: date) -> None:
        for deed in self.world.agenda.until(day, tenant):
            try:
                with db.session.begin_nested() if tenant else nullcontext():
                    deed()
            except Refused:  # as somebody finds who opens an old link, or presses when it is settled already
                self.world.counts["refused"] += 1

    def _each_bearing(self, does: Callable[[UUID, date], None], day: date) -> None:
        for tenant in self.world.bearing:
            with acting_for(tenant.id, holding=True):
                does(tenant.id, day)


def _lend_a_hand(tenant: UUID, item: UUID) -> None:
    try:
        perform(str(tenant), str(item))
    except Exception:  # it is put back, and tried again when its time comes, as in the worker
        log.exception("work failed")


def _to_be_done() -> ColumnElement[bool]:
    """Neither done nor dead, and either nobody's or somebody's right now; a lease without a token is a wait after failure."""
    item = OutboxItem
    free = or_(item.lease_until.is_(None), item.lease_until < real_now(), item.lease_token.is_not(None))
    return and_(item.done_at.is_(None), item.dead_at.is_(None), free)
