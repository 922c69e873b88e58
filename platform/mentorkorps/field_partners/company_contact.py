"""The named person who answers companies: shown with mail and mobile on the page where a company writes (HT-20)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

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
    phone: Mapped[str] = mapped_column(default="")  # where companies ring: who signs in by a provider has no number here
    named_at: Mapped[datetime]
    named_by: Mapped[str]

    user: Mapped[User] = relationship(viewonly=True)


def name_contact(partnership: Partnership, user: User, title: str, *, phone: str = "", by: Actor) -> CompanyContact:
    """From now on `user`, called `title`, answers the companies by mail and on `phone`, or on the account's own number (HT-20).
    Refused for who has no mail or no number at all, and for somebody who is not `answering`."""
    if user.id not in {one.id for one in answering()}:
        raise Refused(_("Vælg en, der arbejder i korpset."))
    phone = phone or user.phone
    if not user.email or not phone:
        raise Refused(_("%(name)s har ikke både mail og telefon. Virksomheden skal kunne bruge begge.", name=user.name))
    row = CompanyContact(
        partnership_id=partnership.id, user_id=user.id, title=title, phone=phone, named_at=now(), named_by=by.name
    )
    db.session.add(row)
    db.session.flush()
    audit.record("company_contact.named", row, by=by)
    return row


def contact_of(partnership: Partnership) -> CompanyContact | None:
    """Who answers now; None where nobody is named, or the one who was has left or does something else now: what a company
    writes would lie with somebody who cannot open it."""
    mine = CompanyContact.tenant_id == partnership.tenant_id, CompanyContact.partnership_id == partnership.id
    person = joinedload(CompanyContact.user).lazyload(User.grants)
    still = CompanyContact.user_id.in_(_granted(partnership.tenant_id)).label("still")
    newest = select(CompanyContact, still).options(person).where(*mine).order_by(CompanyContact.named_at.desc()).limit(1)
    found = db.session.execute(newest).first()
    return found[0] if found and found.still and found[0].user.is_active else None


def answering() -> Sequence[User]:
    """The people of the house who may answer a company, by name."""
    here = User.tenant_id == own_id(), User.disabled_at.is_(None), User.id.in_(_granted(own_id()))
    return db.session.scalars(select(User).where(*here).order_by(User.name, User.id)).all()


def own_partnerships() -> Sequence[Partnership]:
    """Those that the house operates, by name: each has its page for companies."""
    mine = select(Partnership).where(Partnership.tenant_id == own_id())
    return db.session.scalars(mine.order_by(Partnership.name)).all()


def _granted(house: UUID) -> Select[UUID]:
    return select(Grant.user_id).where(
        Grant.tenant_id == house, Grant.role.in_(ANSWERING), Grant.revoked_at.is_(None)
    )
