"""The audit file on paper: a tagged PDF (PDF/UA-1) set by Typst, and a table for a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime

import typst

from mentorkorps.case_file.content import CaseFile
from mentorkorps.config import folder
from mentorkorps.language import _

SIGNS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_pdf(file: CaseFile) -> bytes:
    """The PDF in the language of the file. No text of it is ever Typst source."""
    pages = folder("templates") / "report"
    pdf = typst.compile(
        pages / "case_file.typ",
        root=pages,
        format="pdf",
        sys_inputs={"file": json.dumps(_words(file), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(
            file.built_at.replace(microsecond=0).isoformat()
        ),  # a fixed offset, whole seconds
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document")
    return pdf


def _words(file: CaseFile) -> dict[str, object]:
    return {
        "language": file.language,
        "title": file.title,
        "facts": file.facts,
        "lacks": {"title": _("Det mangler i mappen"), "items": file.missing},
        "sections": [
            {"title": one.title, "columns": one.columns, "rows": one.rows, "missing": one.missing}
            for one in file.sections
        ],
    }


def render_csv(file: CaseFile) -> bytes:
    """UTF-8 with its mark, semicolons, one line a fact: section, column, value and line number, as Excel in Denmark opens it."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow([_("Afsnit"), _("Linje"), _("Felt"), _("Værdi")])
    lines.writerows([_harmless(cell) for cell in line] for line in _lines(file))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _lines(file: CaseFile) -> Iterator[list[str]]:
    for name, value in file.facts:
        yield [file.title, "1", name, value]
    for section in file.sections:
        if section.is_missing:
            yield [section.title, "", "", section.missing]
        for number, row in enumerate(section.rows, start=1):
            for column, cell in zip(section.columns, row, strict=True):
                yield [section.title, str(number), column, cell]


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is quoted."""
    return f"'{cell}" if cell.startswith(SIGNS_OF_A_FORMULA) else cell
