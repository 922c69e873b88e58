"""What the operator writes down of money: income, grants with their answers and instalments, and refunds (FY-09…FY-11)."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps import across
from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.money import must_operate
from mentorkorps.web.money_forms import AmountForm, DecisionForm, IncomeForm, RefundForm, SubsidyForm, WithdrawForm
from mentorkorps.web.widgets import Form
from tenants import billing
from tenants.agreements import Period
from tenants.billing import Contribution, Income, Received, Terms
from tenants.billing.subsidy import own_subsidy
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("money_acts", __name__)

IN_COMMON = N_("Alle i fællesskab")


@room.get("/<slug>/penge/indtaegt")
@room.post("/<slug>/penge/indtaegt")
@may("handle invoices")
def enter(slug: str) -> ResponseReturnValue:
    """Money that stands on no grant."""
    must_operate()
    form, parties = IncomeForm(), _parties()
    form.party.choices = [(party.slug, _named(party, parties)) for party in parties]
    form.period.choices = _periods()
    return _act(
        form, lambda: billing.enter(
            form.source.data or "", form.giver.data or "", _of(parties, form.party.data), _received(form), by=actor()
        ),
        _("Skriv en indtægt ned"), _("Indtægten er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/penge/indtaegt/<uuid:income_id>/tilbage")
@room.post("/<slug>/penge/indtaegt/<uuid:income_id>/tilbage")
@may("handle invoices")
def withdraw(slug: str, income_id: UUID) -> ResponseReturnValue:
    """Takes back what was written wrong."""
    must_operate()
    income, form = Income.get(income_id), WithdrawForm()
    return _act(
        form, lambda: income.withdraw(form.why.data or "", by=actor()),
        _("Tag indtægten fra %(giver)s tilbage", giver=income.giver), _("Indtægten er taget tilbage."),
    )  # fmt: skip


@room.get("/<slug>/penge/tilskud")
@room.post("/<slug>/penge/tilskud")
@may("handle invoices")
def apply(slug: str) -> ResponseReturnValue:
    """An application, alone or together with others."""
    must_operate()
    form, parties = SubsidyForm(), _parties()
    form.party.choices = [(party.slug, _named(party, parties)) for party in parties]
    return _act(
        form, lambda: billing.apply_for(
            form.source.data or "", form.giver.data or "", _of(parties, form.party.data), _terms(form),
            form.applied_on.data or today(), co_applicants=form.co_applicants.data or "", by=actor(),
        ),
        _("Skriv en ansøgning om tilskud ned"), _("Ansøgningen er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/penge/tilskud/<uuid:subsidy_id>/svar")
@room.post("/<slug>/penge/tilskud/<uuid:subsidy_id>/svar")
@may("handle invoices")
def decide(slug: str, subsidy_id: UUID) -> ResponseReturnValue:
    """The giver's yes or no."""
    must_operate()
    subsidy, form = own_subsidy(subsidy_id), DecisionForm()
    return _act(
        form, lambda: subsidy.decide(form.how.data or "", form.on_day.data or today(), by=actor()),
        _("Svar fra %(giver)s", giver=subsidy.giver), _("Svaret er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/penge/tilskud/<uuid:subsidy_id>/modtaget")
@room.post("/<slug>/penge/tilskud/<uuid:subsidy_id>/modtaget")
@may("handle invoices")
def receive(slug: str, subsidy_id: UUID) -> ResponseReturnValue:
    """An instalment of a grant."""
    must_operate()
    subsidy, form = own_subsidy(subsidy_id), AmountForm()
    form.period.choices = _periods()
    return _act(
        form, lambda: billing.enter_of(subsidy, _received(form), by=actor()),
        _("Modtaget fra %(giver)s", giver=subsidy.giver), _("Indtægten er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/penge/bidrag/<uuid:contribution_id>/tilbagebetaling")
@room.post("/<slug>/penge/bidrag/<uuid:contribution_id>/tilbagebetaling")
@may("handle invoices")
def refund(slug: str, contribution_id: UUID) -> ResponseReturnValue:
    """Unused places paid back by a credit note."""
    must_operate()
    contribution, form = Contribution.get(contribution_id), RefundForm()
    facts = {"count": billing.unused(contribution), "price": billing.price_of(contribution.period)}
    return act(
        form, lambda: billing.refund(
            contribution, form.places.data or 0, form.reason.data or "", form.rule.data or "", today(), now(), by=actor()
        ),
        _("Kreditnotaen er udstedt."), url_for("money.index", slug=g.home.slug), "money/refund.html",
        title=_("Betal ubrugte pladser i %(period)s tilbage", period=contribution.period.name), **facts,
    )  # fmt: skip


def _act(form: Form, verb: Callable[[], object], title: str, said: str) -> ResponseReturnValue:
    return act(form, verb, said, url_for("money.index", slug=g.home.slug), "money/act.html", title=title)


def _parties() -> Sequence[Tenant]:
    """The municipalities that the house serves, and itself for what is in common."""
    served = across.each_served(g.home)
    return served if g.home in served else [g.home, *served]


def _named(party: Tenant, parties: Sequence[Tenant]) -> str:
    return _(IN_COMMON) if party == g.home and len(parties) > 1 else party.name


def _of(parties: Sequence[Tenant], slug: str | None) -> UUID:
    return next(party.id for party in parties if party.slug == slug)


def _periods() -> list[tuple[str, str]]:
    own = select(Period).where(Period.tenant_id == g.home.id).order_by(Period.starts_on.desc())
    return [(str(period.id), period.name) for period in db.session.scalars(own)]


def _received(form: AmountForm) -> Received:
    period = Period.get(UUID(form.period.data))
    return Received(period, form.amount.amount, form.received_on.data or today(), form.vat_percent)


def _terms(form: SubsidyForm) -> Terms:
    return Terms(
        form.starts_on.data or today(), form.ends_on.data or today(), form.amount.kroner, form.per_match.kroner,
        form.most_matches.data,
    )  # fmt: skip
