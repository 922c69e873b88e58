"""Quotas on a page: used, reserved, free, where it leads to by New Year, and places that move between partners (FY-05)."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.messages.texts import texts_of
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.quota_forms import OfferForm, OpenForm
from mentorkorps.web.quota_words import carry_sentence, open_question, pace_sentence, text_sentence
from mentorkorps.web.widgets import Form
from tenants.agreements import Agreement, Period
from tenants.agreements.versions import TermsVersion
from tenants.quotas import (
    BEYOND,
    UNITS,
    Forecast,
    Opening,
    Quota,
    QuotaNotice,
    Room,
    Transfer,
    forecast,
    offer,
    rooms,
    transfers_seen,
)
from tenants.quotas.opening import WHAT
from tenants.quotas.transfer import ENDINGS
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("quotas", __name__)

RECORD = 50  # how many moves the page shows
WORDS = {"unit": UNITS, "beyond": BEYOND, "what": WHAT, "ending": ENDINGS, "carry": carry_sentence, "pace": pace_sentence,
         "texts": text_sentence, "question": open_question}  # fmt: skip


@room.get("/<slug>/kvote")
@may("see the agreement")
def index(slug: str) -> ResponseReturnValue:
    """The quotas that the house may see, its own or all those it operates, and the partnership's record of moves."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    seen = rooms()
    own = next((quota for quota, period, *_rest in seen if _is_own(quota) and period.ends_on >= today()), None)
    return render_template(
        "quotas/index.html", seen=seen, day=today(), ahead_of=_ahead, openings=_openings(), notices=_notices(),
        transfers=transfers_seen(RECORD), texts=texts_of(own) if own else None, is_own=_is_own, words=WORDS,
    )  # fmt: skip


@room.get("/<slug>/kvote/<uuid:quota_id>")
@may("see the agreement")
def one(slug: str, quota_id: UUID) -> ResponseReturnValue:
    """The whole of one quota; NotFound for one that the house may not see."""
    found = next((line for line in rooms() if line[0].id == quota_id), None)
    if found is None or g.tenant.id != g.home.id:
        raise NotFound("Quota")
    quota, period, name, places = found
    return render_template(
        "quotas/one.html", quota=quota, period=period, name=name, room=places, ahead=_ahead(places, period), day=today(),
        own=_is_own(quota), question=open_question(_openings(), quota), words=WORDS,
    )  # fmt: skip


@room.get("/<slug>/kvote/<uuid:quota_id>/tilbyd")
@room.post("/<slug>/kvote/<uuid:quota_id>/tilbyd")
@may("mind the quota")
def give(slug: str, quota_id: UUID) -> ResponseReturnValue:
    """Offers unused places to another party."""
    quota, form = _own_quota(quota_id), OfferForm()
    takers = {party.slug: party for party in _partners(quota)}
    form.taker.choices = [(slug, party.name) for slug, party in takers.items()]
    return _act(
        form, lambda: offer(quota, takers[form.taker.data or ""], form.places.data or 0, form.price.kroner, now(), by=actor()),
        _("Tilbyd ledige pladser i %(period)s", period=quota.period.name), _("Pladserne er tilbudt."),
    )  # fmt: skip


@room.get("/<slug>/kvote/<uuid:quota_id>/flere/<what>")
@room.post("/<slug>/kvote/<uuid:quota_id>/flere/<what>")
@may("mind the quota")
def more(slug: str, quota_id: UUID, what: str) -> ResponseReturnValue:
    """The municipality's yes, with a number, or no, to more than the agreement's."""
    if what not in WHAT:
        raise NotFound("Opening")
    quota, form = _own_quota(quota_id), OpenForm()
    title = _("Flere pladser i %(period)s", period=quota.period.name)
    if what == "texts":
        title = _("Flere SMS'er i %(period)s", period=quota.period.name)
    return _act(
        form,
        lambda: Opening.answer(quota, what, form.places.data or 0, now(), by=actor()),
        title,
        _("Svaret er skrevet ned."),
    )


@room.post("/<slug>/kvote/tilbud/<uuid:transfer_id>/<any(ja, nej, tilbage):answer>")
@may("mind the quota")
def answer(slug: str, transfer_id: UUID, answer: str) -> ResponseReturnValue:
    """The other party's yes or no to an offer, or the giver's taking it back."""
    transfer = Transfer.answerable(transfer_id)
    verb = {"ja": transfer.accept, "nej": transfer.refuse, "tilbage": transfer.withdraw}[answer]
    verb(now(), by=actor())
    flash(_("Svaret er skrevet ned."), "success")
    return redirect(url_for(".index", slug=g.home.slug), 303)


def _act(form: Form, verb: Callable[[], object], title: str, said: str) -> ResponseReturnValue:
    return act(form, verb, said, url_for(".index", slug=g.home.slug), "quotas/act.html", title=title)


def _ahead(places: Room, period: Period) -> Forecast:
    return forecast(places.taken, places.capacity, period.starts_on, period.ends_on, today())


def _is_own(quota: Quota) -> bool:
    return bool(quota.party_tenant_id == g.home.id)


def _own_quota(quota_id: UUID) -> Quota:
    """The house's own; NotFound for another's, also where the house may read it."""
    quota = db.session.scalar(select(Quota).where(Quota.id == quota_id, Quota.party_tenant_id == g.home.id))
    if quota is None or g.tenant.id != g.home.id:
        raise NotFound("Quota")
    return quota


def _partners(quota: Quota) -> Sequence[Tenant]:
    """The other parties of the agreement that bear youths, and so have a quota of their own."""
    agreement = db.session.get_one(Agreement, (quota.tenant_id, quota.period.agreement_id))
    version = TermsVersion.newest(agreement.partnership)
    facts = version.known if version else {}
    slugs = [
        path[1] for path, bears in facts.items() if path[0] == "member" and bears and ("left", path[1]) not in facts
    ]
    others = select(Tenant).where(Tenant.slug.in_(slugs), Tenant.id != quota.party_tenant_id)
    return db.session.scalars(others.order_by(Tenant.name)).all()


def _openings() -> Sequence[Opening]:
    return db.session.scalars(select(Opening).order_by(Opening.asked_at.desc()).limit(RECORD)).all()


def _notices() -> Sequence[QuotaNotice]:
    return db.session.scalars(select(QuotaNotice).order_by(QuotaNotice.told_at.desc()).limit(RECORD)).all()
