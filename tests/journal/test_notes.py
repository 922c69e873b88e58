"""A note stands for good: the database refuses to change it, and a correction is a new note beside it (FY-38, MO-13)."""

import re
from html import escape
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from mentorkorps.journal import JournalNote
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.forms import submit
from tests.journal.scenes import HERE, INTERNAL, SAID, ayla, copies, written
from tests.pair import matched, the_match
from tests.web.counting import PAGE, statements


def notes() -> list[JournalNote]:
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(select(JournalNote).order_by(JournalNote.written_at, JournalNote.corrects_id)))


def correction_of(page: str, note_id: UUID | None = None) -> str:
    """The address at which a note (the only one) is corrected."""
    return f"{page}/notat/{note_id or notes()[0].id}/rettelse"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_notes SET text = 'Noget andet'",
        "UPDATE journal_notes SET internal = ''",
        "UPDATE journal_notes SET corrects_id = NULL",
        "DELETE FROM journal_notes",
        "DELETE FROM note_copies",
        "UPDATE note_copies SET note_id = note_id",
        "UPDATE note_copies SET contact_person_id = contact_person_id",
        "UPDATE note_copies SET urgent = false",
        "UPDATE note_handovers SET case_number = ''",
        "DELETE FROM note_handovers",
        "DELETE FROM handovers",
        "DELETE FROM absences",
    ],
)
def test_the_product_s_roles_can_neither_change_nor_delete_what_is_written(app: Flask, statement: str) -> None:
    ayla()
    written()
    with (
        acting_for(tenant(HERE)),
        pytest.raises(ProgrammingError, match="permission denied"),
        db.session.begin_nested(),
    ):
        db.session.execute(text(statement))


def test_cille_writes_a_note_by_hand_and_karen_gets_a_copy(as_cille: FlaskClient) -> None:
    page = ayla()
    done = submit(as_cille, f"{page}/notat", topic="cooperation", text=SAID, internal=INTERNAL)
    assert "Notatet står i journalen." in done.text and "Tværfagligt samarbejde" in done.text and INTERNAL in done.text
    assert copies() == [("karen@svendborg.example", False, False, False)]
    again = submit(as_cille, f"{page}/notat", topic="cooperation", text=SAID)
    assert again.status_code == 409 and "Notatet er allerede skrevet." in again.text


def test_what_karen_writes_herself_she_has_read(as_karen: FlaskClient) -> None:
    submit(as_karen, f"{ayla()}/notat", topic="decision", text=SAID)
    assert copies() == [("karen@svendborg.example", False, True, False)]


def test_a_note_without_words_or_with_a_cpr_number_is_refused_at_the_field(as_cille: FlaskClient) -> None:
    page = f"{ayla()}/notat"
    assert submit(as_cille, page, topic="decision", text="").status_code == 422
    assert submit(as_cille, page, text=SAID).status_code == 422
    refused = submit(as_cille, page, topic="decision", text="Ayla, 140295 1234")
    assert refused.status_code == 422 and "Skriv ikke CPR-nummer her." in refused.text
    assert notes() == []


