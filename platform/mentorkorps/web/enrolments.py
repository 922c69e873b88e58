"""Enrolling a youth: five short steps beside the youth, a look at it all, one send (FY-14, FY-15)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorkorps import geography
from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.programmes import complete
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, keep_although_refused, may
from mentorkorps.web.enrolment_forms import FirstName, StepForm, keep, step_form
from mentorkorps.web.formats import day as as_day
from mentorkorps.web.houses import bears, enrolled_for
from mentorkorps.web.youth_facts import groups_of
from mentorkorps.youths import Enrolment, Youth, reach
from mentorkorps.youths.discard import discard
from mentorkorps.youths.enrolment import MISSING, drafts_of
from mentorkorps.youths.twice import enrolled_already
from tenants.registry import Partnership, Programme
from tenants.scope import db

room = Blueprint("enrolments", __name__)

STEPS = (N_("Den unge"), N_("Mål og fag"), N_("Ønsker til mentor"), N_("Kontaktperson"), N_("Egnethed og samtykke"))
LAST = len(STEPS)
STEP_OF = {
    **dict.fromkeys(("first_name", "last_name", "born_on", "phone", "postcode", "languages"), 1),
    **dict.fromkeys(("education_goal", "job_goal", "trades"), 2),
    **dict.fromkeys(("contact_name", "contact_email"), 4),
    **dict.fromkeys(("consent", "assessment", "guardian"), 5),
}


@room.get("/<slug>/tilmelding")
@may("enrol youths")
def begin(slug: str) -> ResponseReturnValue:
    """Where an enrolment begins, and the own drafts; at a school the municipalities to choose from."""
    if not bears(g.tenant.id):
        return render_template("enrolments/choose.html", houses=enrolled_for(g.tenant.id))
    return _begin_page(FirstName())


@room.post("/<slug>/tilmelding")
@may("enrol youths")
def begin_draft(slug: str) -> ResponseReturnValue:
    """Opens the draft."""
    if not bears(g.tenant.id):
        raise Refused(_("Vælg først den kommune, som den unge hører til."))
    form = FirstName()
    if not form.validate():
        return _begin_page(form), 422
    draft = Enrolment.begin(str(form.first_name.data), by=actor())
    return redirect(url_for(".step", slug=slug, enrolment_id=draft.id, number=1), 303)


def _begin_page(form: FirstName) -> str:
    drafts = db.session.scalars(drafts_of(g.user.id).options(joinedload(Enrolment.youth)).limit(50)).all()
    return render_template("enrolments/begin.html", form=form, drafts=drafts, programme=_programme())


@room.get("/<slug>/tilmelding/<uuid:enrolment_id>/trin-<int(min=1, max=5):number>")
@may("enrol youths")
def step(slug: str, enrolment_id: UUID, number: int) -> ResponseReturnValue:
    """One of the five steps."""
    enrolment = reach.find_enrolment(enrolment_id, actor())
    if enrolment.sent_at or enrolment.closed_at:
        return _sent(slug, enrolment)
    return _step_page(number, enrolment, step_form(number, enrolment, g.user))


@room.post("/<slug>/tilmelding/<uuid:enrolment_id>/trin-<int(min=1, max=5):number>")
@may("enrol youths")
def keep_step(slug: str, enrolment_id: UUID, number: int) -> ResponseReturnValue:
    """Keeps what is answered, whichever button was pressed; goes on when nothing is wrong (for "Næste": or missing)."""
    enrolment = reach.find_enrolment(enrolment_id, actor())
    if enrolment.sent_at or enrolment.closed_at:
        return _sent(slug, enrolment)
    where = request.form.get("action", "next")
    form = step_form(number, enrolment, g.user)
    form.wants_all = where == "next"
    good = form.validate()
    keep(number, form, enrolment, g.user, actor())
    if not good and (where != "later" or "csrf_token" in form.errors):
        page = _step_page(number, enrolment, form)
        return keep_although_refused(page)
    if not good:
        left_out = ", ".join(_(field.label.text) for field in form if field.errors)
        flash(_("Kladden er gemt uden det, vi ikke kunne læse: %(fields)s.", fields=left_out), "warning")
        return redirect(url_for(".begin", slug=slug), 303)
    if number == LAST and where == "next" and not enrolment.assessed_on:
        enrolment.assess(by=actor())
    return _onwards(slug, enrolment, number, where)


def _onwards(slug: str, enrolment: Enrolment, number: int, where: str) -> ResponseReturnValue:
    if where == "later":
        flash(_("Kladden er gemt. Du finder den her, når I går videre."), "success")
        return redirect(url_for(".begin", slug=slug), 303)
    target = number - 1 if where == "back" else number + 1
    if not 1 <= target <= LAST or (where == "next" and "gennemse" in request.args):
        return redirect(url_for(".review", slug=slug, enrolment_id=enrolment.id), 303)
    return redirect(url_for(".step", slug=slug, enrolment_id=enrolment.id, number=target), 303)


def _step_page(number: int, enrolment: Enrolment, form: StepForm) -> str:
    last = number == LAST
    more = {"programme": _programme(), "consent": enrolment.standing_consent()} if last else {}
    return render_template(
        f"enrolments/step_{number}.html",
        form=form, enrolment=enrolment, youth=enrolment.youth, number=number, total=LAST,
        heading=_(STEPS[number - 1]), **more,
    )  # fmt: skip


@room.get("/<slug>/tilmelding/<uuid:enrolment_id>/gennemse")
@may("enrol youths")
def review(slug: str, enrolment_id: UUID) -> ResponseReturnValue:
    """Everything on one page before it is sent."""
    enrolment = reach.find_enrolment(enrolment_id, actor())
    if enrolment.sent_at or enrolment.closed_at:
        return _sent(slug, enrolment)
    return _review_page(slug, enrolment)


@room.post("/<slug>/tilmelding/<uuid:enrolment_id>/send")
@may("enrol youths")
def send(slug: str, enrolment_id: UUID) -> ResponseReturnValue:
    """Sends it once; a second press leads to the same page (FY-15)."""
    enrolment = reach.find_enrolment(enrolment_id, actor())
    try:
        enrolment.send(by=actor())
    except Refused as refusal:
        return _review_page(slug, enrolment, str(refusal)), 409
    return redirect(url_for(".sent", slug=slug, enrolment_id=enrolment.id), 303)


def _review_page(slug: str, enrolment: Enrolment, refusal: str = "") -> str:
    missing = [
        {"text": _(MISSING[name]), "href": url_for(".step", slug=slug, enrolment_id=enrolment.id, number=STEP_OF[name])}
        for name in enrolment.missing_fields()
    ]
    groups = groups_of(enrolment, case_number=True)
    for number, group in enumerate(groups, 1):
        for row in group["rows"]:
            row["href"] = url_for(".step", slug=slug, enrolment_id=enrolment.id, number=number, gennemse=1)
    return render_template(
        "enrolments/review.html",
        enrolment=enrolment, youth=enrolment.youth, missing=missing, groups=groups, refusal=refusal, slug=slug,
        doubts=[] if enrolment.sent_at else _doubts(enrolment.youth),
    )  # fmt: skip


def _doubts(youth: Youth) -> list[str]:
    """Questions to whoever sends; none of them stops it."""
    before = enrolled_already(youth)
    twice = _(
        "En ung med samme fødselsdag og samme telefon eller mail er tilmeldt her den %(day)s. Er det den samme, så slet kladden.",
        day=as_day(before),
    ) if before else ""  # fmt: skip
    return [said for said in (twice, _doubt(youth.postcode)) if said]


def _doubt(postcode: str) -> str:
    """What is odd about where the youth lives, as a question to whoever sends: the list of postcodes is not everybody's."""
    place = geography.POSTCODES.get(postcode)
    if not postcode or (place and g.tenant.name.startswith(place.municipality)):
        return ""
    if place is None:
        return _("Vi kender ikke postnummeret %(postcode)s. Er det rigtigt?", postcode=postcode)
    town = f"{postcode} {place.town}"
    return _("%(town)s ligger i en anden kommune. Er %(tenant)s den unges kommune?", town=town, tenant=g.tenant.name)


