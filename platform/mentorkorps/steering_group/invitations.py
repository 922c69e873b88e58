"""Who has to be told about which meeting: what stands in each member's calendar, set beside what should (FY-12).

Every change of a meeting or a seat is met by the same question, so a new member, one who has left, a meeting that was
moved and one that is off are one rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped

from mentorkorps.steering import Seat, SteeringMeeting
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db, own_id

AHEAD = timedelta(days=365)
METHODS = ("REQUEST", "CANCEL")


class Invitation(SharedRow):
    """One calendar entry that was sent to a member. `version` is the meeting's; `sequence` rises with each sent there."""

    __tablename__ = "meeting_invitations"
    __table_args__ = (
        inside("steering_meetings", "meeting_id"),
        inside("seats", "seat_id"),
        one_of("method", METHODS),
        UniqueConstraint("tenant_id", "meeting_id", "seat_id", "sequence"),
    )

    meeting_id: Mapped[UUID]
    seat_id: Mapped[UUID]
    method: Mapped[str]
    version: Mapped[int]
    sequence: Mapped[int]
    sent_at: Mapped[datetime]


@dataclass(frozen=True)
class Due:
    """What is to be sent to a member about a meeting."""

    meeting: SteeringMeeting
    seat: Seat
    method: str
    sequence: int
    is_first: bool

    def sent(self, at: datetime) -> Invitation:
        """Remembers it."""
        row = Invitation(
            party_tenant_id=self.seat.party_tenant_id, meeting_id=self.meeting.id, seat_id=self.seat.id, method=self.method,
            version=self.meeting.version, sequence=self.sequence, sent_at=at,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row


def due(today: date) -> list[Due]:
    """What is to be sent by the tenant acted in, about its meetings from today and a year ahead, and any later one that stands
    in a calendar already; nothing where all is told."""
    own_seats = select(Seat).where(Seat.tenant_id == own_id()).order_by(Seat.since, Seat.id)
    seats = db.session.scalars(own_seats, execution_options={"populate_existing": True}).all()
    if not seats:
        return []
    sent = select(Invitation.id).where(Invitation.tenant_id == own_id(), Invitation.meeting_id == SteeringMeeting.id)
    ahead = SteeringMeeting.held_on >= today, or_(SteeringMeeting.held_on <= today + AHEAD, sent.exists())
    own = select(SteeringMeeting).where(SteeringMeeting.tenant_id == own_id(), *ahead)
    meetings = db.session.scalars(own.order_by(SteeringMeeting.held_on, SteeringMeeting.id)).all()
    told = _told([meeting.id for meeting in meetings], {seat.id: seat for seat in seats})
    return [one for meeting in meetings for one in _of(meeting, seats, told)]


def _told(meetings: list[UUID], seats: dict[UUID, Seat]) -> dict[tuple[UUID, str], Invitation]:
    """The last one for each meeting and address: a calendar knows addresses, not seats."""
    sent = select(Invitation).where(Invitation.tenant_id == own_id(), Invitation.meeting_id.in_(meetings))
    rows = db.session.scalars(sent.order_by(Invitation.sequence))
    return {(row.meeting_id, seats[row.seat_id].email): row for row in rows}


def _of(meeting: SteeringMeeting, seats: Sequence[Seat], told: dict[tuple[UUID, str], Invitation]) -> Iterator[Due]:
    sitting = {
        seat.email: seat for seat in seats if seat.until is None and seat.partnership_id == meeting.partnership_id
    }
    addresses = {**{seat.email: seat for seat in seats}, **sitting}
    for address, seat in addresses.items():
        last = told.get((meeting.id, address))
        comes = meeting.cancelled_at is None and address in sitting
        stands = last is not None and last.method == "REQUEST"
        if comes and not (stands and last and last.version == meeting.version):
            yield Due(meeting, seat, "REQUEST", last.sequence + 1 if last else meeting.version, not stands)
        elif stands and not comes and last:
            yield Due(meeting, seat, "CANCEL", last.sequence + 1, is_first=False)
