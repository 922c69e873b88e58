"""The report on paper: a tagged PDF (PDF/UA-1) set by Typst from the same content as page and JSON."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import typst
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from mentorkorps.config import folder
from mentorkorps.language import N_, _, language
from mentorkorps.steering.report import checksum

NOTHING = "–"
LOCALES = {"da": "da_DK", "en": "en_GB"}
DAY = {"da": "dd-MM-yyyy", "en": "d MMM yyyy"}
OWN_RULES = N_(
    "Nye forløb i kommunen følger kommunens egne regler. "
    "Om en opfølgning er sket til tiden, er regnet efter reglerne for hvert forløb."
)
COLUMNS = (N_("Mål"), N_("Til dato"), N_("Realiseret"), N_("Afvigelse"), N_("Afvigelse %"))


def render_pdf(content: Mapping[str, Any]) -> bytes:
    """The PDF of a report's content, in the reader's language. No text of the content is ever Typst source."""
    pages = folder("templates") / "report"
    pdf = typst.compile(
        pages / "steering.typ",
        root=pages,
        format="pdf",
        sys_inputs={"report": json.dumps(_words(content), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(content["built_at"]),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document")
    return pdf


def figure(fields: Mapping[str, Any], name: str, unit: str) -> str:
    """One field of a cell in words: a number with its unit, or why there is none."""
    if name == "realised" and fields.get("hidden"):
        return _("skjult")
    if name == "realised" and fields.get("too_early"):
        return _("for tidligt")
    value = fields.get(name)
    if value is None:
        return NOTHING
    if name == "deviation_percent":
        return _percent(value, signed=True)
    if unit == "percent":
        return _("%(points)s point", points=_number(value, signed=True)) if name == "deviation" else _percent(value)
    number = _number(value, signed=name == "deviation")
    return _("%(amount)s kr.", amount=number) if unit == "kroner" else number


def signs(content: Mapping[str, Any]) -> list[str]:
    """A sentence for each sign that stands instead of a figure in this report, and for small figures that are shown."""
    rows = content["rows"]
    used = {
        sign for row in rows for cell in (row, *row["tenants"]) for sign in ("hidden", "too_early") if cell.get(sign)
    }
    said = []
    if "hidden" in used:
        said.append(_("„Skjult“ er tal om under 5 personer, og tal, de kunne regnes ud af."))
    if any(row["open"] for row in rows):
        said.append(_("Tal, som parterne har aftalt at vise åbent, vises også, når de er små."))
    if "too_early" in used:
        said.append(_("„For tidligt“ betyder, at der er under 10 personer at regne på."))
    return said


def own_rules(content: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Municipality, rule, what is used there and what is used elsewhere, for each rule that a municipality has adjusted;
    none in a report from before this was printed."""
    names = {tenant["slug"]: tenant["name"] for tenant in content["tenants"]}
    common = {setting["key"]: _setting(setting["value"]) for setting in content["settings"]}
    return [
        (names[own["tenant"]], _(own["label"]), _setting(own["value"]), common[own["key"]])
        for own in content.get("own_settings", ())
    ]


