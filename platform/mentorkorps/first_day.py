"""A tenant's first day: opened with a letter, and how far it is to the first enrolment, read from facts and never ticked.

Whoever runs the installation reads counts and yes or no of each tenant, one tenant at a time; no question here asks
for a person.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from mentorkorps import messages
from mentorkorps.concerns.holder import ConcernHolder
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import opening
from tenants.agreements.accepting import Acceptance
from tenants.exit import Exit, ProcessingAcceptance
from tenants.local_rules import LocalRules
from tenants.opening import Opening
from tenants.outbox import OutboxItem
from tenants.providers import Provider
from tenants.registry import Mandate, Member, Tenant
from tenants.rows import TenantRow, new_id
from tenants.scope import acting_for, db, tenant_id
from tenants.users import Actor, Grant, SignIn, User

MUNICIPALITY = (
    "provider", "signed_in", "coordinator", "agreement", "processing", "on_call", "rules", "mail", "mentor", "enrolment",
)  # fmt: skip
PARTNER = ("provider", "signed_in", "counsellor", "agreement", "processing", "mail", "mandate", "enrolment")
#: What a tenant of each kind has to do, in this order; the last is the first enrolment, its own or one it has a part in.
STEPS = {
    "municipality": MUNICIPALITY,
    "school": PARTNER,
    "guidance": PARTNER,
    "corps": ("provider", "signed_in", "corps_staff", "agreement", "processing", "mail", "mentor", "enrolment"),
}
LEADING = ("coordinator", "counsellor", "corps_staff")  # one of these sets a house going
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
HOUSES_READ = 10  # of a school's or a corps' municipalities, as many are asked for a first enrolment


@dataclass(frozen=True)
class Step:
    """One thing of the first day, and whether the facts say that it is done."""

    name: str
    done: bool


@dataclass(frozen=True)
class Standing:
    """What whoever runs the installation sees of a tenant: days and counts, never a person."""

    people: int
    enrolments: int
    waiting: int
    pairs: int
    mentors: int
    closed_on: date | None
    erase_on: date | None
    erased_at: datetime | None

    def state(self, day: date, *, bears: bool = True) -> str:
        """open, begun, closing, closed or erased. A municipality has begun when an enrolment has been sent; a house that bears no
        youths, when somebody of it has an account."""
        if self.erased_at is not None:
            return "erased"
        if self.closed_on is not None:
            return "closed" if self.closed_on < day else "closing"
        return "begun" if self.enrolments or (self.people and not bears) else "open"


def open_house(slug: str, name: str, kind: str, mail: str, at: datetime, *, by: Actor) -> UUID:
    """Opens a tenant in one transaction, and writes to `mail`, if there is one, where its first day begins.

    Refused as `opening.open_here` is, and for a mail address that is none; then nothing is left of it.
    """
    if mail and not MAIL.fullmatch(mail):
        raise Refused(_("%(mail)s er ikke en mailadresse.", mail=mail))
    home = new_id()
    with acting_for(home):
        row = opening.open_here(slug, name, kind, at, by=by)
        if mail:
            messages.to_staff(mail, "tenant_opened", row.id, path="/log-ind")
    return home


def steps(tenant: Tenant) -> list[Step]:
    """The first day of `tenant`, from the facts as they are."""
    with acting_for(tenant.id):
        facts, houses = _facts(), _houses(tenant.kind)
    if "mentor" in STEPS[tenant.kind]:
        facts["mentor"] = facts["own_mentor"] or _any(houses["operators"], _mentor)
    if tenant.kind != "municipality":
        mine = [] if tenant.kind == "corps" else [Enrolment.begun_by_tenant_id == tenant.id]
        facts["enrolment"] = _any(houses["bearing"], lambda: _is(Enrolment, Enrolment.sent_at.is_not(None), *mine))
    return [Step(name, bool(facts[name])) for name in STEPS[tenant.kind]]


def standing_here() -> Standing:
    """What is counted in the tenant acted in, in one statement."""
    end = Exit.tenant_id == tenant_id(), Exit.withdrawn_at.is_(None)
    sent = Enrolment.sent_at.is_not(None)
    counts = (
        _count(User, User.disabled_at.is_(None)), _count(Enrolment, sent),
        _count(Enrolment, sent, Enrolment.closed_at.is_(None)), _count(Match, Match.ended_on.is_(None)),
        _count(Mentor, Mentor.left_on.is_(None)),
    )  # fmt: skip
    ends = (select(column).where(*end).scalar_subquery() for column in (Exit.closed_on, Exit.erase_on, Exit.erased_at))
    return Standing(*db.session.execute(select(*counts, *ends)).one())


def standings(tenants: Iterable[Tenant]) -> list[tuple[Tenant, Standing]]:
    """Each with what is counted there, one tenant at a time."""
    return [(tenant, standing(tenant)) for tenant in tenants]


def standing(tenant: Tenant) -> Standing:
    """What is counted in `tenant`."""
    with acting_for(tenant.id):
        return standing_here()


def unfinished(tenant: Tenant) -> list[Step]:
    """The first day of one's own house, until its first enrolment is sent; then, and where a partnership's file opened it,
    nothing."""
    if Opening.here() is None:
        return []
    found = steps(tenant)
    return [] if found[-1].done else found


def _facts() -> dict[str, Any]:
    sent = OutboxItem.kind == "mail", OutboxItem.done_at.is_not(None)
    asked = {
        "provider": _is(Provider), "signed_in": _is(SignIn), "agreement": _is(Acceptance),
        **{role: _is(Grant, Grant.role == role, Grant.revoked_at.is_(None)) for role in LEADING},
        "processing": _is(ProcessingAcceptance), "on_call": _is(ConcernHolder, ConcernHolder.name != ""),
        "rules": or_(_is(LocalRules), _is(Opening, Opening.rules_read_at.is_not(None))), "mail": _is(OutboxItem, *sent),
        "own_mentor": _mentor(), "enrolment": _is(Enrolment, Enrolment.sent_at.is_not(None)),
        "mandate": select(Mandate.id).where(Mandate.party_tenant_id == tenant_id(), Mandate.ended_on.is_(None)).exists(),
    }  # fmt: skip
    row = db.session.execute(select(*(is_so.label(name) for name, is_so in asked.items()))).one()
    return dict(row._mapping)


def _houses(kind: str) -> dict[str, list[UUID]]:
    """Whose mentors the tenant acted in may be given, and in which houses its part of an enrolment stands."""
    own = tenant_id()
    operators = select(Member.tenant_id).where(Member.party_tenant_id == own, Member.left_on.is_(None))
    bearing = select(Mandate.tenant_id).where(Mandate.party_tenant_id == own)
    if kind == "corps":
        bearing = select(Member.party_tenant_id).where(Member.tenant_id == own, Member.bears)
    return {
        "operators": list(db.session.scalars(operators.distinct().limit(HOUSES_READ))),
        "bearing": list(db.session.scalars(bearing.distinct().limit(HOUSES_READ))),
    }


def _any(houses: list[UUID], is_so: Callable[[], ColumnElement[bool]]) -> bool:
    """Whether it is so in one of the houses; asked one by one until it is."""
    return any(_in(house, is_so) for house in houses)


def _in(house: UUID, is_so: Callable[[], ColumnElement[bool]]) -> bool:
    with acting_for(house):
        return bool(db.session.scalar(select(is_so())))


def _mentor() -> ColumnElement[bool]:
    return _is(Mentor, Mentor.left_on.is_(None))


def _is(model: type[TenantRow], *so: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(model.id).where(model.tenant_id == tenant_id(), *so).exists()


def _count(model: type[TenantRow], *so: ColumnElement[bool]) -> Any:
    return select(func.count(model.id)).where(model.tenant_id == tenant_id(), *so).scalar_subquery()
