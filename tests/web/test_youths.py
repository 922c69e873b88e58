"""The list of youths and the page of one, for each of those who may open it, and for those who may not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from mentorkorps.clock import today
from mentorkorps.follow_ups import log_meeting
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.partnership import import_partnership
from mentorkorps.youths import Enrolment, Youth
from tenants.scope import acting_for, db
from tests.cast import TERMS, actor, enrol, tenant
from tests.forms import submit


def enrolled(by: str = "karen", slug: str = "svendborg", **more: Any) -> UUID:
    """A youth sent by one of the cast; the youth's id."""
    someone = actor(by)
    with acting_for(tenant(slug), home=someone.tenant_id):
        return enrol(someone, **more).youth_id


def proposed(youth_id: UUID) -> UUID:
    """Cille proposes the best mentor."""
    cille = actor("cille")
    with acting_for(tenant("svendborg"), home=cille.tenant_id):
        enrolment = db.session.query(Enrolment).filter_by(youth_id=youth_id).one()
        return propose(enrolment, suggest(enrolment, today())[0], by=cille).id


def paired(youth_id: UUID) -> None:
    """Both say yes, and have met once."""
    proposal_id = proposed(youth_id)
    cille = actor("cille")
    with acting_for(tenant("svendborg"), home=cille.tenant_id):
        proposal = Proposal.get(proposal_id)
        mentor_says(proposal, True, by=cille)
        match = youth_says(proposal, True, by=cille)
        assert match
        log_meeting(match, held_on=today(), took_place=True, minutes=60, place="library", next_on=today(), by=cille)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_kim_sees_all_of_the_municipality_and_karen_her_own(
    app: Flask, as_kim: FlaskClient, as_karen: FlaskClient
) -> None:
    enrolled("karen", first_name="Ayla", last_name="Demir")
    enrolled("ulla", first_name="Ida", last_name="Juul")
    page = as_kim.get("/svendborg/unge").text
    assert "Ayla Demir" in page and "Ida Juul" in page
    page = as_karen.get("/svendborg/unge").text
    assert "Ayla Demir" in page and "Ida Juul" not in page


