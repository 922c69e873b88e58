"""How a date, an amount and a figure are written: the filters of every template, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

import phonenumbers
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment

from mentorkorps.clock import local
from mentorkorps.language import _, language

NOTHING = "–"
DENMARK = 45
LOCALES = {"da": "da_DK", "en": "en_GB"}
DAY = {"da": "dd-MM-yyyy", "en": "d MMM yyyy"}
MOMENT = {"da": "dd-MM-yyyy 'kl.' HH.mm", "en": "d MMM yyyy, HH:mm"}

# The drawing area of a bar chart, in units that are pixels on a wide screen.
CHART_WIDTH = 440
CHART_TRACK = 360
CHART_ROW = 64
BAR_TOP = 26
BAR_HEIGHT = 20


def day(value: date | None) -> str:
    """14-02-2014, in English 14 Feb 2014. A moment is first put on the Danish wall clock."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = local(value)
    return format_date(value, DAY[language()], locale=_locale())


def days(first: date, last: date) -> str:
    """23-06-2014 til 30-06-2014; one day where it is the same."""
    if first == last:
        return day(first)
    return _("%(first)s til %(last)s", first=day(first), last=day(last))


def moment(value: datetime | None) -> str:
    """14-02-2014 kl. 09.30 in Danish local time, in English 14 Feb 2014, 09:30."""
    if value is None:
        return NOTHING
    return format_datetime(local(value), MOMENT[language()], locale=_locale())


def hour(value: time) -> str:
    """09.30, in English 09:30."""
    return value.strftime("%H:%M" if language() == "en" else "%H.%M")


def money(value: Decimal | int | None) -> str:
    """133.000,00 kr., in English DKK 133,000.00."""
    if value is None:
        return NOTHING
    amount = format_decimal(value, "#,##0.00", locale=_locale())
    return f"DKK {amount}" if language() == "en" else f"{amount} kr."


def percent(share: Decimal | float | None, decimals: int = 0) -> str:
    """A share of one as 85 %, in English 85%."""
    if share is None:
        return NOTHING
    figure = number(Decimal(str(share)) * 100, decimals)
    return f"{figure}%" if language() == "en" else f"{figure} %"


def number(value: Decimal | float | None, decimals: int = 0) -> str:
    """1.234 or 1.234,5, in English 1,234.5."""
    if value is None:
        return NOTHING
    return _figure(value or 0, decimals, _locale())


@lru_cache(4096)
def _figure(value: Decimal | float, decimals: int, locale: str) -> str:
    """Remembered: a page of figures holds five hundred of them, and most are small and come again."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return format_decimal(value, pattern, locale=locale)


@lru_cache(4096)
def phone(number: str) -> str:
    """A number as it is read aloud: 70 10 20 30. What is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(number, "DK")
    except phonenumbers.NumberParseException:
        return number
    ways = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, ways.NATIONAL if parsed.country_code == DENMARK else ways.INTERNATIONAL)


def drawing(bars: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Where the bars of a chart stand: the longest value or target fills the track, the figure stands after it."""
    rows = list(bars)
    top = max([float(row["value"]) for row in rows] + [float(row.get("target") or 0) for row in rows] + [0]) or 1.0
    return {
        "width": CHART_WIDTH,
        "track": CHART_TRACK,
        "value_x": CHART_TRACK + 12,
        "height": CHART_ROW * len(rows),
        "bars": [_bar(row, CHART_ROW * index, CHART_TRACK / top) for index, row in enumerate(rows)],
    }


def _bar(row: Mapping[str, Any], above: int, scale: float) -> dict[str, Any]:
    target = row.get("target")
    return {
        "label": row["label"],
        "value": row["value"],
        "label_y": above + 17,
        "y": above + BAR_TOP,
        "height": BAR_HEIGHT,
        "width": round(float(row["value"]) * scale, 1),
        "value_y": above + BAR_TOP + 16,
        "target_x": None if target is None else round(float(target) * scale, 1),
        "target_top": above + BAR_TOP - 4,
        "target_bottom": above + BAR_TOP + BAR_HEIGHT + 4,
    }


def _locale() -> str:
    return LOCALES[language()]


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "days": days,
    "hour": hour,
    "moment": moment,
    "money": money,
    "percent": percent,
    "number": number,
    "phone": phone,
    "drawing": drawing,
}


def teach(environment: Environment) -> None:
    """Gives a template environment these filters."""
    environment.filters.update(FILTERS)
