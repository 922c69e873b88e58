"""The roles of the parties, as facts with dates: who pays, who takes part, who operates (FY-01, FY-03)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from tenants.agreements.model import Agreement, Period
from tenants.billing.contribution import Contribution
from tenants.registry import Member, Partnership
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db

ROLES = ["pays", "takes_part", "operates"]


class PartyRole(SharedRow):
    """What a party is in the partnership, between two days."""

    __tablename__ = "party_roles"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        one_of("role", ROLES),
        UniqueConstraint("tenant_id", "partnership_id", "party_tenant_id", "role", "since"),
        CheckConstraint("until IS NULL OR since <= until", name="in_order"),
    )

    partnership_id: Mapped[UUID]
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]


def roles_now(partnership: Partnership) -> dict[UUID, set[str]]:
    """What each party is by the terms: who has a contribution pays, who runs it operates, every other member takes part,
    and so does an operator that bears youths itself. Act for the operator."""
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
    owed = (
        select(Contribution.party_tenant_id)
        .join(Period, (Period.tenant_id == Contribution.tenant_id) & (Period.id == Contribution.period_id))
        .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
        .where(Contribution.tenant_id == partnership.tenant_id, Agreement.partnership_id == partnership.id)
    )
    payers = set(db.session.scalars(owed))
    found = {}
    for member in db.session.scalars(select(Member).filter_by(**within, left_on=None)):
        operates = member.party_tenant_id == partnership.tenant_id
        roles = {"operates"} if operates else {"takes_part"}
        roles |= {"takes_part"} if member.bears else set()
        found[member.party_tenant_id] = roles | ({"pays"} if member.party_tenant_id in payers else set())
    return found


def keep_roles(partnership: Partnership, day: date) -> None:
    """Makes the dated roles say what the terms say: new ones from `day` (or the day of joining), gone ones until it."""
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
    wanted = {(party, role) for party, roles in roles_now(partnership).items() for role in roles}
    joined = {one.party_tenant_id: one for one in db.session.scalars(select(Member).filter_by(**within))}
    standing = list(db.session.scalars(select(PartyRole).filter_by(**within, until=None)))
    for role in standing:
        if (role.party_tenant_id, role.role) not in wanted:
            left_on = joined[role.party_tenant_id].left_on
            role.until = max(role.since, left_on or day)
    known = {(role.party_tenant_id, role.role) for role in standing}
    is_first = not standing
    for party, name in sorted(wanted - known, key=str):
        since = joined[party].joined_on if is_first else max(day, joined[party].joined_on)
        db.session.add(PartyRole(**within, party_tenant_id=party, role=name, since=since))
    db.session.flush()
