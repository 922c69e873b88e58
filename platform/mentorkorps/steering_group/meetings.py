"""A meeting of the steering group: called, moved, called off; and who may find it (FY-12)."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import Select, or_, select

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering_group.calendar import is_in_rhythm
from tenants import audit, outbox
from tenants.agreements import Agreement
from tenants.registry import Member, Partnership
from tenants.scope import db, own_id
from tenants.users import Actor


def operated() -> Partnership | None:
    """The partnership that the house operates, whose meetings it calls."""
    return db.session.scalar(select(Partnership).where(Partnership.tenant_id == own_id()).limit(1))


def told() -> Select[SteeringMeeting]:
    """The meetings of the house's partnerships; of one it has left only those held while it was a partner."""
    joined = (Member.tenant_id == SteeringMeeting.tenant_id) & (Member.partnership_id == SteeringMeeting.partnership_id)
    here = Member.party_tenant_id == own_id(), or_(Member.left_on.is_(None), Member.left_on >= SteeringMeeting.held_on)
    return select(SteeringMeeting).join(Member, joined).where(*here)


def found(meeting_id: UUID) -> SteeringMeeting:
    """The meeting, told to the house; NotFound."""
    meeting = db.session.scalar(told().where(SteeringMeeting.id == meeting_id))
    if meeting is None:
        raise NotFound("SteeringMeeting")
    return meeting


def locked(meeting_id: UUID) -> SteeringMeeting:
    """The house's own meeting, kept from others until this is done; NotFound."""
    own = SteeringMeeting.id == meeting_id, SteeringMeeting.tenant_id == own_id()
    meeting = db.session.scalar(select(SteeringMeeting).where(*own).with_for_update())
    if meeting is None:
        raise NotFound("SteeringMeeting")
    return meeting


def call(held_on: date, starts_at: time, place: str, *, by: Actor) -> SteeringMeeting:
    """One meeting more than the agreement's; its members are invited. Refused as `move`, and where the house operates none."""
    partnership = operated()
    if partnership is None:
        raise Refused(_("Jeres hus driver ikke et mentorkorps."))
    _refuse_day(partnership.id, held_on)
    hours = select(Agreement.meeting_hours).filter_by(tenant_id=own_id(), partnership_id=partnership.id)
    meeting = SteeringMeeting(
        partnership_id=partnership.id, planned_for=held_on, held_on=held_on, starts_at=starts_at, place=place,
        hours=db.session.scalars(hours).one(), is_extra=True,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    _told_of(meeting, "steering_meeting.called", by)
    return meeting


def move(meeting: SteeringMeeting, held_on: date, starts_at: time, place: str, *, by: Actor) -> None:
    """The meeting is at another time or place, and the invitations change with it. The same again changes nothing.

    Refused when it is off or has been held, for a day gone by, a day off or a day in July, and a day with a meeting.
    """
    _refuse_past(meeting)
    if (meeting.held_on, meeting.starts_at, meeting.place) == (held_on, starts_at, place):
        return
    if held_on != meeting.held_on:
        _refuse_day(meeting.partnership_id, held_on)
    meeting.held_on, meeting.starts_at, meeting.place = held_on, starts_at, place
    meeting.version += 1
    db.session.flush()
    _told_of(meeting, "steering_meeting.moved", by)


def call_off(meeting: SteeringMeeting, *, by: Actor) -> None:
    """The meeting is not held, and leaves the calendars. Refused when it is off already, or has been held."""
    _refuse_past(meeting)
    meeting.cancelled_at, meeting.cancelled_by = now(), by.name
    meeting.version += 1
    db.session.flush()
    _told_of(meeting, "steering_meeting.called_off", by)


def _refuse_past(meeting: SteeringMeeting) -> None:
    if meeting.cancelled_at is not None or meeting.held_on < today():
        raise Refused(_("Mødet er allerede aflyst eller holdt."))


def _refuse_day(partnership_id: UUID, day: date) -> None:
    if day <= today():
        raise Refused(_("Mødet skal ligge senere end i dag."))
    if not is_in_rhythm(day):
        raise Refused(_("Styregruppen mødes på arbejdsdage og ikke i juli. Vælg en anden dag."))
    here = SteeringMeeting.partnership_id == partnership_id, SteeringMeeting.tenant_id == own_id()
    same = SteeringMeeting.held_on == day, SteeringMeeting.cancelled_at.is_(None)
    if db.session.scalar(select(SteeringMeeting.id).where(*here, *same).limit(1)):
        raise Refused(_("Den dag er der allerede et møde i kalenderen."))


def _told_of(meeting: SteeringMeeting, act: str, by: Actor) -> None:
    outbox.post("invite_members", f"invite_members:{meeting.id}:{meeting.version}")
    audit.record(act, meeting, by=by)
