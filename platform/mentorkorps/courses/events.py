"""Network events for pairs, free, with sign-up by link (VB-08)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now, today
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Partnership
from tenants.rows import CaseRow, PoolRow, across, inside
from tenants.scope import db, own_id
from tenants.users import Actor


class NetworkEvent(PoolRow):
    """An event of the house that runs the programme, told to every member."""

    __tablename__ = "network_events"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        UniqueConstraint("tenant_id", "partnership_id", "held_on", "name"),
    )

    partnership_id: Mapped[UUID]
    name: Mapped[str]
    held_on: Mapped[date]
    starts_at: Mapped[str]
    place: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    cancelled_on: Mapped[date | None]


class EventSignup(CaseRow):
    """A pair that comes, with when it said so, and when it said no after all."""

    __tablename__ = "event_signups"
    __table_args__ = (
        across("network_events", "event"),
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "event_tenant_id", "event_id", "match_id"),
    )

    event_tenant_id: Mapped[UUID]
    event_id: Mapped[UUID]
    match_id: Mapped[UUID]
    signed_up_at: Mapped[datetime]
    signed_up_by: Mapped[str]
    cancelled_at: Mapped[datetime | None]

    event: Mapped[NetworkEvent] = relationship(viewonly=True)


def announce(name: str, held_on: date, starts_at: str, place: str, words: str, *, by: Actor) -> NetworkEvent:
    """A new event of the partnership that the house operates.

    Refused for a house that operates none, a day gone by, or the same name on the same day.
    """
    if held_on < today():
        raise Refused(_("Arrangementet skal ligge i dag eller senere."))
    partnership = db.session.scalar(select(Partnership).where(Partnership.tenant_id == own_id()).limit(1))
    if partnership is None:
        raise Refused(_("Jeres hus driver ikke et mentorkorps."))
    same = NetworkEvent.partnership_id == partnership.id, NetworkEvent.held_on == held_on, NetworkEvent.name == name
    if db.session.scalar(select(NetworkEvent.id).where(*same)):
        raise Refused(_("Arrangementet står der allerede."))
    event = NetworkEvent(
        partnership_id=partnership.id, name=name, held_on=held_on, starts_at=starts_at, place=place, words=words,
        made_at=now(), made_by=by.name,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    audit.record("event.announced", event, by=by)
    return event


def call_off(event: NetworkEvent, *, by: Actor) -> None:
    """The event is not held. Refused when it was called off, or has been."""
    if event.cancelled_on or event.held_on < today():
        raise Refused(_("Arrangementet er allerede aflyst eller holdt."))
    event.cancelled_on = today()
    db.session.flush()
    audit.record("event.called_off", event, by=by)


def coming() -> Select[NetworkEvent]:
    """Events that are still to be held, the next first: of the house, and those told to it."""
    ahead = NetworkEvent.held_on >= today(), NetworkEvent.cancelled_on.is_(None)
    return select(NetworkEvent).where(*ahead).order_by(NetworkEvent.held_on, NetworkEvent.name).limit(50)


def signups_of(match: Match) -> list[EventSignup]:
    """Where the pair comes."""
    going = EventSignup.match_id == match.id, EventSignup.cancelled_at.is_(None)
    return list(db.session.scalars(select(EventSignup).where(*going)))


def sign_up(match: Match, event_id: UUID, *, by: Actor) -> EventSignup:
    """The pair comes, at no cost. Refused when it is signed up, the event is off, or the pair has ended."""
    locked_running(match)
    event = _ahead(event_id)
    before = _signup(match, event)
    if before and before.cancelled_at is None:
        raise Refused(_("I er allerede tilmeldt. Vi glæder os til at se jer."))
    signup = before or EventSignup(event_tenant_id=event.tenant_id, event_id=event.id, match_id=match.id)
    signup.signed_up_at, signup.signed_up_by, signup.cancelled_at = now(), by.signature, None
    db.session.add(signup)
    db.session.flush()
    audit.record("event.signed_up", signup, by=by)
    text = danish(N_("Parret er tilmeldt %(event)s den %(day)s."), event=event.name, day=f"{event.held_on:%d-%m-%Y}")
    JournalNote.write(match.youth, "event", text, by=by, match_id=match.id)
    return signup


def stay_away(match: Match, event_id: UUID, *, by: Actor) -> None:
    """The pair does not come after all. Refused when it is not signed up."""
    locked_running(match)
    event = _ahead(event_id)
    signup = _signup(match, event)
    if signup is None or signup.cancelled_at:
        raise Refused(_("I er ikke tilmeldt."))
    signup.cancelled_at = now()
    db.session.flush()
    audit.record("event.cancelled", signup, by=by)
    text = danish(
        N_("Parret har meldt fra til %(event)s den %(day)s."), event=event.name, day=f"{event.held_on:%d-%m-%Y}"
    )
    JournalNote.write(match.youth, "event", text, by=by, match_id=match.id)


def _ahead(event_id: UUID) -> NetworkEvent:
    event = db.session.scalar(coming().where(NetworkEvent.id == event_id).order_by(None))
    if event is None:
        raise NotFound("NetworkEvent")
    return event


def _signup(match: Match, event: NetworkEvent) -> EventSignup | None:
    said = EventSignup.match_id == match.id, EventSignup.event_id == event.id
    return db.session.scalar(select(EventSignup).where(*said))
