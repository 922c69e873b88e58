"""Companies that would like a meeting: the page where they write, without an account, and the list of those who answer (HT-20)."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mentorkorps import lead_notice
from mentorkorps.clock import today
from mentorkorps.field_partners import CompanyLead, company_contact, lead, wording
from mentorkorps.field_partners.company_contact import CompanyContact
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import VISITING, actor, may
from mentorkorps.web.acts import DONE, act, attempt
from mentorkorps.web.company_lead_forms import ContactForm, InterestForm, LeadForm
from mentorkorps.web.paging import page_of
from tenants import exit
from tenants.registry import Partnership
from tenants.scope import db
from tenants.users import Actor, User

room = Blueprint("company_leads", __name__)

PER_PAGE = 25
COMPANY = Actor("company", "Virksomhed")


@room.get("/<slug>/for-virksomheder/<partnership>")
@room.post("/<slug>/for-virksomheder/<partnership>")
@may(VISITING)
def write(slug: str, partnership: str) -> ResponseReturnValue:
    """What a company gets out of it, whom to ring, and a short form. A machine is thanked, and nothing is kept."""
    contact, form = _contact_of(partnership), InterestForm()

    def keep() -> None:
        written = None if form.is_by_a_machine else lead.receive(form.written, contact, by=COMPANY)
        if written:
            lead_notice.tell_owner(written)

    status = attempt(form, keep)
    if status == DONE:
        return redirect(url_for(".thanks", slug=slug, partnership=partnership), DONE)
    return render_template("company_leads/write.html", form=form, contact=contact, words=wording), status


@room.get("/<slug>/for-virksomheder/<partnership>/tak")
@may(VISITING)
def thanks(slug: str, partnership: str) -> ResponseReturnValue:
    """Who answers, and when."""
    return render_template("company_leads/thanks.html", contact=_contact_of(partnership), days=lead.ANSWER_WITHIN)


@room.get("/<slug>/virksomhedshenvendelser")
@may("keep field partners")
def index(slug: str) -> ResponseReturnValue:
    """The open ones, the most urgent first; `?vis=alle` the closed ones too."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    everything = request.args.get("vis") == "alle"
    found = lead.leads(only_open=not everything)
    count = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    page, pages = page_of(count, PER_PAGE)
    shown = (
        found.options(joinedload(CompanyLead.owner).lazyload(User.grants)).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    )
    doors = [(one, company_contact.contact_of(one)) for one in company_contact.own_partnerships()]
    return render_template(
        "company_leads/index.html", leads=db.session.scalars(shown).all(), page=page, pages=pages, day=today(),
        stands=lead.STANDS, everything=everything, doors=doors,
    )  # fmt: skip


@room.get("/<slug>/virksomhedshenvendelser/<uuid:lead_id>")
@room.post("/<slug>/virksomhedshenvendelser/<uuid:lead_id>")
@may("keep field partners")
def show(slug: str, lead_id: UUID) -> ResponseReturnValue:
    """What the company has written, and what is done about it."""
    one = _lead(lead_id)
    form = LeadForm(
        owner=str(one.owner_id), contacted_on=one.contacted_on, meeting_on=one.meeting_on, next_on=one.next_on
    ).offer(company_contact.answering())

    def keep() -> None:
        lead.change(
            one, owner_id=UUID(form.owner.data), contacted_on=form.contacted_on.data, meeting_on=form.meeting_on.data,
            next_on=form.next_on.data, by=actor(),
        )  # fmt: skip

    return act(
        form, keep, _("Det er skrevet ned."), url_for(".show", slug=slug, lead_id=lead_id), "company_leads/show.html",
        lead=one, stands=lead.STANDS, words=wording,
    )  # fmt: skip


@room.post("/<slug>/virksomhedshenvendelser/<uuid:lead_id>/samarbejdspartner")
@may("keep field partners")
def become_partner(slug: str, lead_id: UUID) -> ResponseReturnValue:
    """The company is one of those we work together with, in one press."""
    partner = lead.become_partner(_lead(lead_id), by=actor())
    flash(_("%(name)s står blandt samarbejdspartnerne.", name=partner.name), "success")
    return redirect(url_for("field_partners.show", slug=slug, partner_id=partner.id), DONE)


@room.post("/<slug>/virksomhedshenvendelser/<uuid:lead_id>/nej")
@may("keep field partners")
def decline(slug: str, lead_id: UUID) -> ResponseReturnValue:
    """Nothing comes of it."""
    lead.decline(_lead(lead_id), by=actor())
    flash(_("Henvendelsen er afsluttet."), "success")
    return redirect(url_for(".index", slug=slug), DONE)


@room.get("/<slug>/virksomhedshenvendelser/kontakt/<uuid:partnership_id>")
@room.post("/<slug>/virksomhedshenvendelser/kontakt/<uuid:partnership_id>")
@may("keep field partners")
def contact(slug: str, partnership_id: UUID) -> ResponseReturnValue:
    """Who answers the companies; with that the page for them is open."""
    _at_home()
    partnership = Partnership.get(partnership_id)
    known = company_contact.contact_of(partnership)
    form = ContactForm(
        user=str(known.user_id) if known else None, title=known.title if known else "", phone=known.phone if known else ""
    ).offer(company_contact.answering())

    def keep() -> None:
        said = {"title": form.title.data or "", "phone": form.phone.data or ""}
        company_contact.name_contact(partnership, User.get(UUID(form.user.data)), **said, by=actor())

    back = url_for(".index", slug=slug)
    title = _("Kontakt for virksomheder i %(partnership)s", partnership=partnership.name)
    return act(form, keep, _("Kontakten er gemt, og siden er åben."), back, "company_leads/contact.html", title=title)


def _contact_of(partnership: str) -> CompanyContact:
    """Who answers the companies of the house's partnership of that name; NotFound where nobody is named, so that there is no page
    yet, and when the house's last day is past."""
    mine = Partnership.tenant_id == g.tenant.id, Partnership.slug == partnership
    found = db.session.scalar(select(Partnership).where(*mine))
    named = company_contact.contact_of(found) if found else None
    if named is None or exit.is_over(today()):
        raise NotFound("CompanyContact")
    return named


def _lead(lead_id: UUID) -> CompanyLead:
    _at_home()
    return CompanyLead.get(lead_id)


def _at_home() -> None:
    if g.tenant.id != g.home.id:
        raise NotFound("CompanyLead")