@room.post("/<slug>/tilmelding/<uuid:enrolment_id>/slet")
@may("enrol youths")
def throw_away(slug: str, enrolment_id: UUID) -> ResponseReturnValue:
    """Deletes a draft with all that was written in it."""
    discard(reach.find_enrolment(enrolment_id, actor()), by=actor())
    flash(_("Kladden er slettet med alt, hvad der stod i den."), "success")
    return redirect(url_for(".begin", slug=slug), 303)


@room.get("/<slug>/tilmelding/<uuid:enrolment_id>/sendt")
@may("enrol youths")
def sent(slug: str, enrolment_id: UUID) -> ResponseReturnValue:
    """The corps has it."""
    enrolment = reach.find_enrolment(enrolment_id, actor())
    if not enrolment.sent_at:
        return redirect(url_for(".review", slug=slug, enrolment_id=enrolment.id), 303)
    return render_template("enrolments/sent.html", enrolment=enrolment, youth=enrolment.youth, slug=slug)


def _sent(slug: str, enrolment: Enrolment) -> ResponseReturnValue:
    if enrolment.sent_at:
        return redirect(url_for(".sent", slug=slug, enrolment_id=enrolment.id), 303)
    return redirect(url_for("youths.show", slug=slug, youth_id=enrolment.youth_id), 303)


def _programme() -> dict[str, Any]:
    """What the pages tell of the programme: its ages, and whom to ring in doubt (FY-20, FY-24)."""
    programme = Programme.of_here(today())
    same = Partnership.tenant_id == programme.tenant_id, Partnership.id == programme.partnership_id
    partnership = db.session.scalars(select(Partnership).where(*same)).one()
    return {
        **complete(programme.profile),
        "hotline_name": partnership.hotline_name,
        "hotline_phone": partnership.hotline_phone,
    }
