"""Reads the programme of a file: which rules its pairs keep. Only what the file says is kept; the house knows the rest."""

from collections.abc import Callable, Mapping
from typing import Any

from mentorkorps.language import _
from mentorkorps.programmes import DEFAULTS, LONGEST_REST, OWN_TIME, disordered, kind, limits, norms
from tenants.terms.table import Errors, Table
from tenants.terms.terms import BASES, LANGUAGES, RECRUITERS, Terms

LONGEST_ACT = 240  # minutes


def read_programme(table: Table) -> dict[str, Any]:
    """The profile, as it is kept: dates as text."""
    languages = list(table.words("languages", LANGUAGES))
    if not languages:
        table.wrong("languages", _("languages skal nævne mindst ét sprog."))
    ages = table.table("ages")
    profile: dict[str, Any] = {
        "ages": {key: ages.number(key, 1, 120) for key in ("from", "to")},
        "languages": languages,
        "promise_days": table.number("promise_days", 1),
        "recruits": table.choice("recruits", RECRUITERS),
        "place_back_when_never_met": table.yes("place_back_when_never_met"),
        "official_base": table.choice("official_base", BASES),
    }
    ages.nothing_else()
    if "own_time" in table:
        own = table.table("own_time")
        profile["own_time"] = {act: own.number(act, 0, LONGEST_ACT) for act in OWN_TIME if act in own}
        own.nothing_else()
    for section in DEFAULTS:
        if section in table or section in ("follow_up", "meetings"):
            profile[section] = read_section(section, table.table(section))
    table.nothing_else()
    return profile


def read_section(section: str, table: Table) -> dict[str, Any]:
    """The settings of one section that `table` names."""
    values = {name: READERS[kind(section, name)](table, section, name) for name in DEFAULTS[section] if name in table}
    table.nothing_else()
    return values


def check_programme(terms: Terms, errors: Errors) -> None:
    """Notes what cannot stand together."""
    for section in ("ages", *DEFAULTS):
        values = terms.profile.get(section, {})
        wrong = _ages_wrong(values) if section == "ages" else disordered(section, values)
        path = ("programme", section)
        if wrong and errors.clean((*path, wrong[0])):
            sentence = _("%(last)s kan ikke være mindre end %(first)s.", first=wrong[0], last=wrong[1])
            errors.add((*path, wrong[1]), sentence)
    said = norms(terms.profile.get("meetings", {}))
    if len(said) > 1:
        sentence = _("Normen for møder skal være én af %(norms)s, ikke flere.", norms=", ".join(said))
        errors.add(("programme", "meetings", said[1]), sentence)


def _ages_wrong(ages: Mapping[str, int]) -> tuple[str, str] | None:
    return ("from", "to") if ages and ages["from"] > ages["to"] else None


def _number(table: Table, section: str, name: str) -> int:
    return table.number(name, *limits(section, name))


def _text(table: Table, section: str, name: str) -> str:
    least, most = limits(section, name)
    text = table.text(name)
    if text and not least <= len(text) <= most:
        table.wrong(name, _("%(key)s skal have %(least)s til %(most)s tegn.", key=name, least=least, most=most))
    return text


def _span(table: Table, section: str, name: str) -> list[int]:
    span = list(table.span(name))
    if span[1] > limits(section, name)[1]:
        most = limits(section, name)[1]
        table.wrong(name, _("%(key)s kan højst være %(most)s.", key=name, most=most))
    return span


def _numbers(table: Table, section: str, name: str) -> list[int]:
    least, most = limits(section, name)
    numbers = table.numbers(name, least, most)
    if numbers != sorted(set(numbers)):
        table.wrong(name, _("%(key)s skal stige, som [1, 3, 6].", key=name))
    return numbers


def _days(table: Table, section: str, name: str) -> list[str]:
    return [day.isoformat() for day in sorted(table.days(name))]


def _ranges(table: Table, section: str, name: str) -> list[list[str]]:
    ranges = table.ranges(name)
    if any(not 0 <= (last - first).days < LONGEST_REST for first, last in ranges):
        table.wrong(
            name, _("Et lukket tidsrum begynder, før det slutter, og varer under %(days)s dage.", days=LONGEST_REST)
        )
    return [[first.isoformat(), last.isoformat()] for first, last in sorted(ranges)]


READERS: Mapping[str, Callable[[Table, str, str], Any]] = {
    "yes": lambda table, section, name: table.yes(name),
    "number": _number,
    "text": _text,
    "span": _span,
    "numbers": _numbers,
    "days": _days,
    "ranges": _ranges,
}
