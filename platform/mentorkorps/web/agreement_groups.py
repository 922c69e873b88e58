"""The local groups of each partnership: who is open since when and why, and who has closed (DF-05)."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired, Length

from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Day, Form, LongText, Text
from tenants.agreements import groups
from tenants.agreements.groups import LocalGroup
from tenants.registry import Partnership
from tenants.scope import db

room = Blueprint("agreement_groups", __name__)

PER_PAGE = 50


class OpenForm(Form):
    """A new group."""

    name = Text(N_("Gruppens navn"), [InputRequired(), Length(max=200)], description=N_("For eksempel byens navn."))
    on_day = Day(N_("Åben fra"), [InputRequired()])
    why = LongText(N_("Hvorfor åbner den?"), [InputRequired(), Length(max=1000)], rows=2)


class CloseForm(Form):
    """The end of a group."""

    on_day = Day(N_("Sidste dag"), [InputRequired()])
    why = LongText(N_("Hvorfor lukker den?"), [InputRequired(), Length(max=1000)], rows=2)


@room.get("/<slug>/aftale/<partnership>/lokalgrupper")
@may("see the agreement")
def index(slug: str, partnership: str) -> ResponseReturnValue:
    """The open ones first, for every party of the partnership."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug, partnership=partnership))
    found = seen_partnership(partnership)
    own = groups.groups_of(found)
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(own.order_by(None).subquery())) or 0, PER_PAGE
    )
    still = own.where(LocalGroup.closed_on.is_(None)).order_by(None).subquery()
    return render_template(
        "agreement/groups.html", partnership=found, keeps=found.tenant_id == g.home.id, page=page, pages=pages,
        groups=db.session.scalars(own.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all(),
        open_now=db.session.scalar(select(func.count()).select_from(still)),
    )  # fmt: skip


@room.get("/<slug>/aftale/<partnership>/lokalgrupper/ny")
@room.post("/<slug>/aftale/<partnership>/lokalgrupper/ny")
@may("keep the agreement")
def open_one(slug: str, partnership: str) -> ResponseReturnValue:
    """One more."""
    found, form = own_partnership(partnership), OpenForm(on_day=today())

    def verb() -> object:
        said = form.name.data or "", form.on_day.data or today(), form.why.data or ""
        return groups.open_group(found, *said, by=actor())

    return _act(form, verb, _("Åbn en lokalgruppe"), _("Gruppen er åben."), partnership)


@room.get("/<slug>/aftale/<partnership>/lokalgrupper/<uuid:group_id>/luk")
@room.post("/<slug>/aftale/<partnership>/lokalgrupper/<uuid:group_id>/luk")
@may("keep the agreement")
def close(slug: str, partnership: str, group_id: UUID) -> ResponseReturnValue:
    """Its last day, and why."""
    found, group = own_partnership(partnership), LocalGroup.get(group_id)
    if group.partnership_id != found.id:
        raise NotFound("LocalGroup")
    form = CloseForm(on_day=today())

    def verb() -> object:
        return groups.close_group(group.id, form.on_day.data or today(), form.why.data or "", by=actor())

    return _act(form, verb, _("Luk %(name)s", name=group.name), _("Gruppen er lukket."), partnership)


def _act(form: Form, verb: Callable[[], object], title: str, said: str, partnership: str) -> ResponseReturnValue:
    back = url_for(".index", slug=g.home.slug, partnership=partnership)
    return act(form, verb, said, back, "agreement/act.html", title=title, lead="")


def seen_partnership(slug: str) -> Partnership:
    """A partnership of which the house is a member; NotFound."""
    found = db.session.scalar(select(Partnership).where(Partnership.slug == slug).limit(1))
    if found is None:
        raise NotFound("Partnership")
    return found


def own_partnership(slug: str) -> Partnership:
    """A partnership that the house operates; NotFound."""
    found = seen_partnership(slug)
    if g.tenant.id != g.home.id or found.tenant_id != g.home.id:
        raise NotFound("Partnership")
    return found
