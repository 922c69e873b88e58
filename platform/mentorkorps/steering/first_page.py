"""The report's first page: are we on course, and the six figures the answer rests on. Read from the content alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.wording import Content, by_key, figure, restated, target

#: The tiles without a target: what was promised to youths and pairs on the way.
WAITED, IN_TIME = "waiting_too_long", "follow_ups_on_time"
ALL = 100  # per cent


def verdict(content: Content) -> dict[str, Any]:
    """The answer to "er vi på kurs?": a kind for its colour, a sentence, what is late of what was promised where the sentence does
    not say it, what is behind, what cannot be said yet, and what is hidden."""
    goals = [row for row in _tile_rows(content) if "target" in row]
    behind = [_(row["label"]) for row in goals if row["on_course"] is False]
    silent = [row for row in goals if row["on_course"] is None]
    hidden, untold = ([_(row["label"]) for row in silent if _is_hidden(row) is so] for so in (True, False))
    waited, share = _broken(content)
    late = _late(waited, share)
    kind, text = _answer(len(goals) - len(silent), len(behind))
    if kind == "success":
        kind, text = _promised(content, waited, share) or (kind, text)
        late = ""
    elif late and kind == "info":
        kind = "warning"
    return {"kind": kind, "text": text, "late": late, "behind": behind, "untold": untold, "hidden": hidden}


def _is_hidden(row: Mapping[str, Any]) -> bool:
    """Whether that is all that keeps a goal from being told: its target has begun to run."""
    return bool(row.get("hidden")) and row["target_to_date"] is not None


def tiles(content: Content) -> Iterator[dict[str, Any]]:
    """The six figures: label, definition, value, state in words and colour, target to date, one line of what it rests on, and
    the mark of a figure that was otherwise in an earlier report."""
    rows = by_key(content)
    for row in _tile_rows(content):
        kind, state = _state(row)
        yield {
            "key": row["key"],
            "label": _(row["label"]),
            "definition": _(row["definition"]),
            "value": figure(row, "realised", row["unit"]),
            "kind": kind,
            "state": state,
            "target": figure(row, "target_to_date", row["unit"]) if "target" in row else "",
            "note": _note(row, rows),
            "restated": restated(row, row["unit"]),
        }


def _state(row: Mapping[str, Any]) -> tuple[str | None, str]:
    kept, on_course = _is_kept(row), row.get("on_course")
    if kept is not None:
        return ("success", _("Som lovet")) if kept else ("warning", _("Ikke som lovet"))
    if on_course is None:
        return None, ""
    return ("success", _("Følger planen")) if on_course else ("error", _("Følger ikke planen"))


def _is_kept(row: Mapping[str, Any]) -> bool | None:
    """Whether everybody got what was promised: nobody has waited too long, every follow-up was in time; None where the row is
    about something else, or tells nothing."""
    told = row["realised"]
    if told is None or row["key"] not in (WAITED, IN_TIME):
        return None
    return bool(told == 0 if row["key"] == WAITED else told >= ALL)


def _late(waited: str, share: str) -> str:
    """What is late of what was promised, as far as the figures of it are told."""
    if waited and share:
        return _(
            "%(late)s venter længere end lovet, og kun %(share)s af opfølgningerne er sket til tiden.",
            late=waited,
            share=share,
        )
    if waited:
        return _("%(late)s venter længere end lovet.", late=waited)
    return _("Kun %(share)s af opfølgningerne er sket til tiden.", share=share) if share else ""


def _promised(content: Content, waited: str, share: str) -> tuple[str, str] | None:
    """The answer where every target is on plan, and what was promised is not all kept, or not all told."""
    if waited and share:
        return "warning", _(
            "Delvist. Planen følges, men %(late)s venter længere end lovet, og kun %(share)s af opfølgningerne er sket til tiden.",
            late=waited, share=share,
        )  # fmt: skip
    if waited:
        return "warning", _("Delvist. Planen følges, men %(late)s venter længere end lovet.", late=waited)
    if share:
        return "warning", _("Delvist. Planen følges, men kun %(share)s af opfølgningerne er sket til tiden.", share=share)
    promised = (row for row in _tile_rows(content) if row["key"] in (WAITED, IN_TIME))
    hidden = ", ".join(_(row["label"]) for row in promised if row.get("hidden"))
    return ("info", _("Planen følges. Skjult er: %(labels)s.", labels=hidden)) if hidden else None


def _broken(content: Content) -> tuple[str, str]:
    """How many have waited too long, and how many follow-ups were in time, in words; nothing where that is as promised."""
    rows = by_key(content)
    told = (rows[WAITED], rows[IN_TIME])
    waited, share = (figure(row, "realised", row["unit"]) if _is_kept(row) is False else "" for row in told)
    if waited and rows["waiting"]["realised"] is not None:
        waited = _("%(part)s af %(whole)s", part=waited, whole=figure(rows["waiting"], "realised", "youths"))
    return waited, share


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
    if key == WAITED:
        kept = rows.get("within_4_weeks", {"realised": None})
        told = kept["realised"] is not None
        return _("%(share)s fik et forslag inden fristen", share=figure(kept, "realised", "percent")) if told else ""
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
