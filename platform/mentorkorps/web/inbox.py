"""The corps' inbox: who waits for a mentor, who could be it, and the proposal on its way (FY-26…FY-29)."""

from collections import Counter
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from mentorkorps import across, trades
from mentorkorps.clock import local, now, today
from mentorkorps.geography import town
from mentorkorps.language import SPOKEN, _
from mentorkorps.matching import mentor_says, propose, withdraw, youth_says
from mentorkorps.matching.reason import sentence
from mentorkorps.matching.suggest import suggest
from mentorkorps.matching.waiting import Clock, Waiting, enrolment_sent_for, proposals_of, waiting, why_back
from mentorkorps.matching.wishes import GENDERS, MATTERS_MOST, TRAITS
from mentorkorps.programmes import matching_window
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of
from mentorkorps.web.proposal_forms import AnswerForm, WithdrawForm, chosen_mentor, proposal_to
from mentorkorps.youths import Enrolment
from tenants.local_rules import rules_here
from tenants.quotas import Quota
from tenants.scope import db

room = Blueprint("inbox", __name__)

PER_PAGE = 100
AT_FIRST = 10  # suggestions shown before "show all"
#: How the templates say a trade, a wish, a reason and why a youth is back.
WORDS = {
    "trade": trades.title, "town": town, "reason": sentence, "why_back": why_back, "language": SPOKEN,
    "gender": GENDERS, "trait": TRAITS, "matters_most": MATTERS_MOST,
}  # fmt: skip


@room.get("/<slug>/indbakke")
@may("match youths")
def index(slug: str) -> ResponseReturnValue:
    """Everyone who waits, over all the tenants the house serves; the longest waiting first (FY-28)."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    lines = [(tenant, Waiting(*row)) for tenant, row in across.read(g.home, waiting())]
    lines.sort(key=lambda line: line[1].returned_at or line[1].sent_at)
    counts = Counter(one.state for _tenant, one in lines)
    late = sum(one.clock(today()).is_late for _tenant, one in lines)
    page, pages = page_of(len(lines), PER_PAGE)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "inbox/index.html", lines=shown, total=len(lines), counts=counts, late=late, day=today(), words=WORDS,
        page=page, pages=pages,
    )  # fmt: skip


@room.get("/<slug>/unge/<uuid:youth_id>/forslag")
@may("match youths")
def suggestions(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """What the corps may know of the youth, and the mentors who could be it, or the proposal that is out."""
    return _page(enrolment_sent_for(youth_id))


@room.post("/<slug>/unge/<uuid:youth_id>/forslag")
@may("match youths")
def create(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Proposes a mentor: a place of the municipality and one of the mentor are taken, or neither."""
    enrolment = enrolment_sent_for(youth_id)
    proposal = propose(enrolment, chosen_mentor(suggest(enrolment, today())), by=actor())
    flash(_("%(mentor)s er foreslået og bliver nu spurgt.", mentor=proposal.mentor.name), "success")
    return _back(slug, youth_id)


@room.post("/<slug>/unge/<uuid:youth_id>/forslag/<uuid:proposal_id>/tilbage")
@may("match youths")
def take_back(slug: str, youth_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Takes the proposal back; both places are free again."""
    form = WithdrawForm()
    if form.validate_on_submit():
        withdraw(proposal_to(youth_id, proposal_id), form.reason.data or "", by=actor())
        flash(_("Forslaget er trukket tilbage. Den unge venter igen."), "success")
        return _back(slug, youth_id)
    return _page(enrolment_sent_for(youth_id), form), 422


@room.post("/<slug>/unge/<uuid:youth_id>/forslag/<uuid:proposal_id>/svar")
@may("match youths")
def answer(slug: str, youth_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """An answer given by phone: staff write it down on behalf of the mentor or the youth."""
    form, proposal = AnswerForm(), proposal_to(youth_id, proposal_id)
    if not form.validate_on_submit():
        return _page(enrolment_sent_for(youth_id), form), 422
    verb = mentor_says if form.side.data == "mentor" else youth_says
    match = verb(proposal, form.says_yes, by=actor(), reason="" if form.says_yes else form.reason.data or "other")
    if match:
        flash(_("Begge har sagt ja. Forløbet er begyndt, og mentor får opstartsmailen."), "success")
        return redirect(url_for("pairs.show", slug=slug, match_id=match.id), 303)
    said_no = _("Svaret er skrevet ned. Den unge venter igen på et forslag.")
    flash(_("Svaret er skrevet ned. Nu bliver den unge spurgt.") if form.says_yes else said_no, "success")
    return _back(slug, youth_id)


def _back(slug: str, youth_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".suggestions", slug=slug, youth_id=youth_id), 303)


def _page(enrolment: Enrolment, form: FlaskForm | None = None) -> str:
    made = list(db.session.scalars(proposals_of(enrolment.youth_id)))
    out = next((one for one in made if one.is_open), None)
    waits = enrolment.closed_at is None and out is None
    found = suggest(enrolment, today()) if waits else []
    best = [one for one in found if one.is_proposable]
    return render_template(
        "inbox/suggestions.html",
        enrolment=enrolment,
        youth=enrolment.youth,
        clock=Clock(
            enrolment.sent_at or now(), local(out.proposed_at).date() if out else today(), enrolment.returned_at
        ),
        out=out,
        waits=waits,
        fallen=[one for one in made if one.fell_at],
        best=best if "alle" in request.args else best[:AT_FIRST],
        best_count=len(best),
        others=[one for one in found if not one.is_proposable],
        places=_places() if waits else "",
        season=_season() if waits else None,
        form=form,
        answer_form=form if isinstance(form, AnswerForm) else AnswerForm(formdata=None),
        withdraw_form=form if isinstance(form, WithdrawForm) else WithdrawForm(formdata=None),
        day=today(),
        words=WORDS,
    )


def _season() -> tuple[date, date] | None:
    """When the programme here makes its pairs (HT-13); None all year round, today, or without a programme."""
    try:
        window = matching_window(rules_here(today()), today())
    except NotFound:
        return None
    return window if window and not window[0] <= today() <= window[1] else None


def _places() -> str:
    """The line about the quota this youth draws on (FY-05)."""
    try:
        quota = Quota.of_here(today())
    except Refused as refusal:
        return str(refusal)
    taken = {"taken": quota.taken, "maximum": quota.maximum, "tenant": g.tenant.name}
    return _("%(taken)s af %(maximum)s pladser i %(tenant)s er brugt eller reserveret i perioden.", **taken)
