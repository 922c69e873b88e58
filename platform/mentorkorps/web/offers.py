"""What companies offer beyond a mentor: the list for the whole partnership, and for staff whom they have asked (FY-40, FY-41)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mentorkorps.clock import today
from mentorkorps.field_partners import FieldPartner, wording
from mentorkorps.field_partners.company_contact import own_partnerships
from mentorkorps.language import _
from mentorkorps.mentors import Company, Mentor
from mentorkorps.offers import (
    ANSWERS,
    KINDS,
    Offer,
    OfferAsk,
    asks_of,
    asks_to_go_on_with,
    log_ask,
    offer,
    offers_with_taken,
    statement,
)
from mentorkorps.refused import NotFound
from mentorkorps.trades import trade_title
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.acts import DONE, act, attempt
from mentorkorps.web.offer_forms import AskForm, GroupForm, OfferForm
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Form
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import db

room = Blueprint("offers", __name__)

PER_PAGE, ASKS = 25, 20


@room.get("/<slug>/tilbud")
@may("see offers")
def index(slug: str) -> ResponseReturnValue:
    """The open offers of the partnership; `?vis=alle` the others too, `?slags=` one kind. Nobody is named."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    kind = request.args.get("slags", "")
    kind, everything = kind if kind in KINDS else "", request.args.get("vis") == "alle"
    found = offers_with_taken(today(), only_open=not everything, kind=kind)
    count = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    page, pages = page_of(count, PER_PAGE)
    keeps = allowed("keep offers")
    again = asks_to_go_on_with(today()).options(*_who()).add_columns(func.count().over()) if keeps else None
    talks = db.session.execute(again.limit(ASKS)).all() if again is not None else []
    return render_template(
        "offers/index.html", rows=db.session.execute(found.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all(), page=page,
        pages=pages, kinds=KINDS, kind=kind, everything=everything, answers=ANSWERS, trade=trade_title, state=_state,
        again=[ask for ask, _all in talks], more=talks[0][1] - len(talks) if talks else 0,
    )  # fmt: skip


@room.get("/<slug>/tilbud/<uuid:offer_id>")
@may("see offers")
def show(slug: str, offer_id: UUID) -> ResponseReturnValue:
    """One offer; staff of its own house see who offers it, and who has got places."""
    one, taken = _seen(offer_id)
    is_ours, given = one.tenant_id == g.home.id and allowed("keep offers"), offer.places_of(one)
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(given.order_by(None).subquery())) or 0, PER_PAGE
    )
    return render_template(
        "offers/show.html", offer=one, taken=taken, kinds=KINDS, trade=trade_title, state=_state(one, taken),
        is_ours=is_ours, who=one.ask.company if is_ours else "",
        places=db.session.execute(given.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all(), page=page, pages=pages,
    )  # fmt: skip


@room.get("/<slug>/tilbud/<any(mentor, virksomhed):whom>/<uuid:asked_id>")
@room.post("/<slug>/tilbud/<any(mentor, virksomhed):whom>/<uuid:asked_id>")
@may("keep offers")
def ask(slug: str, whom: str, asked_id: UUID) -> ResponseReturnValue:
    """A mentor or a company of the house is asked to do more; after a yes follows what they offer."""
    _at_home()
    asked: Mentor | FieldPartner = Mentor.get(asked_id) if whom == "mentor" else FieldPartner.get(asked_id)
    form, logged = AskForm(), list[OfferAsk]()
    status = attempt(form, lambda: logged.append(log_ask(asked, form.answer.data, by=actor())))
    if status != DONE:
        back = (
            url_for("mentors.edit", slug=slug, mentor_id=asked.id) if whom == "mentor" else url_for(".index", slug=slug)
        )
        page: dict[str, Any] = {
            "asked": asked,
            "asks": asks_of(asked),
            "answers": ANSWERS,
            "words": wording,
            "back": back,
        }
        return render_template("offers/ask.html", form=form, **page), status
    flash(_("Svaret er skrevet ned."), "success")
    said_yes = form.answer.data == "yes"
    return redirect(
        url_for(".make", slug=slug, ask_id=logged[0].id) if said_yes else url_for(".index", slug=slug), DONE
    )


@room.get("/<slug>/tilbud/fra/<uuid:ask_id>")
@room.post("/<slug>/tilbud/fra/<uuid:ask_id>")
@may("keep offers")
def make(slug: str, ask_id: UUID) -> ResponseReturnValue:
    """What they offer, after a yes."""
    _at_home()
    said, partnerships = OfferAsk.get(ask_id), own_partnerships()
    if not partnerships:
        raise NotFound("Partnership")
    form = OfferForm(from_on=today()).fit(partnerships)

    def keep() -> None:
        chosen = Partnership.get(UUID(form.partnership.data)) if form.partnership else partnerships[0]
        offer.make(said, chosen, form.facts, by=actor())

    back = url_for(".index", slug=slug)
    title = _("Nyt tilbud fra %(who)s", who=said.company)
    return act(form, keep, _("Tilbuddet kan ses i hele partnerskabet."), back, "offers/act.html", title=title)


@room.get("/<slug>/tilbud/<uuid:offer_id>/traek-tilbage")
@room.post("/<slug>/tilbud/<uuid:offer_id>/traek-tilbage")
@may("keep offers")
def withdraw(slug: str, offer_id: UUID) -> ResponseReturnValue:
    """First what it means, for it cannot be undone; then no more places are given."""
    one, back = _ours(offer_id), url_for(".show", slug=slug, offer_id=offer_id)
    return act(
        Form(), lambda: offer.withdraw(one, by=actor()), _("Tilbuddet er trukket tilbage."), back,
        "offers/withdraw.html", offer=one, taken=_seen(offer_id)[1], kinds=KINDS,
    )  # fmt: skip


@room.get("/<slug>/tilbud/<uuid:offer_id>/gruppe")
@room.post("/<slug>/tilbud/<uuid:offer_id>/gruppe")
@may("keep offers")
def group(slug: str, offer_id: UUID) -> ResponseReturnValue:
    """A group at one institution gets places (FY-41)."""
    one = _ours(offer_id)
    parties = Member.in_force(today()).where(Member.partnership_id == one.partnership_id).subquery()
    of = select(Tenant).where(Tenant.id.in_(select(parties.c.party_tenant_id))).order_by(Tenant.name)
    form = GroupForm().offer(db.session.scalars(of).all())

    def keep() -> None:
        party = Tenant.by_id(UUID(form.party.data))
        offer.give_to_group(one, party, form.institution.data or "", form.places.data or 0, today(), by=actor())

    back = url_for(".show", slug=slug, offer_id=offer_id)
    return act(form, keep, _("Pladserne er givet."), back, "offers/act.html", title=_("Giv pladser til en gruppe"))


@room.get("/<slug>/virksomheder/<uuid:company_id>/ansvar")
@may("keep offers")
def responsibility(slug: str, company_id: UUID) -> ResponseReturnValue:
    """A year of a company in figures, to print; `?aar=` one of the last two."""
    _at_home()
    company, this = Company.get(company_id), today().year
    year = this - 1 if request.args.get("aar", this, int) == this - 1 else this
    tabs = [
        {
            "text": one,
            "href": url_for(".responsibility", slug=slug, company_id=company_id, aar=one),
            "current": one == year,
        }
        for one in (this, this - 1)
    ]
    return render_template(
        "offers/statement.html", company=company, year=year, years=tabs, day=today(), least=statement.LEAST, words=wording,
        said=statement.statement(company, year, g.home),
    )  # fmt: skip


def _state(one: Offer, taken: int) -> str:
    return _(offer.STATES[offer.state_of(one, taken, today())])


def _who() -> Any:
    return joinedload(OfferAsk.mentor).joinedload(Mentor.company), joinedload(OfferAsk.partner)


def _seen(offer_id: UUID) -> tuple[Offer, int]:
    """Any offer that can be read from here, with the places taken; NotFound."""
    _at_home()
    row = db.session.execute(offers_with_taken(today()).where(Offer.id == offer_id)).one_or_none()
    if row is None:
        raise NotFound("Offer")
    return row[0], row[1]


def _ours(offer_id: UUID) -> Offer:
    _at_home()
    return Offer.get(offer_id)


def _at_home() -> None:
    if g.tenant.id != g.home.id:
        raise NotFound("Offer")
