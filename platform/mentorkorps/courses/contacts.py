"""Short contacts between the meetings: a call or a text message (HT-11)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from mentorkorps.courses.running import check_day, locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

WAYS = {"phone": N_("Telefon"), "sms": N_("SMS")}
BEGAN = {"mentor": N_("Mentor"), "youth": N_("Den unge")}
SHOWN = 20


class ShortContact(CaseRow):
    """A call or a text message between the two, and who began; counts to no norm."""

    __tablename__ = "short_contacts"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "held_on", "way", "begun_by"),
        one_of("way", list(WAYS)),
        one_of("begun_by", list(BEGAN)),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_sane"),
    )

    match_id: Mapped[UUID]
    held_on: Mapped[date]
    way: Mapped[str]
    begun_by: Mapped[str]
    minutes: Mapped[int | None]
    logged_at: Mapped[datetime]
    logged_by: Mapped[str]


def contacts_of(match: Match) -> list[ShortContact]:
    """The latest, newest first."""
    had = select(ShortContact).where(ShortContact.match_id == match.id)
    return list(
        db.session.scalars(had.order_by(ShortContact.held_on.desc(), ShortContact.logged_at.desc()).limit(SHOWN))
    )


def log_contact(
    match: Match, way: str, *, held_on: date, begun_by: str = "mentor", minutes: int | None = None, by: Actor
) -> ShortContact:
    """Remembers a short contact.

    Refused for an ended pair, a day to come or before the start, an unknown way, or the same twice on one day.
    """
    locked_running(match)
    check_day(match, held_on)
    if way not in WAYS or begun_by not in BEGAN:
        raise Refused(_("Vælg telefon eller SMS."))
    same = ShortContact.match_id == match.id, ShortContact.held_on == held_on, ShortContact.way == way
    if db.session.scalar(select(ShortContact.id).where(*same, ShortContact.begun_by == begun_by)):
        raise Refused(_("Kontakten er allerede skrevet ned for den dag. Tak."))
    contact = ShortContact(
        match_id=match.id, held_on=held_on, way=way, begun_by=begun_by, minutes=minutes, logged_at=now(), logged_by=by.signature
    )  # fmt: skip
    db.session.add(contact)
    db.session.flush()
    audit.record("contact.logged", contact, by=by)
    text = danish(
        N_("Kort kontakt den %(day)s: %(way)s. %(who)s tog kontakten."),
        day=f"{held_on:%d-%m-%Y}", way=WAYS[way], who=BEGAN[begun_by],
    )  # fmt: skip
    JournalNote.write(match.youth, "short_contact", text, by=by, match_id=match.id)
    return contact
