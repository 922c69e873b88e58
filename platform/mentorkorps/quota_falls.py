"""A file of terms that makes a quota smaller: said in a sentence before it is agreed to, and told as a used place is (FY-05)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.messages.texts import texts_of
from tenants.agreements import Agreement, Period
from tenants.quotas import Quota, notice, room_of
from tenants.quotas.notice import fallen
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db
from tenants.terms import Change, Terms

NO_LIMIT = 1_000_000_000  # more text messages than anybody sends


@dataclass(frozen=True)
class Fall:
    """How much is used of what a quota had (`before`) and of what is left of it (`after`), in places or text messages."""

    party: Tenant
    period: str
    quota_id: UUID
    what: str
    used: int
    before: int
    after: int

    def __str__(self) -> str:
        said = {"name": self.party.name, "used": self.used, "period": self.period, "left": self.after}
        if self.what == "texts":
            return _(
                "%(name)s har sendt %(used)s SMS'er i %(period)s. Filen giver %(left)s. Kommunen og korpset får besked.", **said
            )
        return _(
            "%(name)s har brugt eller reserveret %(used)s pladser i %(period)s. Filen giver %(left)s. Kommunen og korpset får "
            "besked.", **said
        )  # fmt: skip


def falls(terms: Terms, changes: list[Change], *, done: bool = False) -> list[Fall]:
    """The quotas that `changes` bring to 80 or 100 per cent of what is left; `done` says that they have been made."""
    found = [fall for change in changes for fall in _of(terms, change, done)]
    return [fall for fall in found if fallen(fall.used, fall.before, fall.after)]


def tell(terms: Terms, changes: list[Change], at: datetime) -> None:
    """Each house whose quota has fallen to a mark is told, and asked for more where the agreement says so."""
    for fall in falls(terms, changes, done=True):
        with acting_for(fall.party.id):
            quota = db.session.scalars(select(Quota).where(Quota.id == fall.quota_id)).one()
            notice(quota, fall.what, fall.used, fall.after, at, before=fall.before)


def _of(terms: Terms, change: Change, done: bool) -> Iterator[Fall]:
    kind, *rest = change.path
    less = _less(kind, change)
    if not less:
        return
    period, slug = rest
    with acting_for(None):
        operator, party = Tenant.called(terms.operator).id, Tenant.called(slug)
    with acting_for(party.id):
        quota = db.session.scalar(_quota(terms.slug, operator, period).where(Quota.party_tenant_id == party.id))
        if quota is None:
            return  # nothing more is taken of a period that is over
        used, now = _used(quota) if kind == "quota" else _sent(quota)
    before, after = (now + less, now) if done else (now, now - less)
    yield Fall(party, period, quota.id, "places" if kind == "quota" else "texts", used, before, after)


def _quota(partnership: str, operator: UUID, period: str) -> Select[Quota]:
    """Of the partnership's period with that name, while it is not over."""
    named = Quota.tenant_id == operator, Partnership.slug == partnership, Period.name == period, Period.ends_on >= today()
    return (
        select(Quota)
        .join(Period, (Period.tenant_id == Quota.tenant_id) & (Period.id == Quota.period_id))
        .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
        .join(
            Partnership,
            (Partnership.tenant_id == Agreement.tenant_id) & (Partnership.id == Agreement.partnership_id),
        )
        .where(*named)
    )


def _less(kind: str, change: Change) -> int:
    """By how much the change makes the quota smaller."""
    if change.old is None or change.new is None:
        return 0
    if kind == "quota":
        return max(0, int(change.old[1]) - int(change.new[1]))
    if kind == "quota_rules" and change.new["texts"] is not None:
        old = NO_LIMIT if change.old["texts"] is None else change.old["texts"]
        return max(0, old - int(change.new["texts"]))
    return 0


def _used(quota: Quota) -> tuple[int, int]:
    room = room_of(quota)
    return room.taken, room.capacity


def _sent(quota: Quota) -> tuple[int, int]:
    found = texts_of(quota)
    return (found.used, found.capacity) if found else (0, NO_LIMIT)
