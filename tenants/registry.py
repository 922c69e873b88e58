"""Who is here: tenants, the partnerships between them, and who may enrol youths for whom."""

from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.language import N_
from mentorkorps.refused import NotFound
from tenants.rows import Base, PoolRow, SharedRow, inside, one_of
from tenants.scope import db, tenant_id

KINDS = {
    "municipality": N_("Kommune"),
    "school": N_("Erhvervsskole"),
    "guidance": N_("Ungdommens Uddannelsesvejledning"),
    "corps": N_("Mentorkorps"),
}
#: The house of whoever runs the installation: no party of anything, and made by the administrator's command alone.
OPERATOR = "operator"


class Tenant(Base):
    """One organisation. The public directory: a name and an address, no secret; readable without a scope."""

    __tablename__ = "tenants"
    __table_args__ = (
        one_of("kind", [*KINDS, OPERATOR]),
        CheckConstraint("slug ~ '^[a-z0-9-]{2,40}$'", name="slug_shape"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]

    @classmethod
    def called(cls, slug: str) -> Self:
        """The tenant with that slug; NotFound."""
        tenant = db.session.scalar(select(cls).where(cls.slug == slug))
        if tenant is None:
            raise NotFound("Tenant")
        return tenant

    @classmethod
    def here(cls) -> "Tenant":
        """The tenant in which this transaction acts; read once for each."""
        known = db.session().info
        if known.get("here") is None:
            known["here"] = cls.by_id(tenant_id())
        here: Tenant = known["here"]
        return here

    @classmethod
    def by_id(cls, tenant_id: UUID) -> Self:
        """The tenant with that id; NotFound."""
        tenant = db.session.get(cls, tenant_id)
        if tenant is None:
            raise NotFound("Tenant")
        return tenant


#: How long the corps goes on with a member that has left: a match lasts two to four months by the programme and rarely
#: over six, so the running ones come to their end with somebody to call; nobody new is enrolled meanwhile.
SERVED_AFTER_LEAVING = timedelta(days=180)


class Partnership(PoolRow):
    """An agreement between tenants to run a corps together (FY-01). Its owner is the tenant that operates it."""

    __tablename__ = "partnerships"
    __table_args__ = (UniqueConstraint("tenant_id", "slug"),)

    slug: Mapped[str]
    name: Mapped[str]
    hotline_name: Mapped[str]
    hotline_phone: Mapped[str]


class Member(SharedRow):
    """A party (the member) of a partnership, between two days."""

    __tablename__ = "members"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        UniqueConstraint("tenant_id", "partnership_id", "party_tenant_id"),
    )

    partnership_id: Mapped[UUID]
    bears: Mapped[bool]  # bears the case, the place and the money of youths (FY-48)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    partnership: Mapped[Partnership] = relationship(viewonly=True)

    @classmethod
    def in_force(cls, day: date) -> Select[Self]:
        """Members on `day`."""
        return select(cls).where(cls.joined_on <= day, or_(cls.left_on.is_(None), cls.left_on >= day))

    @classmethod
    def served(cls, day: date) -> Select[Self]:
        """Members on `day`, and those that left so lately that their running matches are still looked after."""
        lately = cls.left_on >= day - SERVED_AFTER_LEAVING
        return select(cls).where(cls.joined_on <= day, or_(cls.left_on.is_(None), lately))


class Mandate(SharedRow):
    """A municipality (owner) lets a school or guidance centre (party) enrol youths in its name (FY-17, FY-48)."""

    __tablename__ = "mandates"
    __table_args__ = (UniqueConstraint("tenant_id", "party_tenant_id"),)

    given_on: Mapped[date]
    ended_on: Mapped[date | None]


class Programme(PoolRow):
    """The rules of a partnership's programme: a profile of settings, versioned."""

    __tablename__ = "programmes"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        UniqueConstraint("tenant_id", "partnership_id", "version"),
    )

    partnership_id: Mapped[UUID]
    version: Mapped[int]
    profile: Mapped[dict[str, Any]]
    in_force_since: Mapped[datetime]

    partnership: Mapped[Partnership] = relationship(viewonly=True)

    @classmethod
    def of_here(cls, day: date) -> Self:
        """The newest programme of the partnership in which the tenant acted in bears youths; NotFound."""
        bearing = Member.in_force(day).where(Member.party_tenant_id == tenant_id(), Member.bears).subquery()
        programme = db.session.scalar(
            select(cls)
            .join(bearing, (bearing.c.tenant_id == cls.tenant_id) & (bearing.c.partnership_id == cls.partnership_id))
            .order_by(cls.version.desc())
            .limit(1)
        )
        if programme is None:
            raise NotFound("Programme")
        return programme
