"""What nobody has read in time: a list of youths for the coordinator, and never one of people (FY-38, section 5 row 1).

Ten working days are counted from the day a copy was told of. They stand still while the contact person is registered as
absent and in the weeks of the summer in which the country rests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from mentorkorps.clock import local, now, today
from mentorkorps.journal.absence import Absence
from mentorkorps.journal.cases import cases_of
from mentorkorps.journal.note import JournalNote, NoteCopy, hold
from mentorkorps.language import _
from mentorkorps.messages import to_contact
from mentorkorps.programmes import setting
from mentorkorps.refused import NotFound, Refused
from mentorkorps.working_days import is_working_day
from mentorkorps.youths import Youth
from tenants import audit
from tenants.local_rules import rules_here
from tenants.scope import db
from tenants.users import Actor

Days = Sequence[tuple[date, date]]


@dataclass(frozen=True)
class Unread:
    """A youth whose notes have not been read in time. Whose task it was is not in it."""

    youth_id: UUID
    name: str
    case_number: str
    notes: int
    since: date
    due_on: date
    reminded_at: datetime | None


def limits() -> tuple[int, list[int]]:
    """In how many working days notes are to be read here, and in which weeks of the year nobody is waited for.

    The municipality's own programme says so, as adjusted here, whatever rules a pair has kept: reading in time is its duty.
    """
    try:
        rules = rules_here(today())
    except NotFound:
        rules = {}
    return setting(rules, "journal", "read_within_working_days"), setting(rules, "journal", "paused_weeks")


def unread(days: int, weeks: Sequence[int]) -> list[Unread]:
    """The youths whose oldest unread note is over its time (`limits`), the longest waiting first. Two statements."""
    rows = db.session.execute(_waiting(now() - timedelta(days=days))).all()
    away = _away({row.contact_person_id for row in rows})
    found = [_line(row, days, weeks, away.get(row.contact_person_id, [])) for row in rows]
    return sorted((line for line in found if line.due_on < today()), key=lambda line: (line.due_on, line.name))


def due_on(told_on: date, days: int, *, away: Days = (), weeks: Sequence[int] = ()) -> date:
    """The last day on which a copy told of on `told_on` is read in time: so many working days later, without those when
    the reader is `away` and those in `weeks` of the year."""
    day = told_on
    while days:
        day += timedelta(days=1)
        rests = day.isocalendar().week in weeks or any(first <= day <= last for first, last in away)
        days -= is_working_day(day) and not rests
    return day


def remind(youth: Youth, *, by: Actor) -> None:
    """One mail to the youth's contact person about notes that wait; Refused when none does, or one went today."""
    hold(youth)
    mine = JournalNote.youth_id == youth.id, NoteCopy.contact_person_id == youth.contact_person_id, NoteCopy.waits()
    copies = db.session.scalars(select(NoteCopy).join(JournalNote, NoteCopy.of_note()).where(*mine)).all()
    if not copies or youth.contact_person is None:
        raise Refused(_("Alle notater om den unge er læst."))
    if any(copy.reminded_at and local(copy.reminded_at).date() == today() for copy in copies):
        raise Refused(_("Der er allerede sendt en påmindelse i dag."))
    to_contact(youth.contact_person, "unread", youth.id, path=f"/unge/{youth.id}", cases=cases_of([youth]))
    for copy in copies:
        copy.told_at, copy.reminded_at = copy.told_at or now(), now()
    audit.record("journal.reminded", youth, by=by)


def _waiting(before: datetime) -> Select[*tuple[Any, ...]]:
    """Each youth with unread copies of its present contact person, where the oldest may be over its time."""
    told = func.min(func.coalesce(NoteCopy.told_at, JournalNote.written_at))
    youth = and_(Youth.tenant_id == JournalNote.tenant_id, Youth.id == JournalNote.youth_id)
    columns = (Youth.id, Youth.first_name, Youth.last_name, Youth.case_number, NoteCopy.contact_person_id)
    return (
        select(*columns, told.label("told_at"), func.count().label("notes"), func.max(NoteCopy.reminded_at).label("reminded_at"))
        .select_from(NoteCopy)
        .join(JournalNote, NoteCopy.of_note())
        .join(Youth, and_(youth, Youth.contact_person_id == NoteCopy.contact_person_id))
        .where(NoteCopy.waits())
        .group_by(Youth.tenant_id, *columns)
        .having(told < before)
    )  # fmt: skip


def _away(contacts: set[UUID]) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = {}
    for absence in db.session.scalars(Absence.standing(list(contacts))) if contacts else ():
        found.setdefault(absence.contact_person_id, []).append((absence.from_on, absence.until_on))
    return found


def _line(row: Any, days: int, weeks: Sequence[int], away: Days) -> Unread:
    since = local(row.told_at).date()
    name = f"{row.first_name} {row.last_name}".strip()
    due = due_on(since, days, away=away, weeks=weeks)
    return Unread(row.id, name, row.case_number, row.notes, since, due, row.reminded_at)
