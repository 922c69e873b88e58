"""What the report's page says before its tables: are we on course, and the six tiles. Read from the content alone."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from mentorkorps.language import _, language
from mentorkorps.steering.paper import figure, signs
from mentorkorps.web.formats import LOCALES

Content = Mapping[str, Any]
LONG_DAY = {"da": "EEEE 'den' d. MMMM y", "en": "EEEE d MMMM y"}


def verdict(content: Content) -> dict[str, Any]:
    """The answer to "er vi på kurs?": a kind for its colour, a sentence, what is behind, and what cannot be said yet."""
    goals = [row for row in _tile_rows(content) if "target" in row]
    behind = [_(row["label"]) for row in goals if row["on_course"] is False]
    untold = [_(row["label"]) for row in goals if row["on_course"] is None]
    kind, text = _answer(len(goals) - len(untold), len(behind))
    return {"kind": kind, "text": text, "behind": behind, "untold": untold}


def _answer(count: int, behind: int) -> tuple[str, str]:
    if not count:
        return "info", _("Det er for tidligt at sige.")
    if count == 1:
        return ("error", _("Nej. Målet følger ikke planen.")) if behind else ("success", _("Ja. Målet følger planen."))
    if not behind:
        return "success", _("Ja. Alle %(count)s mål, der kan gøres op nu, følger planen.", count=count)
    if behind < count:
        good = count - behind
        return "warning", _(
            "Delvist. %(good)s af de %(count)s mål, der kan gøres op nu, følger planen.", good=good, count=count
        )
    return "error", _("Nej. Ingen af de %(count)s mål, der kan gøres op nu, følger planen.", count=count)


def tiles(content: Content) -> Iterator[dict[str, Any]]:
    """The six figures: label, value, its state in words and colour, the target to date, and one line of what it rests on."""
    rows = {row["key"]: row for row in content["rows"]}
    for row in _tile_rows(content):
        on_course = row.get("on_course")
        yield {
            "key": row["key"],
            "label": _(row["label"]),
            "value": figure(row, "realised", row["unit"]),
            "kind": None if on_course is None else "success" if on_course else "error",
            "state": None if on_course is None else _("På kurs") if on_course else _("Bag målet"),
            "target": figure(row, "target_to_date", row["unit"]) if "target" in row else None,
            "note": _note(row, rows),
        }


def chart(content: Content) -> list[dict[str, Any]]:
    """Bars of matched youths per municipality against target to date; none where a figure is hidden or one bar is all."""
    row = next((row for row in content["rows"] if row["key"] == "matched"), None)
    cells = row["tenants"] if row else []
    if len(cells) < 2 or any(cell["realised"] is None for cell in cells):
        return []
    names = {tenant["slug"]: tenant["name"] for tenant in content["tenants"]}
    return [
        {"label": names[cell["tenant"]], "value": cell["realised"], "target": cell.get("target_to_date")}
        for cell in cells
    ]


def notes(content: Content) -> list[str]:
    """What must be known to read the tables."""
    return [_("Hvert tals navn åbner for, hvad det tæller."), *signs(content)]


def long_day(day: date) -> str:
    """Onsdag den 9. juli 2014."""
    text = format_date(day, LONG_DAY[language()], locale=LOCALES[language()])
    return text[:1].upper() + text[1:]


def moment_of(iso: str) -> datetime:
    """The moment that the content has as text."""
    return datetime.fromisoformat(iso)


def _tile_rows(content: Content) -> list[Mapping[str, Any]]:
    rows = {row["key"]: row for row in content["rows"]}
    return [rows[key] for key in content["tiles"]]


def _note(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    key = row["key"]
    if key == "waiting_too_long" and "within_4_weeks" in rows:
        return _("%(share)s fik et forslag inden fristen", share=figure(rows["within_4_weeks"], "realised", "percent"))
    if key.startswith("moved_share") and rows["moved_unanswered"]["realised"]:
        return _("%(count)s unge er endnu uden svar", count=figure(rows["moved_unanswered"], "realised", "youths"))
    if "of" in row and not row.get("hidden"):
        part, whole = (figure(rows[name], "realised", rows[name]["unit"]) for name in row["of"])
        return _("%(part)s af %(whole)s", part=part, whole=whole)
    if key == "matched":
        return _("Mål i alt: %(target)s", target=target(row))
    if key == "cost_per_youth" and "target" in row:
        return _("Aftalt: %(target)s", target=figure(row, "target", row["unit"]))
    return ""


def target(fields: Mapping[str, Any], unit: str = "") -> str:
    """A target, as a range where the agreement gives one."""
    least = figure(fields, "target", unit or fields.get("unit", ""))
    if "target_max" not in fields:
        return least
    return f"{least}-{figure(fields, 'target_max', unit or fields.get('unit', ''))}"
