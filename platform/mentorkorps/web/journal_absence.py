"""Away for a while: a contact person says so, and what is to be read waits meanwhile (FY-38)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from mentorkorps.clock import today
from mentorkorps.journal import Absence, own_contacts
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, home_id, may
from mentorkorps.web.houses import House, houses_of
from mentorkorps.web.widgets import Day, Form
from tenants.scope import acting_for, db

room = Blueprint("journal_absence", __name__)


class AbsenceForm(Form):
    """From and to, both counted. Why is nobody's business."""

    from_on = Day(N_("Første dag"), [InputRequired()])
    until_on = Day(N_("Sidste dag"), [InputRequired()])

    @property
    def days(self) -> tuple[date, date]:
        """Both days; they are there once the form is valid."""
        return self.from_on.data or today(), self.until_on.data or today()


@room.get("/<slug>/fravaer")
@may("say when away")
def index(slug: str) -> ResponseReturnValue:
    """The days to come on which one is away."""
    return _page(AbsenceForm())


@room.post("/<slug>/fravaer")
@may("say when away")
def register(slug: str) -> ResponseReturnValue:
    """Writes it down wherever one is contact person."""
    form = AbsenceForm()
    if not form.validate():
        return _page(form), 422
    try:
        known = [_register(house, form) for house in _houses()]
        if not any(known):
            raise Refused(_("Du er ikke kontaktperson for nogen, så der er ikke noget at sætte i bero."))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form), 409
    flash(_("Dit fravær er skrevet ned. Så længe tæller ulæste notater ikke."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@room.post("/<slug>/fravaer/<uuid:absence_id>/slet")
@may("say when away")
def cancel(slug: str, absence_id: UUID) -> ResponseReturnValue:
    """Not away after all; one's own, or any for the coordinator."""
    absence = Absence.get(absence_id)
    if absence.contact_person.user_id != actor().user_id and "coordinator" not in actor().roles:
        raise NotFound("Absence")
    absence.cancel(by=actor())
    flash(_("Fraværet er slettet."), "success")
    return redirect(url_for(".index", slug=g.home.slug), 303)


def _register(house: House, form: AbsenceForm) -> bool:
    with _in(house):
        contacts = own_contacts(actor())
        for contact in contacts:
            Absence.register(contact, *form.days, by=actor())
    return bool(contacts)


def _page(form: AbsenceForm) -> str:
    return render_template(
        "journal/absence.html", form=form, lines=[line for house in _houses() for line in _lines(house)]
    )


def _lines(house: House) -> list[dict[str, Any]]:
    with _in(house):
        standing = Absence.standing([contact.id for contact in own_contacts(actor())])
        coming = db.session.scalars(standing.where(Absence.until_on >= today()))
        return [{"slug": house.tenant.slug, "tenant": house.tenant.name, "absence": absence} for absence in coming]


def _houses() -> list[House]:
    """Where one may be contact person: as a guest in the municipality of the address, at home in each of them."""
    if g.tenant.id != home_id():
        return [House(g.tenant, actor())]
    return [house for house in houses_of(actor(), g.tenant) if house.actor.roles - {"corps_staff"}]


@contextmanager
def _in(house: House) -> Iterator[None]:
    if house.tenant.id == g.tenant.id:
        yield
    else:
        with acting_for(house.tenant.id, home=home_id()):
            yield
