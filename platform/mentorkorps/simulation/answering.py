"""What people do in a simulation when they are asked: they answer after some days, or not at all; or it never reached them."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import bindparam, select

from mentorkorps import follow_ups, messages
from mentorkorps.clock import now
from mentorkorps.follow_ups import ExitContact, FollowUp
from mentorkorps.links import Link
from mentorkorps.matches import Match, moved_on_answer
from mentorkorps.messages import Message
from mentorkorps.messages.asked import Asked
from mentorkorps.simulation.world import World
from tenants.scope import db
from tenants.users import Actor

#: Who answers at the first asking; at the second as many of those who are left.
ANSWERS = {"mentor": 0.82, "youth": 0.68, "contact": 0.85}
DAYS = (1, 1, 2, 2, 3, 4, 6)
GOES_ON = 0.965


_ASKED = (
    select(Link.purpose, Link.subject_id, Link.holder, Asked.person_id)
    .join(Asked, (Asked.party_tenant_id == Link.tenant_id) & (Asked.link_id == Link.id))
    .where(Asked.on_day == bindparam("day"), Asked.party_tenant_id == bindparam("tenant"))
    .where(Link.purpose.in_(["follow_up", "second_yes", "moved_on", "exit"]))
    .order_by(Link.id)
)


class Answering:
    """Everybody who is asked something."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.will: set[tuple[UUID, str, str]] = set()  # who has decided to answer what
        self.verbs: dict[str, Callable[[UUID, str], None]] = {
            "follow_up": self._follow_up, "second_yes": self._second_yes, "moved_on": self._moved_on, "exit": self._exit,
        }  # fmt: skip

    def hear(self, tenant: UUID, day: date) -> None:
        """Whoever was asked today decides; what went to a dead address comes back."""
        for purpose, subject, holder, person in db.session.execute(_ASKED, {"day": day, "tenant": tenant}).all():
            if person not in self.world.dead:
                self._decide(tenant, day, purpose, subject, holder)
        self._return_mail()

    def _decide(self, tenant: UUID, day: date, purpose: str, subject: UUID, holder: str) -> None:
        if (subject, purpose, holder) in self.will:
            return
        if self.world.rng.random() >= ANSWERS[holder]:
            self.world.counts["silence"] += 1
            return
        self.will.add((subject, purpose, holder))
        later = day + timedelta(days=self.world.rng.choice(DAYS))
        self.world.agenda.on(later, tenant, partial(self.verbs[purpose], subject, holder))

    def _return_mail(self) -> None:
        if not self.world.dead:
            return
        sent = Message.person_id.in_(sorted(self.world.dead)), Message.written_at >= now() - timedelta(hours=23)
        for message in db.session.scalars(select(Message.id).where(*sent).order_by(Message.id)).all():
            messages.reported(message, delivered=False, why="550 no such user")
            self.world.counts["bounced"] += 1

    def _follow_up(self, step_id: UUID, side: str) -> None:
        step = FollowUp.get(step_id)
        match = step.match
        if not match.is_running or step.done_how == "ended":
            return
        who = _speaking(match, side)
        for question in follow_ups.questions_for(step, side):
            follow_ups.answer(step, side, question, self._taste(question), by=who)
        self.world.counts["answered"] += 1

    def _taste(self, question: str) -> str:
        rng = self.world.rng
        if question == "met":
            return "yes" if rng.random() < 0.8 else "no"
        if question == "call":
            return "yes" if rng.random() < 0.05 else "no"
        return rng.choices("54321", (38, 36, 19, 5, 2))[0]

    def _second_yes(self, match_id: UUID, side: str) -> None:
        match = Match.locked(match_id)
        goes_on = self.world.rng.random() < GOES_ON
        if match.is_running:
            follow_ups.second_answer(match, side, goes_on, by=_speaking(match, side))
            self.world.counts["second_yeses" if goes_on else "second_noes"] += 1

    def _moved_on(self, match_id: UUID, side: str) -> None:
        match = Match.get(match_id)
        early = match.end_reason not in ("goal_reached", "planned")
        good = self.world.rng.random() < (0.4 if early else 0.9)
        said = "yes" if good else self.world.rng.choice(["no", "unsure"])
        moved_on_answer(match, side, said, by=_speaking(match, side))

    def _exit(self, contact_id: UUID, side: str) -> None:
        contact = ExitContact.get(contact_id)
        if contact.done_at is not None:
            return
        for question in follow_ups.exit_questions_for(contact):
            values = list(follow_ups.EXIT_QUESTIONS[side][question][1])
            value = self.world.rng.choice(values)
            follow_ups.exit_answer(contact, question, value, by=_speaking(contact.match, side))
        self.world.counts["exits_answered"] += 1


def _speaking(match: Match, side: str) -> Actor:
    name = {"mentor": match.mentor.name, "youth": match.youth.name}.get(side, "kontaktpersonen")
    return Actor(side, name)
