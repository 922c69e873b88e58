"""Whoever runs the installation: tenants opened and closed, their first day and their counts. Never a person's name.

The operator's account lives in a house of its own. What it does to a tenant is done while acting for that tenant, in a
transaction of its own, and stands in the log of both.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired, Length

from mentorkorps import first_day
from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act, act_foreseen
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Mail, Text
from tenants import audit, exit
from tenants.registry import KINDS, OPERATOR, Tenant
from tenants.scope import acting_for, db

room = Blueprint("operator", __name__)

PER_PAGE = 20


class OpenForm(Form):
    """A new tenant."""

    slug = Text(
        N_("Adresse"), [InputRequired(), Length(max=40)],
        description=N_("Små bogstaver (a-z), tal og bindestreger. Den står i alle links og ændres ikke siden."),
    )  # fmt: skip
    name = Text(N_("Organisationens navn"), [InputRequired(), Length(max=200)])
    kind = Drop(N_("Slags"), [InputRequired()], choices=list(KINDS.items()))
    mail = Mail(N_("Mail til den, der går i gang hos dem"), [Length(max=200)])


class CloseForm(Form):
    """A tenant's last day."""

    last_day = Day(N_("Organisationens sidste dag"), [InputRequired()])
    why = LongText(N_("Hvorfor?"), [InputRequired(), Length(max=1000)], rows=3)

    @property
    def day(self) -> date:
        """The last day, once the form is valid."""
        assert self.last_day.data
        return self.last_day.data


@room.get("/<slug>/organisationer")
@may("open and close tenants")
def index(slug: str) -> ResponseReturnValue:
    """A page of the tenants by name, each with its state and counts."""
    ours = Tenant.kind != OPERATOR
    page, pages = page_of(db.session.scalar(select(func.count(Tenant.id)).where(ours)) or 0, PER_PAGE)
    query = select(Tenant).where(ours).order_by(Tenant.name, Tenant.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    rows = first_day.standings(db.session.scalars(query).all())
    return render_template("operator/index.html", rows_of=rows, kinds=KINDS, today=today(), page=page, pages=pages)


@room.get("/<slug>/organisationer/aabn")
@room.post("/<slug>/organisationer/aabn")
@may("open and close tenants")
def begin(slug: str) -> ResponseReturnValue:
    """Opens a tenant: all of it, or nothing and why."""
    form = OpenForm()

    def verb() -> None:
        address, name, kind, mail = (form[field].data or "" for field in ("slug", "name", "kind", "mail"))
        audit.record("tenant.opened", None, by=actor(), why=address)
        first_day.open_house(address, name, kind, mail, now(), by=actor())

    said = _("Organisationen er åbnet.")
    return act(form, verb, said, url_for(".index", slug=slug), "operator/open.html")


@room.get("/<slug>/organisationer/<uuid:house_id>")
@may("open and close tenants")
def show(slug: str, house_id: UUID) -> ResponseReturnValue:
    """How far the tenant is on its first day, its counts, and its end if that is decided."""
    tenant = _tenant(house_id)
    audit.record("tenant.looked_at", None, by=actor(), why=tenant.slug)
    return render_template(
        "operator/show.html", tenant=tenant, steps=first_day.steps(tenant), standing=first_day.standing(tenant),
        kinds=KINDS, today=today(),
    )  # fmt: skip


@room.get("/<slug>/organisationer/<uuid:house_id>/luk")
@room.post("/<slug>/organisationer/<uuid:house_id>/luk")
@may("open and close tenants")
def close(slug: str, house_id: UUID) -> ResponseReturnValue:
    """What follows is shown first; then it is decided."""
    tenant, form = _tenant(house_id), CloseForm()
    return act_foreseen(
        form, lambda: _follows(tenant, form.day), lambda: _close(tenant, form.day, form.why.data or ""),
        _("Lukningen er besluttet. Den kan fortrydes, til data slettes."),
        url_for(".show", slug=slug, house_id=tenant.id), "operator/close.html", tenant=tenant,
    )  # fmt: skip


@room.post("/<slug>/organisationer/<uuid:house_id>/fortryd")
@may("open and close tenants")
def reopen(slug: str, house_id: UUID) -> ResponseReturnValue:
    """The end is taken back."""
    tenant = _tenant(house_id)
    with acting_for(tenant.id):
        exit.reopen(now(), by=actor())
    audit.record("tenant.reopened", None, by=actor(), why=tenant.slug)
    flash(_("Lukningen er fortrudt. Organisationen er åben som før."), "success")
    return redirect(url_for(".show", slug=slug, house_id=tenant.id), 303)


@dataclass(frozen=True)
class Follows:
    """What comes of closing a tenant on a day."""

    last_day: date
    erase_on: date
    is_party: bool
    standing: first_day.Standing


def _follows(tenant: Tenant, last_day: date) -> Follows:
    with acting_for(tenant.id):
        return Follows(last_day, exit.erase_day(last_day), exit.is_party(last_day), first_day.standing_here())


def _close(tenant: Tenant, last_day: date, why: str) -> None:
    with acting_for(tenant.id):
        exit.close(last_day, why, now(), by=actor())
    audit.record("tenant.closed", None, by=actor(), why=tenant.slug)


def _tenant(house_id: UUID) -> Tenant:
    tenant = Tenant.by_id(house_id)
    if tenant.kind == OPERATOR:
        raise NotFound("Tenant")
    return tenant
