"""Kim hands the journal over to the municipality's own system: each note once, every batch to be had again (MO-13)."""

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.cli.journal import hand_over
from mentorkorps.clock import standing_at
from mentorkorps.journal import Handover, JournalNote
from mentorkorps.refused import NotFound, Refused
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import tenant, youth_named
from tests.forms import submit
from tests.journal.scenes import HERE, INTERNAL, SAID, ayla, later, written
from tests.web.counting import PAGE, statements

PLACE = f"/{HERE}/journal/aflevering"


def newest() -> str:
    """The address of the newest batch's files."""
    with acting_for(tenant(HERE)):
        batch = db.session.scalars(select(Handover).order_by(Handover.made_at.desc(), Handover.id)).first()
        return f"{PLACE}/{batch.id}.zip"


def unpacked(content: bytes) -> dict[str, str]:
    """Name and text of each file."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_what_is_left_stands_by_youth_with_counts(as_kim: FlaskClient) -> None:
    ayla()
    ayla(first_name="Bo", case_number="")
    for name in ("Ayla", "Ayla", "Bo"):
        written(of=name)
    page = as_kim.get(PLACE).text
    assert "Ikke afleveret endnu: 2 unge" in page and "Aflever 3 notater" in page
    assert "Ayla Demir" in page and "2014-77" in page and "Der er ingen afleveringer endnu." in page


def test_a_batch_has_a_text_for_each_note_and_what_the_other_system_wants_to_know(as_kim: FlaskClient) -> None:
    ayla()
    written(internal=INTERNAL)
    written("=SUM(A1)")
    submit(as_kim, PLACE)
    answer = as_kim.get(newest())
    assert answer.data and "Alt er afleveret." in as_kim.get(PLACE).text
    assert (
        answer.mimetype == "application/zip"
        and "journal-svendborg-2014-06-15-" in answer.headers["Content-Disposition"]
    )
    files = unpacked(answer.data)
    head = json.loads(files["metadata.json"])
    rows = head["notater"]
    assert (head["kommune"], len(rows)) == ("Svendborg Kommune", 2)
    assert "støtter kommunens indsats" in head["formaal"]
    table = list(csv.DictReader(io.StringIO(files["metadata.csv"]), delimiter=";"))
    assert [row["notat_id"] for row in table] == [row["notat_id"] for row in rows]
    for row in rows:
        text = files[row["fil"]]
        assert sha256(text.encode()).hexdigest() == row["sha256"]
        assert (row["sagsnummer"], row["ung"], row["forfatter"]) == ("2014-77", "Ayla Demir", "Cille Engel")
        assert (row["skrevet"], row["handling"]) == ("2014-06-15T09:00:00+02:00", "called")
        assert row["handling_tekst"] == "Telefonsamtale" and "Sagsnummer: 2014-77" in text
    [marked] = [files[row["fil"]] for row in rows if row["har_internt"]]
    assert f"Internt, ikke delt med kontaktpersonen, men en del af sagen og af indsigt:\n{INTERNAL}" in marked
    assert marked.index(SAID) < marked.index("Internt")
    assert len(files) == 4


def test_a_second_batch_has_only_what_is_new_and_the_first_is_had_again_byte_for_byte(as_kim: FlaskClient) -> None:
    ayla()
    written()
    submit(as_kim, PLACE)
    first = newest()
    before = as_kim.get(first).data
    written("Noget nyt.")
    with acting_for(tenant(HERE)):
        youth_named("Ayla").case_number = "2014-78"
    with standing_at(later(1)):
        submit(as_kim, PLACE)
    [row] = json.loads(unpacked(as_kim.get(newest()).data)["metadata.json"])["notater"]
    assert row["sagsnummer"] == "2014-78" and newest() != first
    assert as_kim.get(first).data == before


def test_nothing_new_is_no_batch(app: Flask) -> None:
    from tests.cast import actor

    with pytest.raises(Refused, match="ikke noget nyt"), acting_for(tenant(HERE)):
        Handover.make(by=actor("kim"))
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Handover)).all() == []


def test_a_long_journal_goes_in_pieces_and_complete(as_kim: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentorkorps.journal.handover.AT_A_TIME", 3)
    ayla()
    for number in range(10):
        written(f"Note {number}")
    submit(as_kim, PLACE)
    answer = as_kim.get(newest(), buffered=False)
    pieces = list(answer.response)
    assert len(pieces) > 10
    files = unpacked(b"".join(pieces))
    with acting_for(tenant(HERE)):
        ids = {str(note_id) for note_id in db.session.scalars(select(JournalNote.id))}
    assert {row["notat_id"] for row in json.loads(files["metadata.json"])["notater"]} == ids and len(files) == 12


def test_the_trail_says_who_took_the_journal_out(as_kim: FlaskClient) -> None:
    ayla()
    written()
    submit(as_kim, PLACE)
    as_kim.get(newest())
    with acting_for(tenant(HERE)):
        trail = select(AuditEntry.act, AuditEntry.actor_name).where(AuditEntry.subject_kind == "Handover")
        assert sorted(tuple(row) for row in db.session.execute(trail)) == [
            ("journal.fetched", "Kim Bro"),
            ("journal.handed_over", "Kim Bro"),
        ]


def test_only_the_own_municipality_s_coordinator_gets_it(
    as_karen: FlaskClient, as_cille: FlaskClient, as_rune: FlaskClient
) -> None:
    ayla()
    written()
    from tests.cast import actor

    with acting_for(tenant(HERE)):
        Handover.make(by=actor("kim"))
    for client, refused in ((as_karen, 403), (as_cille, 403), (as_rune, 404)):
        assert client.get(PLACE).status_code == refused
        assert client.get(newest()).status_code == refused
    assert as_rune.get(newest().replace(HERE, "nyborg")).status_code in (403, 404)


def test_nora_gets_404_for_a_batch_of_svendborg(as_nora: FlaskClient) -> None:
    from tests.cast import actor

    ayla()
    written()
    with acting_for(tenant(HERE)):
        Handover.make(by=actor("kim"))
    assert as_nora.get(newest().replace(HERE, "vordingborg")).status_code == 404


def test_the_command_line_does_the_same(app: Flask, tmp_path: Path) -> None:
    ayla()
    written(internal=INTERNAL)
    file = hand_over(HERE, tmp_path / "out")
    assert file.name.startswith("journal-svendborg-2014-06-15-") and file.stat().st_mode & 0o077 == 0
    assert len(unpacked(file.read_bytes())) == 3
    with pytest.raises(Refused):
        hand_over(HERE, tmp_path / "out")
    assert hand_over(HERE, tmp_path / "again", again=True).read_bytes() == file.read_bytes()
    with pytest.raises(NotFound):
        hand_over("nyborg", tmp_path, again=True)


def test_the_page_takes_as_many_statements_with_many_youths_as_with_one(as_kim: FlaskClient) -> None:
    for number in range(6):
        ayla(first_name=f"Ung{number}")
        written(of=f"Ung{number}")
    as_kim.get(PLACE)
    with statements() as seen:
        assert "Ung5" in as_kim.get(PLACE).text
    assert len(seen) <= PAGE, "\n".join(seen)


def test_a_batch_counts_when_its_files_have_been_fetched(as_kim: FlaskClient) -> None:
    ayla()
    written()
    page = submit(as_kim, PLACE).text
    assert "1 notat ligger i en aflevering, som ingen har hentet endnu." in page and "Ikke hentet endnu" in page
    assert "Ikke afleveret endnu: 1 ung" in page and "Aflever 1 notat" not in page
    answer = as_kim.get(newest(), buffered=False)
    next(iter(answer.response))
    answer.close()  # the line broke after the first piece
    assert "Ikke afleveret endnu: 1 ung" in as_kim.get(PLACE).text
    assert as_kim.get(newest()).data
    assert "Alt er afleveret." in as_kim.get(PLACE).text
