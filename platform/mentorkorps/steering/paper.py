"""What is printed for the steering group, as tagged PDF (PDF/UA-1) set by Typst: the report, the page for a council, and
an agenda. From the same content as page and files; no text of it is ever Typst source.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import typst

from mentorkorps.config import folder
from mentorkorps.language import N_, _, language
from mentorkorps.steering import council, course
from mentorkorps.steering.first_page import tiles, verdict
from mentorkorps.steering.report import checksum
from mentorkorps.steering.side_by_side import are_many, compared
from mentorkorps.steering.wording import (
    OWN_RULES,
    SERIES,
    Content,
    decisions,
    decisions_title,
    facts,
    figure,
    marked,
    month,
    named,
    own_rules,
    rows_of,
    series_in,
    setting,
    signs,
    stretch,
    target,
    tenant_names,
    title,
)

COLUMNS = (N_("Mål"), N_("Til dato"), N_("Realiseret"), N_("Afvigelse"), N_("Afvigelse %"))
ABREAST = 5  # municipalities that a table on A4 has room for


def render_pdf(content: Content) -> bytes:
    """The PDF of a report's content, in the reader's language."""
    return _printed("steering.typ", _report(content), content["built_at"])


def render_council(content: Content) -> bytes:
    """The page for a council, on paper."""
    brief = council.brief(content)
    words = {"title": brief["title"], "lead": "", "figures": brief["figures"], "sentences": brief["sentences"]}
    return _printed("brief.typ", words | {"points": [], "foot": brief["source"]}, content["built_at"])


def render_agenda(name: str, lead: str, points: Sequence[str], at: datetime) -> bytes:
    """The agenda of a meeting: its heading, when and where in a sentence, and the points.

    `at` is the time the file carries, with its offset.
    """
    words = {"title": name, "lead": lead, "figures": [], "sentences": [], "points": list(points), "foot": ""}
    return _printed("brief.typ", words, at.isoformat())


def _printed(page: str, words: Mapping[str, Any], at: str) -> bytes:
    pages = folder("templates") / "report"
    pdf = typst.compile(
        pages / page,
        root=pages,
        format="pdf",
        sys_inputs={"report": json.dumps({"language": language(), **words}, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(at),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document")
    return pdf


def _report(content: Content) -> dict[str, Any]:
    answer, decided = verdict(content), decisions(content)
    return {
        "title": title(content),
        "facts": facts(content),
        "verdict": {
            "title": _("Er vi på kurs?"), "kind": answer["kind"], "text": answer["text"], "late": answer["late"],
            "behind": _("Følger ikke planen: %(labels)s.", labels=", ".join(answer["behind"])) if answer["behind"] else "",
            "hidden": _("Skjult er: %(labels)s.", labels=", ".join(answer["hidden"])) if answer["hidden"] else "",
            "untold": _("Kan ikke gøres op endnu: %(labels)s.", labels=", ".join(answer["untold"])) if answer["untold"] else "",
        },
        "tiles": [_tile(one) for one in tiles(content)],
        "decide": {"title": decisions_title(decided), "items": decided},
        "against": {
            "title": _("Mål og realiseret"),
            "columns": [_("Tal"), *(_(column) for column in COLUMNS)],
            "rows": [[named(row), *_measured(row, row)] for row in content["rows"] if "target" in row],
            "tenants": list(_against(content)),
        },
        "months": _months(content),
        "sections": [_section(content, section) for section in content["sections"]],
        "signs": " ".join(signs(content)),
        "definitions": {
            "title": _("Hvad tallene betyder"),
            "items": [[_(row["label"]), _(row["definition"])] for row in content["rows"]],
        },
        "settings": {
            "title": _("Hvad der er regnet med"),
            "items": [[_(one["label"]), setting(one["value"])] for one in content["settings"]],
            "own": [f"{name}: {label}: {value}" for name, label, value, _common in own_rules(content)],
            "own_note": _(OWN_RULES),
        },
        "checksum": _("Kontrolsum: %(checksum)s", checksum=checksum(content)),
    }  # fmt: skip


def _tile(one: Mapping[str, Any]) -> dict[str, Any]:
    due = _("Mål til dato: %(target)s", target=one["target"]) if one["target"] else ""
    lines = [line for line in (due, one["note"], one["restated"]) if line]
    return {
        "label": one["label"],
        "value": one["value"],
        "lines": lines,
        "state": one["state"],
        "kind": one["kind"] or "",
    }


def _against(content: Content) -> Iterator[dict[str, Any]]:
    """What has a target, municipality for municipality; of many the one table that they have a line each in."""
    names = tenant_names(content)
    if are_many(content):
        yield _side_by_side(content, names)
        return
    for row in content["rows"]:
        if "target" in row and len(row["tenants"]) > 1:
            yield {
                "title": _("%(label)s pr. kommune", label=_(row["label"])),
                "columns": [_("Kommune"), *(_(column) for column in COLUMNS)],
                "rows": [[names[cell["tenant"]], *_measured(row, cell)] for cell in row["tenants"]],
            }


def _side_by_side(content: Content, names: Mapping[str, str]) -> dict[str, Any]:
    columns = compared(content)
    cells = [[(row["tenants"][at], field, row["unit"]) for _heading, row, field in columns] for at in range(len(names))]
    return {
        "title": _("Kommune for kommune"),
        "columns": [_("Kommune"), *(heading for heading, _row, _field in columns)],
        "rows": [[name, *(_one(*cell) for cell in line)] for name, line in zip(names.values(), cells, strict=True)],
        "note": _("Alle tal for hver kommune står i Excel-filen og på rapportens side."),
    }


def _one(cell: Mapping[str, Any], field: str, unit: str) -> str:
    return marked(cell, unit) if field == "realised" else figure(cell, field, unit)


def _measured(row: Mapping[str, Any], cell: Mapping[str, Any]) -> list[str]:
    unit = row["unit"]
    due = figure(cell, "target_to_date", unit)
    rest = [figure(cell, name, unit) for name in ("deviation", "deviation_percent")]
    return [target(cell, unit), due, marked(cell, unit), *rest]


def _months(content: Content) -> dict[str, Any]:
    names = series_in(content.get("months", ()))
    return {
        "title": _("Måned for måned, siden periodens begyndelse"),
        "drawing": course.drawing(content),
        "summary": course.summary(content),
        "key": [_("Matchede unge"), _("Mål til dato")],
        "columns": [_("Måned"), *(_(SERIES[name]) for name in names)],
        "rows": [
            [month(one["month"]), *(marked(stretch(one, name), "youths") for name in names)]
            for one in content.get("months", ())
        ],
    }


def _section(content: Content, section: Mapping[str, str]) -> dict[str, Any]:
    rows, tables = rows_of(content, section["key"]), []
    names = list(tenant_names(content).values()) if any(row["tenants"] for row in rows) else []
    split = [row for row in rows if row["tenants"] and len(names) > 1 and not are_many(content)]
    for first in range(0, len(names) if split else 0, ABREAST):
        columns = [_("Tal"), _("I alt"), *names[first : first + ABREAST]]
        lines = [[_used(row, cell) for cell in row["tenants"][first : first + ABREAST]] for row in split]
        tables.append({
            "columns": columns,
            "rows": [[named(row), _used(row, row), *line] for row, line in zip(split, lines, strict=True)],
        })  # fmt: skip
    alone = [[named(row), _used(row, row)] for row in rows if row not in split]
    if alone:
        tables.append({"columns": [_("Kun tilsammen") if split else _("Tal"), _("I alt")], "rows": alone})
    return {"title": _(section["label"]), "tables": tables}


def _used(row: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    text = marked(cell, row["unit"])
    return _("%(used)s af %(maximum)s", used=text, maximum=cell["maximum"]) if "maximum" in cell else text
