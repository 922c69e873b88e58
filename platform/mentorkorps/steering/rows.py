"""The rows of a report: every line of the menu with its words, its target and how it stands."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.companies import company_lines
from mentorkorps.steering.costs import cost_lines
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.lines import corps_lines, counted_lines, money_lines
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.meetings import meeting_lines, norm_of, not_asked
from mentorkorps.steering.mentor_ways import mentor_way_lines
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.network import network_lines
from mentorkorps.steering.own_time import own_time_lines
from mentorkorps.steering.related import is_open
from mentorkorps.steering.results import not_asked_yet
from mentorkorps.steering.spans import span_lines
from mentorkorps.steering.targets import Targets, measured, on_course, targets
from mentorkorps.steering.wishes import unmet_lines, unmet_measures

Contents = Sequence[Mapping[str, Any]]


def all_lines(agreed: Agreed, counts: Figures, before: Contents) -> dict[str, Line]:
    """Every line that the agreement and the figures give, by its key; `before` are the contents of earlier reports."""
    lines = counted_lines(agreed, counts, before) | corps_lines(agreed, counts)
    lines |= money_lines(agreed, lines["matched"].together.realised)
    lines |= span_lines(agreed, counts, lines) | meeting_lines(lines) | own_time_lines(agreed, counts, lines)
    lines |= network_lines(agreed, counts) | cost_lines(agreed, lines) | mentor_way_lines(agreed, counts)
    lines |= unmet_lines(agreed, counts, before) | company_lines(agreed, counts, before) | not_asked_yet(lines)
    unasked = not_asked(norm_of(agreed))
    return {key: line for key, line in lines.items() if key not in unasked}


def rows(agreed: Agreed, lines: Mapping[str, Line], cut_off: date) -> Iterator[dict[str, Any]]:
    """The rows as they stand in the content of a report, in the menu's order; those without a line are left out."""
    goals = targets(agreed, cut_off, lines)
    for measure in (*MENU, *unmet_measures(lines)):
        if measure.key in lines:
            yield _row(measure, lines[measure.key], goals.get(measure.key), agreed)


def official(agreed: Agreed) -> tuple[str, str]:
    """The rows of the two success targets on the basis that the agreement names."""
    ending = "" if agreed.official_base == "all_started" else f"_{agreed.official_base}"
    return f"outcome_share{ending}", f"moved_share{ending}"


def _row(measure: Measure, line: Line, goal: Targets | None, agreed: Agreed) -> dict[str, Any]:
    row = {name: getattr(measure, name) for name in ("key", "section", "label", "definition", "unit", "better")}
    row["open"] = is_open(measure, agreed.agreement.open_figures)
    row |= {name: list(keys) for name, keys in (("of", measure.parts), ("per", measure.per)) if keys}
    row |= {"base": measure.base} if measure.base else {}
    if measure.key in official(agreed):
        row["official"] = True
    row |= measured(line.together, goal.together if goal else None)
    if goal:
        row["on_course"] = on_course(measure, row)
    goals = goal.tenants if goal else ()
    row["tenants"] = [
        {"tenant": tenant.slug} | measured(cell, goals[index] if goals else None)
        for index, (tenant, cell) in enumerate(zip(agreed.bearing, line.tenants, strict=False))
    ]
    if measure.key == "places_taken":
        _limits(row, agreed)
    return row


def _limits(row: dict[str, Any], agreed: Agreed) -> None:
    for name in ("minimum", "maximum"):
        for tenant, cell in zip(agreed.bearing, row["tenants"], strict=True):
            cell[name] = getattr(agreed.quotas[tenant.id], name) if tenant.id in agreed.quotas else 0
        row[name] = sum(cell[name] for cell in row["tenants"])
