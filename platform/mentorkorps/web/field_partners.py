"""Partners in the field: the list with how far it has come, each with its steps and agreement, and the stories (DF-03, FY-44)."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from mentorkorps.clock import today
from mentorkorps.field_notice import ask_to_sign
from mentorkorps.field_partners import (
    KINDS,
    PARTS,
    STEPS,
    FieldPartner,
    SuccessStory,
    conditions,
    duties,
    partner,
    referrals,
    rhythm,
    sharing,
    signing,
    story,
    targets,
    terms,
)
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.field_partner_forms import (
    AgreementForm,
    InvitationForm,
    PartnerContactForm,
    PartnerForm,
    SignatureForm,
    StepForm,
    StoryForm,
    target_form,
)
from mentorkorps.web.field_partner_schools import enrolled
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Form
from tenants.registry import Member, Tenant
from tenants.scope import db

room = Blueprint("field_partners", __name__)

PER_PAGE, STORIES, DUTIES = 25, 10, 20


@room.get("/<slug>/samarbejdspartnere")
@may("see field partners")
def index(slug: str) -> ResponseReturnValue:
    """How many have come how far, and who."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    kind, step = (request.args.get(name, "") for name in ("slags", "stand"))
    kind, step = kind if kind in KINDS else "", step if step in STEPS else ""
    found = partner.with_step(kind, step)
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0, PER_PAGE
    )
    rows = db.session.execute(found.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return render_template(
        "field_partners/index.html", rows=rows, page=page, pages=pages, funnel=targets.funnel(), kinds=KINDS, steps=STEPS,
        duties=db.session.execute(duties.open_duties().limit(DUTIES)).all(), day=today(),
        asked={"slags": kind or None, "stand": step or None},
    )  # fmt: skip


@room.get("/<slug>/samarbejdspartnere/ny")
@room.post("/<slug>/samarbejdspartnere/ny")
@may("keep field partners")
def add(slug: str) -> ResponseReturnValue:
    """One more."""
    _at_home()
    form = PartnerForm()

    def verb() -> FieldPartner:
        facts = form.name.data or "", form.kind.data, form.place.data or "", form.contact.data or ""
        return partner.aim_at(*facts, by=actor())

    return _act(form, verb, _("Ny samarbejdspartner"), _("Partneren står på listen."), url_for(".index", slug=slug))


@room.get("/<slug>/samarbejdspartnere/maal")
@room.post("/<slug>/samarbejdspartnere/maal")
@may("keep field partners")
def aim(slug: str) -> ResponseReturnValue:
    """How many of each kind the house aims at."""
    _at_home()
    form = target_form(
        {kind: counts[targets.AIM] for kind, counts in targets.funnel().items() if targets.AIM in counts}
    )

    def verb() -> None:
        targets.aim({kind: form[kind].data for kind in KINDS if form[kind].data is not None}, by=actor())

    return _act(form, verb, _("Mål for samarbejdet"), _("Målene er gemt."), url_for(".index", slug=slug))


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>")
@may("see field partners")
def show(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """One partner: the steps, and what is agreed."""
    one = _partner(partner_id)
    agreement, aims = terms.agreement_with(one), referrals.targets_of(one)
    answers = conditions.answers_of(one)
    return render_template(
        "field_partners/show.html", partner=one, steps=partner.steps_of(one), agreement=agreement, kinds=KINDS, words=STEPS,
        parts=PARTS.get(one.kind, {}), signatures=signing.signatures(agreement) if agreement else {}, ways=signing.WAYS,
        asked=signing.asked(agreement) if agreement else {}, duties=duties.duties_of(one), day=today(),
        conditions=conditions.asked_of(one), answers=answers, lacks=conditions.lacking(answers), aims=aims,
        enrolled=enrolled(aims), campaigns=rhythm.steps_of_year(one), due=rhythm.due(today(), one),
        since=partner.working_since([one.id]).get(one.id), years=partner.whole_years,
    )  # fmt: skip


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/skridt")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/skridt")
@may("keep field partners")
def step(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """How far it has come."""
    one, form = _partner(partner_id), StepForm(on_day=today())

    def verb() -> object:
        return partner.take_step(one, form.step.data, form.on_day.data or today(), form.words.data or "", by=actor())

    return _act(form, verb, _("Nyt skridt"), _("Skridtet er skrevet ned."), _page(one))


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/kontakt")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/kontakt")
@may("keep field partners")
def contact(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """Whom to ask there from now on, or nobody."""
    one = _partner(partner_id)
    form = PartnerContactForm(contact=one.contact)

    def verb() -> None:
        partner.change_contact(one, form.contact.data or "", by=actor())

    return _act(form, verb, _("Kontakt hos %(name)s", name=one.name), _("Kontakten er rettet."), _page(one))


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/aftale")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/aftale")
@may("keep field partners")
def agree(slug: str, partner_id: UUID) -> ResponseReturnValue:
    """What is agreed, anew; what was agreed before is kept."""
    one = _partner(partner_id)
    form = AgreementForm(obj=terms.agreement_with(one)).fit(one)

    def verb() -> object:
        words = form.cooperation.data or "", form.interfaces.data or "", form.disputes.data or ""
        chosen = form.conditions.data or [] if "conditions" in form else []
        return terms.agree(one, form.signed_on.data or today(), form.signed_by.data or "", words, chosen, by=actor())

    return _act(form, verb, _("Skriv aftalen"), _("Aftalen er skrevet ned."), _page(one))


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/underskrift/<int:number>")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/underskrift/<int:number>")
@may("keep field partners")
def sign(slug: str, partner_id: UUID, number: int) -> ResponseReturnValue:
    """One party has signed the agreement; the house itself by who presses."""
    one = _partner(partner_id)
    party = _party(one, number)
    form = Form() if number == 1 else SignatureForm(signed_on=today())

    def verb() -> object:
        if number == 1:
            return signing.sign(one, number, "", today(), by=actor())
        said = form["person"].data, form["signed_on"].data
        return signing.sign(one, number, *said, role=form["role"].data, by=actor())

    return _act(form, verb, _("%(party)s skriver under", party=party), _("Underskriften er skrevet ned."), _page(one))


