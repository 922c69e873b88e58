"""What somebody is looking for in a list: words, each of which must be found in one of the things that are looked at."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from mentorkorps.trades import OCCUPATIONS, TRADES, title, trade_title
from tenants.registry import Tenant

LONGEST, MOST_WORDS = 80, 6


def sought() -> str:
    """What `?soeg=` asks for, as it was typed, without blanks around it."""
    return " ".join(request.args.get("soeg", "")[:LONGEST].split())


def has_all(written: str, texts: Iterable[str | None]) -> bool:
    """Whether each word stands in one of the texts."""
    known = [text.casefold() for text in texts if text]
    return all(any(word in text for text in known) for word in _words(written))


def finds(
    written: str, columns: Sequence[Any], works_as: Callable[[list[str]], ColumnElement[bool]],
    house: InstrumentedAttribute[UUID],
) -> ColumnElement[bool]:  # fmt: skip
    """`has_all`, asked of the database: each word stands in one of the columns, in the name of the house, or in the title of an
    occupation of which `works_as` is true."""
    return and_(true(), *(or_(*_places(word, columns, works_as, house)) for word in _words(written)))


def trade_words(occupation: str) -> str:
    """What an occupation and its trade are called: in the reader's language, and in Danish, which is looked for in each."""
    known = OCCUPATIONS.get(occupation)
    if known is None:
        return occupation
    return " ".join((title(occupation), trade_title(known.trade), known.title, TRADES[known.trade]))


def _words(written: str) -> list[str]:
    return list(dict.fromkeys(written.casefold().split()))[:MOST_WORDS]


def _places(
    word: str, columns: Sequence[Any], works_as: Callable[[list[str]], ColumnElement[bool]],
    house: InstrumentedAttribute[UUID],
) -> list[ColumnElement[bool]]:  # fmt: skip
    places: list[ColumnElement[bool]] = [column.icontains(word, autoescape=True) for column in columns]
    named = select(Tenant.id).where(Tenant.id == house, Tenant.name.icontains(word, autoescape=True))
    occupations = [key for key in OCCUPATIONS if word in trade_words(key).casefold()]
    return [*places, named.exists(), *([works_as(occupations)] if occupations else [])]
