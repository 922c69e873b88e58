"""Whom the house has chosen for the steering group, and who else sits there (FY-12)."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.steering import Seat
from mentorkorps.steering_group import seats
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.steering_meeting_forms import SeatForm
from tenants.agreements import Agreement
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import db
from tenants.users import User

room = Blueprint("steering_seats", __name__)


@room.get("/<slug>/styregruppemedlemmer")
@may("choose the steering group")
def index(slug: str) -> ResponseReturnValue:
    """The members of every partner; of the house's own, how many may and should be chosen."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    taken = seats.taken().add_columns(Tenant.name).join(Tenant, Tenant.id == Seat.party_tenant_id)
    rows = db.session.execute(taken.order_by(None).order_by(Tenant.name, Seat.person).limit(100)).all()
    own: dict[UUID, int] = {}
    for seat, _house in rows:
        if seat.party_tenant_id == g.home.id:
            own[seat.partnership_id] = own.get(seat.partnership_id, 0) + 1
    return render_template("steering_meetings/seats.html", rows=rows, own=own, chosen_by_us=_chosen_by_us())


def _chosen_by_us() -> list[tuple[Partnership, Agreement]]:
    """The partnerships whose agreement gives the house seats."""
    query = (
        select(Partnership, Agreement)
        .join(Agreement, (Agreement.tenant_id == Partnership.tenant_id) & (Agreement.partnership_id == Partnership.id))
        .join(Member, (Member.tenant_id == Partnership.tenant_id) & (Member.partnership_id == Partnership.id))
        .where(Member.party_tenant_id == g.home.id, Member.left_on.is_(None))
    )
    found = db.session.execute(query.order_by(Partnership.name)).all()
    return [(partnership, agreement) for partnership, agreement in found if seats.has_seats(agreement, g.home)]


@room.get("/<slug>/styregruppemedlemmer/<uuid:partnership_id>/vaelg")
@room.post("/<slug>/styregruppemedlemmer/<uuid:partnership_id>/vaelg")
@may("choose the steering group")
def choose(slug: str, partnership_id: UUID) -> ResponseReturnValue:
    """One of the house's own people gets a seat."""
    partnership = _partnership(partnership_id)
    form = SeatForm().offer(db.session.scalars(seats.choosable()).all())

    def verb() -> object:
        return seats.choose(partnership, User.get(UUID(form.user.data)), by=actor())

    said = _("Medlemmet sidder nu i styregruppen og får en indkaldelse til møderne.")
    return act(form, verb, said, url_for(".index", slug=slug), "steering_meetings/choose.html")


@room.post("/<slug>/styregruppemedlemmer/<uuid:seat_id>/ud")
@may("choose the steering group")
def leave(slug: str, seat_id: UUID) -> ResponseReturnValue:
    """A member leaves."""
    if g.tenant.id != g.home.id:
        raise NotFound("Seat")
    seat = seats.leave(seat_id, by=actor())
    flash(_("%(name)s er ude af styregruppen. Møderne bliver taget ud af kalenderen.", name=seat.person), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _partnership(partnership_id: UUID) -> Partnership:
    found = db.session.scalar(select(Partnership).where(Partnership.id == partnership_id))
    if found is None or g.tenant.id != g.home.id:
        raise NotFound("Partnership")
    return found
