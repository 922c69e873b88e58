"""The hotline's log: a question before an enrolment, written down without a person (FY-20)."""

from datetime import timedelta

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired

from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Day, Form, Radios
from tenants.agreements import enquiries
from tenants.agreements.enquiries import ELSEWHERE, TOPICS
from tenants.registry import Member, Tenant
from tenants.scope import db

room = Blueprint("agreement_hotline", __name__)

PER_PAGE = 25
A_YEAR = timedelta(days=365)
OTHER = "anden"


class EnquiryForm(Form):
    """One call: a day, a municipality and a topic, and no field for a name."""

    asked_on = Day(N_("Hvornår?"), [InputRequired()])
    municipality = Radios(N_("Hvilken kommune?"), [InputRequired()], choices=[])
    topic = Radios(N_("Hvad handlede det om?"), [InputRequired()], choices=TOPICS)


@room.get("/<slug>/aftale/hotline")
@room.post("/<slug>/aftale/hotline")
@may("log the hotline")
def index(slug: str) -> ResponseReturnValue:
    """What has been asked, how often, and the form for one more."""
    if g.tenant.id != g.home.id:
        raise NotFound("Tenant")
    form, names = EnquiryForm(asked_on=today()), _municipalities()
    form.municipality.choices = [*names.items(), (OTHER, _("En anden kommune"))]

    def verb() -> object:
        where = ELSEWHERE if form.municipality.data == OTHER else form.municipality.data
        return enquiries.log(form.asked_on.data or today(), where, form.topic.data, by=actor())

    found = enquiries.logged()
    page, pages = page_of(
        db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0, PER_PAGE
    )
    return act(
        form, verb, _("Opkaldet er skrevet ned."), url_for(".index", slug=slug), "agreement/hotline.html",
        calls=db.session.scalars(found.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all(), page=page, pages=pages,
        names=names, topics=TOPICS, counts=enquiries.counted(today() - A_YEAR),
    )  # fmt: skip


def _municipalities() -> dict[str, str]:
    """The municipalities of the house's partnerships, and the house itself where it is one: name by slug."""
    bearing = Member.in_force(today()).where(Member.bears).with_only_columns(Member.party_tenant_id)
    rows = db.session.execute(select(Tenant.slug, Tenant.name).where(Tenant.id.in_(bearing)).order_by(Tenant.name))
    return dict(rows.all())
