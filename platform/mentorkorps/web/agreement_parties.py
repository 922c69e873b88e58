"""The operator's part of the agreement: who joins and who leaves, seen before it is done, and the three answers (FY-13)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms.validators import InputRequired, Length

from mentorkorps import partnership as partnerships
from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act, act_foreseen
from mentorkorps.web.invoice_forms import Kroner
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Text, WholeNumber
from tenants.agreements import Agreement, Period
from tenants.agreements import opening as opened
from tenants.agreements.moving import Effect, candidates, joining, leaver, leaving
from tenants.agreements.moving import leave as go
from tenants.agreements.settling import Place
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import db

room = Blueprint("agreement_parties", __name__)


class LeaveForm(Form):
    """A party's last day."""

    last_day = Day(N_("Sidste dag med i partnerskabet"), [InputRequired()])
    why = LongText(N_("Hvorfor?"), [InputRequired(), Length(max=1000)], rows=3)

    @property
    def day(self) -> date:
        """The last day, once the form is valid."""
        assert self.last_day.data
        return self.last_day.data


class MoveForm(LeaveForm):
    """A party's last day in the one partnership; the fields of each period of the other are added by `_form_of`."""


class JoinForm(Form):
    """A party's first day; the fields of each period are added by `_form_of`."""

    party = Drop(N_("Organisation"), [InputRequired()], choices=[])
    first_day = Day(N_("Første dag med i partnerskabet"), [InputRequired()])
    why = LongText(N_("Hvorfor?"), [InputRequired(), Length(max=1000)], rows=3)

    @property
    def day(self) -> date:
        """The first day, once the form is valid."""
        assert self.first_day.data
        return self.first_day.data


class OpeningForm(Form):
    """The three answers."""

    recruits = Text(
        opened.QUESTIONS["recruits"], [InputRequired(), Length(max=200)],
        description=N_("Svaret oplyser parterne. Hvem der opretter mentorer i systemet, bestemmes under Program."),
    )  # fmt: skip
    proposes = Text(
        opened.QUESTIONS["proposes"], [InputRequired(), Length(max=200)],
        description=N_("Svaret oplyser parterne. I systemet foreslår den, der driver programmet, mentoren fra sin indbakke."),
    )  # fmt: skip
    hotline = Text(
        opened.QUESTIONS["hotline"], [InputRequired(), Length(max=200)],
        description=N_("Navn og telefon vises ved tilmelding, på aftalens side og på de sider, som links i mails åbner."),
    )  # fmt: skip
    phone = Text(N_("Hotlinens telefon"), [InputRequired(), Length(max=30)])


@room.get("/<slug>/aftale/<partnership>/aabning")
@room.post("/<slug>/aftale/<partnership>/aabning")
@may("keep the agreement")
def opening(slug: str, partnership: str) -> ResponseReturnValue:
    """Who recruits, who matches, whom one rings."""
    found = _own(partnership)
    known = {question: row.who for question, row in opened.opening_of(found).items()}
    standing = {"hotline": found.hotline_name, "phone": found.hotline_phone} | known
    form = OpeningForm(data=None if request.method == "POST" else standing)

    def verb() -> None:
        said = {question: form[question].data or "" for question in opened.QUESTIONS}
        opened.answer(found, said, form.phone.data or "", now(), by=actor())
        partnerships.refreeze(found, _("Svar på de tre spørgsmål ved åbningen"), by=actor())

    title = _("Hvem gør hvad")
    lead = _(
        "Tre svar, som alle parter kender fra begyndelsen. De står på aftalens side; ingen tilmelding venter på dem."
    )
    told = _("Svarene er gemt, og alle parter kan se dem.")
    return act(form, verb, told, _agreement(), "agreement/act.html", title=title, lead=lead)


@room.get("/<slug>/aftale/<partnership>/parter/<party>/ud")
@room.post("/<slug>/aftale/<partnership>/parter/<party>/ud")
@may("keep the agreement")
def leave(slug: str, partnership: str, party: str) -> ResponseReturnValue:
    """First what it does, then it is done."""
    found, tenant = _own(partnership), _member(partnership, party)
    form = LeaveForm()

    def foresee() -> list[Effect]:
        leaver(found, tenant.id, form.day, today())
        return leaving(found, tenant.id, form.day)

    def verb() -> None:
        go(found, tenant.id, form.day, form.why.data or "", now(), today(), by=actor())
        partnerships.tell_of_change(found)

    return act_foreseen(
        form, foresee, verb,
        _("%(name)s er med til og med den dag. Ingen forløb er slettet.", name=tenant.name), _agreement(),
        "agreement/move.html", title=_("%(name)s går ud", name=tenant.name), leaves=True,
    )  # fmt: skip


