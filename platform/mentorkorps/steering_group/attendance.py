"""Who came to a meeting, who had sent regrets, and who stayed away (FY-12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.steering import Seat, SteeringMeeting
from tenants import audit
from tenants.registry import Tenant
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

SAID = {"came": N_("Var med"), "regrets": N_("Meldte afbud"), "absent": N_("Udeblev")}


class Attendance(SharedRow):
    """One thing said about a member and a meeting: append-only, the newest holds; disclosed to the members."""

    __tablename__ = "attendances"
    __table_args__ = (
        inside("steering_meetings", "meeting_id"),
        inside("seats", "seat_id"),
        one_of("said", list(SAID)),
    )

    meeting_id: Mapped[UUID]
    seat_id: Mapped[UUID]
    said: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]


def seated_at(meeting: SteeringMeeting) -> Sequence[tuple[Seat, Tenant]]:
    """Who sat in the group on the meeting's day, with the partner, by partner and name."""
    there = Seat.since <= meeting.held_on, or_(Seat.until.is_(None), Seat.until > meeting.held_on)
    here = Seat.tenant_id == meeting.tenant_id, Seat.partnership_id == meeting.partnership_id
    query = select(Seat, Tenant).join(Tenant, Tenant.id == Seat.party_tenant_id).where(*here, *there)
    return [(seat, tenant) for seat, tenant in db.session.execute(query.order_by(Tenant.name, Seat.person, Seat.id))]


def said_about(meeting: SteeringMeeting) -> Mapping[UUID, str]:
    """The newest word about each seat."""
    words = select(Attendance).filter_by(meeting_id=meeting.id).order_by(Attendance.noted_at, Attendance.id)
    return {one.seat_id: one.said for one in db.session.scalars(words)}


def note(meeting: SteeringMeeting, said: Mapping[UUID, str], *, by: Actor) -> None:
    """Who came, by seat; what is as before is not written again. Refused before the meeting's day, and when it is off."""
    if meeting.cancelled_at is not None or meeting.held_on > today():
        raise Refused(_("Fremmødet skrives ned, når mødet er holdt."))
    before = said_about(meeting)
    seats = {seat.id: seat for seat, _tenant in seated_at(meeting)}
    for seat_id, word in said.items():
        if seat_id in seats and before.get(seat_id) != word:
            _write(meeting, seats[seat_id], word, by)
    audit.record("attendance.noted", meeting, by=by)


def send_regrets(meeting: SteeringMeeting, *, by: Actor) -> None:
    """A member cannot come. Refused for who has no seat, when it was said before, and when the meeting is off or held."""
    if meeting.cancelled_at is not None or meeting.held_on < today():
        raise Refused(_("Mødet er allerede aflyst eller holdt."))
    seats = [seat for seat, _t in seated_at(meeting) if (seat.party_tenant_id, seat.user_id) == (own_id(), by.user_id)]
    if not seats:
        raise Refused(_("Kun et medlem af styregruppen melder afbud."))
    if said_about(meeting).get(seats[0].id) == "regrets":
        raise Refused(_("Du har allerede meldt afbud."))
    _write(meeting, seats[0], "regrets", by)
    audit.record("attendance.noted", meeting, by=by, why="regrets")


def _write(meeting: SteeringMeeting, seat: Seat, said: str, by: Actor) -> None:
    row = Attendance(
        tenant_id=seat.tenant_id, party_tenant_id=seat.party_tenant_id, meeting_id=meeting.id, seat_id=seat.id, said=said,
        noted_at=now(), noted_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
