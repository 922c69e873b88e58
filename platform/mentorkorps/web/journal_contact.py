"""The youth's contact person: changed for another, and absent for a while (FY-38)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Length

from mentorkorps import journal
from mentorkorps.clock import today
from mentorkorps.journal import Absence
from mentorkorps.language import LANGUAGES, N_, _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.enrolment_forms import account_of
from mentorkorps.web.journal_absence import AbsenceForm
from mentorkorps.web.widgets import Form, Mail, Phone, Radios, Text
from mentorkorps.youths import Youth, reach
from tenants.scope import db

room = Blueprint("journal_contact", __name__)


class ContactForm(Form):
    """Who follows the youth from now on."""

    name = Text(N_("Navn"), [InputRequired(), Length(max=100)])
    email = Mail(
        N_("Mail"), [InputRequired(), Length(max=120)],
        description=N_("En anden mail er en anden kontaktperson. Det, der ikke er læst, går videre til den nye."),
    )  # fmt: skip
    phone = Phone(N_("Telefon"))
    page_language = Radios(N_("Sprog i mails"), [InputRequired()], choices=LANGUAGES)
    case_number = Text(
        N_("Sagsnummer hos jer"), [Length(max=40)],
        description=N_("Står i mails til kontaktpersonen. Skriv intet navn. Ses kun af jer, ikke af korpset."),
    )  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """As `journal.change_contact` takes them, with the account where the address has one."""
        account = {name.removeprefix("contact_"): value for name, value in account_of(self.email.data or "").items()}
        names = ("name", "email", "phone", "page_language")
        return {name: self[name].data for name in names} | account


@room.get("/<slug>/unge/<uuid:youth_id>/kontaktperson")
@may("enrol youths")
def edit(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Who follows the youth, and when that one is away; a draft is changed in its own steps."""
    youth = _found(youth_id)
    return _page(youth)


@room.post("/<slug>/unge/<uuid:youth_id>/kontaktperson")
@may("enrol youths")
def change(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Another contact person gets what the one before has not read, and a message at once."""
    youth, form = _found(youth_id), ContactForm()
    if not form.validate():
        return _page(youth, form), 422
    changed = journal.change_contact(youth, form.facts, case_number=form.case_number.data or "", by=actor())
    said = _("Kontaktpersonen er skiftet og har fået besked.")
    flash(said if changed else _("Oplysningerne om kontaktpersonen er gemt."), "success")
    still_theirs = reach.reaches(actor(), youth)
    return redirect(
        url_for("youths.show", slug=slug, youth_id=youth.id) if still_theirs else url_for("youths.index", slug=slug),
        303,
    )


@room.post("/<slug>/unge/<uuid:youth_id>/kontaktperson/fravaer")
@may("mind the journal")
def away(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """The coordinator writes down that the contact person is away."""
    youth, form = _found(youth_id), AbsenceForm()
    if youth.contact_person is None:
        raise NotFound("ContactPerson")
    if not form.validate():
        return _page(youth, absence=form), 422
    try:
        Absence.register(youth.contact_person, *form.days, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(youth, absence=form), 409
    flash(_("Fraværet er skrevet ned. Så længe tæller ulæste notater ikke."), "success")
    return redirect(url_for(".edit", slug=slug, youth_id=youth.id), 303)


def _found(youth_id: UUID) -> Youth:
    youth = reach.find(youth_id, actor())
    if reach.enrolment_of(youth).sent_at is None:
        raise NotFound("Youth")
    return youth


def _page(youth: Youth, form: ContactForm | None = None, absence: AbsenceForm | None = None) -> str:
    contact = youth.contact_person
    given = {"case_number": youth.case_number, "page_language": contact.page_language if contact else "da"}
    standing = db.session.scalars(Absence.standing([contact.id]).where(Absence.until_on >= today())) if contact else ()
    lines = [{"slug": g.tenant.slug, "tenant": g.tenant.name, "absence": absence} for absence in standing]
    return render_template(
        "journal/contact.html", youth=youth, form=form or ContactForm(formdata=None, obj=contact, data=given),
        absence_form=absence or AbsenceForm(formdata=None), lines=lines, slug=g.tenant.slug,
    )  # fmt: skip
