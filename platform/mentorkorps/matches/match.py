"""The pair: from both yeses to the goodbye."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Select, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.mentors import Engagement, Mentor
from mentorkorps.messages import to_mentor
from mentorkorps.refused import NotFound, Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.quotas import Reservation
from tenants.rows import CaseRow, across, inside, one_of, together
from tenants.scope import db, own_id
from tenants.users import Actor
from tenants.writing import is_locked, locks

if TYPE_CHECKING:
    from mentorkorps.matches.facts import Meeting, Outcome

END_REASONS = {
    "goal_reached": N_("Målet er nået"),
    "planned": N_("Forløbet er afsluttet som aftalt"),
    "not_a_fit": N_("De to passede ikke sammen"),
    "youth_stopped": N_("Den unge ønskede at stoppe"),
    "mentor_stopped": N_("Mentor måtte stoppe"),
    "never_met": N_("De mødtes aldrig"),
    "moved": N_("Den unge er flyttet"),
}


class Match(CaseRow):
    """A running or ended pair. It keeps the rules it started with."""

    __tablename__ = "matches"
    __table_args__ = (
        inside("youths", "youth_id"),
        inside("proposals", "proposal_id"),
        UniqueConstraint("tenant_id", "proposal_id"),
        across("mentors", "mentor"),
        across("engagements", "engagement"),
        across("reservations", "reservation"),
        ForeignKeyConstraint(["caring_tenant_id", "carer_id"], ["users.tenant_id", "users.id"]),
        together("ended_at", "end_reason", "ended_on"),
        one_of("end_reason", list(END_REASONS)),
    )

    youth_id: Mapped[UUID]
    proposal_id: Mapped[UUID]
    mentor_tenant_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    engagement_tenant_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    reservation_tenant_id: Mapped[UUID]
    reservation_id: Mapped[UUID]
    caring_tenant_id: Mapped[UUID] = mapped_column(default=own_id)  # whose staff care for it, whoever found the mentor
    carer_id: Mapped[UUID | None]  # who of that house; nobody: shown to all of them
    rules: Mapped[dict[str, Any]]
    is_trade_match: Mapped[bool]
    started_at: Mapped[datetime]
    started_on: Mapped[date]
    first_met_on: Mapped[date | None]
    agreed_until: Mapped[date | None]  # as the pair has agreed; None: as the programme says (FY-45, DF-11)
    ended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    ended_by: Mapped[str] = mapped_column(default="")

    youth: Mapped[Youth] = relationship(viewonly=True)
    mentor: Mapped[Mentor] = relationship(viewonly=True)
    engagement: Mapped[Engagement] = relationship(viewonly=True)
    reservation: Mapped[Reservation] = relationship(viewonly=True)
    meetings: Mapped[list["Meeting"]] = relationship(viewonly=True, order_by="Meeting.held_on")
    outcomes: Mapped[list["Outcome"]] = relationship(viewonly=True, order_by="Outcome.began_on")

    @classmethod
    def beside(cls) -> Sequence[ORMOption]:
        """Both people."""
        return joinedload(cls.youth), joinedload(cls.mentor)

    @classmethod
    def begin(cls, **facts: Any) -> Self:
        """A pair that starts now, by both yeses."""
        match = cls(started_at=now(), started_on=today(), **facts)
        db.session.add(match)
        db.session.flush()
        return match

    def send_new_link(self, *, by: Actor) -> None:
        """The mentor lost the link: a fresh one to the pair's page is on its way. Refused when the pair has ended."""
        if not self.is_running:
            raise Refused(_("Forløbet er afsluttet, så mentors links virker ikke længere."))
        to_mentor(self.mentor, "start", self.id, purpose="start")
        audit.record("match.new_link", self, by=by)
        text = danish(N_("Mentor har fået et nyt link til parrets side."))
        JournalNote.write(self.youth, "channel", text, by=by, match_id=self.id)

    @classmethod
    def locked(cls, match_id: UUID) -> "Match":
        """`get` and `lock` in one statement, for who comes to change the pair; NotFound as `get`."""
        if is_locked(match_id):
            return cls.get(match_id)
        match = db.session.scalar(_with_people(), {"match_id": match_id})
        if match is None:
            raise NotFound(cls.__name__)
        locks(match_id)
        return match

    def lock(self) -> None:
        """Waits for whoever is changing the pair, and reads it afresh: every verb on a pair begins with it."""
        if locks(self.id):
            db.session.scalars(_locked(), {"match_id": self.id}).one()

    def give_place_back(self) -> None:
        """Frees the municipality's place, unless an earlier pair of the youth has used it (FY-09)."""
        used = Match.reservation_id == self.reservation_id, Match.id != self.id, Match.first_met_on.is_not(None)
        if db.session.scalar(select(Match.id).where(*used).limit(1)) is None:
            self.reservation.free(now())

    @property
    def is_running(self) -> bool:
        """Not ended."""
        return self.ended_at is None


@cache
def _locked() -> Select[Match]:
    fresh = select(Match).where(Match.id == bindparam("match_id"))
    return fresh.with_for_update(of=Match).execution_options(populate_existing=True)


@cache
def _with_people() -> Select[Match]:
    return _locked().options(*Match.beside())
