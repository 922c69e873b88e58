"""Grants (tilskud): applied for, decided, and drawn upon by matches, by count and never by whom (FY-10, FY-11)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements import Period
from tenants.billing.line import payable
from tenants.rows import SharedRow, one_of, together
from tenants.scope import db
from tenants.users import Actor

#: Where other money than the contributions comes from.
SOURCES = {"sponsor": N_("Sponsor"), "foundation": N_("Fond"), "ministry": N_("Ministerium")}
DECISIONS = {"granted": N_("Bevilget"), "refused": N_("Afslag")}


class Subsidy(SharedRow):
    """Money applied for at one giver for one municipality (the party), or for all in common (party = the operator).

    So much per match up to a number of matches, or one amount for the days from `starts_on` to `ends_on`.
    """

    __tablename__ = "subsidies"
    __table_args__ = (
        one_of("source", list(SOURCES)),
        one_of("decided_how", list(DECISIONS)),
        together("decided_on", "decided_how", "decided_by"),
        together("per_match", "most_matches"),
        CheckConstraint("amount > 0 AND per_match > 0 AND most_matches > 0", name="positive"),
        CheckConstraint("per_match IS NULL OR amount = per_match * most_matches", name="amount_of_matches"),
        CheckConstraint("starts_on <= ends_on AND applied_on <= decided_on", name="in_order"),
    )

    source: Mapped[str]
    giver: Mapped[str]
    co_applicants: Mapped[str]  # organisations that apply together with the corps
    amount: Mapped[Decimal]  # kroner ekskl. moms, in all
    per_match: Mapped[Decimal | None]
    most_matches: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    applied_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    decided_on: Mapped[date | None]
    decided_how: Mapped[str | None]
    decided_by: Mapped[str | None]

    @property
    def is_granted(self) -> bool:
        """Only what has been granted is drawn upon."""
        return self.decided_how == "granted"

    def decide(self, how: str, on_day: date, *, by: Actor) -> None:
        """The giver's answer, once. Refused before the application, in the future, and a second time."""
        if self.decided_on is not None:
            raise Refused(_("Svaret er allerede skrevet ned."))
        if not self.applied_on <= on_day <= today():
            raise Refused(_("Svaret kommer efter ansøgningen og senest i dag."), about=("on_day",))
        self.decided_on, self.decided_how, self.decided_by = on_day, how, by.name
        db.session.flush()
        audit.record(f"subsidy.{how}", self, by=by)


@dataclass(frozen=True)
class Terms:
    """What is applied for: `per_match` kroner for at most `most_matches`, or `amount` for all of the days."""

    starts_on: date
    ends_on: date
    amount: Decimal | None = None
    per_match: Decimal | None = None
    most_matches: int | None = None

    @property
    def in_all(self) -> Decimal:
        """Kroner ekskl. moms. Refused where neither, both, or half of the terms are given."""
        if self.amount is not None and self.per_match is None and self.most_matches is None:
            return payable(self.amount)
        if self.amount is None and self.per_match is not None and self.most_matches is not None:
            return payable(payable(self.per_match) * self.most_matches)
        raise Refused(
            _("Skriv enten kroner pr. match og antal match, eller ét beløb for hele perioden."),
            about=("amount", "per_match", "most_matches"),
        )


@dataclass(frozen=True)
class Draw:
    """How many matches have drawn on a subsidy, and what is used and left of it in kroner."""

    matches: int
    used: Decimal
    left: Decimal


def apply_for(
    source: str, giver: str, party: UUID, terms: Terms, applied_on: date, *, by: Actor, co_applicants: str = ""
) -> Subsidy:
    """A new application, written by the operator. Refused for terms that do not fit, and for a day that has not been."""
    if applied_on > today():
        raise Refused(_("Datoen ligger i fremtiden."), about=("applied_on",))
    if terms.ends_on < terms.starts_on:
        raise Refused(_("Den sidste dag skal ligge efter den første."), about=("starts_on", "ends_on"))
    subsidy = Subsidy(
        source=source, giver=giver, party_tenant_id=party, co_applicants=co_applicants, amount=terms.in_all,
        per_match=terms.per_match, most_matches=terms.most_matches, starts_on=terms.starts_on, ends_on=terms.ends_on,
        applied_on=applied_on, entered_at=now(), entered_by=by.name,
    )  # fmt: skip
    db.session.add(subsidy)
    db.session.flush()
    audit.record("subsidy.applied", subsidy, by=by)
    return subsidy


def subsidies_in(period: Period) -> Select[Subsidy]:
    """The subsidies seen here whose days meet the period's, the oldest application first."""
    meets = Subsidy.starts_on <= period.ends_on, Subsidy.ends_on >= period.starts_on
    return select(Subsidy).where(Subsidy.tenant_id == period.tenant_id, *meets).order_by(Subsidy.applied_on, Subsidy.id)


def draws(subsidies: Iterable[Subsidy], started: Mapping[UUID, Mapping[date, int]]) -> dict[UUID, Draw]:
    """What the matches, `started[municipality][day]`, draw on each of the granted subsidies, by the subsidy's id.

    A match draws on one subsidy per match at most: the municipality's own before one in common (party = owner), and the
    one decided first that has room. One amount for the whole of its days is used when the first match draws on it, and
    any other subsidy may be drawn upon beside it.
    """
    given = sorted((one for one in subsidies if one.is_granted), key=_turn)
    counts = {one.id: 0 for one in given}
    for day, party, count in sorted((day, party, days[day]) for party, days in started.items() for day in days):
        _draw([one for one in given if _covers(one, party, day)], count, counts)
    return {one.id: _drawn(one, counts[one.id]) for one in given}


def _turn(subsidy: Subsidy) -> tuple[bool, date | None, UUID]:
    return subsidy.party_tenant_id == subsidy.tenant_id, subsidy.decided_on, subsidy.id


def _covers(subsidy: Subsidy, party: UUID, day: date) -> bool:
    return subsidy.party_tenant_id in (party, subsidy.tenant_id) and subsidy.starts_on <= day <= subsidy.ends_on


def _draw(subsidies: Sequence[Subsidy], count: int, counts: dict[UUID, int]) -> None:
    left = count
    for subsidy in subsidies:
        if subsidy.most_matches is None:
            counts[subsidy.id] += count
            continue
        taken = min(left, subsidy.most_matches - counts[subsidy.id])
        counts[subsidy.id] += taken
        left -= taken


def _drawn(subsidy: Subsidy, matches: int) -> Draw:
    used = (
        subsidy.per_match * matches if subsidy.per_match is not None else subsidy.amount if matches else Decimal("0.00")
    )
    return Draw(matches, used, subsidy.amount - used)


def own_subsidy(subsidy_id: UUID) -> Subsidy:
    """The operator's own, held fast so that two do not write the same kroner; NotFound."""
    found = Subsidy.get(subsidy_id)
    db.session.refresh(found, with_for_update=True)
    return found
