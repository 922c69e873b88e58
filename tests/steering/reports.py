"""A report, built by the house that operates the partnership."""

from datetime import date
from typing import Any

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.steering import build
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast

CUT_OFF = date(2014, 12, 31)


def built(slug: str = "dygtige-unge", cut_off: date = CUT_OFF) -> dict[str, Any]:
    """The content of a new report of 2014."""
    with acting_for(cast.tenant(slug)):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        return build.build(partnership, period, cut_off, now()).content


def by_key(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Its rows by their keys."""
    return {row["key"]: row for row in content["rows"]}
