"""The lines of a house's own figures: those of the report's menu that the rollup tells, with the same words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from mentorkorps.steering.measure import Measure
from mentorkorps.steering.meetings import HOUR
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.pace import target_to_date
from mentorkorps.steering.rolled import STANDING, Span, percentiles, total
from mentorkorps.steering.spans import MONTH
from tenants.agreements import Period
from tenants.quotas import Quota

ANSWERS = ("moved_yes", "moved_no", "moved_unsure")
#: What is worked out from more than one count: the key of the measure → its value.
WORKED_OUT: dict[str, Callable[[dict[str, Any]], float | None]] = {
    "wait_median": lambda counted: percentiles(counted["waits"], 0.5)[0],
    "wait_ninetieth": lambda counted: percentiles(counted["waits"], 0.9)[0],
    "outcome_median": lambda counted: percentiles(counted["outcome_days"], 0.5)[0],
    "length_median": lambda counted: _in_months(percentiles(counted["lengths"], 0.5)[0]),
    "meeting_hours": lambda counted: counted["meeting_minutes"] / HOUR,
    "moved_unanswered": lambda counted: counted["youths"] - sum(counted[answer] for answer in ANSWERS),
}


#: A figure, or none where there is nothing to tell, or where it is too early to tell it.
TOO_EARLY_TO_TELL: Final = "too early"
Told = float | Literal["too early"] | None


@dataclass(frozen=True)
class OwnLine:
    """One figure: its value in each span, and over all of them (none for what stands at the end of each)."""

    measure: Measure
    values: tuple[Told, ...]
    together: Told


@dataclass(frozen=True)
class Goal:
    """How many youths should be matched in the period, by the day, and how many are."""

    target: int
    to_date: int
    matched: int

    @property
    def deviation(self) -> int:
        """Below nought where it is behind."""
        return self.matched - self.to_date

    @property
    def deviation_percent(self) -> float | None:
        """The same in per cent of what should be; none where nothing should be yet."""
        return 100 * self.deviation / self.to_date if self.to_date else None


def own_lines(spans: Sequence[Span]) -> Iterator[OwnLine]:
    """The lines in the order of the menu; empty where there is no span."""
    whole = total(spans)
    if whole is None:
        return
    for measure in MENU:
        if _is_told(measure, whole.values):
            together = None if measure.key in STANDING else _value(measure, whole.values)
            yield OwnLine(measure, tuple(_value(measure, span.values) for span in spans), together)


def goal(spans: Sequence[Span], period: Period, quotas: Sequence[Quota], day: date) -> Goal | None:
    """The least of the house's quota by the agreement's pace; None where it has none in the period. FY-06."""
    least = sum(quota.minimum for quota in quotas)
    whole = total(spans)
    if not least or whole is None:
        return None
    return Goal(least, target_to_date(least, period, day), int(whole.values["matched"] or 0))


def _is_told(measure: Measure, counted: dict[str, Any]) -> bool:
    if measure.parts:
        return all(part in counted for part in measure.parts)
    return measure.key in counted or measure.key in WORKED_OUT


def _value(measure: Measure, counted: dict[str, Any]) -> Told:
    if measure.parts:
        part, whole = (counted[key] for key in measure.parts)
        unasked = measure.parts[0].startswith("moved_yes") and not sum(counted[answer] for answer in ANSWERS)
        if measure.early_under and (whole < measure.early_under or unasked):
            return TOO_EARLY_TO_TELL
        return 100 * part / whole if whole else None
    worked_out = WORKED_OUT.get(measure.key)
    found: float | None = worked_out(counted) if worked_out else counted[measure.key]
    return found


def _in_months(days: float | None) -> float | None:
    return None if days is None else days / float(MONTH)
