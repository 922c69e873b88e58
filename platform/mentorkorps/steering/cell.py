"""A figure as it may be told, together and per bearing member."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Number = int | float


@dataclass(frozen=True)
class Cell:
    """One figure: a number, or why there is none."""

    realised: Number | None
    hidden: bool = False
    too_early: bool = False


@dataclass(frozen=True)
class Line:
    """The figure together, and per bearing member (nothing where it is told together only)."""

    together: Cell
    tenants: tuple[Cell, ...] = ()


def tenth(number: Decimal) -> float:
    """Rounded to one decimal, half upwards."""
    return float(number.quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0


def amount(kroner: Decimal) -> Number:
    """Kroner as a number of JSON: whole where it is whole."""
    return int(kroner) if kroner == int(kroner) else float(kroner)
