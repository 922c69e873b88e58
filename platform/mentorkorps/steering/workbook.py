"""The report as an Excel workbook: the first page, a sheet for each section, the months, and what the figures mean.

Numbers are numbers, with a format that Excel writes in the reader's own way (1.234,5 in Denmark); a percentage is its
share of one. What is hidden is the word for it, and no text is ever a formula or a link. The same content gives the same
bytes.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mentorkorps.language import N_, _
from mentorkorps.steering.first_page import tiles, verdict
from mentorkorps.steering.report import checksum
from mentorkorps.steering.wording import (
    OWN_RULES,
    SERIES,
    STRETCHES,
    Content,
    by_key,
    decisions,
    decisions_title,
    facts,
    figure,
    named,
    own_rules,
    quota,
    restated,
    rows_of,
    series_in,
    setting,
    signs,
    stretch,
    tenant_names,
    title,
)

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
NAME, SHORT, TEXT = 46, 15, 90  # widths of columns, in characters
FORMATS = {"percent": "0.0%", "kroner": '#,##0 "kr."'}
WHOLE, TENTHS = "#,##0", "#,##0.0"
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
GOALS = {
    "target": N_("Mål"), "target_max": N_("Mål, højst"), "target_to_date": N_("Mål til dato"), "deviation": N_("Afvigelse"),
    "deviation_percent": N_("Afvigelse %"),
}  # fmt: skip
TIMES = {
    "months": (N_("Måneder"), N_("Måned")), "by_quarter": (N_("Kvartaler"), N_("Kvartal")),
    "by_year": (N_("År for år"), N_("År")),
}  # fmt: skip


def render_xlsx(content: Content) -> bytes:
    """The workbook of a report's content, in the reader's language."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as file:
        created = datetime.fromisoformat(content["built_at"]).replace(tzinfo=None)
        file.set_properties({"title": title(content), "author": "Mentorkorps", "created": created})
        book = _Book(file)
        _first(book, content)
        for section in content["sections"]:
            _section(book, content, section)
        for which in TIMES:
            _times(book, content, which)
        _meanings(book, content)
    return written.getvalue()


