"""The places at companies that the youth of a pair has got, and the open ones to choose from (FY-43)."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.offers import CAME_OF, KINDS, Offer, Placement, placement
from mentorkorps.refused import NotFound
from mentorkorps.trades import OCCUPATIONS, trade_title
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import DONE, act
from mentorkorps.web.offer_forms import BeginForm, CameOfForm
from mentorkorps.web.pair_acts import the_pair
from mentorkorps.youths import Enrolment
from tenants.scope import db

room = Blueprint("placements", __name__)

MOST = 50


@room.get("/<slug>/par/<uuid:match_id>/pladser")
@may("follow up")
def index(slug: str, match_id: UUID) -> ResponseReturnValue:
    """What the youth has got, and what is open, the wished trades first."""
    match = the_pair(match_id)
    wished = _wished(match)
    rows = db.session.execute(placement.offers_here(today(), wished).limit(MOST)).all()
    return render_template(
        "offers/pair.html", match=match, rows=rows, wished=wished, kinds=KINDS, trade=trade_title, came_of=CAME_OF,
        placements=placement.placements_of(match),
    )  # fmt: skip


@room.post("/<slug>/par/<uuid:match_id>/pladser/<uuid:offer_id>")
@may("follow up")
def give(slug: str, match_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """The youth gets a place."""
    match = the_pair(match_id)
    placement.give(match, Offer.get(offer_id), by=actor())
    flash(_("Pladsen er givet. Skriv, når den unge begynder."), "success")
    return redirect(_page(match), DONE)


@room.get("/<slug>/par/<uuid:match_id>/pladser/<uuid:placement_id>/begyndt")
@room.post("/<slug>/par/<uuid:match_id>/pladser/<uuid:placement_id>/begyndt")
@may("follow up")
def begin(slug: str, match_id: UUID, placement_id: UUID) -> ResponseReturnValue:
    """The youth has begun."""
    match, one = _placed(match_id, placement_id)
    form = BeginForm(day=today())
    title, said = _("Den unge er begyndt"), _("Det er skrevet ned, og tæller som resultat, hvis det er et af de seks.")
    return act(
        form, lambda: placement.begin(one, form.day.data or today(), by=actor()), said, _page(match), "pairs/act.html", match=match,
        title=title,
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/pladser/<uuid:placement_id>/slut")
@room.post("/<slug>/par/<uuid:match_id>/pladser/<uuid:placement_id>/slut")
@may("follow up")
def end(slug: str, match_id: UUID, placement_id: UUID) -> ResponseReturnValue:
    """It is over, and what came of it."""
    match, one = _placed(match_id, placement_id)
    form = CameOfForm(day=today())
    return act(
        form, lambda: placement.end(one, form.day.data or today(), form.came_of.data, by=actor()), _("Det er skrevet ned."),
        _page(match), "pairs/act.html", match=match, title=_("Pladsen er slut"),
    )  # fmt: skip


def _placed(match_id: UUID, placement_id: UUID) -> tuple[Match, Placement]:
    match, one = the_pair(match_id), Placement.get(placement_id)
    if one.match_id != match.id:
        raise NotFound("Placement")
    return match, one


def _wished(match: Match) -> set[str]:
    newest = select(Enrolment.trades).where(Enrolment.youth_id == match.youth_id).order_by(Enrolment.sent_at.desc())
    return {OCCUPATIONS[key].trade for key in db.session.scalar(newest.limit(1)) or [] if key in OCCUPATIONS}


def _page(match: Match) -> str:
    return url_for(".index", slug=g.tenant.slug, match_id=match.id)
