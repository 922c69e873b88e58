"""What stands around the agreement: the hotline's log, a funder's approval, local groups, and the policy it is a part of."""

import io

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from sqlalchemy import select

from tenants.agreements.enquiries import PreEnquiry
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.steering.reports import built
from tests.web.counting import PAGE, statements
from tests.web.test_agreement_signed import address

HOTLINE, GROUPS = "/dygtige-unge/aftale/hotline", "/dygtige-unge/aftale/fyn/lokalgrupper"
CALL = {"asked_on": "12-06-2014", "municipality": "nyborg", "topic": "target_group"}
APPROVAL = {"funder": "Fonden", "person": "Grete Friis", "approved_on": "15-06-2014", "reference": "Brev 14-7"}
CHARTER = "Vordingborg Kommunes Uddannelsescharter"


def test_a_call_to_the_hotline_is_a_day_a_municipality_and_a_topic(as_cille: FlaskClient) -> None:
    assert "Opkald til hotlinen" in as_cille.get("/dygtige-unge/aftale").text
    page = submit(as_cille, HOTLINE, **CALL).text
    assert "12-06-2014" in page and "Nyborg Kommune" in page and page.count("Hører den unge til målgruppen?") == 3
    page = submit(as_cille, HOTLINE, **CALL | {"municipality": "anden"}).text
    assert ">2<" in page and page.count("En anden kommune") == 2
    for wrong in ({"topic": "Ida"}, {"municipality": "vordingborg"}, {"asked_on": ""}):
        assert submit(as_cille, HOTLINE, follow=False, **CALL | wrong).status_code == 422
    assert submit(as_cille, HOTLINE, follow=False, **CALL | {"asked_on": "16-06-2014"}).status_code == 409
    assert submit(as_cille, HOTLINE, follow=False, **CALL).status_code == 409
    columns = {"tenant_id", "id", "asked_on", "municipality", "topic", "written_at", "written_by"}
    assert set(PreEnquiry.__table__.columns.keys()) == columns  # no place for a person


def test_each_house_logs_its_own_calls(as_cille: FlaskClient, as_kim: FlaskClient, as_karen: FlaskClient) -> None:
    submit(as_cille, HOTLINE, **CALL)
    page = submit(as_kim, "/svendborg/aftale/hotline", **CALL | {"municipality": "svendborg", "topic": "form"}).text
    assert "Svendborg Kommune" in page and "Nyborg Kommune" not in page
    assert as_karen.get("/svendborg/aftale/hotline").status_code == 403


def test_a_funder_approves_a_version_and_every_party_reads_it(as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    where = f"{address('dygtige-unge')}/bevillingsgiver"
    assert submit(as_cille, where, follow=False, **APPROVAL | {"reference": ""}).status_code == 422
    assert submit(as_cille, where, follow=False, **APPROVAL | {"approved_on": "16-06-2014"}).status_code == 409
    said = "Godkendt af Fonden ved Grete Friis den 15-06-2014, reference Brev 14-7."
    assert said in submit(as_cille, where, **APPROVAL).text
    assert submit(as_cille, where, follow=False, **APPROVAL | {"funder": "FONDEN"}).status_code == 409
    assert said in as_kim.get("/svendborg/aftale/fyn/aendringer").text
    assert as_kim.get(f"{address('svendborg')}/bevillingsgiver").status_code == 403


def test_a_local_group_opens_and_closes_with_a_reason_under_the_umbrella(
    as_cille: FlaskClient, as_kim: FlaskClient, as_nora: FlaskClient
) -> None:
    opened = {"name": "Esbjerg", "on_day": "01-04-2014", "why": "Mange unge uden plads"}
    assert submit(as_cille, f"{GROUPS}/ny", follow=False, **opened | {"why": ""}).status_code == 422
    page = submit(as_cille, f"{GROUPS}/ny", **opened).text
    assert "1 åben gruppe" in page and "Mange unge uden plads" in page
    assert submit(as_cille, f"{GROUPS}/ny", follow=False, **opened | {"name": "ESBJERG"}).status_code == 409
    close = page[: page.index("/luk")].rsplit('"', 1)[1] + "/luk"
    closed = {"on_day": "10-06-2014", "why": "En betalt konkurrent begyndte"}
    assert submit(as_cille, close, follow=False, **closed | {"on_day": "31-03-2014"}).status_code == 409
    page = submit(as_cille, close, **closed).text
    assert "0 åbne grupper" in page and "En betalt konkurrent begyndte" in page and "10-06-2014" in page
    assert submit(as_cille, close, follow=False, **closed).status_code == 409
    assert "1 åben gruppe" in submit(as_cille, f"{GROUPS}/ny", **opened | {"on_day": "11-06-2014"}).text
    page = as_kim.get("/svendborg/aftale/fyn/lokalgrupper").text
    assert "en mentor hører til korpset, og en ung til sin kommune" in page  # no count that no row can tell
    assert "En betalt konkurrent" in page and "/luk" not in page
    assert as_nora.get("/vordingborg/aftale/fyn/lokalgrupper").status_code == 404
    assert as_nora.get(close.replace("dygtige-unge", "vordingborg").replace("fyn", "vordingborg")).status_code == 404


def test_the_groups_cost_the_same_however_many(as_cille: FlaskClient) -> None:
    from mentorkorps.clock import today
    from tenants.agreements.groups import open_group

    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        for number in range(60):
            open_group(partnership, f"Gruppe {number:02}", today(), "Fordi", by=cast.actor("cille"))
    as_cille.get(GROUPS)
    with statements() as made:
        page = as_cille.get(GROUPS).text
    assert "60 åbne grupper" in page and "Side 1 af 2" in page and len(made) <= PAGE


def test_vordingborgs_programme_says_which_policy_it_is_a_part_of(as_nora: FlaskClient, as_kim: FlaskClient) -> None:
    said = f"Programmet er en del af {CHARTER}."
    assert said in as_nora.get("/vordingborg/program").text and said in as_nora.get("/vordingborg/aftale").text
    pdf = as_nora.get(address("vordingborg", "vordingborg") + ".pdf").data
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert CHARTER in " ".join(text.split())
    assert "Programmet er en del af" not in as_kim.get("/svendborg/program").text


def test_the_front_of_the_report_says_it_too(as_nora: FlaskClient, as_cille: FlaskClient) -> None:
    for slug in ("vordingborg", "dygtige-unge"):
        built(slug)
    front, said = "/vordingborg/styregruppe/2014/1", f"Programmet er en del af {CHARTER}."
    assert said in as_nora.get(front).text
    first = PdfReader(io.BytesIO(as_nora.get(f"{front}/pdf").data)).pages[0].extract_text()
    assert said in " ".join(first.split())
    schema = as_nora.get("/skema/styregrupperapport-2.json").json
    assert [*Draft202012Validator(schema).iter_errors(as_nora.get(f"{front}/json").json)] == []
    assert "Programmet er en del af" not in as_cille.get("/dygtige-unge/styregruppe/2014/1").text
