"""The figures of a report in words, the same on page, paper and in every file. Read from the content alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from mentorkorps.language import N_, _, language

Content = Mapping[str, Any]

NOTHING = "–"
LOCALES = {"da": "da_DK", "en": "en_GB"}
ASKED = 3  # things to decide, of a meeting
DAY = {"da": "dd-MM-yyyy", "en": "d MMM yyyy"}
OWN_RULES = N_(
    "Nye forløb i kommunen følger kommunens egne regler. "
    "Om en opfølgning er sket til tiden, er regnet efter reglerne for hvert forløb."
)
#: What stands instead of a figure, or beside it.
SIGNS = {"hidden", "too_early", "restated"}
#: What the columns of months, quarters and years are called, in their order; not every report has all.
SERIES = {
    "enrolled": N_("Tilmeldte"), "proposed": N_("Foreslåede"), "matched": N_("Matchede"), "target_to_date": N_("Mål til dato"),
    "ended": N_("Afsluttede"), "running": N_("I gang ved slutningen"),
}  # fmt: skip
#: Unit of a row → its figure with the unit; a unit that is not here (youths, pairs, places …) stands in the row's name.
UNITS: Mapping[str, Callable[[str], str]] = {
    "percent": lambda number: _("%(number)s %%", number=number),
    "kroner": lambda number: _("%(amount)s kr.", amount=number),
    "days": lambda number: _("%(count)s dage", count=number),
    "hours": lambda number: _("%(count)s timer", count=number),
    "minutes": lambda number: _("%(count)s minutter", count=number),
    "months": lambda number: _("%(count)s måneder", count=number),
}


def figure(fields: Mapping[str, Any], name: str, unit: str) -> str:
    """One field of a cell in words: a number with its unit, or why there is none."""
    if name == "realised" and fields.get("hidden"):
        return _("skjult")
    if name == "realised" and fields.get("too_early"):
        return _("for tidligt")
    value = fields.get(name)
    if value is None:
        return _("for tidligt") if name == "target_to_date" and "target" in fields else NOTHING
    if name == "deviation_percent":
        return UNITS["percent"](number(value, signed=True))
    text = number(value, signed=name == "deviation")
    if unit == "percent" and name == "deviation":
        return _("%(points)s point", points=text)
    return UNITS[unit](text) if unit in UNITS else text


def named(row: Mapping[str, Any]) -> str:
    """The name of a row, and that it is the official one where several tell of the same."""
    return f"{_(row['label'])} ({_('officielt')})" if row.get("official") else _(row["label"])


def quota(cell: Mapping[str, Any]) -> str:
    """The quota that a count of places is of; nothing where it is of none."""
    return _("af %(maximum)s", maximum=cell["maximum"]) if "maximum" in cell else ""


def target(fields: Mapping[str, Any], unit: str) -> str:
    """A target, as a range where the agreement gives one."""
    least = figure(fields, "target", unit)
    return f"{least}-{figure(fields, 'target_max', unit)}" if "target_max" in fields else least


def restated(fields: Mapping[str, Any], unit: str) -> str:
    """What stands beside a figure that the report before this one would show otherwise today; nothing where it would not."""
    mark = fields.get("restated")
    if fields.get("hidden"):
        return ""
    if not isinstance(mark, Mapping):
        return _("måske rettet") if mark else ""
    was, now = (figure(mark, name, unit) for name in ("was", "now"))
    return _("rettet fra %(was)s til %(now)s", was=was, now=now)


def is_behind(row: Mapping[str, Any], cell: Mapping[str, Any]) -> bool:
    """Whether the cell of a row with a target misses what should be by the day."""
    deviation = cell["deviation"]
    return deviation is not None and bool(deviation < 0 if row["better"] == "higher" else deviation > 0)


def is_plain(row: Mapping[str, Any], cell: Mapping[str, Any], name: str) -> bool:
    """Whether that field of a cell stands as it is: nothing instead of it or beside it, and it says of nobody that it is behind."""
    return not is_behind(row, cell) if name == "deviation" else name != "realised" or not any(map(cell.get, SIGNS))


def marked(fields: Mapping[str, Any], unit: str) -> str:
    """The figure, with its mark in brackets where it has been restated."""
    text, mark = figure(fields, "realised", unit), restated(fields, unit)
    return f"{text} ({mark})" if mark else text


def stretch(one: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A series of a month, a quarter or a year as a cell."""
    mark = one.get("restated", {}).get(name)
    hidden = {"hidden": True} if one[name] is None else {}
    return {"realised": one[name], **hidden, **({"restated": mark} if mark else {})}


