"""A report of many municipalities: a line for each, one at a time beside the figures together, and a paper that can be read."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from mentorkorps.steering import Report, checksum
from mentorkorps.steering.side_by_side import MOST
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.planted import invent
from tests.web.test_steering import freeze

REPORT = "/faaborg-midtfyn/styregruppe/2014/2"
COUNT = 98
#: Of whom the matched youths are hidden, otherwise than the report before said, fewer than there should be, and more.
SPECIAL = {
    "kommune-05": {"realised": None, "hidden": True, "deviation": None, "deviation_percent": None},
    "kommune-06": {"realised": 13, "restated": {"was": 11, "now": 12}, "deviation": 2},
    "kommune-07": {"realised": 14, "deviation": -3},
    "kommune-08": {"realised": 15, "deviation": 4},
}


@pytest.fixture
def of_many(as_sofie: FlaskClient) -> dict[str, Any]:
    """The report of Fyn once more, as if its last municipality were ninety-six of them."""
    content = dict(freeze(invent(3, 60)), number=2)
    others = content["tenants"][:-1]
    more = [{"slug": f"kommune-{n:02}", "name": f"Kommune {n:02}"} for n in range(1, COUNT - len(others) + 1)]
    content["tenants"] = [*others, *more]
    for row in (row for row in content["rows"] if row["tenants"]):
        *kept, cell = row["tenants"]
        special = SPECIAL if row["key"] == "matched" else {}
        row["tenants"] = [*kept, *(cell | {"tenant": new["slug"]} | special.get(new["slug"], {}) for new in more)]
    with acting_for(cast.tenant("dygtige-unge")):
        first = db.session.scalars(select(Report).where(Report.party_tenant_id == cast.tenant("dygtige-unge"))).one()
        same = {name: getattr(first, name) for name in ("partnership_id", "period_id", "built_at", "party_tenant_id")}
        second = Report(**same, number=2, cut_off=date(2014, 12, 31), content=content, checksum=checksum(content))
        db.session.add(second)
        db.session.flush()
        second.copy_for([cast.tenant("faaborg-midtfyn")])
    return content


def test_every_municipality_has_a_line_and_the_reader_its_own_column(
    as_sofie: FlaskClient, of_many: dict[str, Any]
) -> None:
    assert len(of_many["tenants"]) == COUNT > MOST
    page = as_sofie.get(REPORT).text
    assert len(page) < 300 * 1024
    assert page.count("kommune=kommune-") == COUNT - 2
    own = of_many["tenants"][0]["name"]
    assert f"{own}: mål og realiseret" in page and "Kontrolsummen passer ikke" not in page


def test_a_figure_that_is_hidden_put_right_or_behind_says_so_in_the_line_of_its_municipality(
    as_sofie: FlaskClient, of_many: dict[str, Any]
) -> None:
    page = as_sofie.get(REPORT).text
    lines = {slug: page.split(f"kommune={slug}")[1].split("</tr>")[0] for slug in SPECIAL}
    signs = (
        '<span class="mk-untold">skjult</span>',
        '<span class="mk-restated">rettet fra 11 til 12</span>',
        '<span class="mk-behind">-3</span>',
    )
    for slug, sign in zip(SPECIAL, signs, strict=False):
        assert f'class="mk-cell">{sign}' in lines[slug].replace("13 <", "<"), slug
    assert "mk-restated" not in lines["kommune-08"] and "mk-behind" not in lines["kommune-08"]
    assert 'class="mk-cell">15</span>' in lines["kommune-08"] and 'class="mk-cell">+4</span>' in lines["kommune-08"]


def test_another_municipality_is_chosen_by_its_name(as_sofie: FlaskClient, of_many: dict[str, Any]) -> None:
    page = as_sofie.get(f"{REPORT}?kommune=kommune-07").text
    assert "Kommune 07: mål og realiseret" in page and page.count(": mål og realiseret") == 1
    assert '<th scope="col" role="columnheader" class="mk-numeric">Kommune 07</th>' in page
    assert as_sofie.get(f"{REPORT}?kommune=nyborg-syd").status_code == 404


def test_the_paper_has_them_in_one_table_and_the_files_every_figure(
    as_sofie: FlaskClient, of_many: dict[str, Any]
) -> None:
    pages = PdfReader(BytesIO(as_sofie.get(f"{REPORT}/pdf").data)).pages
    told = " ".join(page.extract_text() for page in pages)
    assert len(pages) < 25 and "Kommune 96" in told and "Excel-filen" in told
    csv = as_sofie.get(f"{REPORT}/csv").data.decode()
    assert csv.count("Kommune 96") == sum(bool(row["tenants"]) for row in of_many["rows"])