def test_rune_gets_the_same_404_for_ayla_as_for_nobody(app: Flask, as_rune: FlaskClient) -> None:
    ayla = enrolled()
    for slug in ("svendborg", "nyborg"):
        answers = [as_rune.get(f"/{slug}/unge/{youth}") for youth in (ayla, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert not any("Ayla" in answer.text for answer in answers)
    assert as_rune.post(f"/nyborg/unge/{ayla}/traek-tilbage").status_code in (400, 404)


def test_cille_reads_lists_of_all_three_municipalities_at_home_and_enters_by_a_row(
    app: Flask, as_cille: FlaskClient
) -> None:
    ayla = enrolled()
    enrolled("rune", "nyborg", first_name="Per")
    page = as_cille.get("/dygtige-unge/unge").text
    assert "Svendborg Kommune" in page and "Ayla Demir" in page and "Per Demir" in page
    assert f'href="/svendborg/unge/{ayla}"' in page
    assert "Du arbejder hos" in as_cille.get(f"/svendborg/unge/{ayla}").text


def test_the_corps_never_sees_the_case_number(app: Flask, as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    ayla = enrolled(case_number="2014-77")
    assert "2014-77" in as_karen.get(f"/svendborg/unge/{ayla}").text
    assert "2014-77" not in as_cille.get(f"/svendborg/unge/{ayla}").text


def test_where_a_youth_stands_is_told_in_words(app: Flask, as_karen: FlaskClient) -> None:
    assert "Ingen unge er tilmeldt endnu" in as_karen.get("/svendborg/unge").text
    ayla = enrolled()
    assert "dag 0 af 28" in as_karen.get("/svendborg/unge").text
    proposed(ayla)
    assert "Forslag ude" in as_karen.get("/svendborg/unge").text


def test_the_mentor_has_a_trade_before_both_yeses_and_a_name_after(app: Flask, as_karen: FlaskClient) -> None:
    ayla, bo = enrolled(), enrolled(first_name="Bo")
    proposed(ayla)
    page = as_karen.get(f"/svendborg/unge/{ayla}").text
    assert "Automekaniker" in page and "Bent" not in page and "70102031" not in page
    assert "Korpset leder efter en mentor" in as_karen.get(f"/svendborg/unge/{bo}").text


def test_a_running_pair_is_told_with_mentor_meetings_and_what_comes_next(app: Flask, as_karen: FlaskClient) -> None:
    ayla = enrolled()
    paired(ayla)
    page = as_karen.get(f"/svendborg/unge/{ayla}").text
    assert "Bent, automekaniker" in page and "70 10 20 31" in page and "Madsen" not in page
    assert "Biblioteket" in page and "Næste: " in page
    assert "Forløb i gang siden 15-06-2014" in as_karen.get("/svendborg/unge").text


def test_reading_is_the_receipt_and_internal_words_are_for_a_few(
    app: Flask, as_karen: FlaskClient, as_kim: FlaskClient
) -> None:
    ayla = enrolled()
    cille = actor("cille")
    with acting_for(tenant("svendborg")):
        youth = db.session.query(Enrolment).filter_by(youth_id=ayla).one().youth
        JournalNote.write(youth, "called", "Det går godt.", by=cille, internal="Kun for korpset.")
    assert "1 nyt" in as_karen.get("/svendborg/unge").text
    page = as_kim.get(f"/svendborg/unge/{ayla}").text
    assert "Kopi til Karen Holm, ikke læst endnu" in page and "Kun for korpset." in page
    page = as_karen.get(f"/svendborg/unge/{ayla}").text
    assert "Kopi til Karen Holm, læst 15-06-2014" in page and "Det går godt." in page and "Kun for korpset." not in page
    assert "1 nyt" not in as_karen.get("/svendborg/unge").text


def test_an_enrolment_is_taken_back_unless_a_proposal_is_out(app: Flask, as_karen: FlaskClient) -> None:
    ayla, bo = enrolled(), enrolled(first_name="Bo")
    page = f"/svendborg/unge/{bo}"
    assert "Trukket tilbage" in submit(as_karen, page, to=f"{page}/traek-tilbage").text
    assert "dag 0 af 28" not in as_karen.get(page).text and "Tilmeld igen" in as_karen.get(page).text
    assert "Venter igen siden" in submit(as_karen, page, to=f"{page}/tilmeld-igen").text
    proposed(ayla)
    page = f"/svendborg/unge/{ayla}"
    assert "traek-tilbage" not in as_karen.get(page).text
    assert submit(as_karen, page, to=f"{page}/traek-tilbage").status_code == 409


def test_the_list_takes_as_many_statements_with_many_youths_as_with_one(app: Flask, as_karen: FlaskClient) -> None:
    enrolled()
    with counted() as few:
        as_karen.get("/svendborg/unge")
    paired(enrolled(first_name="Ung0"))
    for number in range(1, 12):
        enrolled(first_name=f"Ung{number}")
    with counted() as many:
        assert "Ung11" in as_karen.get("/svendborg/unge").text
    assert len(many) == len(few)
    assert len([s for s in many if "enrolments" in s or "matches" in s or "proposals" in s or "note_copies" in s]) <= 8


def test_a_head_request_is_no_receipt_of_the_journal(as_karen: FlaskClient) -> None:
    youth_id = enrolled()
    with acting_for(tenant("svendborg")):
        JournalNote.write(Youth.get(youth_id), "called", "Vi har talt sammen.", by=actor("cille"))
    receipts = []
    for read in (as_karen.head, as_karen.get):
        assert read(f"/svendborg/unge/{youth_id}").status_code == 200
        with acting_for(tenant("svendborg")):
            receipts += [copy.read_at is not None for copy in db.session.scalars(select(NoteCopy))]
    assert receipts == [False, True]


def test_the_days_of_the_promise_are_those_of_the_programme_that_it_was_sent_under(
    as_karen: FlaskClient, as_cille: FlaskClient, tmp_path: Path
) -> None:
    before = enrolled(first_name="Bo")
    file = tmp_path / "fyn.toml"
    file.write_text((TERMS / "fyn.toml").read_text().replace("promise_days = 28", "promise_days = 14"))
    import_partnership(file)
    after = enrolled()
    assert "dag 0 af 14" in as_karen.get("/svendborg/unge").text
    assert "Senest den 29-06-2014" in as_karen.get(f"/svendborg/unge/{after}").text
    assert "Senest den 13-07-2014" in as_karen.get(f"/svendborg/unge/{before}").text
    inbox = as_cille.get("/dygtige-unge/indbakke").text
    assert "Dag 0 af 14" in inbox and "Dag 0 af 28" in inbox