def _words(content: Mapping[str, Any]) -> dict[str, Any]:
    rows, name = {row["key"]: row for row in content["rows"]}, content["partnership"]["name"]
    first, last = (_day(content["period"][end]) for end in ("starts_on", "ends_on"))
    return {
        "language": language(),
        "title": _("Styregrupperapport %(number)s: %(name)s", number=content["number"], name=name),
        "facts": [
            _("Periode %(name)s: %(first)s til %(last)s.", name=content["period"]["name"], first=first, last=last),
            _("Opgjort til og med %(day)s.", day=_day(content["cut_off"])),
            _("Bygget %(moment)s.", moment=_moment(content["built_at"])),
        ],
        "tiles": [_tile(rows[key]) for key in content["tiles"]],
        "against": {
            "title": _("Mål og realiseret"),
            "columns": [_("Måltal"), _("Hvem"), *(_(column) for column in COLUMNS)],
            "rows": list(_against(content)),
        },
        "sections": [_section(content, section) for section in content["sections"]],
        "signs": " ".join(signs(content)),
        "definitions": {
            "title": _("Hvad tallene betyder"),
            "items": [[_(row["label"]), _(row["definition"])] for row in content["rows"]],
        },
        "settings": {
            "title": _("Hvad der er regnet med"),
            "items": [[_(setting["label"]), _setting(setting["value"])] for setting in content["settings"]],
            "own": [f"{name}: {label}: {value}" for name, label, value, _common in own_rules(content)],
            "own_note": _(OWN_RULES),
        },
        "checksum": _("Kontrolsum: %(checksum)s", checksum=checksum(content)),
    }


def _tile(row: Mapping[str, Any]) -> dict[str, str]:
    note = ""
    if "target" in row:
        note = _("Mål til dato: %(target)s", target=figure(row, "target_to_date", row["unit"]))
    on_course = row.get("on_course")
    state = "" if on_course is None else _("På kurs") if on_course else _("Bag målet")
    return {"label": _(row["label"]), "value": figure(row, "realised", row["unit"]), "note": note, "state": state}


def _against(content: Mapping[str, Any]) -> Iterator[list[str]]:
    names = {tenant["slug"]: tenant["name"] for tenant in content["tenants"]}
    for row in content["rows"]:
        if "target" in row:
            yield _target_row(row, _("I alt"), row)
            for cell in row["tenants"]:
                yield _target_row(row, names[cell["tenant"]], cell)


def _target_row(row: Mapping[str, Any], who: str, cell: Mapping[str, Any]) -> list[str]:
    unit = row["unit"]
    goal = figure(cell, "target", unit)
    if "target_max" in cell:
        goal = f"{goal}-{figure(cell, 'target_max', unit)}"
    rest = [figure(cell, name, unit) for name in ("target_to_date", "realised", "deviation", "deviation_percent")]
    return [_(row["label"]), who, goal, *rest]


def _section(content: Mapping[str, Any], section: Mapping[str, str]) -> dict[str, Any]:
    rows = [row for row in content["rows"] if row["section"] == section["key"]]
    columns = [tenant["name"] for tenant in content["tenants"]] if any(row["tenants"] for row in rows) else []
    return {
        "title": _(section["label"]),
        "columns": [_("Tal"), _("I alt"), *columns],
        "rows": [_section_row(row, len(columns)) for row in rows],
    }


def _section_row(row: Mapping[str, Any], columns: int) -> list[str]:
    cells = [figure(cell, "realised", row["unit"]) for cell in row["tenants"]] or [NOTHING] * columns
    unit = row["unit"]
    together = figure(row, "realised", unit)
    if "maximum" in row:
        together = _("%(used)s af %(maximum)s", used=together, maximum=row["maximum"])
        cells = [
            _("%(used)s af %(maximum)s", used=cell, maximum=limits["maximum"])
            for cell, limits in zip(cells, row["tenants"], strict=True)
        ]
    return [_(row["label"]), together, *cells]


def _setting(value: str | int) -> str:
    return _(value) if isinstance(value, str) else _number(value)


def _number(value: float, *, signed: bool = False) -> str:
    text = format_decimal(Decimal(str(value)), "#,##0.##", locale=LOCALES[language()])
    return f"+{text}" if signed and value > 0 else text


def _percent(value: float, *, signed: bool = False) -> str:
    return _("%(number)s %%", number=_number(value, signed=signed))


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), DAY[language()], locale=LOCALES[language()])


def _moment(iso: str) -> str:
    moment = datetime.fromisoformat(iso).replace(tzinfo=None)
    return format_datetime(moment, f"{DAY[language()]} HH.mm", locale=LOCALES[language()])
