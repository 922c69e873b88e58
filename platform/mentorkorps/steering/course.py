"""Where the figures of each month stand in a drawing, the same on page and paper. Read from the content alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.wording import Content, by_key, figure, month, number

#: The drawing area, in units that are pixels on a wide screen.
WIDTH, HEIGHT = 440, 270
LEFT, RIGHT, TOP, BOTTOM = 36, 20, 14, 234
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000)
LINES = 5  # across the drawing, at most
NAMED_MONTHS = 6  # under it, at most

Months = Sequence[Mapping[str, Any]]


def drawing(content: Content) -> dict[str, Any] | None:
    """Matched youths from the beginning of the period against target to date, month by month; None under two months.

    A month whose figure is hidden has no point, and the line stops at it. `matched` and `due` are lists of lines, each
    a list of points (x, y); `across` are the lines of the scale and `along` the months, each with its words.
    """
    months: Months = content.get("months", ())
    if len(months) < 2 or all(one["matched"] is None for one in months):
        return None
    top = max(one[name] or 0 for one in months for name in ("matched", "target_to_date"))
    step = next((step for step in STEPS if step * LINES >= top), STEPS[-1])
    high = step * max(-(-top // step), 1)
    every = -(-len(months) // NAMED_MONTHS)
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": BOTTOM,
        "across": [{"y": _y(n, high), "text": number(n)} for n in range(0, high + 1, step)],
        "along": [
            {"x": _x(index, months), "text": month(one["month"]).split()[0]}
            for index, one in enumerate(months) if index % every == 0
        ],
        "matched": _lines(months, "matched", high),
        "due": _lines(months, "target_to_date", high),
    }  # fmt: skip


def summary(content: Content) -> str:
    """What the drawing shows, in a sentence."""
    row = by_key(content)["matched"]
    return _(
        "%(count)s matchede unge i alt; målet til dato er %(target)s.",
        count=figure(row, "realised", "youths"), target=figure(row, "target_to_date", "youths"),
    )  # fmt: skip


def _lines(months: Months, name: str, high: int) -> list[list[tuple[float, float]]]:
    lines: list[list[tuple[float, float]]] = [[]]
    for index, one in enumerate(months):
        if one[name] is None:
            lines.append([])
        else:
            lines[-1].append((_x(index, months), _y(one[name], high)))
    return [line for line in lines if line]


def _x(index: int, months: Months) -> float:
    return round(LEFT + index * (WIDTH - LEFT - RIGHT) / (len(months) - 1), 1)


def _y(value: float, high: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / high, 1)
