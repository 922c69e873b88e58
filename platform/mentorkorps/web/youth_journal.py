"""The journal on a youth's page: the shared text for all who reach the youth, the internal one for a few (FY-38)."""

from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorkorps.clock import now
from mentorkorps.journal import ACTS, JournalNote, NoteCopy, may_correct, read_notes
from mentorkorps.journal.note import is_contact
from mentorkorps.language import _, language
from mentorkorps.web.formats import day
from mentorkorps.youths import Youth
from tenants.scope import db
from tenants.users import Actor

READS_INTERNAL = frozenset({"coordinator", "dpo", "corps_staff"})
#: What is written by itself on the way: folded once it has been read.
ROUTINE = frozenset({"asked", "reminded", "nudged", "channel", "rules_moved", "handed_over"})


def journal_of(youth: Youth, *, by: Actor, page: int) -> list[dict[str, Any]]:
    """A page of the notes, newest first, each with the receipts of its copies; the reading itself is logged and receipted."""
    began = now()
    notes = read_notes(youth, by=by, page=page)
    if is_contact(youth, by) and youth.contact_person and "mk_language" in request.cookies:
        youth.contact_person.page_language = language()  # what is chosen for reading is chosen for the mails
    copies, see_internal = _copies(notes), bool(by.roles & READS_INTERNAL)
    shown = []
    for note in notes:
        theirs = copies.get(note.id, [])
        is_new = is_contact(youth, by) and any(copy.read_at and copy.read_at >= began for copy in theirs)
        more = {"receipts": [_receipt(copy) for copy in theirs], "is_new": is_new, "is_routine": note.act in ROUTINE}
        shown.append(
            _shown(note, see_internal) | more | {"may_correct": note.correction is None and may_correct(note, by)}
        )
    return shown


def _shown(note: JournalNote, see_internal: bool) -> dict[str, Any]:
    """A note with the one it corrects, and the one that corrects it, beside it."""
    return {
        "id": note.id, "act": _(ACTS.get(note.act, "Notat")), "at": note.written_at, "by": _(note.written_by),
        "text": note.text, "internal": note.internal if see_internal else "",
        "corrects": note.corrects and {"text": note.corrects.text, "at": note.corrects.written_at},
        "correction": note.correction and {"text": note.correction.text, "at": note.correction.written_at},
    }  # fmt: skip


def _copies(notes: list[JournalNote]) -> dict[Any, list[NoteCopy]]:
    copies = select(NoteCopy).where(NoteCopy.note_id.in_([note.id for note in notes]))
    afresh = copies.options(joinedload(NoteCopy.contact_person)).execution_options(populate_existing=True)
    found: dict[Any, list[NoteCopy]] = {}
    for copy in db.session.scalars(afresh):
        found.setdefault(copy.note_id, []).append(copy)
    return found


def _receipt(copy: NoteCopy) -> str:
    if copy.passed_on_at and copy.read_at is None:
        return _(
            "Kopi til %(name)s, ikke læst, givet videre %(day)s",
            name=copy.contact_person.name,
            day=day(copy.passed_on_at),
        )
    if copy.read_at is None:
        return _("Kopi til %(name)s, ikke læst endnu", name=copy.contact_person.name)
    return _("Kopi til %(name)s, læst %(day)s", name=copy.contact_person.name, day=day(copy.read_at))
