"""Signing, renewing, leaving and taking the data out, by the pages that a person uses."""

import io
import json
import zipfile
from datetime import timedelta

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps import messages
from mentorkorps.agreement_notice import mind_agreements
from mentorkorps.clock import now, standing_at
from mentorkorps.youths import Enrolment
from tenants.agreements.versions import TermsVersion
from tenants.exit.export import DataExport
from tenants.outbox import OutboxItem
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import token_in
from workers.kinds import INSIDE
from workers.perform import drain


def address(slug: str, name: str = "fyn") -> str:
    """Where the newest terms stand."""
    with acting_for(cast.tenant(slug)):
        partnership = db.session.scalars(select(Partnership).where(Partnership.slug == name)).one()
        version = TermsVersion.newest(partnership)
        assert version is not None
        return f"/{slug}/aftale/vilkaar/{version.id}"


def press(client: FlaskClient, where: str, **fields: str) -> TestResponse:
    """Posts `fields` with the token of a form of the same house."""
    page = client.get("/" + where.split("/")[1] + "/aftale/databehandling").text
    return client.post(where, data={"csrf_token": token_in(page), **fields})


def test_kim_reads_the_terms_and_accepts_them_for_svendborg(as_kim: FlaskClient, as_sofie: FlaskClient) -> None:
    page = as_kim.get("/svendborg/aftale").text
    assert "I har ikke accepteret vilkårene i version 1 endnu" in page and "Læs og acceptér vilkårene" in page
    terms = as_kim.get(address("svendborg")).text
    for words in (
        "133.000,00 kr.",
        "Nyborg Kommune",
        "30-35",
        "resten på 1.000,00 kr. er ikke fordelt",
        "betaler, deltager",
        "driver",
    ):
        assert words in terms, words
    for _press in range(2):
        assert press(as_kim, address("svendborg") + "/accepter").status_code == 303
    assert "Kim Bro har accepteret for jer den 15-06-2014 kl. 09.00" in as_kim.get(address("svendborg")).text
    assert "Kim Bro" in as_sofie.get("/faaborg-midtfyn/aftale").text  # every party sees who has said yes


def test_a_case_worker_accepts_nothing_and_vordingborg_sees_nothing(as_rune: FlaskClient, as_nora: FlaskClient) -> None:
    assert as_rune.post(address("nyborg") + "/accepter").status_code == 403
    foreign = address("svendborg").replace("/svendborg/", "/vordingborg/")
    assert as_nora.get(foreign).status_code == 404
    assert press(as_nora, foreign + "/accepter").status_code == 404
    assert as_nora.get("/vordingborg/aftale/fyn/aendringer").status_code == 404


def test_the_pdf_says_what_the_page_says(as_kim: FlaskClient) -> None:
    press(as_kim, address("svendborg") + "/accepter")
    answer = as_kim.get(address("svendborg") + ".pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for words in (
        "Erhvervsmentor fra Syd til Øst",
        "133.000,00 kr.",
        "1.000,00 kr.",
        "Kim Bro",
        "15-02-2014 til 31-12-2014",
    ):
        assert words in text, words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_sofie_decides_for_faaborg_and_the_others_see_it(as_sofie: FlaskClient, as_kim: FlaskClient) -> None:
    where = "/faaborg-midtfyn/aftale/fyn/fornyelse"
    assert "Hvad har I besluttet?" in as_sofie.get(where).text
    assert press(as_sofie, where, says="change", note="").status_code == 409
    assert press(as_sofie, where, says="change", note="Flere pladser").status_code == 303
    page = as_kim.get("/svendborg/aftale").text
    assert "Flere pladser" in page and "Sofie Dam, 15-06-2014" in page and "Ikke besluttet" in page


def test_cille_sees_what_it_means_that_nyborg_leaves_before_she_confirms(as_cille: FlaskClient) -> None:
    where, said = (
        "/dygtige-unge/aftale/fyn/parter/nyborg/ud",
        {"last_day": "30-09-2014", "why": "Byrådet har besluttet det"},
    )
    page = press(as_cille, where, **said)
    assert page.status_code == 200
    for words in ("90-105", "60-70", "133.000,00 kr.", "betales eller er faktureret", "bortfalder", "mindre end målet"):
        assert words in page.text, words
    assert "30-09-2014" not in as_cille.get("/dygtige-unge/aftale").text
    assert press(as_cille, where, **said | {"sikker": "ja"}).status_code == 303
    assert "30-09-2014" in as_cille.get("/dygtige-unge/aftale").text
    log = as_cille.get("/dygtige-unge/aftale/fyn/aendringer").text
    assert "Cille Engel: Byrådet har besluttet det" in log and "fra intet til 30. september 2014" in log