def test_a_correction_is_a_new_note_and_both_stand(as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    page = ayla()
    written()
    assert "Det bliver stående." in as_cille.get(correction_of(page)).text
    shown = submit(as_cille, correction_of(page), text="De mødes på torsdag.").text
    assert "Rettet 15-06-2014" in shown and "Retter notatet fra 15-06-2014" in shown
    first, second = sorted(notes(), key=lambda note: note.corrects_id is not None)
    assert (first.text, second.text, second.corrects_id) == (SAID, "De mødes på torsdag.", first.id)
    text = as_karen.get(page).text
    assert SAID in text and "De mødes på torsdag." in text
    twice = submit(as_cille, page, to=correction_of(page, first.id), text="Nej, onsdag.")
    assert twice.status_code == 409 and "Ret rettelsen i stedet." in twice.text
    assert "Nej, onsdag." in submit(as_cille, correction_of(page, second.id), text="Nej, onsdag.").text


def test_a_correction_shows_nothing_internal_to_the_contact_person(
    as_cille: FlaskClient, as_karen: FlaskClient
) -> None:
    page = ayla()
    written(internal=INTERNAL)
    submit(as_cille, correction_of(page), text="De mødes på torsdag.", internal="Bent var bare forkølet.")
    text = as_karen.get(page).text
    assert "torsdag" in text and INTERNAL not in text and "forkølet" not in text


def test_karen_corrects_her_own_notes_and_no_other(as_karen: FlaskClient) -> None:
    page = ayla()
    written()
    assert "/rettelse" not in as_karen.get(page).text
    assert as_karen.get(correction_of(page)).status_code == 409
    submit(as_karen, f"{page}/notat", topic="decision", text="Bevilget.")
    [own] = [note.id for note in notes() if note.text == "Bevilget."]
    assert "Bevilget i går." in submit(as_karen, correction_of(page, own), text="Bevilget i går.").text


def test_a_note_of_another_youth_is_not_corrected_from_here(as_cille: FlaskClient, as_rune: FlaskClient) -> None:
    page, other = ayla(), ayla(first_name="Bo")
    written()
    assert as_cille.get(correction_of(other)).status_code == 404
    assert as_cille.get(correction_of(page, uuid4())).status_code == 404
    assert as_rune.get(correction_of(page)).status_code == 404


def test_the_journal_takes_as_many_statements_with_many_notes_and_corrections(as_cille: FlaskClient) -> None:
    page = ayla()
    written()
    as_cille.get(page)
    with statements() as few:
        as_cille.get(page)
    for number in range(5):
        written(f"Note {number}")
    submit(as_cille, correction_of(page), text="Rettet.")
    with statements() as many:
        as_cille.get(page)
    assert len(many) == len(few), set(many) ^ set(few)
    with statements() as seen:
        as_cille.get(f"{page}/notat")
    assert len(seen) <= PAGE


def test_karen_checks_in_with_her_youth_and_writes_it_down(as_karen: FlaskClient) -> None:
    page = ayla()
    said = "Talte med Ayla. Hun vil gerne prøve et andet fag."
    done = submit(as_karen, f"{page}/notat", topic="check_in", text=said).text
    assert "Samtale med den unge undervejs" in done and said in done


def test_on_an_english_page_each_note_says_that_it_is_in_danish(as_cille: FlaskClient) -> None:
    """A note stands in the language in which it was written, and is read aloud in it (WCAG 3.1.2)."""
    page = ayla()
    written(internal=INTERNAL)
    submit(as_cille, correction_of(page), text="De mødes på torsdag.", internal="Bent var bare forkølet.")
    as_cille.set_cookie("mk_language", "en")
    shown = as_cille.get(page).text
    assert '<html lang="en">' in shown and "Corrects the note of 15 Jun 2014" in shown
    for words in (SAID, INTERNAL, "De mødes på torsdag.", "Bent var bare forkølet."):
        assert shown.count(words) == len(re.findall(f'<(?:p|span) lang="da">{re.escape(words)}</', shown)) > 0
    correcting = as_cille.get(correction_of(page, newest_note())).text
    assert '<p lang="da">De mødes på torsdag.</p>' in correcting


def test_on_the_english_page_of_a_pair_the_notes_are_danish_too(as_cille: FlaskClient) -> None:
    matched(as_cille.application.test_client())
    as_cille.set_cookie("mk_language", "en")
    with acting_for(tenant(HERE)):
        where, texts = f"/{HERE}/par/{the_match().id}", {note.text for note in db.session.scalars(select(JournalNote))}
    shown = as_cille.get(where).text
    found = set(re.findall(r'<p lang="da">([^<]*)</p>', shown))
    assert found and found <= {escape(text, quote=True).replace("&quot;", "&#34;") for text in texts}
    assert "Den unge og mentor har begge sagt ja." in " ".join(found)


def newest_note() -> UUID:
    return next(note.id for note in notes() if note.corrects_id)
