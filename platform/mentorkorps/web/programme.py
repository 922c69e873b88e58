"""The programme of a municipality: its rules in sentences, what is adjusted here, and moving running pairs."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.follow_ups import KINDS, moving
from mentorkorps.language import _
from mentorkorps.programmes import (
    DEFAULTS,
    Rules,
    calendar_ends,
    calendar_is_short,
    complete,
    is_guessed,
    matching_window,
)
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.acts import DONE, attempt
from mentorkorps.web.agreement_rules import programme_disagreements
from mentorkorps.web.houses import bears, enrolled_for, served_by
from mentorkorps.web.paging import page_of
from mentorkorps.web.programme_form import form_of, said
from mentorkorps.web.programme_rules import SOURCES, lines
from mentorkorps.web.programme_words import ADDRESSES, SECTIONS
from tenants import opening
from tenants.local_rules import LocalRules, adjust, rules_of
from tenants.registry import Programme
from tenants.scope import db

room = Blueprint("programme", __name__)

VERSIONS_SHOWN = 20
BY_ADDRESS = {address: section for section, address in ADDRESSES.items()}


@room.get("/<slug>/program")
@may("see the programme")
def show(slug: str) -> ResponseReturnValue:
    """Every rule in force here, a sentence each with where it is from, and every version there has been. A house that bears
    no youths sees which programmes it works in."""
    if g.tenant.id == g.home.id and not bears(g.home.id):
        enters = actor().roles & {"corps_staff", "counsellor"}  # who else comes from there reaches none of them
        houses = [*served_by(g.home.id), *enrolled_for(g.home.id)]
        return render_template("programme/houses.html", houses=houses, enters=enters)
    if g.tenant.id == g.home.id and "coordinator" in actor().roles:
        opening.rules_read(now())
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
        finds_mentors=rules["tasks"]["finds_mentors"] and g.tenant.id == g.home.id and "coordinator" in actor().roles,
        calendar_ends=calendar_ends(rules) if calendar_is_short(rules, today()) else None,
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
    programme, local = _in_force()
    adjustments = local.adjustments if local else {}
    rules, said_there = rules_of(programme, local), complete(programme.profile)[section]
    form = form_of(section, {name: rules[section][name] for name in DEFAULTS[section]}, said_there)
    made: list[LocalRules] = []
    status = attempt(
        form, lambda: made.append(adjust(section, said(section, form), form["why"].data or "", by=actor()))
    )
    if status == DONE:
        version = made[0].version
        flash(
            _("Reglerne er ændret (version %(version)s). De gælder for par, der begynder fra nu af.", version=version),
            "success",
        )
        return redirect(url_for(".show", slug=slug), DONE)
    stands = [line for name, found in lines(rules, programme.profile, adjustments) if name == section for line in found]
    return render_template(
        "programme/change.html", form=form, title=_(SECTIONS[section]), stands=stands, sources=SOURCES
    ), status


@room.get("/<slug>/program/flyt")
@room.post("/<slug>/program/flyt")
@may("adjust the programme")
def move(slug: str) -> ResponseReturnValue:
    """What the newest rules would do to the next step of each pair that keeps older ones; then one, some or all are moved."""
    programme, local = _in_force()
    rules = rules_of(programme, local)
    behind = moving.Behind.of(rules)
    if request.method == "POST":
        return _move(behind, rules)
    page, pages = page_of(behind.count, moving.PORTION)
    moves = moving.preview(behind, rules, skip=(page - 1) * moving.PORTION, limit=moving.PORTION)
    return render_template(
        "programme/move.html", moves=moves, count=behind.count, page=page, pages=pages, kinds=KINDS, of=rules["of"],
        seen=_version(rules), is_guessed=lambda window: is_guessed(rules, window.due_on),
    )  # fmt: skip


def _version(rules: Rules) -> str:
    """What the page was made from, for its form to bring back."""
    return f"{rules['of']['programme']}.{rules['of']['local']}"


def _move(behind: moving.Behind, rules: dict[str, Any]) -> ResponseReturnValue:
    if request.form.get("seen") != _version(rules):
        raise Refused(_("Reglerne er ændret, siden du åbnede siden. Se, hvad de nye regler gør, og flyt så parrene."))
    everyone = request.form.get("hvem") == "alle"
    chosen = behind.among(None if everyone else list(_ids(request.form.getlist("par"))))
    if not chosen:
        raise Refused(_("Vælg mindst ét par at flytte."))
    moving.move_all(chosen, rules, by=actor())
    flash(_("1 par er flyttet.") if len(chosen) == 1 else _("%(count)s par er flyttet.", count=len(chosen)), "success")
    return redirect(url_for(".move", slug=g.tenant.slug), 303)


def _ids(written: list[str]) -> Iterator[UUID]:
    for one in written:
        with suppress(ValueError):
            yield UUID(one)
