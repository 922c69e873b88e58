"""The audit file of a pair: what stands in it, what is missing in words, who may read it, and on paper."""

import csv
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.concerns import open_concern
from mentorkorps.courses import set_goal
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Enrolment, Youth
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import actor, signed_in, tenant
from tests.concerns.chain import colleague
from tests.endings.scene import BENT, ended, on, running
from tests.forms import submit
from tests.pair import HERE, the_match
from tests.web.counting import PAGE, statements

FILE = 24  # what the sections of a file read, however long each is


@pytest.fixture
def file(app) -> str:
    """The address of Ayla's and Bent's file; they met today."""
    return f"{running()}/sagsmappe"


def lines(client: FlaskClient, file: str) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    answer = client.get(f"{file}/csv")
    assert answer.status_code == 200 and answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(answer.data.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_it_says_what_for_by_whom_and_what_was_delivered(as_cille: FlaskClient, file: str):
    with acting_for(tenant(HERE)):
        set_goal(the_match(), "education", ["professional"], "At søge ind på EUD inden jul.", by=BENT)
    with on(date(2014, 7, 20)):
        submit(as_cille, f"{file.removesuffix('/sagsmappe')}/resultat", praktik="01-07-2014", goes_on="yes")
        text = as_cille.get(file).text
    for words in (
        "Blive optaget på grundforløbet", "At søge ind på EUD inden jul.", "Faglig støtte", "Indehaver", "Iklædningssamtale",
        "Korpset må få tilmeldingen", "Forløbet begynder", "Mentors arbejdsplads", "Hvordan går det?", "Praktik", "Version 1",
    ):  # fmt: skip
        assert words in text, words


def test_it_says_which_kind_of_mentor_where_that_is_written(as_cille: FlaskClient, file: str):
    assert "Slags mentor" not in as_cille.get(file).text
    with acting_for(tenant("dygtige-unge")):
        db.session.execute(update(Mentor).values(kind="both"))
    assert "Både personlig og faglig mentor" in as_cille.get(file).text


def test_what_is_missing_is_said_in_words(as_cille: FlaskClient, file: str):
    text = as_cille.get(file).text
    for sentence in ("Intet retsgrundlag er skrevet.", "Ingen opgaver er skrevet.", "Ingen opkald er skrevet."):
        assert sentence in text
    with acting_for(tenant(HERE)):
        db.session.execute(update(Enrolment).values(education_goal="", job_goal=""))
    assert "Intet formål er skrevet." in as_cille.get(file).text


def test_the_spreadsheet_has_a_line_for_each_fact_in_danish(as_cille: FlaskClient, file: str):
    as_cille.set_cookie("mk_language", "en")
    found = lines(as_cille, file)
    assert found[0] == ["Afsnit", "Linje", "Felt", "Værdi"]
    assert ["Møder", "1", "Minutter", "60"] in found
    assert ["Møder", "2", "Minutter", "60"] in found  # the sum
    assert ["Pauser", "", "", "Ingen pauser."] in found
    assert {len(line) for line in found} == {4}


def test_a_text_that_looks_like_a_formula_does_nothing(as_cille: FlaskClient, file: str):
    with acting_for(tenant(HERE)):
        db.session.execute(update(Enrolment).values(job_goal="=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in [line[3] for line in lines(as_cille, file)]


def test_on_paper_it_is_a_tagged_pdf(as_cille: FlaskClient, file: str):
    answer = as_cille.get(f"{file}/pdf")
    assert answer.data.startswith(b"%PDF-") and b"pdfuaid" in answer.data
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="sagsmappe-2014-06-15-')


def test_nothing_private_of_the_mentor_and_nothing_of_a_worry_but_its_level(
    as_cille: FlaskClient, as_kim: FlaskClient, file: str
):
    with acting_for(tenant(HERE)):
        match = the_match()
        facts = {"about": "home", "internal": "Sov i bussen.", "is_danger": False}
        open_concern(match.youth, match=match, **facts, by=BENT)
    for reader in (as_cille, as_kim):
        text = reader.get(file).text
        assert "Niveau 1" in text
        for secret in ("Sov i bussen", "Bent Madsen", "70102031", "bent@vaerksted.example"):
            assert secret not in text, secret


def test_concerns_stand_in_it_for_the_chain_the_coordinator_and_by_count_for_the_dpo(
    as_cille: FlaskClient, as_kim: FlaskClient, file: str
):
    with acting_for(tenant(HERE)):
        match, facts = the_match(), {"about": "home", "internal": "Sov i bussen.", "is_danger": False}
        open_concern(match.youth, match=match, **facts, by=actor("cille"))
    as_dan = colleague(as_cille)
    as_dorte = signed_in(as_cille.application.test_client(), "dorte")
    submit(as_dorte, f"/svendborg/unge/{youth_id()}/begrundelse", why="Tilsyn.")
    for reader in (as_cille, as_kim):
        assert ["Bekymringer", "1", "Højeste niveau", "Niveau 1"] in lines(reader, file)
    assert [line[2:] for line in lines(as_dorte, file) if line[0] == "Bekymringer"] == [["Antal", "1"]]
    assert "Bekymringer" not in [line[0] for line in lines(as_dan, file)], "nor that there is none"


def test_the_case_number_stands_in_the_municipality_s_own_copy_alone(
    as_cille: FlaskClient, as_kim: FlaskClient, file: str
):
    with acting_for(tenant(HERE)):
        db.session.execute(update(Youth).values(case_number="27.36.04-G01-17-14"))
    assert "27.36.04-G01-17-14" in as_kim.get(file).text
    assert "27.36.04-G01-17-14" not in as_cille.get(file).text
    assert file in as_kim.get(f"/svendborg/unge/{youth_id()}").text


def youth_id() -> object:
    """Ayla's id."""
    with acting_for(tenant(HERE)):
        return the_match().youth_id


def test_each_reading_is_kept(as_cille: FlaskClient, as_kim: FlaskClient, file: str):
    as_cille.get(file)
    as_kim.get(f"{file}/pdf")
    lines(as_kim, file)
    with acting_for(tenant(HERE)):
        read = select(AuditEntry.actor_name, AuditEntry.why).where(AuditEntry.act == "case_file.read")
        assert db.session.execute(read.order_by(AuditEntry.at, AuditEntry.why)).all() == [
            ("Kim Bro", "csv"), ("Cille Engel", "page"), ("Kim Bro", "pdf"),
        ]  # fmt: skip


def test_a_case_worker_reads_the_journal_and_not_the_file(as_karen: FlaskClient, file: str):
    assert as_karen.get(file).status_code == 403


def test_no_other_house_reads_it(as_rune: FlaskClient, as_sofie: FlaskClient, file: str):
    assert as_rune.get(file).status_code == 404
    assert as_sofie.get(file).status_code == 404
    assert as_rune.get(file.replace("svendborg", "nyborg")).status_code == 403


def test_a_longer_file_costs_no_more_statements(as_cille: FlaskClient, file: str):
    with on(date(2014, 7, 20)):
        as_cille.get(file)
        with statements() as few:
            as_cille.get(file)
        page = file.removesuffix("/sagsmappe")
        submit(as_cille, f"{page}/resultat", praktik="01-07-2014", job="15-07-2014", goes_on="yes")
        ended(as_cille, page, "goal_reached")
        with statements() as many:
            as_cille.get(file)
    assert len(many) <= len(few) <= PAGE + FILE, len(few)


def test_the_paper_is_there_also_between_two_seconds(as_cille: FlaskClient, file: str):
    with standing_at(datetime(2014, 7, 20, 10, 38, 7, 123456, COPENHAGEN)):
        assert as_cille.get(f"{file}/pdf").data.startswith(b"%PDF")
