"""The terms of an agreement as its file states them; everything in them has been checked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tenants.terms.lines import Lines

#: What may be shown per party also when the number is small, if the agreement says so.
FIGURES = (
    "enrolled", "waiting", "proposed", "matched", "running", "ended",
    "within_4_weeks", "on_time", "any_outcome", "quota", "money",
)  # fmt: skip
LANGUAGES = ("da", "en")
RECRUITERS = ("corps", "municipality")
BASES = ("all_started", "finished", "started_six_months_before")
Span = tuple[int, int]


@dataclass(frozen=True)
class Party:
    """One of those who sign; `mandates` are the municipalities in whose name it enrols youths."""

    slug: str
    name: str
    kind: str
    bears: bool
    mandates: tuple[str, ...]
    invoice: dict[str, str] = field(default_factory=dict)  # how it is invoiced or paid, to begin with


@dataclass(frozen=True)
class Payment:
    """What a party pays for a period, in kroner ekskl. moms: stated, never divided (FY-09)."""

    amount: Decimal
    vat_percent: Decimal
    due_on: date


@dataclass(frozen=True)
class Line:
    """What a party has in a period: a quota of its own, or that of the youth's bearing municipality (FY-48)."""

    party: str
    quota: Span | None
    payment: Payment | None

    @property
    def draws_on(self) -> str:
        """As an AgreementLine says it."""
        return "own" if self.quota else "bearing"


@dataclass(frozen=True)
class PeriodTerms:
    """A stretch of the agreement (FY-06)."""

    name: str
    starts_on: date
    ends_on: date
    target: Span
    priced_places: int
    price: Decimal
    lines: tuple[Line, ...]
    pace: dict[str, int] = field(default_factory=dict)  # per cent of the target due at a month's end, by the month

    @property
    def rest(self) -> Decimal:
        """The part of the price that no party's contribution covers; for showing only."""
        return self.price - sum((line.payment.amount for line in self.lines if line.payment), Decimal())

    @property
    def quotas(self) -> Span:
        """The quotas of all parties together."""
        spans = [line.quota for line in self.lines if line.quota]
        return sum(least for least, _ in spans), sum(most for _, most in spans)


@dataclass(frozen=True)
class Steering:
    """The steering group (FY-12)."""

    seats: Span
    seats_for: tuple[str, ...]
    hours: int
    every_months: int
    first_meeting: date


@dataclass(frozen=True)
class Targets:
    """What the partners want to reach, in per cent and mentors (FY-04, FY-07, FY-08)."""

    positive: int
    outcome: int
    corps_size: int
    active_percent: int


@dataclass(frozen=True)
class QuotaRules:
    """What holds for every quota of the agreement (FY-05): the words are those of `tenants.quotas`."""

    unit: str = "youth"
    beyond: str = "stop"
    carry_over: str = "none"
    carry_over_most: int = 0
    texts: int | None = None
    text_beyond: str = "mail"


@dataclass(frozen=True)
class Terms:
    """The whole agreement."""

    slug: str
    name: str
    operator: str
    signed_on: date
    decide_renewal_by: date | None
    invoice_lead_days: int
    hotline_name: str
    hotline_phone: str
    parties: tuple[Party, ...]
    periods: tuple[PeriodTerms, ...]
    steering: Steering
    targets: Targets
    open_figures: tuple[str, ...]
    profile: dict[str, Any]
    source: dict[str, Any] = field(repr=False)
    quota: QuotaRules = QuotaRules()
    lines: Lines = field(
        default_factory=lambda: Lines(""), repr=False, compare=False
    )  # where each thing stands in the file

    @property
    def begins_on(self) -> date:
        """The day it is signed, or its first period begins, whichever comes first."""
        return min(self.signed_on, *(period.starts_on for period in self.periods))

    @property
    def ends_on(self) -> date:
        """The last day of the last period."""
        return max(period.ends_on for period in self.periods)

    def party(self, slug: str) -> Party:
        """The party with that slug; KeyError."""
        return {party.slug: party for party in self.parties}[slug]
