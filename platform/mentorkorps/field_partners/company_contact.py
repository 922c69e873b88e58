"""The named person who answers companies: shown with mail and mobile on the page where a company writes (HT-20)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, joinedload, relationship

from mentorkorps.clock import now
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import Partnership
from tenants.rows import PoolRow, inside
from tenants.scope import db, own_id
from tenants.users import Actor, Grant, User

#: Who may answer a company.
ANSWERING = ("corps_staff", "coordinator")


class CompanyContact(PoolRow):
    """Who answers the companies of a partnership from now on; append-only, and the newest holds."""

    __tablename__ = "company_contacts"
    __table_args__ = (inside("partnerships", "partnership_id"), inside("users", "user_id"))

    partnership_id: Mapped[UUID]
    user_id: Mapped[UUID]
    title: Mapped[str]
    named_at: Mapped[datetime]
    named_by: Mapped[str]

    user: Mapped[User] = relationship(viewonly=True)


def name_contact(partnership: Partnership, user: User, title: str, *, by: Actor) -> CompanyContact:
    """From now on `user`, called `title`, answers the companies (HT-20). Refused for who has no mail or telephone, and for
    somebody who is not `answering`."""
    if user.id not in {one.id for one in answering()}:
        raise Refused(_("Vælg en, der arbejder i korpset."))
    if not user.email or not user.phone:
        raise Refused(_("%(name)s har ikke både mail og telefon. Virksomheden skal kunne bruge begge.", name=user.name))
    row = CompanyContact(partnership_id=partnership.id, user_id=user.id, title=title, named_at=now(), named_by=by.name)
    db.session.add(row)
    db.session.flush()
    audit.record("company_contact.named", row, by=by)
    return row


def contact_of(partnership: Partnership) -> CompanyContact | None:
    """Who answers now; None where nobody is named, or the one who was has left."""
    mine = CompanyContact.tenant_id == partnership.tenant_id, CompanyContact.partnership_id == partnership.id
    person = joinedload(CompanyContact.user).lazyload(User.grants)
    newest = select(CompanyContact).options(person).where(*mine).order_by(CompanyContact.named_at.desc()).limit(1)
    found = db.session.scalar(newest)
    return found if found and found.user.is_active else None


def answering() -> Sequence[User]:
    """The people of the house who may answer a company, by name."""
    granted = select(Grant.user_id).where(
        Grant.tenant_id == own_id(), Grant.role.in_(ANSWERING), Grant.revoked_at.is_(None)
    )
    here = User.tenant_id == own_id(), User.disabled_at.is_(None), User.id.in_(granted)
    return db.session.scalars(select(User).where(*here).order_by(User.name, User.id)).all()


def own_partnerships() -> Sequence[Partnership]:
    """Those that the house operates, by name: each has its page for companies."""
    mine = select(Partnership).where(Partnership.tenant_id == own_id())
    return db.session.scalars(mine.order_by(Partnership.name)).all()
