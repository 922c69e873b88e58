"""A funder outside the parties approves a version of the terms: who, when, and under which reference (DF-04)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import local, now, today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements.versions import TermsVersion
from tenants.rows import PoolRow, inside
from tenants.scope import db
from tenants.users import Actor


class FunderApproval(PoolRow):
    """One funder's approval of one version; append-only. Disclosed to whoever may read the version."""

    __tablename__ = "funder_approvals"
    __table_args__ = (
        inside("terms_versions", "version_id"),
        UniqueConstraint("tenant_id", "version_id", "funder"),
    )

    version_id: Mapped[UUID]
    funder: Mapped[str]
    person: Mapped[str]
    approved_on: Mapped[date]
    reference: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def approve(
    version: TermsVersion, funder: str, person: str, approved_on: date, reference: str, *, by: Actor
) -> FunderApproval:
    """What the funder has answered, written down by the house that operates (DF-04). Refused for a day to come or before the
    version was made, and for a funder that has approved it."""
    if not local(version.made_at).date() <= approved_on <= today():
        raise Refused(_("Skriv en dag fra versionens dag til i dag."))
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"funder {version.id}"))))
    if any(one.funder.lower() == funder.lower() for one in approvals([version.id]).get(version.id, [])):
        raise Refused(_("%(funder)s har allerede godkendt versionen.", funder=funder))
    row = FunderApproval(
        version_id=version.id, funder=funder, person=person, approved_on=approved_on, reference=reference, written_at=now(),
        written_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("agreement.funder_approved", version, by=by, why=reference)
    return row


def approvals(versions: Iterable[UUID]) -> dict[UUID, list[FunderApproval]]:
    """The approvals of each of these versions, in order of their days."""
    found: dict[UUID, list[FunderApproval]] = {}
    rows = select(FunderApproval).where(FunderApproval.version_id.in_(list(versions)))
    for row in db.session.scalars(rows.order_by(FunderApproval.approved_on, FunderApproval.id)):
        found.setdefault(row.version_id, []).append(row)
    return found
