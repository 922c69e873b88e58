"""Telling the steering group that a report is ready: a mail without a figure or a name, a link behind sign-in (FY-12).

The report knows no person, so it tells the houses; each house tells its own people, in its own transaction.
"""

from urllib.parse import quote, urlencode
from uuid import UUID

from sqlalchemy import select

from mentorkorps import messages
from mentorkorps.steering import Report
from tenants import outbox
from tenants.scope import acting_for, db, tenant_id
from tenants.users import Grant, User


def tell_members(report_id: UUID) -> None:
    """Puts a word about the report into the outbox of every house that has a copy; again changes nothing.

    `report_id` is the operator's own copy.
    """
    ours = Report.get(report_id)
    same = (
        Report.tenant_id == ours.tenant_id,
        Report.partnership_id == ours.partnership_id,
        Report.number == ours.number,
    )
    copies = select(Report.id, Report.party_tenant_id).where(*same).order_by(Report.party_tenant_id)
    path = f"/styregruppe/{quote(ours.period.name)}/{ours.number}?{urlencode({'partnerskab': ours.partnership.slug})}"
    for copy_id, party in db.session.execute(copies).all():
        payload = {"report_id": str(copy_id), "path": path}
        with acting_for(party):
            outbox.post("tell_steering", f"tell_steering:{copy_id}", payload)


def tell_steering(report_id: UUID, path: str) -> None:
    """A mail to each member of the steering group who has an account in the house acted in."""
    seated = select(Grant.user_id).where(Grant.role == "steering_member", Grant.revoked_at.is_(None))
    here = User.tenant_id == tenant_id(), User.disabled_at.is_(None), User.id.in_(seated)
    for user in db.session.scalars(select(User).where(*here).order_by(User.email, User.id)).all():
        messages.to_staff(user.email, "report_ready", report_id, path=path)