def series_in(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of `SERIES` that each of some months, quarters or years of a report has."""
    return [key for key in SERIES if all(key in one for one in entries)]


def signs(content: Content) -> list[str]:
    """A sentence for each sign that stands instead of a figure in this report, for small figures that are shown, and for
    figures of the report before this one that would be otherwise today."""
    stand, said = _standing(content), []
    if "hidden" in stand:
        said.append(_("„Skjult“ er tal om under 5 personer, og tal, de kunne regnes ud af."))
    if any(row["open"] for row in content["rows"]):
        said.append(_("Tal, som parterne har aftalt at vise åbent, vises også, når de er små."))
    if "too_early" in stand:
        said.append(_("„For tidligt“ betyder, at der er under 10 personer at regne på, eller at ingen har svaret endnu."))
    if "restated" in stand:
        said.append(
            _(
                "„Rettet“ betyder, at tallet i den forrige rapport ville være et andet i dag, fordi noget er skrevet ind senere. "
                "„Måske rettet“ er tal, hvor forskellen ikke kan vises, fordi den er på få personer, eller hvor der måske ingen er."
            )
        )
    return said


def _standing(content: Content) -> set[str]:
    """The signs that stand somewhere in this report: looked for once in all its cells, of which a country has thousands."""
    found = {
        sign for row in content["rows"] for cell in (row, *row["tenants"]) for sign in SIGNS & cell.keys() if cell[sign]
    }
    if "restated" in found:
        every = (cell for row in content["rows"] for cell in (row, *row["tenants"]))
        found -= set() if any(restated(cell, "") for cell in every) else {"restated"}
    in_time = any("restated" in one for which in STRETCHES for one in content.get(which, ()))
    return found | ({"restated"} if in_time else set())


def own_rules(content: Content) -> list[tuple[str, str, str, str]]:
    """Municipality, rule, what is used there and what is used elsewhere, for each rule that a municipality has adjusted;
    none in a report from before this was printed."""
    names = tenant_names(content)
    common = {one["key"]: setting(one["value"]) for one in content["settings"]}
    return [
        (names[own["tenant"]], _(own["label"]), setting(own["value"]), common[own["key"]])
        for own in content.get("own_settings", ())
    ]


def decisions(content: Content) -> list[str]:
    """What the steering group may have to decide, three sentences at most; none in a report from before they were made."""
    found = []
    for one in content.get("decide", ()):
        sentence, values = one["text"], {name: _said(value) for name, value in one.get("values", {}).items()}
        found.append(_(sentence, **values))
    return found


def decisions_title(sentences: Sequence[str]) -> str:
    """The heading of those sentences; it promises three only where there are three."""
    return _("Tre ting at beslutte") if len(sentences) == ASKED else _("At beslutte")


def tenant_names(content: Content) -> dict[str, str]:
    """Name of each column, by its slug."""
    return {tenant["slug"]: tenant["name"] for tenant in content["tenants"]}


def rows_of(content: Content, section: str) -> list[Mapping[str, Any]]:
    """The rows of a section, in the order of the report."""
    return [row for row in content["rows"] if row["section"] == section]


def by_key(content: Content) -> dict[str, Mapping[str, Any]]:
    """Every row by its key."""
    return {row["key"]: row for row in content["rows"]}


def cells(row: Mapping[str, Any], content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everybody a row tells of, by name, with the figure: all together first, then each municipality."""
    names = tenant_names(content)
    yield _("I alt"), row
    for cell in row["tenants"]:
        yield names[cell["tenant"]], cell


def title(content: Content) -> str:
    """The heading of the report."""
    return _("Styregrupperapport %(number)s: %(name)s", number=content["number"], name=content["partnership"]["name"])


def facts(content: Content) -> list[str]:
    """Which policy the programme is a part of, which period the report is of, how far it counts, and when it was built: a
    sentence each."""
    first, last = (day(content["period"][end]) for end in ("starts_on", "ends_on"))
    return [
        *([_("Programmet er en del af %(policy)s.", policy=content["part_of"])] if "part_of" in content else []),
        _("Periode %(name)s: %(first)s til %(last)s.", name=content["period"]["name"], first=first, last=last),
        _("Opgjort til og med %(day)s.", day=day(content["cut_off"])),
        _("Bygget %(moment)s.", moment=moment(content["built_at"])),
    ]


def setting(value: str | float) -> str:
    """The value of a setting."""
    return _(value) if isinstance(value, str) else number(value)


def number(value: float, *, signed: bool = False) -> str:
    """1.234,5 in Danish, 1,234.5 in English; with + where it is `signed` and more than nothing."""
    text = _written(value, LOCALES[language()])
    return f"+{text}" if signed and value > 0 else text


def day(iso: str) -> str:
    """14-02-2014, in English 14 Feb 2014."""
    return format_date(date.fromisoformat(iso), DAY[language()], locale=LOCALES[language()])


def long_day(iso: str) -> str:
    """14. februar 2014, in English 14 February 2014."""
    return format_date(date.fromisoformat(iso), "long", locale=LOCALES[language()])


def month(iso: str) -> str:
    """Feb. 2014, of 2014-02."""
    return format_date(date.fromisoformat(f"{iso}-01"), "MMM y", locale=LOCALES[language()])


def quarter(name: str) -> str:
    """1. kvartal 2014, of 2014-Q1."""
    year, _mark, number_of = name.partition("-Q")
    return _("%(number)s. kvartal %(year)s", number=number_of, year=year)


def told(value: float | None) -> str:
    """The figure of a month, a quarter or a year, or that it is hidden."""
    return _("skjult") if value is None else number(value)


def moment(iso: str) -> str:
    """A day with its time, on the Danish wall clock on which it was written."""
    at = datetime.fromisoformat(iso).replace(tzinfo=None)
    return format_datetime(at, f"{DAY[language()]} HH.mm", locale=LOCALES[language()])


@lru_cache(4096)
def _written(value: float, locale: str) -> str:
    """Kept, because a report writes the same few numbers thousands of times."""
    return format_decimal(Decimal(str(value)), "#,##0.##", locale=locale)


def _said(value: object) -> object:
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else _(str(value))


#: The lists in a content that follow time → what an entry's stretch is called there, and how it is written.
STRETCHES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "months": ("month", month), "by_quarter": ("quarter", quarter), "by_year": ("year", str),
}  # fmt: skip
