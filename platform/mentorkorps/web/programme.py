"""The programme of a municipality: its rules in sentences, what is adjusted here, and moving running pairs (issue 3)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import KINDS
from mentorkorps.follow_ups.moving import move as move_pair
from mentorkorps.follow_ups.moving import preview
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.programmes import DEFAULTS, matching_window
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.agreement_rules import programme_disagreements
from mentorkorps.web.houses import bears, enrolled_for, served_by
from mentorkorps.web.paging import page_of
from mentorkorps.web.programme_form import form_of, said
from mentorkorps.web.programme_rules import SECTIONS, SOURCES, lines
from mentorkorps.web.programme_words import ADDRESSES
from tenants.local_rules import LocalRules, adjust, rules_of
from tenants.registry import Programme
from tenants.scope import db

room = Blueprint("programme", __name__)

PER_PAGE = 100
VERSIONS_SHOWN = 20
BY_ADDRESS = {address: section for section, address in ADDRESSES.items()}


@room.get("/<slug>/program")
@may("see the programme")
def show(slug: str) -> ResponseReturnValue:
    """Every rule in force here, a sentence each with where it is from, and every version there has been. A house that bears
    no youths sees which programmes it works in."""
    if g.tenant.id == g.home.id and not bears(g.home.id):
        return render_template("programme/houses.html", houses=[*served_by(g.home.id), *enrolled_for(g.home.id)])
    programme, local = _in_force()
    rules = rules_of(programme, local)
    adjustments = local.adjustments if local else {}
    versions = select(LocalRules).order_by(LocalRules.version.desc()).limit(VERSIONS_SHOWN)
    within = Programme.tenant_id == programme.tenant_id, Programme.partnership_id == programme.partnership_id
    return render_template(
        "programme/show.html", programme=programme, local=local, adjusts=allowed("adjust the programme"),
        sections=list(lines(rules, programme.profile, adjustments)), titles=SECTIONS, sources=SOURCES, addresses=ADDRESSES,
        versions=list(db.session.scalars(versions)), window=matching_window(rules, today()), day=today(),
        programmes=list(db.session.scalars(select(Programme).where(*within).order_by(Programme.version.desc()).limit(VERSIONS_SHOWN))),
        readings=list(programme_disagreements(rules)),
    )  # fmt: skip


def _in_force() -> tuple[Programme, LocalRules | None]:
    return Programme.of_here(today()), LocalRules.newest()


@room.get("/<slug>/program/<afsnit>/ret")
@room.post("/<slug>/program/<afsnit>/ret")
@may("adjust the programme")
def change(slug: str, afsnit: str) -> ResponseReturnValue:
    """One section, adjusted here: a new version, for the pairs that begin from now on."""
    section = BY_ADDRESS.get(afsnit)
    if section is None:
        raise NotFound("section")
    rules = rules_of(*_in_force())
    form = form_of(section, {name: rules[section][name] for name in DEFAULTS[section]})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = adjust(section, said(section, form), form["why"].data or "", by=actor())
        except Refused as refusal:
            form.form_errors, status = [str(refusal)], 409
        else:
            flash(_("Reglerne er ændret (version %(version)s). De gælder for par, der begynder fra nu af.",
                    version=made.version), "success")  # fmt: skip
            return redirect(url_for(".show", slug=slug), 303)
    return render_template("programme/change.html", form=form, title=_(SECTIONS[section])), status


@room.get("/<slug>/program/flyt")
@room.post("/<slug>/program/flyt")
@may("adjust the programme")
def move(slug: str) -> ResponseReturnValue:
    """What the newest rules would do to the next step of each pair that keeps older ones; then one, some or all are moved."""
    rules = rules_of(*_in_force())
    moves = preview(rules)
    if request.method == "POST":
        return _move({one.match_id for one in moves}, rules)
    page, pages = page_of(len(moves), PER_PAGE)
    return render_template(
        "programme/move.html", moves=moves[(page - 1) * PER_PAGE : page * PER_PAGE], count=len(moves), page=page, pages=pages,
        kinds=KINDS, of=rules["of"],
    )  # fmt: skip


def _move(known: set[UUID], rules: dict[str, Any]) -> ResponseReturnValue:
    everyone = request.form.get("hvem") == "alle"
    chosen = known if everyone else {one for one in known if str(one) in request.form.getlist("par")}
    if not chosen:
        raise Refused(_("Vælg mindst ét par at flytte."))
    for match_id in sorted(chosen):
        move_pair(Match.get(match_id), rules, by=actor())
    flash(_("1 par er flyttet.") if len(chosen) == 1 else _("%(count)s par er flyttet.", count=len(chosen)), "success")
    return redirect(url_for(".move", slug=g.tenant.slug), 303)
