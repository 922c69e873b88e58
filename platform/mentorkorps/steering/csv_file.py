"""All of a report as one long table for a spreadsheet or a programme, as Excel in Denmark opens it.

UTF-8 with its mark, semicolons, decimal comma and no point for thousands. First a line for each figure, together and per
municipality; then, each with a key of its own, what stands beside the figures: the six of the first page and the answer they
give, what there is to decide, months, quarters and years, what was counted with, and how to read it. Texts are in the
reader's language, the numbers always as in Denmark. No text can be taken for a formula.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.first_page import tiles, verdict
from mentorkorps.steering.report import checksum
from mentorkorps.steering.wording import (
    STRETCHES,
    Content,
    by_key,
    cells,
    decisions,
    facts,
    figure,
    named,
    own_rules,
    quota,
    restated,
    series_in,
    setting,
    signs,
    stretch,
    title,
)  # fmt: skip

NUMBERS = ("target", "target_max", "target_to_date", "realised", "deviation", "deviation_percent")
SIGNS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(content: Content) -> bytes:
    """The table; the first column of a figure is the row's key in the JSON of the same report."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow([
        _("Nøgle"), _("Afsnit"), _("Tal"), _("Hvem"), _("Enhed"), _("Mål"), _("Mål, højst"), _("Mål til dato"), _("Realiseret"),
        _("Afvigelse"), _("Afvigelse %"), _("Bemærkning"), _("Hvad det er"), _("Tid"),
    ])  # fmt: skip
    lines.writerows(_figures(content))
    for part in (_about, _first_page, _over_time, _counted_with, _to_read):
        lines.writerows(part(content))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _figures(content: Content) -> Iterator[list[str]]:
    sections = {section["key"]: _(section["label"]) for section in content["sections"]}
    for row in content["rows"]:
        for who, cell in cells(row, content):
            remark = ", ".join(text for text in (quota(cell), restated(cell, row["unit"])) if text)
            words = row["key"], sections[row["section"]], named(row), remark, _(row["definition"])
            yield _line(*words, who=who, cell=cell, unit=row["unit"])


def _about(content: Content) -> Iterator[list[str]]:
    for place, sentence in enumerate((title(content), *facts(content))):
        yield _line(f"report.{place}", _("Rapporten"), "", sentence)


def _first_page(content: Content) -> Iterator[list[str]]:
    answer, rows, page = verdict(content), by_key(content), _("Første side")
    yield _line("verdict", page, _("Er vi på kurs?"), answer["text"])
    if answer["late"]:
        yield _line("verdict.late", page, _("Er vi på kurs?"), answer["late"])
    for one in tiles(content):
        row = rows[one["key"]]
        remark = ". ".join(text for text in (one["state"], one["note"], one["restated"]) if text)
        yield _line(f"tile.{one['key']}", page, one["label"], remark, _(row["definition"]), cell=row, unit=row["unit"])
    for place, sentence in enumerate(decisions(content), 1):
        yield _line(f"decide.{place}", _("At beslutte"), "", sentence)


def _over_time(content: Content) -> Iterator[list[str]]:
    headings = {"months": _("Måned for måned"), "by_quarter": _("Kvartal for kvartal"), "by_year": _("År for år")}
    rows = by_key(content)
    for which, (name, called) in STRETCHES.items():
        for one in content.get(which, ()):
            for series in (key for key in series_in(content[which]) if key in rows):
                row, cell = rows[series], dict(stretch(one, series))
                if series == "matched":
                    cell["target_to_date"] = one["target_to_date"]
                words = f"{which}.{series}", headings[which], _(row["label"])
                yield _line(
                    *words,
                    restated(cell, row["unit"]),
                    _("Talt ved slutningen.") if series == "running" else _("Talt fra periodens begyndelse."),
                    cell=cell,
                    unit=row["unit"],
                    when=called(one[name]),
                )


def _counted_with(content: Content) -> Iterator[list[str]]:
    section = _("Hvad der er regnet med")
    for one in content["settings"]:
        is_text = isinstance(one["value"], str)
        cell = {} if is_text else {"realised": one["value"]}
        yield _line(
            f"setting.{one['key']}", section, _(one["label"]), setting(one["value"]) if is_text else "", cell=cell
        )
    for place, (who, rule, own, common) in enumerate(own_rules(content), 1):
        yield _line(
            f"own_setting.{place}", section, rule, _("%(value)s, ellers %(common)s", value=own, common=common), who=who
        )


def _to_read(content: Content) -> Iterator[list[str]]:
    for place, sentence in enumerate(signs(content), 1):
        yield _line(f"sign.{place}", _("Sådan læses tallene"), "", sentence)
    yield _line("checksum", _("Rapporten"), "", _("Kontrolsum: %(checksum)s", checksum=checksum(content)))


def _line(
    key: str,
    section: str,
    what: str,
    remark: str = "",
    meaning: str = "",
    *,
    who: str = "",
    cell: Mapping[str, Any] | None = None,
    unit: str = "",
    when: str = "",
) -> list[str]:
    numbers = [_number(cell or {}, name, unit) for name in NUMBERS]
    words = key, section, what, who or _("I alt"), _unit(unit)
    return [*map(_harmless, words), *numbers, *map(_harmless, (remark, meaning, when))]


def _number(cell: Mapping[str, Any], name: str, unit: str) -> str:
    value = cell.get(name)
    if value is not None:
        return format(Decimal(str(value)), "f").replace(".", ",")
    return figure(cell, name, unit) if name == "realised" and (cell.get("hidden") or cell.get("too_early")) else ""


def _unit(unit: str) -> str:
    known = {
        "youths": _("unge"), "pairs": _("forløb"), "contacts": _("opfølgninger"), "places": _("pladser"), "days": _("dage"),
        "mentors": _("mentorer"), "percent": _("procent"), "kroner": _("kroner"), "hours": _("timer"), "months": _("måneder"),
        "minutes": _("minutter"), "meetings": _("møder"), "companies": _("virksomheder"), "concerns": _("bekymringer"),
        "acts": _("gange"), "offers": _("tilbud"), "results": _("resultater"),
    }  # fmt: skip
    return known.get(unit, unit)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula is quoted."""
    return f"'{text}" if text.startswith(SIGNS_OF_A_FORMULA) else text
