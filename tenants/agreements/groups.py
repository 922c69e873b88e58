"""The local groups of a partnership, each opened and closed with a reason, under the one umbrella (DF-05)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Partnership
from tenants.rows import PoolRow, inside, together
from tenants.scope import db, own_id
from tenants.users import Actor


class LocalGroup(PoolRow):
    """A group between two days. Disclosed to the members; what has closed stays."""

    __tablename__ = "local_groups"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        CheckConstraint("closed_on >= opened_on", name="in_order"),
        together("closed_on", "closed_why", "closed_by"),
        Index(
            "uq_local_groups_open", "tenant_id", "partnership_id", sql("lower(name)"), unique=True,
            postgresql_where=sql("closed_on IS NULL"),
        ),
    )  # fmt: skip

    partnership_id: Mapped[UUID]
    name: Mapped[str]
    opened_on: Mapped[date]
    opened_why: Mapped[str]
    opened_by: Mapped[str]
    closed_on: Mapped[date | None]
    closed_why: Mapped[str | None]
    closed_by: Mapped[str | None]


def open_group(partnership: Partnership, name: str, opened_on: date, why: str, *, by: Actor) -> LocalGroup:
    """A new group of a partnership that the house operates (DF-05). Refused for a day to come, and while a group of that name is
    open."""
    if opened_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"groups {own_id()}"))))
    same = func.lower(LocalGroup.name) == name.lower(), LocalGroup.closed_on.is_(None)
    if db.session.scalar(
        select(LocalGroup.id).filter_by(tenant_id=own_id(), partnership_id=partnership.id).where(*same)
    ):
        raise Refused(_("%(name)s er allerede åben.", name=name))
    group = LocalGroup(partnership_id=partnership.id, name=name, opened_on=opened_on, opened_why=why, opened_by=by.name)
    db.session.add(group)
    db.session.flush()
    audit.record("group.opened", group, by=by, why=why)
    return group


def close_group(group_id: UUID, closed_on: date, why: str, *, by: Actor) -> LocalGroup:
    """The group ends. Refused for a day to come or before it opened, and twice; NotFound for another house's."""
    own = LocalGroup.id == group_id, LocalGroup.tenant_id == own_id()
    group = db.session.scalar(select(LocalGroup).where(*own).with_for_update())
    if group is None:
        raise NotFound("LocalGroup")
    if group.closed_on is not None:
        raise Refused(_("%(name)s er allerede lukket.", name=group.name))
    if not group.opened_on <= closed_on <= today():
        raise Refused(_("Skriv en dag fra gruppens første dag til i dag."))
    group.closed_on, group.closed_why, group.closed_by = closed_on, why, by.name
    db.session.flush()
    audit.record("group.closed", group, by=by, why=why)
    return group


def groups_of(partnership: Partnership) -> Select[LocalGroup]:
    """The open ones first, then those that have closed, by name."""
    here = LocalGroup.tenant_id == partnership.tenant_id, LocalGroup.partnership_id == partnership.id
    return (
        select(LocalGroup)
        .where(*here)
        .order_by(LocalGroup.closed_on.desc().nulls_first(), LocalGroup.name, LocalGroup.id)
    )
