"""Notes that people write themselves: about the case, and corrections of what stands there (FY-38, MO-13)."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.journal.note import JournalNote, hold
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

#: What a note written by hand is about (MO-13).
TOPICS: Mapping[str, str] = {
    "check_in": N_("Samtale med den unge undervejs"),
    "case_process": N_("Sagsforløb"),
    "cooperation": N_("Tværfagligt samarbejde"),
    "decision": N_("Grundlag for en afgørelse"),
    "development": N_("Faglig udvikling"),
    "other_note": N_("Andet"),
}
#: Who may correct whatever stands there; others correct what they have written themselves.
CORRECT_ALL = frozenset({"corps_staff", "coordinator"})
PRESSED_TWICE = timedelta(minutes=10)


def write_by_hand(
    youth: Youth, topic: str, text: str, *, by: Actor, internal: str = "", match_id: UUID | None = None
) -> JournalNote:
    """A note that `by` has written.

    Refused without a text, for a topic that is none, and for the same note twice (the button pressed twice).
    """
    said = _said(text)
    if topic not in TOPICS:
        raise Refused(_("Vælg, hvad notatet handler om."))
    hold(youth)
    twice = JournalNote.youth_id == youth.id, JournalNote.text == said, JournalNote.written_at > now() - PRESSED_TWICE
    if db.session.scalar(select(JournalNote.id).where(*twice).limit(1)):
        raise Refused(_("Notatet er allerede skrevet."))
    note = JournalNote.write(youth, topic, said, by=by, internal=internal.strip(), match_id=match_id)
    audit.record("note.written", youth, by=by)
    return note


def correct(note: JournalNote, text: str, *, by: Actor, internal: str = "") -> JournalNote:
    """A new note that corrects `note`, which stays as it is; the new one is shown beside it.

    Refused without a text, when somebody has corrected it already (then that correction is corrected), and for a note
    that is neither the actor's own nor the actor's to correct.
    """
    if not may_correct(note, by):
        raise Refused(_("Du kan kun rette notater, som du selv har skrevet."))
    said = _said(text)
    hold(note.youth)
    if db.session.scalar(select(JournalNote.id).where(JournalNote.corrects_id == note.id)):
        raise Refused(_("Notatet er allerede rettet. Ret rettelsen i stedet."))
    new = JournalNote.write(
        note.youth, "correction", said, by=by, internal=internal.strip(), match_id=note.match_id, corrects_id=note.id
    )
    audit.record("note.corrected", note.youth, by=by)
    return new


def may_correct(note: JournalNote, by: Actor) -> bool:
    """Corps staff and the coordinator correct every note, others their own."""
    return bool(by.roles & CORRECT_ALL) or note.written_by == by.signature


def _said(text: str) -> str:
    if not text.strip():
        raise Refused(_("Skriv, hvad der skal stå i journalen."))
    return text.strip()
