"""The report as one long table for a spreadsheet or a programme, as Excel in Denmark opens it.

UTF-8 with its mark, semicolons, decimal comma and no point for thousands; a line for each figure, together and per
municipality. Texts are in the reader's language, the numbers always as in Denmark. No text can be taken for a formula.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.wording import Content, cells, figure, restated

NUMBERS = ("target", "target_max", "target_to_date", "realised", "deviation", "deviation_percent")
SIGNS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(content: Content) -> bytes:
    """The table of a report's content; the first column is the row's key in the JSON of the same report."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow([
        _("Nøgle"), _("Afsnit"), _("Tal"), _("Hvem"), _("Enhed"), _("Mål"), _("Mål, højst"), _("Mål til dato"), _("Realiseret"),
        _("Afvigelse"), _("Afvigelse %"), _("Bemærkning"), _("Hvad det er"),
    ])  # fmt: skip
    lines.writerows(_lines(content))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _lines(content: Content) -> Iterator[list[str]]:
    sections = {section["key"]: _(section["label"]) for section in content["sections"]}
    for row in content["rows"]:
        for who, cell in cells(row, content):
            words = [row["key"], sections[row["section"]], _(row["label"]), who, _unit(row["unit"])]
            numbers = [_number(cell, name, row["unit"]) for name in NUMBERS]
            rest = [restated(cell, row["unit"]), _(row["definition"])]
            yield [*map(_harmless, words), *numbers, *map(_harmless, rest)]


def _number(cell: Mapping[str, Any], name: str, unit: str) -> str:
    value = cell.get(name)
    if value is not None:
        return format(Decimal(str(value)), "f").replace(".", ",")
    return figure(cell, name, unit) if cell.get("hidden") or cell.get("too_early") else ""


def _unit(unit: str) -> str:
    known = {
        "youths": _("unge"), "pairs": _("forløb"), "contacts": _("opfølgninger"), "places": _("pladser"), "days": _("dage"),
        "mentors": _("mentorer"), "percent": _("procent"), "kroner": _("kroner"), "hours": _("timer"), "months": _("måneder"),
        "minutes": _("minutter"), "meetings": _("møder"), "companies": _("virksomheder"), "concerns": _("bekymringer"),
        "acts": _("gange"),
    }  # fmt: skip
    return known.get(unit, unit)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula is quoted."""
    return f"'{text}" if text.startswith(SIGNS_OF_A_FORMULA) else text
