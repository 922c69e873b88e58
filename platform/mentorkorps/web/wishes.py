"""Goals and wishes that change on the way: by those who know the youth, and by the corps who hears of it (MO-10)."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorkorps.language import _
from mentorkorps.matching import change_wishes, wishes_are_open
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.enrolment_forms import GoalsAndWishes, wishes_form
from mentorkorps.youths import Enrolment, Youth, reach

room = Blueprint("wishes", __name__)


@room.get("/<slug>/unge/<uuid:youth_id>/oensker")
@may("see youths")
def edit(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """What the youth wishes for now; a draft is changed in its own steps."""
    youth, enrolment = _found(youth_id)
    if enrolment.sent_at is None:
        return redirect(url_for("enrolments.review", slug=slug, enrolment_id=enrolment.id))
    if not wishes_are_open(enrolment):
        return redirect(_back(slug, youth))
    return _page(slug, youth, wishes_form(enrolment))


@room.post("/<slug>/unge/<uuid:youth_id>/oensker")
@may("see youths")
def keep(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Keeps them; the order of the mentors follows."""
    youth, enrolment = _found(youth_id)
    form = wishes_form(enrolment)
    if not form.validate():
        return _page(slug, youth, form), 422
    try:
        changed = change_wishes(enrolment, form.answers(), by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(slug, youth, form), 409
    flash(_("Ønskerne er ændret, og det står i journalen.") if changed else _("Der var intet nyt at gemme."), "success")
    return redirect(_back(slug, youth), 303)


def _found(youth_id: UUID) -> tuple[Youth, Enrolment]:
    youth = reach.find(youth_id, actor())
    return youth, reach.enrolment_of(youth)


def _page(slug: str, youth: Youth, form: GoalsAndWishes) -> str:
    return render_template("youths/wishes.html", form=form, youth=youth, slug=slug, back=_back(slug, youth))


def _back(slug: str, youth: Youth) -> str:
    """Where the reader came from: the corps from the suggestions, the others from the youth."""
    page = "inbox.suggestions" if allowed("match youths") else "youths.show"
    return url_for(page, slug=slug, youth_id=youth.id)