def test_only_the_operator_moves_parties(as_kim: FlaskClient, as_nora: FlaskClient) -> None:
    assert as_kim.get("/svendborg/aftale/fyn/parter/nyborg/ud").status_code == 403
    assert as_nora.get("/vordingborg/aftale/fyn/parter/nyborg/ud").status_code == 404


def test_vordingborg_cannot_bear_youths_in_two_partnerships(as_cille: FlaskClient) -> None:
    places = {"least_0": "5", "most_0": "10", "paid_0": "20.000", "least_1": "20", "most_1": "20", "paid_1": "80.000"}
    said = {"party": "vordingborg", "first_day": "01-08-2014", "why": "Ny part", **places}
    where = "/dygtige-unge/aftale/fyn/parter/ny"
    page = press(as_cille, where, **said)
    assert page.status_code == 200 and "95-115" in page.text
    refused = press(as_cille, where, **said | {"sikker": "ja"})
    assert refused.status_code == 409 and "bærer unge i partnerskabet" in refused.text


def test_the_three_answers_are_seen_by_every_party_and_the_hotline_at_enrolment(
    as_cille: FlaskClient, as_karen: FlaskClient, as_kim: FlaskClient
) -> None:
    where = "/dygtige-unge/aftale/fyn/aabning"
    page = as_cille.get("/dygtige-unge/aftale").text
    assert page.count("Ikke besvaret endnu") == 2 and "Birgitte Toft, 62 00 00 11" in page  # the file names the hotline
    said = {
        "recruits": "Dygtige Unge",
        "proposes": "Cille hos Dygtige Unge",
        "hotline": "Mona Lisberg",
        "phone": "62 00 00 22",
    }
    assert press(as_cille, where, **said | {"phone": ""}).status_code == 422
    assert press(as_cille, where, **said).status_code == 303
    page = as_kim.get("/svendborg/aftale").text
    assert "Cille hos Dygtige Unge" in page and "Mona Lisberg, 62 00 00 22" in page
    assert "De to andre svar oplyser parterne og styrer intet" in page  # and beside it how the system is set up
    assert "Korpset finder og uddanner mentorerne." in page[page.index("styrer intet") :][:200]
    assert "bestemmes under Program" in as_cille.get(where).text
    with acting_for(cast.tenant("svendborg")):
        draft = Enrolment.begin("Sif", by=cast.actor("karen")).id
    assert "Mona Lisberg" in as_karen.get(f"/svendborg/tilmelding/{draft}/trin-5").text


def test_whoever_has_not_answered_gets_one_mail_and_one_more_after_two_weeks(as_cille: FlaskClient) -> None:
    monday = now() + timedelta(days=-now().weekday() % 7)
    for days, mails in ((-1, 0), (0, 1), (1, 1), (13, 1), (14, 2), (30, 2)):
        with standing_at(monday + timedelta(days=days)):
            with acting_for(cast.tenant("dygtige-unge")):
                mind_agreements()
            for house in ("dygtige-unge", "svendborg"):
                drain(now(), [cast.tenant(house)])
        with acting_for(cast.tenant("svendborg")):
            told = select(messages.Message.to_address).where(messages.Message.template == "agreement_waits")
            assert list(db.session.scalars(told)) == ["kim@svendborg.example"] * mails


def test_kim_accepts_the_processing_of_data_and_takes_them_out_as_files(
    as_kim: FlaskClient, as_rune: FlaskClient
) -> None:
    where = "/svendborg/aftale/databehandling"
    assert as_rune.get("/nyborg/aftale/databehandling").status_code == 403
    assert press(as_kim, where, keep_days="3").status_code == 409
    assert press(as_kim, where, keep_days="60").status_code == 303
    assert "accepteret af Kim Bro" in as_kim.get(where).text
    for _press in range(2):
        assert press(as_kim, where + "/udtraek").status_code == 303
    with acting_for(cast.tenant("svendborg")):
        [item] = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "export_data"))
        INSIDE["export_data"](item)
        [made] = db.session.scalars(select(DataExport))
    archive = zipfile.ZipFile(io.BytesIO(as_kim.get(f"{where}/udtraek/{made.id}.zip").data))
    manifest = json.loads(archive.read("manifest.json"))
    names = {one["file"] for one in manifest["files"]}
    assert {"users.jsonl", "processing_acceptances.jsonl", "quotas.jsonl"} <= names and "sign_ins.jsonl" not in names
    assert names | {"manifest.json"} == set(archive.namelist())
    assert b"Rune Vang" not in archive.read("users.jsonl")
