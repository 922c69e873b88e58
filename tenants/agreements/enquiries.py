"""The hotline's log: a question before an enrolment, by day, municipality and topic, and of no person (FY-20)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import PoolRow, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

TOPICS = {
    "target_group": N_("Hører den unge til målgruppen?"),
    "form": N_("Hvordan udfyldes tilmeldingen?"),
    "consent": N_("Samtykke og oplysninger"),
    "places": N_("Ledige pladser og ventetid"),
    "language": N_("Sprog"),
    "other": N_("Andet"),
}
ELSEWHERE = ""  # a municipality outside the partnership
PRESSED_TWICE = timedelta(minutes=1)  # two may well ring about the same on one day


class PreEnquiry(PoolRow):
    """Somebody rang in doubt; append-only. It has no field for a person."""

    __tablename__ = "pre_enquiries"
    __table_args__ = (one_of("topic", list(TOPICS)),)

    asked_on: Mapped[date]
    municipality: Mapped[str]  # the slug, or `ELSEWHERE`
    topic: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def log(asked_on: date, municipality: str, topic: str, *, by: Actor) -> PreEnquiry:
    """One call (FY-20). Refused for a day to come, and for the same twice (the button pressed twice)."""
    if asked_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"enquiry {own_id()}"))))
    said = {"asked_on": asked_on, "municipality": municipality, "topic": topic, "written_by": by.name}
    just_now = PreEnquiry.tenant_id == own_id(), PreEnquiry.written_at > now() - PRESSED_TWICE
    if db.session.scalar(select(PreEnquiry.id).where(*just_now).filter_by(**said).limit(1)):
        raise Refused(_("Opkaldet er allerede skrevet ned."))
    row = PreEnquiry(**said, written_at=now())
    db.session.add(row)
    db.session.flush()
    audit.record("hotline.logged", row, by=by, why=topic)
    return row


def logged() -> Select[PreEnquiry]:
    """The house's, the newest first."""
    own = select(PreEnquiry).where(PreEnquiry.tenant_id == own_id())
    return own.order_by(PreEnquiry.asked_on.desc(), PreEnquiry.written_at.desc(), PreEnquiry.id)


def counted(since: date) -> Sequence[Row[str, int]]:
    """How many calls of each topic since that day, the most frequent first."""
    own = PreEnquiry.tenant_id == own_id(), PreEnquiry.asked_on >= since
    counts = select(PreEnquiry.topic, func.count().label("calls")).where(*own).group_by(PreEnquiry.topic)
    return db.session.execute(counts.order_by(func.count().desc(), PreEnquiry.topic)).all()