@room.get("/<slug>/aftale/<partnership>/parter/ny")
@room.post("/<slug>/aftale/<partnership>/parter/ny")
@may("keep the agreement")
def join(slug: str, partnership: str) -> ResponseReturnValue:
    """First what it does, then it is done."""
    found = _own(partnership)
    form, periods = join_form(found)

    def verb() -> None:
        party, places, why = Tenant.called(form.party.data), _places(form, periods, form.day), form.why.data or ""
        partnerships.join_partnership(found, party, form.day, places, why, now(), by=actor())

    name = dict(form.party.choices).get(form.party.data, "")
    return act_foreseen(
        form, lambda: joining(found, form.day, _places(form, periods, form.day), Tenant.called(form.party.data)), verb,
        _("%(name)s er med. Parterne bliver bedt om at acceptere de nye vilkår.", name=name), _agreement(),
        "agreement/move.html", title=_("Tag en part med"), leaves=False,
    )  # fmt: skip


@room.get("/<slug>/aftale/<partnership>/parter/<party>/flyt/<into>")
@room.post("/<slug>/aftale/<partnership>/parter/<party>/flyt/<into>")
@may("keep the agreement")
def move(slug: str, partnership: str, party: str, into: str) -> ResponseReturnValue:
    """To another partnership of the house overnight: first what it does in both, then it is done."""
    found, other, tenant = _own(partnership), _own(into), _member(partnership, party)
    form, periods = _form_of(MoveForm, other)

    def foresee() -> list[Effect]:
        leaver(found, tenant.id, form.day, today())
        first = form.day + timedelta(days=1)
        return [*leaving(found, tenant.id, form.day), *joining(other, first, _places(form, periods, first), tenant)]

    def verb() -> None:
        places = _places(form, periods, form.day + timedelta(days=1))
        partnerships.move_party(found, other, tenant, form.day, places, form.why.data or "", now(), by=actor())

    return act_foreseen(
        form, foresee, verb, _("%(name)s er flyttet. Ingen forløb er slettet.", name=tenant.name), _agreement(),
        "agreement/move.html", leaves=True, moves_to=other.name,
        title=_("%(name)s flytter til %(partnership)s", name=tenant.name, partnership=other.name),
    )  # fmt: skip


def join_form(partnership: Partnership) -> tuple[Any, list[Period]]:
    """`JoinForm` with the organisations that may join, and the fields of each period that has not ended."""
    form, periods = _form_of(JoinForm, partnership)
    form.party.choices = [(one.slug, one.name) for one in candidates(partnership)]
    return form, periods


def _form_of(kind: type[Form], partnership: Partnership) -> tuple[Any, list[Period]]:
    """The form with three fields for each period that has not ended: quota from and to, contribution."""
    of = (
        select(Agreement.id).filter_by(tenant_id=partnership.tenant_id, partnership_id=partnership.id).scalar_subquery()
    )
    to_come = select(Period).where(Period.agreement_id == of, Period.ends_on >= today()).order_by(Period.starts_on)
    periods = list(db.session.scalars(to_come))
    fields: dict[str, Any] = {}
    for n, period in enumerate(periods):
        fields[f"least_{n}"] = WholeNumber(_("Kvote i %(period)s, mindst", period=period.name), default=0)
        fields[f"most_{n}"] = WholeNumber(_("Kvote i %(period)s, højst", period=period.name), default=0)
        fields[f"paid_{n}"] = Kroner(_("Bidrag i %(period)s, kroner ekskl. moms", period=period.name), default="0")
    return type(f"{kind.__name__}OfPeriods", (kind,), fields)(), periods


def _places(form: Any, periods: list[Period], first: date) -> dict[str, Place]:
    places = {}
    for n, period in enumerate(periods):
        least, most = form[f"least_{n}"].data or 0, form[f"most_{n}"].data or 0
        paid: Decimal = form[f"paid_{n}"].amount
        places[period.name] = Place((min(least, most), most), paid, max(first, period.starts_on))
    return places


def _agreement() -> str:
    return url_for("agreement.show", slug=g.home.slug)


def _own(slug: str) -> Partnership:
    """A partnership that the house operates; NotFound."""
    if g.tenant.id != g.home.id:
        raise NotFound("Partnership")
    found = db.session.scalar(select(Partnership).where(Partnership.tenant_id == g.home.id, Partnership.slug == slug))
    if found is None:
        raise NotFound("Partnership")
    return found


def _member(partnership: str, party: str) -> Tenant:
    tenant = Tenant.called(party)
    within = Member.tenant_id == g.home.id, Member.party_tenant_id == tenant.id
    of = Member.partnership_id.in_(select(Partnership.id).where(Partnership.slug == partnership))
    if db.session.scalar(select(Member.id).where(*within, of)) is None:
        raise NotFound("Member")
    return tenant
