"""Who reads what of Ayla's journal: the shared part, the internal part, and nothing at all (FY-38, security)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at
from mentorkorps.messages import Message
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tenants.users import User
from tests.cast import actor, enrol, signed_in, tenant
from tests.forms import submit
from tests.journal.scenes import HERE, INTERNAL, SAID, ayla, copies, later, written


@pytest.mark.parametrize(
    ("name", "reads", "internal"),
    [
        ("karen", True, False),  # the contact person
        ("kim", True, True),  # coordinator of the bearing municipality
        ("dorte", True, True),  # its data protection officer
        ("cille", True, True),  # the corps, who writes
        ("ulla", False, False),  # has not enrolled Ayla
        ("rune", False, False),  # case worker next door
        ("sofie", False, False),
    ],
)
def test_who_reads_the_shared_and_the_internal_part(app: Flask, name: str, reads: bool, internal: bool) -> None:
    page = ayla()
    written(internal=INTERNAL)
    reader = signed_in(app.test_client(), name)
    if name == "dorte":
        submit(reader, f"{page}/begrundelse", why="Anmodning om indsigt.")
    answer = reader.get(page)
    assert (answer.status_code == 200, SAID in answer.text, INTERNAL in answer.text) == (reads, reads, internal)


def test_ulla_reads_the_shared_part_of_a_youth_she_has_enrolled(as_ulla: FlaskClient) -> None:
    with acting_for(tenant(HERE), home=tenant("uu")):
        youth = enrol(actor("ulla")).youth_id
    written(internal=INTERNAL)
    text = as_ulla.get(f"/{HERE}/unge/{youth}").text
    assert SAID in text and INTERNAL not in text


def test_dorte_opens_a_case_by_its_name_and_with_a_reason_that_stands_in_the_log(app: Flask) -> None:
    page = ayla()
    written()
    dorte = signed_in(app.test_client(), "dorte")
    assert dorte.get(f"/{HERE}/unge").status_code == 403
    assert "Slå en sag op" in dorte.get(f"/{HERE}/log").text
    for address in (f"/{HERE}/sagsopslag", f"{page}/begrundelse"):
        assert dorte.post(address, data={"why": "Uden formularens eget mærke."}).status_code == 400
    wrong = submit(dorte, f"/{HERE}/sagsopslag", name="Ayla", why="Tilsyn.")
    assert "Ingen ung her hedder sådan" in wrong.text
    assert SAID not in submit(dorte, f"/{HERE}/sagsopslag", name="ayla demir", why="").text
    assert SAID in submit(dorte, f"/{HERE}/sagsopslag", name="ayla demir", why="Klage af 2. juni.").text
    assert "Klage af 2. juni." in dorte.get(f"/{HERE}/log").text
    opened = dorte.get(page).text
    assert f'href="/{HERE}/sagsopslag">Slå en sag op' in opened and f'href="/{HERE}/unge">' not in opened


@pytest.mark.parametrize(
    ("asked", "status", "kept"),
    [
        ({"name": "Ayla Jensen", "why": "Klage af 2. juni."}, 409, "Klage af 2. juni."),
        ({"name": "Ayla Jensen", "why": "Klage fra Aylas mor."}, 409, ""),
        ({"name": "Ayla Demir", "why": "Klage fra Ayla."}, 409, ""),  # which tells that she is here
        ({"name": "Ayla Demir", "why": "Ring 70102032."}, 409, ""),
        ({"name": "Ayla Demir", "why": "Tilsyn.", "born_on": "1. april 1996"}, 422, "Tilsyn."),
        ({"name": "Ayla Demir", "why": ""}, 422, ""),
    ],
)
def test_a_look_up_that_leads_nowhere_stands_in_the_log_without_the_name_that_was_written(
    app: Flask, asked: dict[str, str], status: int, kept: str
) -> None:
    ayla()
    dorte = signed_in(app.test_client(), "dorte")
    assert submit(dorte, f"/{HERE}/sagsopslag", **asked).status_code == status
    with acting_for(tenant(HERE)):
        tried = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "journal.asked_in_vain")).one()
        assert (tried.why, tried.actor_name) == (kept, "Dorte Lund")
    assert "Slog en sag op uden at finde den" in dorte.get(f"/{HERE}/log?slags=laesning").text


def test_without_a_reason_neither_case_nor_insight_is_opened_and_the_reason_holds_for_a_day(app: Flask) -> None:
    page = ayla()
    written()
    dorte = signed_in(app.test_client(), "dorte")
    for address in (page, f"{page}/journal.txt"):
        assert dorte.get(address).headers["Location"] == f"{page}/begrundelse"
    submit(dorte, f"{page}/begrundelse", why="Anmodning om indsigt.")
    assert SAID in dorte.get(page).text and SAID in dorte.get(f"{page}/journal.txt").text
    with standing_at(later(1)):
        assert dorte.get(page).headers["Location"] == f"{page}/begrundelse"


def test_a_case_worker_who_is_data_protection_officer_too_has_no_longer_list_and_says_why_of_others_youths(
    as_karen: FlaskClient,
) -> None:
    page = ayla()
    with acting_for(tenant(HERE)):
        other = f"/{HERE}/unge/{enrol(actor('kim'), first_name='Per').youth_id}"
        karen = db.session.scalars(select(User).where(User.subject == "karen")).one()
        karen.grant_exactly(frozenset({"case_worker", "dpo"}), now())
    listed = as_karen.get(f"/{HERE}/unge").text
    assert "Ayla" in listed and "Per" not in listed
    behind = as_karen.get(f"/{HERE}/tal/enrolled?fra=2014-02-15&til=2014-12-31").text
    assert "Ayla" in behind and "Per" not in behind
    assert as_karen.get(page).status_code == 200
    assert as_karen.get(other).headers["Location"] == f"{other}/begrundelse"
    assert as_karen.get(f"{other}/notat").status_code == 404, "whoever oversees writes nothing"
    submit(as_karen, f"{other}/begrundelse", why="Tilsyn.")
    assert as_karen.get(other).status_code == 200


def test_a_reason_names_nobody_for_the_log_outlives_the_case(app: Flask) -> None:
    page = ayla()
    dorte = signed_in(app.test_client(), "dorte")
    for address, more in ((f"/{HERE}/sagsopslag", {"name": "Ayla Demir"}), (f"{page}/begrundelse", {})):
        refused = submit(dorte, address, why="Klage fra Ayla.", **more)
        assert refused.status_code == 409 and "uden »Ayla«" in refused.text
    assert dorte.get(page).status_code == 303


def test_only_the_data_protection_officer_looks_a_case_up(as_kim: FlaskClient, as_rune: FlaskClient) -> None:
    page = ayla()
    assert as_kim.get(f"/{HERE}/sagsopslag").status_code == 403 and as_kim.get(page).status_code == 200
    assert as_rune.get(f"{page}/begrundelse").status_code == 404


def test_dorte_changes_nothing(app: Flask) -> None:
    page = ayla()
    dorte = signed_in(app.test_client(), "dorte")
    for act in ("notat", "kontaktperson", "oensker"):
        assert dorte.get(f"{page}/{act}").status_code == 403
    assert copies() == []


def test_the_whole_journal_is_handed_out_for_insight_with_the_internal_part(as_kim: FlaskClient) -> None:
    page = ayla()
    written(internal=INTERNAL)
    answer = as_kim.get(f"{page}/journal.txt")
    assert SAID in answer.text and INTERNAL in answer.text and "Kopi til kontaktperson: ikke læst" in answer.text
    with acting_for(tenant(HERE)):
        acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "journal.insight")).all()
    assert acts == ["journal.insight"]


def test_a_case_worker_takes_nothing_out_for_insight(as_karen: FlaskClient, as_rune: FlaskClient) -> None:
    page = ayla()
    assert as_karen.get(f"{page}/journal.txt").status_code == 403
    assert as_rune.get(f"{page}/journal.txt").status_code == 404


def test_nothing_of_a_note_is_in_any_message(app: Flask) -> None:
    from mentorkorps.journal import daily_digest
    from mentorkorps.messages.delivery import words_of

    ayla()
    written(internal=INTERNAL, urgent=True)
    with standing_at(later(1)), acting_for(tenant(HERE)):
        daily_digest()
        sent = [" ".join(words_of(message)) for message in db.session.scalars(select(Message))]
    assert sent and not any(SAID in text or INTERNAL in text for text in sent)


def test_reading_by_others_is_no_receipt(as_kim: FlaskClient, as_karen: FlaskClient) -> None:
    page = ayla()
    written()
    as_kim.get(page)
    as_karen.head(page)
    assert [read for _address, _told, read, _passed_on in copies()] == [False]
    as_karen.get(page)
    assert [read for _address, _told, read, _passed_on in copies()] == [True]


def test_what_the_copies_are_for_stands_above_them(as_karen: FlaskClient) -> None:
    assert "for at forløbet hele tiden støtter kommunens indsats" in as_karen.get(ayla()).text


def test_a_case_worker_is_not_asked_for_an_internal_paragraph(as_karen: FlaskClient, as_kim: FlaskClient) -> None:
    page = ayla()
    assert 'name="internal"' not in as_karen.get(f"{page}/notat").text
    assert 'name="internal"' in as_kim.get(f"{page}/notat").text
    submit(as_karen, f"{page}/notat", topic="decision", text=SAID, internal=INTERNAL)
    assert INTERNAL not in as_kim.get(page).text
