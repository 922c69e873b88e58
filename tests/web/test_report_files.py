"""Sofie takes the report along: each file opened, and its figures compared with the report's own content."""

import csv
import json
import zipfile
from datetime import date, time
from html import escape
from io import BytesIO, StringIO
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.paper import render_pdf
from mentorkorps.steering.wording import decisions, month, setting, signs
from mentorkorps.steering.workbook import render_xlsx
from mentorkorps.steering_group import agenda
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import COPY, Cluster
from tests.steering.planted import invent
from tests.web.test_steering import REPORT, freeze

MEETINGS = "/faaborg-midtfyn/styregruppemoeder"
CUT_OFF = date(2014, 6, 15)
KINDS = ("pdf", "xlsx", "csv", "json")
FIRST_SHEET_OF_SECTIONS = 1


@pytest.fixture
def frozen(app: object) -> dict[str, Any]:
    """A report of sixty youths with every fate."""
    return freeze(invent(3, 60))


def workbook(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def shown(fields: dict[str, Any], unit: str) -> object:
    """What a cell of the workbook should hold."""
    if fields.get("hidden"):
        return "skjult"
    if fields.get("too_early"):
        return "for tidligt"
    value = fields["realised"]
    if value is None:
        return "–"
    return pytest.approx(value / 100) if unit == "percent" else value


def test_every_figure_of_every_section_stands_in_the_workbook_as_a_number(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    book = workbook(as_sofie.get(f"{REPORT}/xlsx").data)
    told = {row["section"] for row in frozen["rows"]}
    for section in [section for section in frozen["sections"] if section["key"] in told]:
        rows = [row for row in frozen["rows"] if row["section"] == section["key"]]
        lines = list(book[section["label"]].iter_rows(values_only=True))
        assert [line[0].removesuffix(" (officielt)") for line in lines[1:]] == [row["label"] for row in rows]
        for line, row in zip(lines[1:], rows, strict=True):
            assert line[1] == shown(row, row["unit"]), row["key"]
            for at, cell in enumerate(row["tenants"], start=2):
                assert line[at] == shown(cell, row["unit"]), row["key"]


def test_the_workbook_has_a_first_page_frozen_headings_and_danish_formats(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    book = workbook(as_sofie.get(f"{REPORT}/xlsx").data)
    rows = {row["key"]: row for row in frozen["rows"]}
    first = {line[0]: line for line in book["Første side"].iter_rows(values_only=True) if line[0]}
    for key in frozen["tiles"]:
        assert first[rows[key]["label"]][1] == shown(rows[key], rows[key]["unit"])
    assert all(sheet.freeze_panes == "B2" for sheet in book.worksheets[FIRST_SHEET_OF_SECTIONS:])
    money = {line[0].value: line[1] for line in book["Penge"].iter_rows()}
    assert money["Aftalt pris i alt"].value == 400000
    assert money["Aftalt pris i alt"].number_format == '#,##0 "kr."'
    meanings = dict(line[:2] for line in book["Hvad tallene betyder"].iter_rows(values_only=True))
    assert meanings["Matchede unge"].startswith("Unge, hvis første forløb")
    assert meanings["Officielt grundlag for succesmålene"] == "alle, der har indgået i et forløb"


def test_the_months_of_the_workbook_are_the_months_of_the_report(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    book = workbook(as_sofie.get(f"{REPORT}/xlsx").data)
    lines = list(book["Måneder"].iter_rows(values_only=True))[1:]
    names = ("enrolled", "proposed", "matched", "target_to_date", "ended", "running")
    told = [[one[name] for name in names] for one in frozen["months"]]
    assert [list(line[1:]) for line in lines] == [["skjult" if n is None else n for n in one] for one in told]
    assert lines[0][0] == "feb. 2014"


def test_the_danish_csv_has_a_line_for_every_figure(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    answer = as_sofie.get(f"{REPORT}/csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    names = {tenant["slug"]: tenant["name"] for tenant in frozen["tenants"]}
    keys = {row["key"] for row in frozen["rows"]}
    lines = [line for line in lines if line["Nøgle"] in keys]
    told = {(line["Nøgle"], line["Hvem"]): line for line in lines}
    cells = [(row, "I alt", row) for row in frozen["rows"]]
    cells += [(row, names[cell["tenant"]], cell) for row in frozen["rows"] for cell in row["tenants"]]
    assert len(lines) == len(told) == len(cells)
    for row, who, cell in cells:
        said = told[row["key"], who]["Realiseret"]
        if cell["realised"] is None:
            assert said == ("skjult" if cell.get("hidden") else "for tidligt" if cell.get("too_early") else "")
        else:
            assert float(said.replace(",", ".")) == cell["realised"] and "." not in said


def test_the_danish_csv_holds_what_stands_beside_the_figures_too(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    data = as_sofie.get(f"{REPORT}/csv").data.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(data), delimiter=";"))
    told = {line["Nøgle"]: line for line in lines}
    assert len({(line["Nøgle"], line["Hvem"], line["Tid"]) for line in lines}) == len(lines)
    assert [key for key in told if key.startswith("tile.")] == [f"tile.{key}" for key in frozen["tiles"]]
    assert told["verdict"]["Tal"] == "Er vi på kurs?" and told["verdict"]["Bemærkning"]
    said = [line["Bemærkning"] for key, line in told.items() if key.startswith("decide.")]
    assert said == decisions(frozen) and said
    months = {line["Tid"]: line for line in lines if line["Nøgle"] == "months.matched"}
    expected = {month(one["month"]): (str(one["matched"]), str(one["target_to_date"])) for one in frozen["months"]}
    assert {when: (line["Realiseret"], line["Mål til dato"]) for when, line in months.items()} == expected
    used = {key.removeprefix("setting."): line for key, line in told.items() if key.startswith("setting.")}
    assert used.keys() == {one["key"] for one in frozen["settings"]}
    for one in frozen["settings"]:
        line, value = used[one["key"]], one["value"]
        assert line["Bemærkning"] == (setting(value) if isinstance(value, str) else "")
        assert isinstance(value, str) or float(line["Realiseret"].replace(",", ".")) == value
    assert [line["Bemærkning"] for key, line in told.items() if key.startswith("sign.")] == signs(frozen)
    page = as_sofie.get(REPORT).text
    assert all(
        escape(line["Bemærkning"]) in page for key, line in told.items() if key.startswith(("verdict", "decide."))
    )


def test_the_json_is_the_report_and_keeps_the_schema_that_anybody_may_read(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    answer = as_sofie.get(f"{REPORT}/json")
    where = answer.headers["Link"].partition("<")[2].partition(">")[0]
    assert where.endswith("/skema/styregrupperapport-2.json") and 'rel="describedby"' in answer.headers["Link"]
    stranger = as_sofie.application.test_client()
    schema = json.loads(stranger.get("/skema/styregrupperapport-2.json").text)
    Draft202012Validator.check_schema(schema)
    assert answer.json == frozen
    assert [error.message for error in Draft202012Validator(schema).iter_errors(answer.json)] == []
    assert [*Draft202012Validator(schema).iter_errors({**frozen, "number": 0})] != []


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_has_its_name_and_kind(as_sofie: FlaskClient, frozen: dict[str, Any], kind: str) -> None:
    answer = as_sofie.get(f"{REPORT}/{kind}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="fyn-2014-rapport-1.{kind}"'
    assert answer.content_type.partition(";")[0] in {
        "application/pdf", "text/csv", "application/json",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


def test_a_name_that_looks_like_a_formula_is_a_text_in_every_file(frozen: dict[str, Any]) -> None:
    bad = '=HYPERLINK("http://ond.example")'
    content = json.loads(json.dumps(frozen).replace("Nyborg Kommune", "@NYBORG").replace("Tilmeldte unge", "FORMEL"))
    content["rows"][0]["label"] = bad
    cell = workbook(render_xlsx(content))["Unge"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (bad, "s", None)
    lines = list(csv.reader(StringIO(render_csv(content).decode("utf-8-sig")), delimiter=";"))
    assert any(f"'{bad}" in line for line in lines) and any("'@NYBORG" in line for line in lines)
    assert not any(cell.startswith(("=", "@", "+", "\t")) for line in lines for cell in line)


def test_a_figure_that_has_been_put_right_is_marked_in_every_file(frozen: dict[str, Any]) -> None:
    content = json.loads(json.dumps(frozen))
    row = next(row for row in content["rows"] if row["key"] == "matched")
    row["restated"], row["tenants"][1]["restated"] = {"was": 1040, "now": 1043}, True
    lines = list(csv.DictReader(StringIO(render_csv(content).decode("utf-8-sig")), delimiter=";"))
    marks = [line["Bemærkning"] for line in lines if line["Nøgle"] == "matched"]
    assert marks == ["rettet fra 1.040 til 1.043", "", "måske rettet", ""]
    line = next(
        line for line in workbook(render_xlsx(content))["Unge"].iter_rows(values_only=True) if line[0] == row["label"]
    )
    assert line[1] == row["realised"] and line[-1] == "rettet fra 1.040 til 1.043; Nyborg Kommune: måske rettet"
    printed = words(render_pdf(content))
    assert "rettet fra 1.040 til 1.043" in printed and "„Rettet“ betyder" in printed
    assert "„Rettet“" not in words(render_pdf(frozen))


def test_what_there_is_to_decide_stands_first_on_page_paper_and_workbook(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    written = [{name: f"{n:,}".replace(",", ".") for name, n in one["values"].items()} for one in frozen["decide"]]
    sentences = [one["text"] % values for one, values in zip(frozen["decide"], written, strict=True)]
    assert 1 <= len(sentences) <= 3
    page, printed = as_sofie.get(REPORT).text, words(as_sofie.get(f"{REPORT}/pdf").data)
    first = {
        line[0] for line in workbook(as_sofie.get(f"{REPORT}/xlsx").data).worksheets[0].iter_rows(values_only=True)
    }
    for sentence in sentences:
        assert page.index(sentence) < page.index("Hent alt til mødet") and sentence in printed and sentence in first


def test_the_council_page_is_six_sentences_and_three_figures(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    page = as_sofie.get(f"{REPORT}/byraad").text
    rows = {row["key"]: row for row in frozen["rows"]}
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<dd>") == 3 and main.count('<p class="font-lead">') == 6
    assert f"<dd>{rows['matched']['realised']}</dd>" in main
    assert "Faaborg-Midtfyn Kommune, Nyborg Kommune og Svendborg Kommune" in main
    assert "400.000 kr." in main and "„" not in main


def test_the_pack_of_a_meeting_holds_its_agenda_and_the_report_in_every_shape(as_sofie: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        meetings = db.session.scalars(select(SteeringMeeting).order_by(SteeringMeeting.held_on)).all()
        before, meeting = meetings[0].id, next(one for one in meetings if one.held_on >= CUT_OFF)
        meeting.starts_at, meeting.place = time(9), "Ringe Rådhus"
        agenda.put_on(meeting, "Flere pladser i Nyborg", by=cast.actor("cille"))
        pages = f"{MEETINGS}/{meeting.id}"
    content = freeze(invent(3, 60), CUT_OFF)
    assert f'href="{pages}/moedepakke"' in as_sofie.get(pages).text
    data = as_sofie.get(f"{pages}/moedepakke").data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    report = "fyn-2014-rapport-1"
    assert list(files) == ["dagsorden.pdf", *(f"{report}.{kind}" for kind in KINDS), "til-byraadet.pdf"]
    said = words(files["dagsorden.pdf"])
    assert "Onsdag den 25. juni 2014 kl. 09.00, 2 timer. Sted: Ringe Rådhus." in said
    assert "rapport 1 for 2014" in said and "Flere pladser i Nyborg" in said
    assert json.loads(files[f"{report}.json"]) == content
    assert "Er vi på kurs?" in words(files[f"{report}.pdf"]) and "kort fortalt" in words(files["til-byraadet.pdf"])
    assert data == as_sofie.get(f"{pages}/moedepakke").data == as_sofie.get(f"{REPORT}/moedepakke").data
    assert as_sofie.get(f"{MEETINGS}/{before}/moedepakke").status_code == 404, "no report was frozen for it"


def test_no_file_is_handed_out_of_a_report_that_is_not_as_it_was_frozen(
    as_sofie: FlaskClient, frozen: dict[str, Any], cluster: Cluster
) -> None:
    with psycopg.connect(cluster.admin(COPY), autocommit=True) as administrator:
        administrator.execute("UPDATE reports SET content = jsonb_set(content, '{rows,0,realised}', '999')")
    for what in (*KINDS, "moedepakke"):
        answer = as_sofie.get(f"{REPORT}/{what}")
        assert answer.status_code == 409 and "Content-Disposition" not in answer.headers, what
        assert "Rapport 1 kan ikke hentes: kontrolsummen passer ikke" in answer.text
        assert "Bed en anden part om at hente sin" in answer.text
    for page in (REPORT, f"{REPORT}/byraad"):
        assert "Kontrolsummen passer ikke" in as_sofie.get(page).text, page


def test_every_page_of_the_pack_is_tagged_for_who_cannot_see_it(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    with zipfile.ZipFile(BytesIO(as_sofie.get(f"{REPORT}/moedepakke").data)) as archive:
        papers = [PdfReader(BytesIO(archive.read(name))) for name in archive.namelist() if name.endswith(".pdf")]
    assert len(papers) >= 2
    for paper in papers:
        assert paper.root_object["/MarkInfo"]["/Marked"] and paper.root_object["/Lang"].startswith("da")
        assert b"pdfuaid" in paper.root_object["/Metadata"].get_object().get_data()


def test_the_pack_speaks_the_readers_language(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    as_sofie.set_cookie("mk_language", "en")
    data = as_sofie.get(f"{REPORT}/moedepakke").data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "for-the-council.pdf" in archive.namelist()
        assert "Are we on course?" in words(archive.read("fyn-2014-rapport-1.pdf"))
        assert workbook(archive.read("fyn-2014-rapport-1.xlsx")).sheetnames[0] == "First page"
        sheets = workbook(archive.read("fyn-2014-rapport-1.xlsx")).sheetnames
        assert "Own time of the municipality" in sheets and not [name for name in sheets if "municipalitys" in name]
