"""The report's first page: are we on course, and the six figures the answer rests on. Read from the content alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.wording import Content, by_key, figure, restated, target


def verdict(content: Content) -> dict[str, Any]:
    """The answer to "er vi på kurs?": a kind for its colour, a sentence, what is behind, and what cannot be said yet."""
    goals = [row for row in _tile_rows(content) if "target" in row]
    behind = [_(row["label"]) for row in goals if row["on_course"] is False]
    untold = [_(row["label"]) for row in goals if row["on_course"] is None]
    kind, text = _answer(len(goals) - len(untold), len(behind))
    return {"kind": kind, "text": text, "behind": behind, "untold": untold}


def tiles(content: Content) -> Iterator[dict[str, Any]]:
    """The six figures: label, value, its state in words and colour, the target to date, one line of what it rests on, and
    the mark of a figure that was otherwise in an earlier report."""
    rows = by_key(content)
    for row in _tile_rows(content):
        on_course = row.get("on_course")
        yield {
            "key": row["key"],
            "label": _(row["label"]),
            "value": figure(row, "realised", row["unit"]),
            "kind": None if on_course is None else "success" if on_course else "error",
            "state": "" if on_course is None else _("Følger planen") if on_course else _("Følger ikke planen"),
            "target": figure(row, "target_to_date", row["unit"]) if "target" in row else "",
            "note": _note(row, rows),
            "restated": restated(row, row["unit"]),
        }


def _answer(count: int, behind: int) -> tuple[str, str]:
    if not count:
        return "info", _("Det er for tidligt at sige.")
    if count == 1:
        return ("error", _("Nej. Målet følger ikke planen.")) if behind else ("success", _("Ja. Målet følger planen."))
    if not behind:
        return "success", _("Ja. Alle %(count)s mål på forsiden, der kan gøres op nu, følger planen.", count=count)
    if behind < count:
        good = count - behind
        return "warning", _(
            "Delvist. %(good)s af de %(count)s mål på forsiden, der kan gøres op nu, følger planen.",
            good=good,
            count=count,
        )
    return "error", _("Nej. Ingen af de %(count)s mål på forsiden, der kan gøres op nu, følger planen.", count=count)


def _tile_rows(content: Content) -> list[Mapping[str, Any]]:
    rows = by_key(content)
    return [rows[key] for key in content["tiles"]]


def _note(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    key = row["key"]
    if key == "waiting_too_long" and "within_4_weeks" in rows:
        return _("%(share)s fik et forslag inden fristen", share=figure(rows["within_4_weeks"], "realised", "percent"))
    if key.startswith("moved_share") and rows["moved_unanswered"]["realised"]:
        return _("%(count)s unge er endnu uden svar", count=figure(rows["moved_unanswered"], "realised", "youths"))
    if "of" in row and not row.get("hidden"):
        part, whole = (figure(rows[name], "realised", rows[name]["unit"]) for name in row["of"])
        if any(rows[name]["open"] and 0 < (rows[name]["realised"] or 0) < LEAST for name in row["of"]):
            return _(
                "%(part)s af %(whole)s. Tallet er lille og vises, fordi parterne har aftalt det.",
                part=part,
                whole=whole,
            )
        return _("%(part)s af %(whole)s", part=part, whole=whole)
    if key == "matched":
        return _("Mål i alt: %(target)s", target=target(row, row["unit"]))
    if key == "cost_per_youth" and "target" in row:
        return _("Aftalt: %(target)s", target=figure(row, "target", row["unit"]))
    return ""
