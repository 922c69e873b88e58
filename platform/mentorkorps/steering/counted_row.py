"""A row of the report as the hiding sees it: its counts per member, and how it follows from other rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A row of counts per member, and how it follows from other rows (by their keys; `related` says which).

    `wholes` are the rows it is a part of; with two of them, both are parts of `across`. Rows that lie `beside` each other
    in one whole have nobody in common, and where each `completes` it they leave nothing. `alike` is the group of rows
    hidden for the same members, and `makes_up` a row that this one is a part of without leaving a remainder; it `exceeds`
    that one where something was carried into the period. What it
    `leaves` of its whole is a part of that row. A row that `stands` tells of the day of the cut-off and not of the
    period; one that `may_fall` can also become smaller, and what a `settled` part leaves of its whole cannot. A row that
    counts acts has the `persons` behind it, and `rests_on` the rows that tell of those. Where a row is `divided` among parties
    who know their own part, each part is what the others can work out of it. A row that is `all_but` another is what that one
    leaves of its only whole. Each figure of those who have any of several things `covers` its kinds, of which this row is one.
    """

    key: str
    counts: tuple[int, ...]
    opened: bool = False
    only_together: bool = False
    wholes: tuple[str, ...] = ()
    beside: str = ""
    completes: bool = False
    across: str = ""
    makes_up: str = ""
    exceeds: bool = False
    alike: str = ""
    leaves: str = ""
    stands: bool = False
    may_fall: bool = False
    settled: bool = False
    persons: tuple[int, ...] = ()
    rests_on: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    all_but: str = ""
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def all_wholes(self) -> tuple[str, ...]:
        """`wholes`, and the row that this one makes up."""
        return (*self.wholes, self.makes_up) if self.makes_up else self.wholes

    @property
    def follows(self) -> tuple[str, ...]:
        """The rows without which this one is not told."""
        return (*self.all_wholes, *self.rests_on)


def above(rows: Mapping[str, Row], key: str) -> tuple[str, ...]:
    """The keys of the rows that a row is no larger than, and of those that these are no larger than."""
    row = rows[key]
    found = dict.fromkeys(row.wholes if row.exceeds else row.all_wholes)
    return tuple(found | dict.fromkeys(further for whole in found for further in above(rows, whole)))
