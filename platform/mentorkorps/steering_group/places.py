"""The places at a meeting: who will be short by the end of the period, and what has been moved since the last one.

Read from the frozen report, so that nobody reads more of a neighbour here than there, and from the partnership's own record
of places moved (section 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from mentorkorps.clock import COPENHAGEN
from mentorkorps.steering import Report, SteeringMeeting
from tenants.agreements import Agreement, Period
from tenants.quotas import Forecast, Transfer, forecast
from tenants.registry import Tenant
from tenants.scope import db


@dataclass(frozen=True)
class Ahead:
    """One municipality on the report's day. `taken` is None where the report hides it."""

    name: str
    taken: int | None
    places: int  # by the agreement, and what has been moved since
    forecast: Forecast | None

    @property
    def short(self) -> int:
        """How many places will be missing at the end of the period."""
        return max((self.forecast.places or 0) - self.places, 0) if self.forecast else 0


def ahead(report: Report) -> list[Ahead]:
    """Where each municipality leads to by the end of the report's period, by its own pace until the report's day."""
    cells = next(row for row in report.content["rows"] if row["key"] == "places_taken")["tenants"]
    names = {one.slug: one for one in db.session.scalars(select(Tenant))}
    moved = _balance(report.period)
    found = []
    for cell in cells:
        tenant, taken = names[cell["tenant"]], cell["realised"]
        places = cell["maximum"] + moved.get(tenant.id, 0)
        leads = None
        if taken is not None:
            leads = forecast(taken, places, report.period.starts_on, report.period.ends_on, report.cut_off)
        found.append(Ahead(tenant.name, taken, places, leads))
    return found


def moved_since_the_last(meeting: SteeringMeeting) -> Sequence[Transfer]:
    """The places moved between partners since the meeting before, up to and with this one's day, the oldest first."""
    before = select(func.max(SteeringMeeting.held_on)).where(
        SteeringMeeting.tenant_id == meeting.tenant_id, SteeringMeeting.partnership_id == meeting.partnership_id,
        SteeringMeeting.cancelled_at.is_(None), SteeringMeeting.held_on < meeting.held_on,
    )  # fmt: skip
    since = db.session.scalar(before) or date.min
    begins, ends = _midnight_after(since) if since > date.min else None, _midnight_after(meeting.held_on)
    moved = (
        select(Transfer)
        .join(Period, (Period.tenant_id == Transfer.period_tenant_id) & (Period.id == Transfer.period_id))
        .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
        .where(Agreement.tenant_id == meeting.tenant_id, Agreement.partnership_id == meeting.partnership_id)
        .where(Transfer.accepted_at < ends)
        .order_by(Transfer.accepted_at, Transfer.id)
    )
    return db.session.scalars(moved.where(Transfer.accepted_at >= begins) if begins else moved).all()


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), COPENHAGEN)


def _balance(period: Period) -> dict[object, int]:
    """Places got, less places given, by party."""
    moved = select(Transfer).where(Transfer.period_tenant_id == period.tenant_id, Transfer.period_id == period.id)
    found: dict[object, int] = {}
    for one in db.session.scalars(moved.where(Transfer.accepted_at.is_not(None))):
        found[one.party_tenant_id] = found.get(one.party_tenant_id, 0) + one.places
        found[one.tenant_id] = found.get(one.tenant_id, 0) - one.places
    return found
