"""What the steering group has decided: written once, and corrected only by a new decision (FY-12)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.steering import SteeringMeeting
from tenants import audit
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

KINDS = {
    "transfer": N_("Pladser flyttes mellem parterne"),
    "renewal": N_("Aftalen fornyes eller udløber"),
    "target": N_("Et mål ændres"),
    "other": N_("Andet"),
}


class Decision(PoolRow):
    """One decision, numbered within its meeting; append-only, disclosed to the members."""

    __tablename__ = "decisions"
    __table_args__ = (
        inside("steering_meetings", "meeting_id"),
        inside("decisions", "corrects_id"),
        one_of("kind", list(KINDS)),
        CheckConstraint("number > 0", name="numbered_from_one"),
        UniqueConstraint("tenant_id", "meeting_id", "number"),
    )

    meeting_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[date]
    corrects_id: Mapped[UUID | None]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def decide(
    meeting: SteeringMeeting, kind: str, words: str, decided_by: str, *, by: Actor, corrects: UUID | None = None
) -> Decision:
    """Writes what was decided at the meeting, on its day (FY-12). Keep the meeting locked: `meetings.locked`.

    `corrects` is a decision of the same meeting that this one takes the place of. Refused before the meeting's day, when
    it is off, for one that was corrected already, and for the very same again.
    """
    if meeting.cancelled_at is not None or meeting.held_on > today():
        raise Refused(_("En beslutning kan først skrives ned, når mødet er holdt."))
    if corrects is not None:
        _refuse_corrected(meeting, corrects)
    elif any((one.kind, one.text, one.decided_by) == (kind, words, decided_by) for one in decisions_of(meeting)):
        raise Refused(_("Den beslutning er allerede skrevet ned."))
    last = select(func.coalesce(func.max(Decision.number), 0)).filter_by(meeting_id=meeting.id)
    decision = Decision(
        meeting_id=meeting.id, number=db.session.scalars(last).one() + 1, kind=kind, text=words, decided_by=decided_by,
        decided_on=meeting.held_on, corrects_id=corrects, written_at=now(), written_by=by.name,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    audit.record("decision.written", decision, by=by, why=kind)
    return decision


def decisions_of(meeting: SteeringMeeting) -> list[Decision]:
    """By number, the corrected ones too."""
    return list(db.session.scalars(select(Decision).filter_by(meeting_id=meeting.id).order_by(Decision.number)))


def _refuse_corrected(meeting: SteeringMeeting, corrects: UUID) -> None:
    if Decision.get(corrects).meeting_id != meeting.id:
        raise Refused(_("Beslutningen hører til et andet møde."))
    if db.session.scalar(select(Decision.id).filter_by(corrects_id=corrects).limit(1)):
        raise Refused(_("Beslutningen er allerede rettet. Ret den nyeste."))
