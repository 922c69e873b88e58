"""A party joins or leaves in mid-period: what it does to quotas, contributions and targets is seen before it is done.

A party that moves leaves one partnership and joins another from the day after: in one act where the same house operates
both, else by an act of each operator, since neither may write in the other's house. Nothing is deleted: a quota, a
contribution and the running matches stay; nobody new is enrolled after the last day, and what falls due later is not invoiced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, true

from mentorkorps.clock import local
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.agreements.model import Agreement, Period
from tenants.agreements.parties import keep_roles
from tenants.agreements.settling import (
    Place,
    Span,
    forgive_days_out,
    is_invoiced,
    owed_in,
    quotas_of,
    settle,
    settle_in,
)
from tenants.agreements.versions import TermsVersion, freeze
from tenants.quotas import Quota, room_of
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor


@dataclass(frozen=True)
class Effect:
    """What a change of the parties does to one period."""

    period: Period
    quota: Span | None  # the party's own
    taken: int  # places it has used or reserved; they stay
    unused: int  # of what holds now, with what was carried over, opened and moved: places that nobody has used
    contribution: Decimal
    is_due: bool  # whether the contribution is still to be paid, or has been invoiced
    quotas_before: Span
    quotas_after: Span
    rest_before: Decimal  # of the agreed price, beyond the contributions
    rest_after: Decimal

    @property
    def misses_target(self) -> bool:
        """Whether the quotas left together are smaller than the target of all parties."""
        return self.quotas_after[1] < self.period.target_min


def leaving(partnership: Partnership, party: UUID, last_day: date) -> list[Effect]:
    """What it does that `party` leaves after `last_day`, period by period from the one that runs then."""
    found = []
    for period in _periods(partnership, last_day):
        quotas, owed = quotas_of(period), owed_in(period)
        quota, contribution = quotas.get(party), owed.get(party)
        before = _sum(quotas)
        own: Span = (quota.minimum, quota.maximum) if quota else (0, 0)
        is_due = contribution is not None and (contribution.due_on <= last_day or is_invoiced(contribution))
        amount = contribution.amount if contribution else Decimal(0)
        rest = period.price - sum((one.amount for one in owed.values()), Decimal(0))
        found.append(
            Effect(
                period, own if quota else None, *_used_of(quota, own[1]), amount, is_due, before,
                (before[0] - own[0], before[1] - own[1]), rest, rest if is_due else rest + amount,
            )
        )  # fmt: skip
    return found


def leave(
    partnership: Partnership, party: UUID, last_day: date, why: str, at: datetime, day: date, *, by: Actor
) -> Member:
    """`party` is in until and with `last_day`. Refused as `leaver` says, and without a reason."""
    member = leaver(partnership, party, last_day, day)
    if not why.strip():
        raise Refused(_("Skriv, hvorfor parten går ud."))
    member.left_on = last_day
    db.session.flush()
    keep_roles(partnership, day)
    freeze(partnership, at, why.strip(), by=by)
    audit.record("party.left", member, by=by, why=why.strip())
    return member


def leaver(partnership: Partnership, party: UUID, last_day: date, day: date) -> Member:
    """The member that may leave after `last_day`. Refused for a day that is past, for the operator, and for who leaves
    already; NotFound for who is not in."""
    member = _member(partnership, party)
    if member is None:
        raise NotFound("Member")
    if member.left_on is not None:
        raise Refused(_("Parten er allerede meldt ud."))
    if party == partnership.tenant_id:
        raise Refused(_("Den, der driver partnerskabet, kan ikke gå ud af det."))
    if last_day < max(day, member.joined_on):
        raise Refused(_("Den sidste dag kan tidligst være i dag."))
    return member


def joining(
    partnership: Partnership, first_day: date, places: Mapping[str, Place], party: Tenant | None = None
) -> list[Effect]:
    """What it does that `party` joins on `first_day` with `places` (by the name of the period). Refused as `settle` says."""
    found = []
    for period in _periods(partnership, first_day):
        quotas, owed = quotas_of(period), owed_in(period)
        place = settle(period, party, places.get(period.name, Place((0, 0), Decimal(0), first_day)))
        old, quota = (owed.get(party.id), quotas.get(party.id)) if party else (None, None)
        before, had = _sum(quotas), (quota.minimum, quota.maximum) if quota else (0, 0)
        after = (before[0] - had[0] + place.quota[0], before[1] - had[1] + place.quota[1])
        rest = period.price - sum((one.amount for one in owed.values()), Decimal(0))
        stays = rest + (old.amount if old else Decimal(0))
        found.append(
            Effect(
                period, place.quota, *_used_of(quota, place.quota[1]), place.contribution, True, before, after, rest,
                stays - place.contribution,
            )
        )  # fmt: skip
    return found


def join(
    partnership: Partnership,
    party: Tenant,
    first_day: date,
    places: Mapping[str, Place],
    why: str,
    at: datetime,
    *,
    by: Actor,
    out_of: Partnership | None = None,
) -> Member:
    """`party`, a municipality that bears youths or one that does not, is in from `first_day` with `places`.

    Refused without a reason, for a day that is past, for who is in already, for a municipality that bears youths in another
    partnership on that day than the one it moves `out_of`, and as `settle` says. One that was in before comes back: the days
    between stand as days out, and what it was to pay in them falls away.
    """
    bears = party.kind == "municipality"
    if not why.strip():
        raise Refused(_("Skriv, hvorfor parten kommer med."))
    member = _member(partnership, party.id)
    if member is not None and (member.left_on is None or member.left_on >= first_day):
        raise Refused(_("%(name)s er allerede med.", name=party.name))
    if first_day < local(at).date():
        raise Refused(_("Den første dag kan tidligst være i dag."))
    if bears and (other := _bound_elsewhere(party, first_day, out_of)):
        raise Refused(_("%(name)s bærer unge i partnerskabet %(other)s den dag.", name=party.name, other=other))
    if member is None:
        member = Member(partnership_id=partnership.id, party_tenant_id=party.id, bears=bears, joined_on=first_day)
        db.session.add(member)
    else:
        forgive_days_out(partnership, member, first_day)
    for period in _periods(partnership, first_day):
        settle_in(period, party, places.get(period.name, Place((0, 0), Decimal(0), first_day)))
    if member.left_on is not None:
        member.come_back(first_day)
    keep_roles(partnership, first_day)
    freeze(partnership, at, why.strip(), by=by)
    audit.record("party.joined", member, by=by, why=why.strip())
    return member


def move(
    out_of: Partnership,
    into: Partnership,
    party: Tenant,
    last_day: date,
    places: Mapping[str, Place],
    why: str,
    at: datetime,
    day: date,
    *,
    by: Actor,
) -> Member:
    """`party` is in the first partnership until and with `last_day`, and from the day after in the second, with `places`
    there; the same reason stands in both logs of changes. Act for the house that operates both.

    Refused as `leave` and `join` are, and then it stays where it was.
    """
    if into.id == out_of.id:
        raise Refused(_("Parten er allerede med i det partnerskab."))
    leave(out_of, party.id, last_day, why, at, day, by=by)
    return join(into, party, last_day + timedelta(days=1), places, why, at, by=by, out_of=out_of)


def candidates(partnership: Partnership) -> Sequence[Tenant]:
    """Organisations of the installation that are not in it, by name."""
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id, "left_on": None}
    inside = select(Member.party_tenant_id).filter_by(**within)
    return db.session.scalars(select(Tenant).where(Tenant.id.not_in(inside)).order_by(Tenant.name)).all()


def opened(partnership: Partnership, at: datetime, day: date, why: str, *, by: Actor) -> TermsVersion | None:
    """Roles and terms say what the agreement says from now on; None where nothing differs. Act for the operator."""
    keep_roles(partnership, day)
    return freeze(partnership, at, why, by=by)


def _member(partnership: Partnership, party: UUID) -> Member | None:
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id, "party_tenant_id": party}
    return db.session.scalar(select(Member).filter_by(**within).with_for_update())


def _bound_elsewhere(party: Tenant, day: date, out_of: Partnership | None) -> str | None:
    """The partnership in which the party bears youths on that day; its memberships are read as the party itself."""
    with acting_for(party.id):
        bound = Member.in_force(day).where(Member.party_tenant_id == party.id, Member.bears)
        member = db.session.scalar(bound.where(Member.partnership_id != out_of.id if out_of else true()).limit(1))
        return member.partnership.name if member else None


def _periods(partnership: Partnership, day: date) -> Sequence[Period]:
    """The period that runs on `day` and those to come."""
    of = (
        select(Agreement.id).filter_by(tenant_id=partnership.tenant_id, partnership_id=partnership.id).scalar_subquery()
    )
    mine = Period.tenant_id == partnership.tenant_id, Period.agreement_id == of, Period.ends_on >= day
    return db.session.scalars(select(Period).where(*mine).order_by(Period.starts_on)).all()


def _used_of(quota: Quota | None, most: int) -> tuple[int, int]:
    """How many places are used or reserved, and how many are not, where the agreement's number is `most`."""
    if quota is None:
        return 0, most
    room = room_of(quota)
    return room.taken, max(room.capacity - room.maximum + most - room.taken, 0)


def _sum(quotas: Mapping[UUID, Quota]) -> Span:
    return sum(one.minimum for one in quotas.values()), sum(one.maximum for one in quotas.values())
