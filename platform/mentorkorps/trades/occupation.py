"""An occupation, its trade, and how both are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mentorkorps.language import _
from mentorkorps.trades.data import TREE

_LAST_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


@dataclass(frozen=True, slots=True)
class Occupation:
    """What a mentor works as and a youth may wish for. `title` is Danish; `title()` of the package translates it."""

    key: str
    title: str
    trade: str
    disco: str  # DISCO-08, four digits, or empty


TRADES: Mapping[str, str] = MappingProxyType({trade: name for trade, (name, _occupations) in TREE.items()})
OCCUPATIONS: Mapping[str, Occupation] = MappingProxyType({
    key: Occupation(key, name, trade, disco)
    for trade, (_name, occupations) in TREE.items()
    for key, (name, disco) in occupations.items()
})  # fmt: skip


def title(key: str) -> str:
    """The occupation in the reader's language; a key that the tree no longer knows is shown as it stands."""
    return _(OCCUPATIONS[key].title) if key in OCCUPATIONS else key


def trade_title(key: str) -> str:
    """The trade in the reader's language."""
    return _(TRADES[key]) if key in TRADES else key


def choices() -> dict[str, list[tuple[str, str]]]:
    """Every occupation for a select with groups: trade → [(key, title)], both in Danish order."""
    groups: dict[str, list[tuple[str, str]]] = {trade_title(trade): [] for trade in sorted(TRADES, key=_by_trade)}
    for occupation in sorted(OCCUPATIONS.values(), key=lambda one: danish_order(title(one.key))):
        groups[trade_title(occupation.trade)].append((occupation.key, title(occupation.key)))
    return groups


def danish_order(word: str) -> str:
    """A key that sorts as a Danish dictionary does: æ, ø, å last."""
    return word.casefold().translate(_LAST_LETTERS)


def _by_trade(key: str) -> str:
    return danish_order(trade_title(key))
