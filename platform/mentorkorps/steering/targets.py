"""What a line is measured against: target, target to date, realised, deviation and deviation in per cent (DF-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, Number, tenth
from mentorkorps.steering.measure import TOO_EARLY, Measure
from mentorkorps.steering.meetings import HOUR, norm_of, season_norm
from mentorkorps.steering.pace import target_to_date


@dataclass(frozen=True)
class Target:
    """A number to reach, how far it should have come (None where it is too early to say), and the upper end where the agreement
    gives a range."""

    number: Number
    to_date: Number | None
    top: Number | None = None


@dataclass(frozen=True)
class Targets:
    """The targets of one measure: together, and per bearing member."""

    together: Target
    tenants: tuple[Target, ...] = ()


def targets(agreed: Agreed, cut_off: date, lines: Mapping[str, Line]) -> Mapping[str, Targets]:
    """Every target of the agreement, by the measure it belongs to; `lines` are the figures as they may be told."""
    terms, columns = agreed.agreement, len(agreed.bearing)
    found = {"matched": _matched(agreed, cut_off), "mentors": _fixed(terms.corps_size)}
    found["active_share"] = _fixed(terms.corps_active_percent)
    for share, number in (("outcome_share", terms.outcome_target), ("moved_share", terms.positive_target)):
        found[share] = _of_who_could(number, columns, lines)
        found |= {f"{share}_{basis}": _fixed(number, columns) for basis in ("finished", "mature")}
    norm = norm_of(agreed)
    if norm.meetings:
        found["meetings_per_month"] = _fixed(norm.meetings, columns)
    if norm.minutes:
        found["hours_per_month"] = _fixed(norm.minutes // HOUR, columns)
    least, most = season_norm(agreed)
    if most:
        found["meetings_per_course"] = Targets(Target(least, least, most), (Target(least, least, most),) * columns)
    if agreed.period.priced_places:
        found["cost_per_youth"] = _cost(agreed, cut_off)
    return found


def measured(cell: Cell, target: Target | None) -> dict[str, Any]:
    """The fields of a cell in the report; those of a target only where there is one."""
    fields: dict[str, Any] = {"realised": cell.realised}
    fields |= {name: True for name in ("hidden", "too_early") if getattr(cell, name)}
    if target is None:
        return fields
    fields |= {"target": target.number, "target_to_date": target.to_date, "deviation": None, "deviation_percent": None}
    if target.top not in (None, target.number):
        fields["target_max"] = target.top
    if cell.realised is not None and target.to_date is not None:
        deviation = Decimal(str(cell.realised)) - Decimal(str(target.to_date))
        fields["deviation"] = int(deviation) if isinstance(cell.realised, int) else tenth(deviation)
        fields["deviation_percent"] = tenth(100 * deviation / Decimal(str(target.to_date))) if target.to_date else None
    return fields


def on_course(measure: Measure, fields: Mapping[str, Any]) -> bool | None:
    """Whether a measured figure is where it should be by now; None where that cannot be said."""
    deviation = fields.get("deviation")
    if deviation is None:
        return None
    return bool(deviation >= 0 if measure.better == "higher" else deviation <= 0)


def _matched(agreed: Agreed, cut_off: date) -> Targets:
    def paced(least: int, most: int) -> Target:
        return Target(least, target_to_date(least, agreed.period, cut_off), most)

    quotas = [agreed.quotas.get(tenant.id) for tenant in agreed.bearing]
    per_tenant = tuple(paced(quota.minimum, quota.maximum) if quota else Target(0, 0) for quota in quotas)
    return Targets(paced(agreed.period.target_min, agreed.period.target_max), per_tenant)


def _fixed(number: int, columns: int = 0) -> Targets:
    return Targets(Target(number, number), (Target(number, number),) * columns)


def _of_who_could(number: int, columns: int, lines: Mapping[str, Line]) -> Targets:
    """Of all who began only those can have come so far who began six months ago: their part of the number, of all who began."""
    begun, could = (lines[key].together.realised for key in ("youths", "youths_mature"))
    if not begun or could is None or could < TOO_EARLY:
        return Targets(Target(number, None), (Target(number, None),) * columns)
    to_date = tenth(number * Decimal(could) / Decimal(begun))
    return Targets(Target(number, to_date), (Target(number, number if could == begun else None),) * columns)


def _cost(agreed: Agreed, cut_off: date) -> Targets:
    period = agreed.period
    due = target_to_date(period.priced_places, period, cut_off) or period.priced_places
    per_place, to_date = (
        int((period.price / n).quantize(Decimal(1), ROUND_HALF_UP)) for n in (period.priced_places, due)
    )
    return Targets(Target(per_place, to_date))
