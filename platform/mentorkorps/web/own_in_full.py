"""What the report alone tells of a whole period, about the own house and in full: a view of its own figures (DF-02)."""

from collections.abc import Iterable
from typing import Any

from flask import g
from sqlalchemy import select

from mentorkorps.clock import last_whole_day
from mentorkorps.language import _
from mentorkorps.programmes import complete
from mentorkorps.steering.cell import Cell
from mentorkorps.steering.in_full import OF_MONEY, in_full, is_together
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.menu import SECTIONS
from mentorkorps.steering.printed import norm_said
from mentorkorps.steering.wording import figure, setting
from mentorkorps.web.behind import list_of
from tenants.agreements import Period
from tenants.registry import Partnership, Programme
from tenants.scope import db

#: The units that stand with a figure; others stand in its name.
SAID = ("percent", "kroner")


def whole_period(partnership: Partnership, period: Period) -> dict[str, Any]:
    """`day` up to which it is counted, `sections` of measures with a cell, the `settings` used, and whether `money` is in it;
    `together` where the house runs the partnership for others."""
    day = last_whole_day()
    if partnership.tenant_id == g.home.id and is_together(partnership, period, day):
        return {"together": True, "sections": []}
    newest = select(Programme.profile).where(Programme.partnership_id == partnership.id)
    profile = db.session.scalar(newest.order_by(Programme.version.desc()).limit(1)) or {}
    found = list(in_full(partnership, period, profile, day))
    label, value = norm_said(complete(profile)["meetings"])
    return {
        "together": False, "day": day, "sections": list(_sections(partnership, period, found)),
        "settings": [{"key": _(label), "value": setting(value)}],
        "money": any(measure.key in OF_MONEY for measure, _cell in found),
    }  # fmt: skip


def _sections(
    partnership: Partnership, period: Period, found: Iterable[tuple[Measure, Cell]]
) -> Iterable[tuple[str, list[tuple[Measure, dict[str, Any]]]]]:
    rows = list(found)
    for key, label in SECTIONS.items():
        here = [(measure, _cell(partnership, period, measure, cell)) for measure, cell in rows if measure.section == key]
        if here:
            yield label, here


def _cell(partnership: Partnership, period: Period, measure: Measure, cell: Cell) -> dict[str, Any]:
    """The figure in the report's words, with the list behind it as of the same day for who may open it."""
    told = {"realised": cell.realised, "too_early": cell.too_early}
    known = 0.0 if cell.too_early else cell.realised
    more = {"opgjort": last_whole_day().isoformat(), "partnerskab": partnership.slug}
    href = list_of(measure.key, known, period.starts_on, period.ends_on, **more)
    unit = measure.unit if measure.unit in SAID else ""
    return {"text": figure(told, "realised", unit), "href": href}