class _Book:
    """The file, and the formats that its cells share."""

    def __init__(self, file: xlsxwriter.Workbook) -> None:
        self.file = file
        self.head = file.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self.title = file.add_format({"bold": True, "font_size": 14})
        self.bold = file.add_format({"bold": True})
        self.wrap = file.add_format({"text_wrap": True, "valign": "top"})
        self.said = file.add_format({"italic": True, "align": "right"})
        self._numbers: dict[str, Format] = {}

    def sheet(self, name: str, columns: Sequence[str], widths: Sequence[int]) -> "_Sheet":
        """A sheet with its headings frozen, printed across a page on its side."""
        sheet = self.file.add_worksheet(name.translate(FORBIDDEN)[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        lines = _Sheet(self, sheet)
        if columns:
            sheet.freeze_panes(1, 1)
            sheet.repeat_rows(0)
            lines.add(columns, self.head)
        return lines

    def number(self, value: float, unit: str = "", *, signed: bool = False) -> Format:
        """The format of such a figure of that unit."""
        code = FORMATS.get(unit, WHOLE if value == int(value) else TENTHS)
        code = f"+{code};-{code};{code}" if signed else code
        if code not in self._numbers:
            self._numbers[code] = self.file.add_format({"num_format": code})
        return self._numbers[code]


class _Sheet:
    """A sheet that is filled from above."""

    def __init__(self, book: _Book, sheet: Worksheet) -> None:
        self.book, self.sheet, self.line = book, sheet, 0

    def add(self, values: Sequence[Any], style: Format | None = None) -> None:
        """A line of texts and numbers; a cell (fields, name, unit) is a figure of the report."""
        for column, value in enumerate(values):
            if isinstance(value, tuple):
                self._figure(column, *value)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.line, column, value, self.book.number(value))
            elif value:
                self.sheet.write_string(self.line, column, value, style)
        self.line += 1

    def _figure(self, column: int, fields: Mapping[str, Any], name: str, unit: str) -> None:
        value = fields.get(name)
        if value is None:
            if name in fields:
                self.sheet.write_string(self.line, column, figure(fields, name, unit), self.book.said)
            return
        unit = "percent" if name == "deviation_percent" else unit
        share = round(value / 100, 6) if unit == "percent" else value
        style = self.book.number(value, unit, signed=name.startswith("deviation"))
        self.sheet.write_number(self.line, column, share, style)


def _first(book: _Book, content: Content) -> None:
    sheet = book.sheet(_("Første side"), (), (NAME, SHORT, SHORT, SHORT, TEXT))
    answer, rows = verdict(content), by_key(content)
    sheet.add([title(content)], book.title)
    sheet.add([" ".join(facts(content))])
    sheet.line += 1
    sheet.add([_("Er vi på kurs?"), answer["text"]], book.bold)
    if answer["late"]:
        sheet.add(["", answer["late"]])
    sheet.line += 1
    sheet.add([_("Tal"), _("Realiseret"), _("Mål til dato"), _("Hvordan går det?"), _("Bemærkning")], book.head)
    for one in tiles(content):
        row = rows[one["key"]]
        due = (row, "target_to_date", row["unit"]) if "target" in row else ""
        note = ", ".join(part for part in (one["note"], one["restated"]) if part)
        sheet.add([one["label"], (row, "realised", row["unit"]), due, one["state"], note])
    if decided := decisions(content):
        sheet.line += 1
        sheet.add([decisions_title(decided)], book.bold)
        for sentence in decided:
            sheet.add([sentence])
    sheet.line += 1
    for sentence in (*signs(content), _("Kontrolsum: %(checksum)s", checksum=checksum(content))):
        sheet.add([sentence])


def _section(book: _Book, content: Content, section: Mapping[str, str]) -> None:
    rows, names = rows_of(content, section["key"]), tenant_names(content)
    if not rows:
        return
    shown = list(names) if any(row["tenants"] for row in rows) else []
    goals = [name for name in GOALS if any(name in row for row in rows)]
    columns = [_("Tal"), _("I alt"), *(names[slug] for slug in shown), *(_(GOALS[name]) for name in goals)]
    columns += [_("Bemærkning")]
    sheet = book.sheet(_(section["label"]), columns, (NAME, *(SHORT for _column in columns[2:]), TEXT))
    for row in rows:
        unit = row["unit"]
        told: list[Any] = [(cell, "realised", unit) for cell in row["tenants"]] or [""] * len(shown)
        note = _remark(row, names)
        sheet.add([named(row), (row, "realised", unit), *told, *((row, name, unit) for name in goals), note])
    if len(shown) > 1 and goals:
        _goals(book, rows, names, _(section["label"]))


def _goals(book: _Book, rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], label: str) -> None:
    """The targets of each municipality, beside what it has reached."""
    with_goals = [row for row in rows if "target" in row and row["tenants"]]
    if not with_goals:
        return
    columns = [_("Tal"), _("Kommune"), _("Realiseret"), *(_(GOALS[name]) for name in GOALS)]
    sheet = book.sheet(_("%(section)s, mål", section=label), columns, (NAME, 30, *(SHORT for _goal in columns[2:])))
    for row in with_goals:
        for cell in row["tenants"]:
            figures = [(cell, name, row["unit"]) for name in ("realised", *GOALS)]
            sheet.add([named(row), names[cell["tenant"]], *figures])


def _remark(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    marks = [quota(row), restated(row, row["unit"])]
    for cell in row["tenants"]:
        told = ", ".join(text for text in (quota(cell), restated(cell, row["unit"])) if text)
        marks.append(f"{names[cell['tenant']]}: {told}" if told else "")
    return "; ".join(mark for mark in marks if mark)


def _times(book: _Book, content: Content, which: str) -> None:
    (plural, heading), (name, told) = TIMES[which], STRETCHES[which]
    if not content.get(which):
        return
    remarks = any("restated" in one for one in content[which])
    keys = series_in(content[which])
    headings = [_(heading), *(_(SERIES[key]) for key in keys), *([_("Bemærkning")] if remarks else [])]
    sheet = book.sheet(_(plural), headings, (NAME, *(SHORT for _key in keys), TEXT)[: len(headings)])
    for one in content[which]:
        cells = {key: stretch(one, key) for key in keys}
        marks = {key: restated(cell, "youths") for key, cell in cells.items()}
        note = "; ".join(f"{_(SERIES[key])}: {mark}" for key, mark in marks.items() if mark)
        figures = [(cell, "realised", "youths") for cell in cells.values()]
        sheet.add([told(one[name]), *figures, *([note] if remarks else [])])


def _meanings(book: _Book, content: Content) -> None:
    sheet = book.sheet(_("Hvad tallene betyder"), [_("Tal"), _("Hvad det er")], (NAME, TEXT))
    for row in content["rows"]:
        sheet.add([_(row["label"]), _(row["definition"])], book.wrap)
    sheet.line += 1
    sheet.add([_("Hvad der er regnet med")], book.bold)
    for one in content["settings"]:
        value = one["value"]
        sheet.add([_(one["label"]), setting(value) if isinstance(value, str) else value])
    if own := own_rules(content):
        sheet.add([_("Kommuner med egne regler"), _(OWN_RULES)], book.wrap)
    for name, label, value, common in own:
        sheet.add([f"{name}: {label}", _("%(value)s, ellers %(common)s", value=value, common=common)])
