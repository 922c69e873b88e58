"""What the report alone tells of a period or a part of it, about the own house and in full: a view of its own figures (DF-02)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from mentorkorps.clock import last_whole_day
from mentorkorps.language import _
from mentorkorps.programmes import Rules, complete
from mentorkorps.steering.cell import Cell
from mentorkorps.steering.costs import OWN_COSTS
from mentorkorps.steering.figures import Days
from mentorkorps.steering.in_full import OF_MONEY, in_full
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.menu import SECTIONS
from mentorkorps.steering.printed import minutes_said, norm_said
from mentorkorps.steering.wording import figure, setting
from mentorkorps.web.behind import list_of
from mentorkorps.web.own_parts import Part
from tenants.agreements import Period
from tenants.quotas import Quota
from tenants.registry import Partnership, Programme
from tenants.scope import OWN, db

#: The units that stand with a figure; others stand in its name.
SAID = ("percent", "kroner")


def whole_period(
    partnership: Partnership, period: Period, part: Part, more: Mapping[str, str], *, bears: bool
) -> dict[str, Any]:
    """`day` up to which it is counted, `sections` of measures with a cell, the `settings` used, and whether `money` is in it, and
    `own_money` alone, of all of the period or a `part` of it; `together` where the house bears no youths and runs the partnership
    for those that do. `more` is what the address of a list says besides."""
    day = last_whole_day()
    if not bears:
        return {"together": True, "sections": []}
    newest = select(Programme.profile).where(Programme.partnership_id == partnership.id)
    profile = db.session.scalar(newest.order_by(Programme.version.desc()).limit(1)) or {}
    found = list(in_full(partnership, period, profile, day, part.days))
    days, quota = part.days or (period.starts_on, period.ends_on), None if part.days else _quota(period)
    return {
        "together": False, "day": day, "sections": list(_sections(days, found, more, quota)),
        "settings": [{"key": _(label), "value": setting(value)} for label, value in _settings(profile)],
        "money": any(measure.key in OF_MONEY for measure, _cell in found),
        "own_money": any(measure in OWN_COSTS for measure, _cell in found),
    }  # fmt: skip


def _settings(profile: Rules) -> Iterator[tuple[str, Any]]:
    """Label and value of what the figures rest on: the norm, and the minutes that each act of the house is taken for."""
    yield norm_said(complete(profile)["meetings"])
    yield from ((label, value) for _key, label, value in minutes_said(profile))


def _sections(
    days: Days, found: Iterable[tuple[Measure, Cell]], more: Mapping[str, str], quota: int | None
) -> Iterable[tuple[str, list[tuple[Measure, dict[str, Any]]]]]:
    told = [(measure, _cell(days, measure, cell, more)) for measure, cell in found]
    for key, label in SECTIONS.items():
        here = [
            (measure, _of_quota(cell, quota) if measure.key == "places_taken" else cell)
            for measure, cell in told
            if measure.section == key
        ]
        if here:
            yield label, here


def _cell(days: Days, measure: Measure, cell: Cell, more: Mapping[str, str]) -> dict[str, Any]:
    """The figure in the report's words, with the list behind it as of the same day for who may open it."""
    told = {"realised": cell.realised, "too_early": cell.too_early}
    known = 0.0 if cell.too_early else cell.realised
    day = {"opgjort": last_whole_day().isoformat()}
    href = list_of(measure.key, known, days[0], days[1], **day, **more)
    unit = measure.unit if measure.unit in SAID else ""
    return {"text": figure(told, "realised", unit), "href": href}


def _quota(period: Period) -> int | None:
    own = Quota.period_id == period.id, Quota.party_tenant_id == OWN
    return db.session.scalar(select(func.sum(Quota.maximum)).where(*own))


def _of_quota(cell: dict[str, Any], quota: int | None) -> dict[str, Any]:
    """The places taken, of how many; of none in particular where the house has no quota."""
    return cell | {"text": _("%(used)s af %(maximum)s", used=cell["text"], maximum=quota)} if quota else cell
