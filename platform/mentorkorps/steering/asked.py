"""A report between two meetings: staff of the operator ask for it, and a job builds it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering.build import build
from mentorkorps.steering.report import Report
from mentorkorps.steering.wording import long_day
from tenants import outbox
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import db, own_id

#: Two reports of a period can be subtracted: between one and the next by hand there are so many days.
APART = timedelta(days=28)


def ask_for(period_name: str, day: date) -> None:
    """Posts the building of a report of that period up to `day`; asked twice before the job has run, it is built once.

    NotFound where the acting tenant operates no partnership with such a period; Refused before the period begins, and while
    too few days have passed since its last report: what the two tell apart would be a few persons. The one before a meeting
    comes when it is due, whatever was asked for. FY-12.
    """
    own = Period.tenant_id == own_id(), Period.name == period_name
    periods = db.session.scalars(select(Period).where(*own).order_by(Period.starts_on)).all()
    if not periods:
        raise NotFound("Period")
    for period in periods:
        newest = refuse_too_soon(period, day)
        key = f"build_report:{period.id}:{newest.number if newest else 0}"
        outbox.post("build_report", key, {"period_id": str(period.id)})


def refuse_too_soon(period: Period, day: date) -> Report | None:
    """The last report of the period, when the next may be built by hand up to `day`; Refused as `ask_for`."""
    if period.starts_on > day:
        raise Refused(_("Perioden er ikke begyndt endnu, så der er ikke noget at gøre op."))
    newest = Report.newest(period)
    if newest and day < newest.cut_off + APART:
        raise Refused(_too_soon(newest))
    return newest


def build_asked(period_id: UUID, day: date, at: datetime) -> Report:
    """Builds the report that was asked for, as the facts stood at the end of `day`; returns the operator's, or the one that a
    meeting has brought since."""
    period = Period.get(period_id)
    newest = Report.newest(period)
    if newest and day < newest.cut_off + APART:
        return newest
    return build(Partnership.get(period.agreement.partnership_id), period, day, at)


def _too_soon(newest: Report) -> str:
    return _(
        "Perioden er gjort op til og med %(last)s. To rapporter med få dages mellemrum kan trækkes fra hinanden, og forskellen kan "
        "være få unge. Den næste kan bygges fra den %(first)s; den til et møde kommer af sig selv en uge før.",
        last=long_day(newest.cut_off.isoformat()),
        first=long_day((newest.cut_off + APART + timedelta(days=1)).isoformat()),
    )  # fmt: skip
