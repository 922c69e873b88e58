"""Writing in the journal by hand: a note about the case, and the correction of one that stands there (FY-38, MO-13)."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, g, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Length

from mentorkorps import case_file, journal, privacy
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web import oversight
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.widgets import Form, LongText, Radios
from mentorkorps.web.youth_journal import READS_INTERNAL
from mentorkorps.web.youth_pair import latest_match
from mentorkorps.youths import Youth, reach

room = Blueprint("journal_notes", __name__)


class NoteForm(Form):
    """What is written; the internal paragraph is asked of those who may read it."""

    topic = Radios(N_("Hvad handler det om?"), [InputRequired()], choices=journal.TOPICS)
    text = LongText(
        N_("Hvad skal stå i journalen?"), [InputRequired(), Length(max=5000)],
        description=N_("Kontaktpersonen får en kopi. Det, der kun handler om mentor, hører ikke til i den unges journal."),
    )  # fmt: skip
    internal = LongText(
        N_("Internt"), [Length(max=5000)], rows=3,
        description=N_("Vises ikke for kontaktpersonen, men er en del af den unges sag og af indsigt."),
    )  # fmt: skip


@room.get("/<slug>/unge/<uuid:youth_id>/notat")
@room.post("/<slug>/unge/<uuid:youth_id>/notat")
@may("write notes")
def write(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """A note written by hand."""
    youth, form = reach.find(youth_id, actor()), _form(NoteForm())

    def keep() -> None:
        match = latest_match(youth)
        journal.write_by_hand(
            youth, form.topic.data, form.text.data or "", internal=_internal(form), by=actor(),
            match_id=match.id if match else None,
        )  # fmt: skip

    return _act(youth, form, keep, _("Skriv et notat"))


@room.get("/<slug>/unge/<uuid:youth_id>/notat/<uuid:note_id>/rettelse")
@room.post("/<slug>/unge/<uuid:youth_id>/notat/<uuid:note_id>/rettelse")
@may("write notes")
def correct(slug: str, youth_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """A correction: a new note, with the one it corrects beside it."""
    youth, form = reach.find(youth_id, actor()), _form(NoteForm())
    del form.topic  # it is about what the note was about
    note = JournalNote.get(note_id)
    if note.youth_id != youth.id:
        raise NotFound("JournalNote")
    if not journal.may_correct(note, actor()):
        raise Refused(_("Du kan kun rette notater, som du selv har skrevet."))
    return _act(
        youth, form, lambda: journal.correct(note, form.text.data or "", internal=_internal(form), by=actor()),
        _("Ret et notat"), note,
    )  # fmt: skip


@room.get("/<slug>/unge/<uuid:youth_id>/journal.txt")
@may("hand out insight")
def insight(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """All that is held on the youth as a text to be handed out: the journal with its internal paragraphs, then row by row."""
    youth = oversight.find_case(youth_id)
    text = "\n".join([*privacy.journal_for_insight(youth, by=actor()), *case_file.held_on(youth)])
    name = {"Content-Disposition": f'attachment; filename="journal-{youth.id}.txt"'}
    return Response(text, content_type="text/plain; charset=utf-8", headers=name)


def _form(form: NoteForm) -> NoteForm:
    if not actor().roles & READS_INTERNAL:
        del form.internal
    return form


def _internal(form: NoteForm) -> str:
    return (form.internal.data or "") if "internal" in form else ""


def _act(
    youth: Youth, form: NoteForm, verb: Callable[[], object], title: str, note: JournalNote | None = None
) -> ResponseReturnValue:
    back = url_for("youths.show", slug=g.tenant.slug, youth_id=youth.id)
    return act(
        form, verb, _("Notatet står i journalen."), back, "journal/note.html", youth=youth, title=title, note=note
    )
