"""By which curve a period's target is to be reached: some points, and straight between them (FY-06)."""

import re
from itertools import pairwise

from mentorkorps.language import _
from tenants.terms.lines import Path
from tenants.terms.table import Errors, Table
from tenants.terms.terms import PeriodTerms

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def read_pace(period: Table) -> dict[str, int]:
    """How many per cent of the target are due at the end of a month, by the month; nothing where it is straight all the way."""
    if "pace" not in period:
        return {}
    points = period.table("pace")
    return {month: points.number(month, 0, 100) for month in sorted(points.keys())}


def check_pace(period: PeriodTerms, path: Path, errors: Errors) -> None:
    """Each point is a month of the period, none is below the one before, and the last month has it all."""
    first, last = f"{period.starts_on:%Y-%m}", f"{period.ends_on:%Y-%m}"
    for month, percent in period.pace.items():
        if not _MONTH.fullmatch(month) or not first <= month <= last:
            errors.add(
                (*path, "pace", month),
                _("“%(month)s” er ikke en måned i perioden; skriv den som 2014-06.", month=month),
            )
        elif month == last and percent != 100:
            errors.add((*path, "pace", month), _("Ved periodens slutning skal hele målet, 100 procent, være nået."))
    for (_before, least), (month, percent) in pairwise(sorted(period.pace.items())):
        if percent < least:
            errors.add((*path, "pace", month), _("Målet til dato kan ikke falde fra en måned til den næste."))
