"""The data protection officer opens one youth's case on purpose: by its name and with a reason, which stands in the log."""

import re
from datetime import datetime, time
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired, Length

from mentorkorps import privacy
from mentorkorps.clock import COPENHAGEN, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import DONE, act, attempt
from mentorkorps.web.widgets import Day, Form, LongText, Text
from mentorkorps.youths import Youth, reach
from tenants import audit
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tenants.users import Actor

room = Blueprint("oversight", __name__)

ASKED_FOR, IN_VAIN = "journal.asked_for", "journal.asked_in_vain"


class ReasonForm(Form):
    """Why the case is opened."""

    why = LongText(
        N_("Hvorfor skal du se sagen?"), [InputRequired(), Length(max=200)], rows=2,
        description=N_("Begrundelsen står i loggen. Skriv ingen navne, for eksempel: anmodning om indsigt af 2. juni."),
    )  # fmt: skip


class LookUpForm(ReasonForm):
    """Whose case, and why."""

    name = Text(N_("Den unges navn"), [InputRequired()], description=N_("Fornavn og efternavn, som de står i sagen."))
    born_on = Day(N_("Fødselsdato"), description=N_("Kun hvis flere hedder det samme. For eksempel 14-02-1996"))


@room.get("/<slug>/sagsopslag")
@room.post("/<slug>/sagsopslag")
@may("oversee cases")
def index(slug: str) -> ResponseReturnValue:
    """Leads to the case of the youth with that name, once the reason is kept; there is no list to leaf through."""
    form, found = LookUpForm(), list[Youth]()

    def look_up() -> None:
        found.append(_named(form))
        _keep_reason(found[0], form)

    status = attempt(form, look_up)
    if form.is_submitted() and status != DONE:
        _keep_attempt(form, found)
    if status != DONE:
        return render_template("oversight/look_up.html", form=form), status
    return redirect(url_for("youths.show", slug=slug, youth_id=found[0].id), DONE)


@room.get("/<slug>/unge/<uuid:youth_id>/begrundelse")
@room.post("/<slug>/unge/<uuid:youth_id>/begrundelse")
@may("oversee cases")
def reason(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """The same for a case whose address is known."""
    youth, form = reach.find_overseen(youth_id, actor()), ReasonForm()
    return act(
        form, lambda: _keep_reason(youth, form), _("Begrundelsen står i loggen."),
        url_for("youths.show", slug=slug, youth_id=youth.id), "oversight/reason.html",
    )  # fmt: skip


def find_case(youth_id: UUID) -> Youth:
    """The youth whose case is read, as `reach.find`; whoever reads it by oversight alone, whatever else he or she may do
    here, is led to say why first. The reason holds for the day it was written."""
    by = actor()
    if "dpo" not in by.roles:
        return reach.find(youth_id, by)
    youth = reach.find_overseen(youth_id, by)
    if not reach.reaches(by, youth):
        _ask_why(youth, by)
    return youth


def _ask_why(youth: Youth, by: Actor) -> None:
    since = datetime.combine(today(), time(), COPENHAGEN)
    said = AuditEntry.act == ASKED_FOR, AuditEntry.subject_id == youth.id, AuditEntry.actor_user_id == by.user_id
    if db.session.scalar(select(AuditEntry.id).where(*said, AuditEntry.at >= since).limit(1)) is None:
        abort(redirect(url_for("oversight.reason", slug=g.tenant.slug, youth_id=youth.id), DONE))


def _keep_reason(youth: Youth, form: ReasonForm) -> None:
    """The log outlives the case, so a name in it would, too; Refused where one stands in the reason."""
    why = form.why.data or ""
    if told := privacy.tells_who(youth, why):
        raise Refused(_("Begrundelsen bliver stående i loggen. Skriv den uden »%(found)s«.", found=told))
    audit.record(ASKED_FOR, youth, by=actor(), why=why)


def _keep_attempt(form: LookUpForm, found: list[Youth]) -> None:
    """A look-up that led nowhere stands in the log too, in a transaction of its own. The name that was written does not stand
    there: the reason is left out where a word of it is in there, or what tells who the youth is."""
    why = form.why.data or ""
    is_named = set(_words(form.name.data or "")) & {
        known for word in _words(why) for known in (word, word.removesuffix("s"))
    }
    kept = "" if found or is_named or form.why.errors else why
    with acting_for(g.tenant.id, home=g.home.id):
        audit.record(IN_VAIN, next(iter(found), None), by=actor(), why=kept)


def _words(text: str) -> list[str]:
    return re.findall(r"\w{2,}", text.casefold())


def _named(form: LookUpForm) -> Youth:
    """The one youth of that name; Refused where there is none, or where the birthday must tell."""
    written = " ".join((form.name.data or "").split()).casefold()
    query = reach.overseen_by(actor()).where(func.lower(Youth.first_name + " " + Youth.last_name) == written)
    if form.born_on.data:
        query = query.where(Youth.born_on == form.born_on.data)
    found = db.session.scalars(query.limit(2)).all()
    if not found:
        raise Refused(_("Ingen ung her hedder sådan. Skriv fornavn og efternavn, som de står i sagen."))
    if len(found) > 1:
        raise Refused(_("Flere unge hedder sådan. Skriv fødselsdatoen."))
    return found[0]
