"""What is known of a hidden kind from all the others: whoever has any of several things has at least one of them.

So a hidden kind is at least the figure of those who have any, less every other kind. Beside what a later report tells of it, which
it was no larger than, that may leave too little.
"""

from collections.abc import Mapping, Sequence

from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.over_time import Seen

TOGETHER = ""


def keeps_kinds_wide(
    key: str, now: Seen, before: Mapping[str, Sequence[Seen]], covers: Mapping[str, Sequence[str]]
) -> bool:
    """Whether every kind that an earlier report hides keeps its range, though the row `key` is told as it is `now`.

    `covers` has for each figure of those who have any the kinds that it covers, this row among them; `before` is as in
    `disclosure.decide`.
    """
    for whole, kinds in covers.items():
        columns = {one: before.get(one, ())[::-1] for one in (whole, *kinds)}
        reports = min(map(len, columns.values()))
        for name in (TOGETHER, *now.cells):
            told = {one: [_told(seen, name) for seen in columns[one][:reports]][::-1] for one in columns}
            also = {**told, key: [*told[key], _told(now, name)]}
            for n in range(reports if also[key][-1] is not None else 0):
                narrow = (_is_narrow(told, whole, kind, n) < _is_narrow(also, whole, kind, n) for kind in kinds)
                if any(narrow):
                    return False
    return True


def _told(one: Seen, name: str) -> int | None:
    return one.together if name == TOGETHER else one.cells.get(name)


def _is_narrow(told: Mapping[str, Sequence[int | None]], whole: str, kind: str, n: int) -> bool:
    """Whether a kind that the report `n` does not tell can be read within a range that is too small; all of them only grow."""
    every = max((figure for figure in told[whole][: n + 1] if figure is not None), default=None)
    if every is None or told[kind][n] is not None:
        return False
    most = {one: _most(figures[n:]) for one, figures in told.items() if one != whole}
    others = [figure for one, figure in most.items() if one != kind]
    low = max((figure for figure in told[kind][:n] if figure is not None), default=0)
    if None not in others:
        low = max(low, every - sum(figure for figure in others if figure is not None))
    own = most[kind]
    return own is not None and own - low < min(LEAST, every)


def _most(figures: Sequence[int | None]) -> int | None:
    """The first that was told; before it there was no more."""
    return next((figure for figure in figures if figure is not None), None)
