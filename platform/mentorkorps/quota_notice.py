"""Telling that a quota is nearly or wholly used: a mail with counts and no person, to the municipality and the corps.

Each house tells its own people, in its own transaction.
"""

from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from mentorkorps import messages
from tenants import outbox
from tenants.quotas import Opening, QuotaNotice
from tenants.scope import acting_for, db, tenant_id
from tenants.users import Grant, User

PAGE = "/kvote"
USED = MappingProxyType({"places": "places_used", "texts": "texts_used"})
ASKED = MappingProxyType({"places": "places_asked", "texts": "texts_asked"})


def tell_quota(notice_id: UUID) -> None:
    """Tells the municipality acted in, and puts a word into the outbox of the corps; again changes nothing."""
    notice = db.session.scalars(select(QuotaNotice).where(QuotaNotice.id == notice_id)).one()
    counts = {"percent": notice.percent, "used": notice.used, "capacity": notice.capacity}
    asked = select(Opening.id).where(
        Opening.quota_id == notice.quota_id, Opening.what == notice.what, Opening.answered_at.is_(None)
    )
    question = notice.percent == 100 and db.session.scalar(asked.limit(1)) is not None
    letters = ASKED if question else USED
    for address in _people("coordinator", "signatory"):
        messages.to_staff(address, letters[notice.what], notice.id, path=PAGE, counts=counts)
    payload = {"notice_id": str(notice.id), "what": notice.what, "counts": counts}
    if notice.tenant_id == tenant_id():
        return
    with acting_for(notice.tenant_id):
        outbox.post("tell_corps_of_quota", f"tell_corps_of_quota:{notice.id}", payload)


def tell_corps(notice_id: str, what: str, counts: dict[str, int]) -> None:
    """A mail to each member of the corps' staff in the house acted in."""
    for address in _people("corps_staff"):
        messages.to_staff(address, USED[what], UUID(notice_id), path=PAGE, counts=counts)


def _people(*roles: str) -> list[str]:
    """Mail addresses of those with one of the roles in the house acted in."""
    granted = select(Grant.user_id).where(Grant.role.in_(roles), Grant.revoked_at.is_(None))
    here = User.tenant_id == tenant_id(), User.disabled_at.is_(None), User.id.in_(granted)
    return list(db.session.scalars(select(User.email).where(*here).order_by(User.email, User.id)))