@room.get("/<slug>/samarbejdspartnere/<uuid:partner_id>/underskrift/<int:number>/link")
@room.post("/<slug>/samarbejdspartnere/<uuid:partner_id>/underskrift/<int:number>/link")
@may("keep field partners")
def invite(slug: str, partner_id: UUID, number: int) -> ResponseReturnValue:
    """One party is asked to sign for itself, by a link."""
    one, form = _partner(partner_id), InvitationForm()
    party = _party(one, number)
    if number == 1:  # the house itself signs when signed in
        raise NotFound("FieldInvitation")

    def verb() -> object:
        return ask_to_sign(one, number, form.email.data or "", by=actor())

    return _act(form, verb, _("Send et link til %(party)s", party=party), _("Linket er på vej."), _page(one))


@room.post("/<slug>/samarbejdspartnere/opgaver/<uuid:duty_id>/gjort")
@may("keep field partners")
def done(slug: str, duty_id: UUID) -> ResponseReturnValue:
    """What followed from the agreement is done."""
    _at_home()
    duty = duties.done(duty_id, by=actor())
    flash(_("Det er skrevet ned som gjort."), "success")
    return redirect(url_for(".show", slug=slug, partner_id=duty.partner_id), 303)


@room.get("/<slug>/succeshistorier")
@may("see field partners")
def stories(slug: str) -> ResponseReturnValue:
    """The stories, with whom they credit."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".stories", slug=g.home.slug))
    own = story.stories()
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(own.order_by(None).subquery())) or 0, STORIES
    )
    shown = own.options(selectinload(SuccessStory.credits)).offset((page - 1) * STORIES).limit(STORIES)
    return render_template(
        "field_partners/stories.html", stories=db.session.scalars(shown).all(), page=page, pages=pages,
        shared=sharing.shared_now(), others=db.session.execute(sharing.from_partners().limit(STORIES)).all(),
    )  # fmt: skip


@room.get("/<slug>/succeshistorier/ny")
@room.post("/<slug>/succeshistorier/ny")
@may("keep field partners")
def tell(slug: str) -> ResponseReturnValue:
    """One more story."""
    _at_home()
    form = StoryForm(told_on=today()).offer(_creditable())

    def verb() -> object:
        return story.tell(
            form.title.data or "", form.text.data or "", form.told_on.data or today(), form.credited.data or [], by=actor(),
            person=form.person.data or "", consent=form.consent.data or "",
        )  # fmt: skip

    return _act(form, verb, _("Ny succeshistorie"), _("Historien er fortalt."), url_for(".stories", slug=slug))


@room.post("/<slug>/succeshistorier/<uuid:story_id>/samtykke-vaek")
@may("keep field partners")
def withdraw(slug: str, story_id: UUID) -> ResponseReturnValue:
    """The consent is taken back."""
    _at_home()
    story.withdraw(SuccessStory.get(story_id), by=actor())
    flash(_("Samtykket er trukket tilbage, og navnet er slettet."), "success")
    return redirect(url_for(".stories", slug=slug), 303)


@room.post("/<slug>/succeshistorier/<uuid:story_id>/<any(del, tilbage):act>")
@may("keep field partners")
def share(slug: str, story_id: UUID, act: str) -> ResponseReturnValue:
    """The partners may read it, or no more."""
    _at_home()
    told = SuccessStory.get(story_id)
    if act == "del":
        sharing.share(told, by=actor())
        flash(_("De andre parter kan nu læse historien."), "success")
    else:
        sharing.take_back(told, by=actor())
        flash(_("De andre parter kan ikke læse historien mere."), "success")
    return redirect(url_for(".stories", slug=slug), 303)


def _creditable() -> list[str]:
    """The parties of the house's partnerships, and those in the field it co-operates with."""
    parties = Member.in_force(today()).where(Member.tenant_id == g.home.id).subquery()
    names = db.session.scalars(select(Tenant.name).where(Tenant.id.in_(select(parties.c.party_tenant_id)))).all()
    working = db.session.execute(partner.with_step(step="cooperating").limit(100)).all()
    return sorted({*names, *(one.name for one, _step in working)})


def _partner(partner_id: UUID) -> FieldPartner:
    _at_home()
    return FieldPartner.get(partner_id)


def _party(one: FieldPartner, number: int) -> str:
    agreement = terms.agreement_with(one)
    party = dict(enumerate(signing.parties_of(agreement), start=1)).get(number) if agreement else None
    if party is None:
        raise NotFound("FieldSignature")
    return party


def _at_home() -> None:
    if g.tenant.id != g.home.id:
        raise NotFound("FieldPartner")


def _page(one: FieldPartner) -> str:
    return url_for(".show", slug=g.home.slug, partner_id=one.id)


def _act(form: Form, verb: Callable[[], object], title: str, said: str, back: str) -> ResponseReturnValue:
    return act(form, verb, said, back, "field_partners/act.html", title=title, cancel=back)
