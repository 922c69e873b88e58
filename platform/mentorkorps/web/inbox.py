"""The corps' inbox: who waits for a mentor, who could be it, and the proposal on its way (FY-26…FY-29)."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import across, trades
from mentorkorps.clock import now, today
from mentorkorps.courses.basis import NEEDS
from mentorkorps.geography import town
from mentorkorps.language import N_, SPOKEN, _
from mentorkorps.matching import (
    OVER,
    PlaceWait,
    Proposal,
    ask_now,
    mentor_says,
    place_in_line,
    propose_or_wait,
    withdraw,
    youth_says,
)
from mentorkorps.matching.reason import Reason
from mentorkorps.matching.suggest import suggest
from mentorkorps.matching.waiting import (
    Clock,
    Counts,
    Waiting,
    enrolment_sent_for,
    proposals_of,
    waiting_page,
    why_back,
)
from mentorkorps.matching.wishes import GENDERS, MATTERS_MOST, TRAITS
from mentorkorps.messages import can_hurry
from mentorkorps.programmes import matching_window
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of, up_to
from mentorkorps.web.proposal_forms import AnswerForm, WithdrawForm, chosen_mentor, proposal_to
from mentorkorps.web.still_to_go import told_later
from mentorkorps.web.widgets import Form
from mentorkorps.youths import Enrolment
from tenants.local_rules import rules_here
from tenants.quotas import Quota, room_of
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("inbox", __name__)

PER_PAGE = 50
AT_FIRST = 10  # suggestions shown before "show all"
#: How the templates say a trade, a wish and why a youth is back.
WORDS = {
    "trade": trades.title, "town": town, "why_back": why_back, "language": SPOKEN,
    "gender": GENDERS, "trait": TRAITS, "matters_most": MATTERS_MOST, "main_need": NEEDS,
}  # fmt: skip


@room.get("/<slug>/indbakke")
@may("match youths")
def index(slug: str) -> ResponseReturnValue:
    """Everyone who waits, over all the tenants the house serves, in the order in which something is to be done (FY-28)."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    lines, counts = _waiting(up_to(PER_PAGE))
    page, pages = page_of(counts.total, PER_PAGE)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "inbox/index.html", lines=shown, counts=counts, day=today(), words=WORDS, page=page, pages=pages
    )


def _waiting(at_most: int) -> tuple[list[tuple[Tenant, Waiting]], Counts]:
    """The first of all tenants together. Each sorts, counts and gives its first; what no page can show is never read."""
    counts: dict[UUID, Counts] = {}
    lines: list[tuple[Tenant, Waiting]] = []
    wide = len(Counts._fields)
    for tenant, row in across.read(g.home, waiting_page(today(), at_most=at_most)):
        counts[tenant.id], line = Counts(*row[:wide]), row[wide:]
        if line[0] is not None:
            lines.append((tenant, Waiting(*line)))
    lines.sort(key=lambda line: line[1].order(today()))
    return lines, Counts(*(sum(one[place] for one in counts.values()) for place in range(wide)))


@room.get("/<slug>/unge/<uuid:youth_id>/forslag")
@may("match youths")
def suggestions(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """What the corps may know of the youth, and the mentors who could be it, or the proposal that is out."""
    return _page(enrolment_sent_for(youth_id))


@room.post("/<slug>/unge/<uuid:youth_id>/forslag")
@may("match youths")
def create(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Proposes a mentor: a place of the municipality and one of the mentor are taken, or neither; or the youth waits for one.
    A second press of the same button proposes nobody and leads to the same page."""
    enrolment = enrolment_sent_for(youth_id)
    made = propose_or_wait(enrolment, chosen_mentor(suggest(enrolment, today())), by=actor())
    if isinstance(made, PlaceWait):
        flash(_("Ingen plads er fri. Den unge står i kø til en plads."), "warning")
    else:
        later = told_later(made.id, {"mentor": made.mentor.first_name})
        said = N_("%(mentor)s er foreslået.") if later else N_("%(mentor)s er foreslået og bliver nu spurgt.")
        flash(_(said, mentor=made.mentor.name), "success")
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


@room.post("/<slug>/unge/<uuid:youth_id>/forslag/<uuid:proposal_id>/send-nu")
@may("match youths")
def send_now(slug: str, youth_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """What waits for the morning goes at once: the person has asked for it."""
    ask_now(proposal_to(youth_id, proposal_id), by=actor())
    flash(_("Beskeden er på vej."), "success")
    return _back(slug, youth_id)


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
    if proposal.fell_because == OVER:
        flash(
            _("Svaret er skrevet ned. Aftalen med kommunen er udløbet, så et nyt forløb kan ikke begynde."), "warning"
        )
    else:
        flash(_("Svaret er skrevet ned. Nu bliver den unge spurgt.") if form.says_yes else said_no, "success")
    return _back(slug, youth_id)


def _back(slug: str, youth_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".suggestions", slug=slug, youth_id=youth_id), 303)


def _page(enrolment: Enrolment, form: Form | None = None) -> str:
    made = list(db.session.scalars(proposals_of(enrolment.youth_id)))
    out = next((one for one in made if one.is_open), None)
    waits = enrolment.closed_at is None and out is None
    found = suggest(enrolment, today()) if waits else []
    best = [one for one in found if one.is_proposable]
    later = _later(out) if out else []
    return render_template(
        "inbox/suggestions.html",
        enrolment=enrolment,
        youth=enrolment.youth,
        clock=_clock(enrolment, out),
        out=out,
        reasons=[Reason(**kept) for kept in out.reasons] if out else [],
        later=later,
        can_hurry=bool(out and later and can_hurry(out.id)),
        waits=waits,
        fallen=[one for one in made if one.fell_at],
        best=best if "alle" in request.args else best[:AT_FIRST],
        best_count=len(best),
        others=[one for one in found if not one.is_proposable],
        places=_places() if waits else "",
        in_line=place_in_line(enrolment) if waits else None,
        season=_season() if waits else None,
        form=form,
        answer_form=form if isinstance(form, AnswerForm) else AnswerForm(formdata=None),
        withdraw_form=form if isinstance(form, WithdrawForm) else WithdrawForm(formdata=None),
        day=today(),
        words=WORDS,
    )


def _clock(enrolment: Enrolment, out: Proposal | None) -> Clock:
    sent_at, asked_at = enrolment.sent_at or now(), out.proposed_at if out else None
    return Clock.on(today(), sent_at, enrolment.promise_days or 0, enrolment.returned_at, asked_at)


def _later(out: Proposal) -> list[str]:
    """Where what the open proposal asks has not gone yet."""
    if out.waits_for == "mentor":
        return told_later(out.id, {"mentor": out.mentor.first_name})
    shown_by = out.youth.contact_person
    return told_later(out.id, {"youth": out.youth.first_name, "contact": shown_by.name if shown_by else ""})


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
    there = room_of(quota)
    taken = {"taken": there.taken, "maximum": there.capacity, "tenant": g.tenant.name}
    return _("%(taken)s af %(maximum)s pladser i %(tenant)s er brugt eller reserveret i perioden.", **taken)
