"""Three things to decide: what the rows of a report show to be furthest from what was agreed. Read from the rows alone."""

from collections.abc import Callable, Iterator, Mapping
from math import ceil
from typing import Any

from mentorkorps.language import N_
from mentorkorps.steering.cell import Number

MOST = 3
ON_TIME = 90  # per cent of follow-ups: under it, it is a matter for the meeting (section 3)
NEARLY_USED = 90  # per cent of a member's places
EARLY = 20  # per cent of endings within three months

Row = Mapping[str, Any]
Topic = tuple[float, str, str, dict[str, Number]]  # how far off in per cent, the row, the sentence and its numbers
#: Rows with a target → the sentence where they fall short of it.
BEHIND = {
    "matched": N_(
        "Der er matchet %(realised)s unge, og målet til dato er %(target)s. Hvordan henter vi de %(missing)s, der mangler?"
    ),
    "cost_per_youth": N_(
        "En matchet ung har kostet %(realised)s kr., og til dato skulle det være %(target)s kr. Hvad gør vi ved det?"
    ),
    "mentors": N_("Korpset har %(realised)s mentorer, og målet er %(target)s. Hvor finder vi de næste %(missing)s?"),
    "active_share": N_(
        "%(realised)s procent af mentorerne er erhvervsaktive, og målet er %(target)s. Hvem spørger vi i virksomhederne?"
    ),
    "meetings_per_month": N_(
        "Forløbene ligger under normen for møder om måneden. Hvordan hjælper vi parrene til at mødes oftere?"
    ),
    "hours_per_month": N_(
        "Forløbene ligger under normen for timer om måneden. Hvordan hjælper vi parrene til at mødes mere?"
    ),
}
SUCCESS = {
    "outcome_share": N_(
        "%(realised)s procent af de unge har et resultat, og målet til dato er %(target)s. Hvad kan vi gøre anderledes?"
    ),
    "moved_share": N_(
        "%(realised)s procent af de unge er kommet positivt videre, og målet til dato er %(target)s. Hvad kan vi gøre anderledes?"
    ),
}


def to_decide(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most three: the `key` of the row, the `text` (a msgid) and its `values`, the furthest from what was agreed first.

    A figure that is hidden, or too early to tell, gives nothing to decide.
    """
    by_key = {row["key"]: row for row in rows}
    topics = sorted((topic for find in FINDERS for topic in find(by_key)), key=lambda topic: -topic[0])
    return [{"key": key, "text": text, "values": values} for _off, key, text, values in topics[:MOST]]


def _behind(rows: Mapping[str, Row]) -> Iterator[Topic]:
    for key, text in BEHIND.items():
        yield from _short(rows.get(key, {}), text)
    for row in rows.values():
        if row.get("official"):
            yield from _short(row, next(text for key, text in SUCCESS.items() if row["key"].startswith(key)))


def _short(row: Row, text: str) -> Iterator[Topic]:
    if row.get("on_course") is False and row.get("deviation_percent") is not None:
        missing = ceil(abs(row["deviation"]))  # persons are whole
        values = {"realised": row["realised"], "target": row["target_to_date"], "missing": missing}
        yield abs(row["deviation_percent"]), row["key"], text, values


def _waiting(rows: Mapping[str, Row]) -> Iterator[Topic]:
    late, waiting = (rows[key]["realised"] for key in ("waiting_too_long", "waiting"))
    if late and waiting:
        text = N_(
            "%(count)s af de %(waiting)s unge, der venter, har ventet længere end lovet. Hvordan finder vi en mentor til dem?"
        )
        yield 100 * late / waiting, "waiting_too_long", text, {"count": late, "waiting": waiting}


def _late(rows: Mapping[str, Row]) -> Iterator[Topic]:
    share = rows["follow_ups_on_time"]["realised"]
    if share is not None and share < ON_TIME:
        text = N_("%(percent)s procent af opfølgningerne er sket til tiden. Hvad skal der til, for at flere gør det?")
        yield ON_TIME - share, "follow_ups_on_time", text, {"percent": share}


def _early(rows: Mapping[str, Row]) -> Iterator[Topic]:
    share = rows["early_share"]["realised"]
    if share is not None and share >= EARLY:
        text = N_(
            "%(percent)s procent af de afsluttede forløb blev afbrudt tidligt. Hvad kan vi gøre i de første måneder?"
        )
        yield share, "early_share", text, {"percent": share}


def _places(rows: Mapping[str, Row]) -> Iterator[Topic]:
    used = [
        100 * cell["realised"] / cell["maximum"]
        for cell in rows["places_taken"]["tenants"]
        if cell["realised"] is not None and cell["maximum"]
    ]
    short = sum(1 for share in used if share >= NEARLY_USED)
    if short:
        text = N_(
            "%(count)s af kommunerne har brugt mindst 90 procent af deres pladser. Skal der flyttes eller åbnes pladser?"
        )
        yield max(used) - NEARLY_USED, "places_taken", text, {"count": short}


FINDERS: tuple[Callable[[Mapping[str, Row]], Iterator[Topic]], ...] = (_behind, _waiting, _late, _early, _places)
