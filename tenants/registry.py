"""Who is here: tenants, the partnerships between them, and who may enrol youths for whom."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ColumnElement,
    Date,
    Select,
    UniqueConstraint,
    Uuid,
    and_,
    bindparam,
    cast,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE, Range
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
        """The tenant in which this transaction acts."""
        return cls.by_id(tenant_id())

    @classmethod
    def by_id(cls, tenant_id: UUID) -> "Tenant":
        """The tenant with that id, read once in a transaction; NotFound."""
        known: dict[UUID, Tenant] = db.session().info.setdefault("tenants", {})
        if tenant_id not in known:
            tenant = db.session.get(cls, tenant_id)
            if tenant is None:
                raise NotFound("Tenant")
            known[tenant_id] = tenant
        return known[tenant_id]


#: How long the corps goes on with a member that has left: a match lasts two to four months by the programme and rarely
#: over six, and contacts come after it. Where a pair runs for longer, until as long after its end (`across.serving`).
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
    away: Mapped[list[Range[date]]] = mapped_column(DATEMULTIRANGE, default=list)  # the days out, of one that came back

    partnership: Mapped[Partnership] = relationship(viewonly=True)

    @property
    def since(self) -> date:
        """Its first day, or that on which it came back."""
        return max([self.joined_on, *(days.upper for days in self.away if days.upper)])

    @classmethod
    def is_in(cls, day: date | BindParameter[date]) -> ColumnElement[bool]:
        """Whether the party is in on `day`."""
        stays = or_(cls.left_on.is_(None), cls.left_on >= day)
        return and_(cls.joined_on <= day, stays, ~cls.away.contains(cast(day, Date)))

    @classmethod
    def in_force(cls, day: date | BindParameter[date]) -> Select[Self]:
        """Members on `day`."""
        return select(cls).where(cls.is_in(day))

    def come_back(self, first_day: date) -> None:
        """In again from `first_day`; the days between stand as days out."""
        assert self.left_on is not None
        self.away = [*self.away, Range(self.left_on + timedelta(days=1), first_day)]
        self.left_on = None


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
    def of_here(cls, day: date) -> "Programme":
        """The newest programme of the partnership in which the tenant acted in bears youths; NotFound."""
        programme = db.session.scalar(bearing_here(), {"day": day, "here": tenant_id()})
        if programme is None:
            raise NotFound("Programme")
        return programme

    @classmethod
    def caring_here(cls, day: date, house: UUID | None = None) -> Self:
        """The programme that looks after the youths who are here: the newest of the partnership in which the tenant acted in
        bears youths, or when it has left, bore them last. For a pair name the `house` that runs its partnership: it cares
        for it until the end, wherever the tenant has gone since. NotFound where there has never been one."""
        borne = Member.joined_on <= day, Member.party_tenant_id == tenant_id(), Member.bears
        of = (Member.tenant_id == cls.tenant_id) & (Member.partnership_id == cls.partnership_id)
        programme = db.session.scalar(
            select(cls)
            .join(Member, of)
            .where(*borne, Member.tenant_id == house if house else true())
            .order_by(Member.left_on.desc().nulls_first(), cls.version.desc())
            .limit(1)
        )
        if programme is None:
            raise NotFound("Programme")
        return programme


@cache
def bearing_here() -> Select[Programme]:
    """As `Programme.of_here`, asked with `day` and `here`."""
    bearing = (
        Member.in_force(bindparam("day", type_=Date()))
        .where(Member.party_tenant_id == bindparam("here", type_=Uuid()), Member.bears)
        .subquery()
    )
    of_it = (bearing.c.tenant_id == Programme.tenant_id) & (bearing.c.partnership_id == Programme.partnership_id)
    return select(Programme).join(bearing, of_it).order_by(Programme.version.desc()).limit(1)
