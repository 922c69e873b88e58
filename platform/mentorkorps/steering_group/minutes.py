"""The minutes of a meeting: a draft that is written anew until it is approved, and stands for ever after (FY-12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.steering import SteeringMeeting
from tenants import audit
from tenants.rows import PoolRow, inside
from tenants.scope import db
from tenants.users import Actor


class Minutes(PoolRow):
    """One version of the minutes; append-only, disclosed to the members."""

    __tablename__ = "minutes"
    __table_args__ = (inside("steering_meetings", "meeting_id"), UniqueConstraint("tenant_id", "meeting_id", "version"))

    meeting_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    approval: Mapped["MinutesApproval | None"] = relationship(viewonly=True, lazy="joined", uselist=False)


class MinutesApproval(PoolRow):
    """This version is the one: append-only."""

    __tablename__ = "minutes_approvals"
    __table_args__ = (inside("minutes", "minutes_id"), UniqueConstraint("tenant_id", "minutes_id"))

    minutes_id: Mapped[UUID]
    approved_at: Mapped[datetime]
    approved_by: Mapped[str]


def minutes_of(meeting: SteeringMeeting) -> Minutes | None:
    """The newest version; the approved one where there is one, since nothing is written after it."""
    newest = select(Minutes).filter_by(meeting_id=meeting.id).order_by(Minutes.version.desc()).limit(1)
    return db.session.scalar(newest)


def write(meeting: SteeringMeeting, words: str, *, by: Actor) -> Minutes:
    """A new version of the draft; the same words are the same version. Keep the meeting locked. Refused before its day, when
    it is off, and once approved."""
    if meeting.cancelled_at is not None or meeting.held_on > today():
        raise Refused(_("Referatet skrives, når mødet er holdt."))
    last = minutes_of(meeting)
    if last and last.approval:
        raise Refused(_("Referatet er godkendt og kan ikke ændres. Skriv rettelsen i referatet af det næste møde."))
    if last and last.text == words:
        return last
    draft = Minutes(
        meeting_id=meeting.id,
        version=last.version + 1 if last else 1,
        text=words,
        written_at=now(),
        written_by=by.name,
    )
    db.session.add(draft)
    db.session.flush()
    audit.record("minutes.written", draft, by=by)
    return draft


def approve(meeting: SteeringMeeting, version: int, approved_by: str, *, by: Actor) -> None:
    """The version that was read stands for ever. Keep the meeting locked. Refused without a draft, when another version
    has been written since, and twice. `approved_by` says who did: the group at its next meeting, as a rule.
    """
    draft = minutes_of(meeting)
    if draft is None:
        raise Refused(_("Der er ikke skrevet et referat endnu."))
    if draft.approval:
        raise Refused(_("Referatet er allerede godkendt."))
    if draft.version != version:
        raise Refused(_("Referatet er skrevet om, siden du læste det. Læs det igen."))
    db.session.add(MinutesApproval(minutes_id=draft.id, approved_at=now(), approved_by=approved_by))
    db.session.flush()
    db.session.expire(draft, ["approval"])
    audit.record("minutes.approved", draft, by=by)
