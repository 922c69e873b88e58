"""One section of an audit file: a title, and what is known under it, or a sentence that says what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from mentorkorps.clock import local
from mentorkorps.language import _, language

LOCALES = {"da": "da_DK", "en": "en_GB"}
DAY = {"da": "dd-MM-yyyy", "en": "d MMM yyyy"}


@dataclass(frozen=True)
class Section:
    """`key` names it to machines; `rows` have a cell for each of `columns`; without rows `missing` is printed."""

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    missing: str

    @property
    def is_missing(self) -> bool:
        """Nothing is written."""
        return not self.rows


def facts(key: str, title: str, told: Iterable[tuple[str, str]], missing: str) -> Section:
    """A section of names and values; what has no value is left out."""
    rows = [[name, value] for name, value in told if value]
    return Section(key, title, [_("Hvad"), _("Oplysning")], rows, missing)


def day(value: date | None) -> str:
    """14-02-2014; a moment on the Danish wall clock; empty for none."""
    if value is None:
        return ""
    at = local(value) if isinstance(value, datetime) else value
    return str(format_date(at, DAY[language()], locale=LOCALES[language()]))


def moment(at: datetime | None) -> str:
    """14-02-2014 09.30; empty for none."""
    return f"{day(at)} {local(at):%H.%M}" if at else ""


def said(words: Mapping[str, str], code: str | None) -> str:
    """A code in words; empty for none."""
    return _(words[code]) if code else ""


def listed(words: Mapping[str, str], codes: Iterable[Any]) -> str:
    """Codes in words, one after the other."""
    return ", ".join(_(words[code]) for code in codes)
