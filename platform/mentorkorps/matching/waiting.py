"""The inbox: youths who wait for a mentor, with the clock of 28 days and what is under way (FY-28)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, select

from mentorkorps.clock import local
from mentorkorps.language import N_, _
from mentorkorps.matching.answer import NO_REASONS
from mentorkorps.matching.proposal import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.refused import NotFound
from mentorkorps.youths import Enrolment, Youth
from mentorkorps.youths.enrolment import PROMISE
from mentorkorps.youths.reach import sent_to_us
from tenants.scope import db

SOON = 7  # days left, from where on a youth is urgent
WHY_BACK: Mapping[str, str] = {
    "mentor_no": N_("Mentor sagde nej"),
    "youth_no": N_("Den unge sagde nej"),
    "withdrawn": N_("Korpset trak forslaget tilbage"),
    "second_mentor_no": N_("Mentor ville ikke fortsætte efter det første møde"),
    "second_youth_no": N_("Den unge ville ikke fortsætte efter det første møde"),
    "again": N_("Tilmeldt igen"),
    "new_mentor": N_("Forløbet sluttede, og den unge skal have en ny mentor"),
}


class Clock(NamedTuple):
    """The promise to the youth: a proposed mentor within 28 days of sending, and anew from the day the youth came back."""

    sent_at: datetime
    day: date
    returned_at: datetime | None = None

    @property
    def since(self) -> date:
        """The day the youth began to wait; the first promise was kept or not on its own."""
        return local(self.returned_at or self.sent_at).date()

    @property
    def days(self) -> int:
        """How many have gone."""
        return (self.day - self.since).days

    @property
    def is_again(self) -> bool:
        """The youth has been proposed to somebody, or withdrawn, and waits again."""
        return self.returned_at is not None

    @property
    def promise(self) -> int:
        """How many there are."""
        return PROMISE.days

    @property
    def is_late(self) -> bool:
        """The promise is broken."""
        return self.days > PROMISE.days

    @property
    def is_soon(self) -> bool:
        """A week or less is left."""
        return PROMISE.days - SOON <= self.days <= PROMISE.days


class Waiting(NamedTuple):
    """One line of the inbox."""

    youth_id: UUID
    first_name: str
    born_on: date
    trades: list[str]
    sent_at: datetime
    returned_at: datetime | None
    return_reason: str
    proposed_at: datetime | None
    mentor_yes_at: datetime | None
    reminded_at: datetime | None
    raised_at: datetime | None
    mentor_first_name: str | None
    mentor_last_name: str | None

    def age(self, day: date) -> int:
        """Whole years on `day`."""
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def clock(self, day: date) -> "Clock":
        """The 28 days on `day`; they stand still from the day of a proposal."""
        asked = local(self.proposed_at).date() if self.proposed_at else day
        return Clock(self.sent_at, min(day, asked), self.returned_at)

    @property
    def state(self) -> str:
        """raised: nobody answers, staff take over. mentor, youth: whose answer is awaited. back: a no came. new: nothing."""
        if self.proposed_at is None:
            return "back" if self.return_reason else "new"
        if self.raised_at:
            return "raised"
        return "youth" if self.mentor_yes_at else "mentor"

    @property
    def asked_at(self) -> datetime | None:
        """Since when the answer is awaited."""
        return self.mentor_yes_at or self.proposed_at

    @property
    def mentor_name(self) -> str:
        """The proposed mentor."""
        return f"{self.mentor_first_name or ''} {self.mentor_last_name or ''}".strip()


def waiting() -> Select[*tuple[Any, ...]]:
    """The lines of the inbox here, as columns of `Waiting`."""
    out = and_(
        Proposal.tenant_id == Enrolment.tenant_id, Proposal.enrolment_id == Enrolment.id,
        Proposal.fell_at.is_(None), Proposal.started_at.is_(None),
    )  # fmt: skip
    mentor = and_(Mentor.tenant_id == Proposal.mentor_tenant_id, Mentor.id == Proposal.mentor_id)
    return (
        select(
            Youth.id, Youth.first_name, Youth.born_on, Enrolment.trades, Enrolment.sent_at, Enrolment.returned_at,
            Enrolment.return_reason, Proposal.proposed_at, Proposal.mentor_yes_at, Proposal.reminded_at, Proposal.raised_at,
            Mentor.first_name, Mentor.last_name,
        )
        .join_from(Enrolment, Youth, and_(Youth.tenant_id == Enrolment.tenant_id, Youth.id == Enrolment.youth_id))
        .outerjoin(Proposal, out)
        .outerjoin(Mentor, mentor)
        .where(sent_to_us(), Enrolment.closed_at.is_(None))
    )  # fmt: skip


def enrolment_sent_for(youth_id: UUID) -> Enrolment:
    """What the corps may open about a youth: an enrolment that has been sent; NotFound before (disclosure, step 2)."""
    sent = select(Enrolment).where(Enrolment.youth_id == youth_id, sent_to_us())
    enrolment = db.session.scalar(sent.order_by(Enrolment.sent_at.desc()).limit(1))
    if enrolment is None:
        raise NotFound("Enrolment")
    return enrolment


def proposals_of(youth_id: UUID) -> Select[Proposal]:
    """Every proposal made for a youth, the newest first."""
    return select(Proposal).where(Proposal.youth_id == youth_id).order_by(Proposal.proposed_at.desc())


def why_back(code: str) -> str:
    """Why the youth is back in the inbox, in the reader's language; for staff alone."""
    because, _colon, note = code.partition(": ")
    why = _(WHY_BACK.get(because, because))
    if not note:
        return why
    return _("%(why)s: %(note)s", why=why, note=_(NO_REASONS[note]).lower() if note in NO_REASONS else note)
