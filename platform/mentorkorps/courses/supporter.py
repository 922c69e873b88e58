"""The supporter: a second person outside working hours, with tasks that come again (MO-04, MO-06)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.programmes import setting
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor

TASKS = {
    "wake_up": N_("Vækker den unge om morgenen"),
    "follow": N_("Følges med den unge på vej"),
    "evening": N_("Ringer om aftenen"),
    "weekend": N_("Er der i weekenden"),
    "papers": N_("Hjælper med breve og aftaler"),
}


class Supporter(CaseRow):
    """Besides the mentor, and not the contact person of the municipality."""

    __tablename__ = "supporters"
    __table_args__ = (inside("matches", "match_id"), CheckConstraint("until >= since", name="in_order"))

    match_id: Mapped[UUID]
    name: Mapped[str]
    phone: Mapped[str]
    tasks: Mapped[list[str]]
    since: Mapped[date]
    until: Mapped[date | None]


def supporter_of(match: Match) -> Supporter | None:
    """The one who supports now."""
    now_there = Supporter.match_id == match.id, Supporter.until.is_(None)
    return db.session.scalar(select(Supporter).where(*now_there).limit(1))


def name_supporter(match: Match, name: str, phone: str, tasks: Sequence[str], *, by: Actor) -> Supporter:
    """From today this person supports the youth; an earlier one stops, and stays on record.

    Refused for an ended pair, a programme without supporters, or a name or task missing.
    """
    locked_running(match)
    if not setting(match.rules, "course", "supporter"):
        raise Refused(_("Programmet har ikke støttepersoner."))
    if not name.strip() or not phone or not tasks or not set(tasks) <= set(TASKS):
        raise Refused(_("Skriv navn og telefon, og vælg mindst én opgave."), about=("name", "phone", "tasks"))
    before = supporter_of(match)
    if before:
        before.until = today()
    known = [task for task in TASKS if task in tasks]
    supporter = Supporter(match_id=match.id, name=name.strip(), phone=phone, tasks=known, since=today())
    db.session.add(supporter)
    db.session.flush()
    audit.record("supporter.named", supporter, by=by)
    text = danish(
        N_("%(name)s er støtteperson uden for arbejdstid: %(tasks)s."),
        name=supporter.name, tasks="; ".join(TASKS[task] for task in known),
    )  # fmt: skip
    JournalNote.write(match.youth, "supporter", text, by=by, match_id=match.id)
    return supporter
