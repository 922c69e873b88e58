"""The journal on a youth's page: the shared text for all who reach the youth, the internal one for a few (FY-38)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorkorps.journal import JournalNote, NoteCopy, read_notes
from mentorkorps.language import N_, _
from mentorkorps.web.formats import day
from mentorkorps.youths import Youth
from tenants.scope import db
from tenants.users import Actor

READS_INTERNAL = frozenset({"coordinator", "dpo", "corps_staff"})
ACTS: Mapping[str, str] = {
    "proposed": N_("Forslag"),
    "match_started": N_("Forløbet begynder"),
    "meeting": N_("Møde"),
    "second_yes": N_("Efter det første møde"),
    "follow_up": N_("Opfølgning"),
    "asked": N_("Opfølgning"),
    "reminded": N_("Påmindelse"),
    "worry": N_("Korpset ringer"),
    "called": N_("Telefonsamtale"),
    "mentor_yes": N_("Forslag"),
    "proposal_fell": N_("Forslag"),
    "wishes_changed": N_("Ønsker"),
    "new_mentor": N_("Ny mentor"),
    "moved_on": N_("Efter forløbet"),
    "outcome": N_("Resultat"),
    "match_ended": N_("Forløbet slutter"),
}


def journal_of(youth: Youth, *, by: Actor, page: int) -> list[dict[str, Any]]:
    """A page of the notes, newest first, each with the receipts of its copies; the reading itself is logged and receipted."""
    notes = read_notes(youth, by=by, page=page)
    receipts = _receipts(notes)
    see_internal = bool(by.roles & READS_INTERNAL)
    return [
        {
            "act": _(ACTS.get(note.act, "Notat")), "at": note.written_at, "by": _(note.written_by), "text": note.text,
            "internal": note.internal if see_internal else "", "receipts": receipts.get(note.id, []),
        }
        for note in notes
    ]  # fmt: skip


def _receipts(notes: list[JournalNote]) -> dict[Any, list[str]]:
    copies = select(NoteCopy).where(NoteCopy.note_id.in_([note.id for note in notes]))
    afresh = copies.options(joinedload(NoteCopy.contact_person)).execution_options(populate_existing=True)
    found: dict[Any, list[str]] = {}
    for copy in db.session.scalars(afresh):
        found.setdefault(copy.note_id, []).append(_receipt(copy))
    return found


def _receipt(copy: NoteCopy) -> str:
    if copy.read_at is None:
        return _("Kopi til %(name)s, ikke læst endnu", name=copy.contact_person.name)
    return _("Kopi til %(name)s, læst %(day)s", name=copy.contact_person.name, day=day(copy.read_at))
