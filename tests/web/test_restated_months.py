"""Two youths of September are written down in October: wherever the next report tells of September, it says so."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from mentorkorps.steering import schema
from mentorkorps.steering.restate import mark_stretches
from tests.steering.planted import invent
from tests.steering.test_report_over_time import EARLIER, late
from tests.web.test_report_files import words
from tests.web.test_steering import freeze

SECOND = "/faaborg-midtfyn/styregruppe/2014/2"


def stretches(content: dict[str, Any], which: str) -> dict[str, Any]:
    """The entries by the names of their months, quarters or years."""
    name = {"months": "month", "by_quarter": "quarter", "by_year": "year"}[which]
    return {one[name]: one for one in content[which]}


def test_a_month_a_quarter_and_a_year_say_what_they_said_before_on_page_paper_and_in_every_file(
    as_sofie: FlaskClient,
) -> None:
    first = freeze(invent(2, 60), EARLIER)
    content = freeze([late("svendborg"), late("svendborg")])
    was = stretches(first, "months")["2014-09"]["matched"]
    mark = {"was": was, "now": was + 2}
    assert stretches(content, "months")["2014-09"]["restated"]["matched"] == mark
    assert stretches(content, "by_quarter")["2014-Q3"]["restated"]["matched"] == mark
    until = stretches(first, "by_year")["2014"]["matched"]
    assert stretches(content, "by_year")["2014"]["restated"]["matched"] == {"was": until, "now": until + 2}
    assert not [one for name, one in stretches(content, "months").items() if "restated" in one and name < "2014-09"]
    said = f"rettet fra {was} til {was + 2}"
    page = as_sofie.get(SECOND).text
    times = page[page.index("Måned for måned") : page.index("Alle tal")]
    assert times.count(said) >= 2, "in the month and in the quarter"
    assert said in words(as_sofie.get(f"{SECOND}/pdf").data)
    book = load_workbook(BytesIO(as_sofie.get(f"{SECOND}/xlsx").data))
    [note] = [line[-1] for line in book["Måneder"].iter_rows(values_only=True) if line[0] == "sep. 2014"]
    notes = dict(one.split(": ") for one in note.split("; "))
    assert notes.keys() == {"Tilmeldte", "Foreslåede", "Matchede", "I gang ved slutningen"} and notes["Matchede"] == said
    assert notes["Tilmeldte"] == f"rettet fra {was_enrolled(first)} til {was_enrolled(first) + 2}"
    told = csv.DictReader(StringIO(as_sofie.get(f"{SECOND}/csv").data.decode("utf-8-sig")), delimiter=";")
    assert [
        line["Bemærkning"] for line in told if line["Nøgle"] == "months.matched" and line["Tid"] == "sep. 2014"
    ] == [said]
    Draft202012Validator(json.loads(schema.text())).validate(as_sofie.get(f"{SECOND}/json").json)


def was_enrolled(content: dict[str, Any]) -> int:
    return int(stretches(content, "months")["2014-09"]["enrolled"])


def test_a_month_that_is_not_on_the_open_list_is_marked_without_numbers_and_one_that_is_hidden_not_at_all() -> None:
    def content(enrolled: int | None, ended: int | None, *, opened: bool = True) -> dict[str, Any]:
        month = {"month": "2014-09", "enrolled": enrolled, "matched": 20, "ended": ended, "target_to_date": 9}
        rows = [{"key": key, "open": opened and key != "ended"} for key in ("enrolled", "matched", "ended")]
        return {"months": [month], "rows": rows}

    def marked(new: dict[str, Any], then: dict[str, Any], now: dict[str, Any]) -> Any:
        mark_stretches({"months": new["months"], "by_quarter": [], "by_year": []}, then, now)
        return new["months"][0].get("restated")

    assert marked(content(33, 9), content(28, 8), content(30, 9)) == {"enrolled": {"was": 28, "now": 30}, "ended": True}
    assert marked(content(33, 9), content(28, 8), content(30, 8, opened=False)) == {"enrolled": True}
    assert marked(content(33, None), content(28, 8), content(28, 9)) is None, "a figure that is hidden has no mark"
    assert marked(content(33, 9), content(28, None), content(28, 9)) is None, (
        "what was not shown needs no putting right"
    )
    assert marked(content(33, 9), content(28, 8), content(28, None)) == {"ended": True}
