"""The data protection officer opens one youth's case on purpose: by its name and with a reason, which stands in the log."""

from datetime import datetime, time
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired, Length

from mentorkorps.clock import COPENHAGEN, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.web.access import PERMISSIONS, actor, may
from mentorkorps.web.acts import DONE, act, attempt
from mentorkorps.web.widgets import Day, Form, LongText, Text
from mentorkorps.youths import Youth, reach
from tenants import audit
from tenants.audit import AuditEntry
from tenants.scope import db

room = Blueprint("oversight", __name__)

ASKED_FOR = "journal.asked_for"


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
    status = attempt(form, lambda: found.append(_named(form)))
    if status != DONE:
        return render_template("oversight/look_up.html", form=form), status
    audit.record(ASKED_FOR, found[0], by=actor(), why=form.why.data or "")
    return redirect(url_for("youths.show", slug=slug, youth_id=found[0].id), DONE)


@room.get("/<slug>/unge/<uuid:youth_id>/begrundelse")
@room.post("/<slug>/unge/<uuid:youth_id>/begrundelse")
@may("oversee cases")
def reason(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """The same for a case whose address is known."""
    youth, form = reach.find(youth_id, actor()), ReasonForm()
    return act(
        form, lambda: audit.record(ASKED_FOR, youth, by=actor(), why=form.why.data or ""), _("Begrundelsen står i loggen."),
        url_for("youths.show", slug=slug, youth_id=youth.id), "oversight/reason.html",
    )  # fmt: skip


def ask_why(youth: Youth) -> None:
    """Whoever reads by oversight alone is led to say why first; the reason holds for the day it was written."""
    by = actor()
    if by.roles & PERMISSIONS["see youths"] or "dpo" not in by.roles:
        return
    since = datetime.combine(today(), time(), COPENHAGEN)
    said = AuditEntry.act == ASKED_FOR, AuditEntry.subject_id == youth.id, AuditEntry.actor_user_id == by.user_id
    if db.session.scalar(select(AuditEntry.id).where(*said, AuditEntry.at >= since).limit(1)) is None:
        abort(redirect(url_for("oversight.reason", slug=g.tenant.slug, youth_id=youth.id), DONE))


def _named(form: LookUpForm) -> Youth:
    """The one youth of that name; Refused where there is none, or where the birthday must tell."""
    written = " ".join((form.name.data or "").split()).casefold()
    query = reach.reachable_by(actor()).where(func.lower(Youth.first_name + " " + Youth.last_name) == written)
    if form.born_on.data:
        query = query.where(Youth.born_on == form.born_on.data)
    found = db.session.scalars(query.limit(2)).all()
    if not found:
        raise Refused(_("Ingen ung her hedder sådan. Skriv fornavn og efternavn, som de står i sagen."))
    if len(found) > 1:
        raise Refused(_("Flere unge hedder sådan. Skriv fødselsdatoen."))
    return found[0]
