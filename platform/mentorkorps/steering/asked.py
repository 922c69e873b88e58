"""A report between two meetings: staff of the operator ask for it, and a job builds it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering.build import build
from mentorkorps.steering.report import Report
from tenants import outbox
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import db, own_id


def ask_for(period_name: str, day: date) -> None:
    """Posts the building of a report of that period up to `day`; asked twice before the job has run, it is built once.

    NotFound where the acting tenant operates no partnership with such a period; Refused before the period begins. FY-12.
    """
    own = Period.tenant_id == own_id(), Period.name == period_name
    periods = db.session.scalars(select(Period).where(*own).order_by(Period.starts_on)).all()
    if not periods:
        raise NotFound("Period")
    for period in periods:
        if period.starts_on > day:
            raise Refused(_("Perioden er ikke begyndt endnu, så der er ikke noget at gøre op."))
        newest = Report.newest(period)
        key = f"build_report:{period.id}:{newest.number if newest else 0}"
        outbox.post("build_report", key, {"period_id": str(period.id)})


def build_asked(period_id: UUID, day: date, at: datetime) -> Report:
    """Builds the report that was asked for, as the facts stood at the end of `day`; returns the operator's."""
    period = Period.get(period_id)
    return build(Partnership.get(period.agreement.partnership_id), period, day, at)
