"""Schools and job centres: what is asked before an agreement, how many they refer, and what is done the same day each year
(DF-28, DF-29, DF-30, DF-43)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps import across
from mentorkorps.clock import COPENHAGEN, today
from mentorkorps.field_partners import (
    INSTITUTIONS,
    KINDS,
    FieldPartner,
    FieldReferral,
    conditions,
    partner,
    referrals,
    rhythm,
)
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.acts import act
from mentorkorps.web.field_partner_forms import CampaignForm, ConditionForm, ReferralForm
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Form
from mentorkorps.youths import Enrolment
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("field_partner_schools", __name__)

PER_PAGE, DUE = 25, 50
A_DAY = timedelta(days=1)


@room.get("/<slug>/samarbejdspartnere/skoler")
@may("see field partners")
def index(slug: str) -> ResponseReturnValue:
    """Each institution with the years of co-operation, its target and what it has come to, and what is due now."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    found = partner.with_step().where(FieldPartner.kind.in_(INSTITUTIONS))
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0, PER_PAGE
    )
    rows = [one for one, _step in db.session.execute(found.offset((page - 1) * PER_PAGE).limit(PER_PAGE))]
    ids = [one.id for one in rows]
    aims = {one.partner_id: one for one in referrals.in_force(ids, today())}
    return render_template(
        "field_partners/schools.html", rows=rows, page=page, pages=pages, kinds=KINDS, aims=aims, day=today(),
        enrolled=enrolled(list(aims.values())), since=partner.working_since(ids), years=partner.whole_years,
        due=rhythm.due(today(), most=DUE),
    )  # fmt: skip


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/forudsaetninger/<int:number>")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/forudsaetninger/<int:number>")
@may("keep field partners")
def condition(slug: str, partner_id: UUID, number: int) -> ResponseReturnValue:
    """What the institution answers to one condition."""
    one = _institution(partner_id)
    asked = dict(enumerate(conditions.asked_of(one).items(), start=1))
    if number not in asked:
        raise NotFound("FieldCondition")
    key, words = asked[number]
    form = ConditionForm(answered_on=today())

    def verb() -> object:
        said = form.met.data == "yes", form.person.data or "", form.answered_on.data or today()
        return conditions.answer(one, key, *said, by=actor())

    return _act(form, verb, _(words), _("Svaret er skrevet ned."), one)


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/henvisning")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/henvisning")
@may("keep field partners")
def referral(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """The target of a period; the institution's own mentors are asked about first."""
    one = _institution(partner_id)
    last = next(iter(referrals.targets_of(one)), None)
    houses = _houses()
    usual = next((house.slug for house in houses if house.name == one.name), None)
    form = ReferralForm(obj=last, house=(last.house if last else usual) or None)
    form.house.choices = [(house.slug, house.name) for house in houses]

    def verb() -> object:
        own = referrals.Capacity(form.own_mentors.data, form.own_used.data, form.why_unknown.data or "")
        days = form.starts_on.data or today(), form.ends_on.data or today()
        return referrals.agree_target(one, *days, form.pupils.data or 0, own, house=form.house.data or "", by=actor())

    return _act(form, verb, _("Mål for henvisninger"), _("Målet er gemt."), one)


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/aarets-gang")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/aarets-gang")
@may("keep field partners")
def campaign(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """One more step of each year."""
    one, form = _partner(partner_id), CampaignForm()

    def verb() -> object:
        return rhythm.set_step(one, form.month.data or 0, form.day.data or 0, form.words.data or "", by=actor())

    return _act(form, verb, _("Nyt skridt i årets gang"), _("Skridtet er gemt."), one)


@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/aarets-gang/saedvanlig")
@may("keep field partners")
def usual(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """The steps that schools take as a rule."""
    one = _institution(partner_id)
    rhythm.set_usual(one, by=actor())
    flash(_("Årets gang er gemt."), "success")
    return redirect(_page(one.id), 303)


@room.post("/<slug>/samarbejdspartnere/aarets-gang/<uuid:campaign_id>/<int:year>/gjort")
@may("keep field partners")
def done(slug: str, campaign_id: UUID, year: int) -> ResponseReturnValue:
    """The step of that year is done."""
    _at_home()
    step = rhythm.done(campaign_id, year, by=actor())
    flash(_("Det er skrevet ned som gjort."), "success")
    return redirect(_page(step.partner_id), 303)


@room.post("/<slug>/samarbejdspartnere/aarets-gang/<uuid:campaign_id>/ud")
@may("keep field partners")
def take_out(slug: str, campaign_id: UUID) -> ResponseReturnValue:
    """The step is not taken again."""
    _at_home()
    step = rhythm.take_out(campaign_id, by=actor())
    flash(_("Skridtet er taget ud."), "success")
    return redirect(_page(step.partner_id), 303)


def enrolled(aims: Sequence[FieldReferral]) -> dict[UUID, int]:
    """How many youths the institution of each target has enrolled in its period, by the target's id: a number, and nobody.

    Only for who may see youths; counted in each house whose youths they are.
    """
    counted = [one for one in aims if one.house]
    if not counted or not allowed("see youths"):
        return {}
    named = Tenant.slug.in_({one.house for one in counted})
    ids = dict(db.session.execute(select(Tenant.slug, Tenant.id).where(named)).all())
    keys = [one.id for one in counted]
    columns = [
        func.count(Enrolment.youth_id.distinct()).filter(
            Enrolment.begun_by_tenant_id == ids.get(one.house), Enrolment.sent_at >= _midnight(one.starts_on),
            Enrolment.sent_at < _midnight(one.ends_on + A_DAY),
        )
        for one in counted
    ]  # fmt: skip
    rows = [row for _house, row in across.read_all(g.home, select(*columns))]
    return {key: sum(row[place] for row in rows) for place, key in enumerate(keys)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _houses() -> Sequence[Tenant]:
    """Who may be an institution's house: schools and guidance centres, by name."""
    kinds = Tenant.kind.in_(("school", "guidance"))
    return db.session.scalars(select(Tenant).where(kinds).order_by(Tenant.name).limit(200)).all()


def _institution(partner_id: UUID) -> FieldPartner:
    one = _partner(partner_id)
    if one.kind not in INSTITUTIONS:
        raise NotFound("FieldPartner")
    return one


def _partner(partner_id: UUID) -> FieldPartner:
    _at_home()
    return FieldPartner.get(partner_id)


def _at_home() -> None:
    if g.tenant.id != g.home.id:
        raise NotFound("FieldPartner")


def _page(partner_id: UUID) -> str:
    return url_for("field_partners.show", slug=g.home.slug, partner_id=partner_id)


def _act(form: Form, verb: Callable[[], object], title: str, said: str, one: FieldPartner) -> ResponseReturnValue:
    back = _page(one.id)
    return act(form, verb, said, back, "field_partners/act.html", title=title, cancel=back)
