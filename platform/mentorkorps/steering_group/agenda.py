"""The agenda of a meeting; the report stands first on every one, and need not be written (FY-12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.steering import SteeringMeeting
from tenants import audit
from tenants.rows import PoolRow, inside, together
from tenants.scope import db
from tenants.users import Actor


class AgendaItem(PoolRow):
    """A point that is to be talked about; disclosed to the members."""

    __tablename__ = "agenda_items"
    __table_args__ = (inside("steering_meetings", "meeting_id"), together("dropped_at", "dropped_by"))

    meeting_id: Mapped[UUID]
    text: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None]


def put_on(meeting: SteeringMeeting, words: str, *, by: Actor) -> AgendaItem:
    """A point more. Refused when the meeting is off, or has been held, and for one that stands there. Keep it locked."""
    _refuse_past(meeting)
    if any(point.text == words for point in points_of(meeting)):
        raise Refused(_("Punktet står allerede på dagsordenen."))
    item = AgendaItem(meeting_id=meeting.id, text=words, added_at=now(), added_by=by.name)
    db.session.add(item)
    db.session.flush()
    audit.record("agenda.changed", item, by=by)
    return item


def take_off(meeting: SteeringMeeting, item_id: UUID, *, by: Actor) -> None:
    """The point is not talked about after all. Refused as `put_on`; NotFound for another meeting's."""
    _refuse_past(meeting)
    item = AgendaItem.get(item_id)
    if item.meeting_id != meeting.id or item.dropped_at is not None:
        raise Refused(_("Punktet står ikke på dagsordenen."))
    item.dropped_at, item.dropped_by = now(), by.name
    db.session.flush()
    audit.record("agenda.changed", item, by=by)


def points_of(meeting: SteeringMeeting) -> list[AgendaItem]:
    """What stands on the agenda, in the order it was put there."""
    mine = AgendaItem.meeting_id == meeting.id, AgendaItem.dropped_at.is_(None)
    return list(db.session.scalars(select(AgendaItem).where(*mine).order_by(AgendaItem.added_at, AgendaItem.id)))


def _refuse_past(meeting: SteeringMeeting) -> None:
    if meeting.cancelled_at is not None or meeting.held_on < today():
        raise Refused(_("Dagsordenen kan ikke ændres, når mødet er aflyst eller holdt."))
