"""The running pairs and the page of one: what is known of it, and what staff may do (FY-36, FY-38, FY-47)."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from mentorkorps import across, follow_ups, journal, matches
from mentorkorps.clock import today
from mentorkorps.follow_ups import FollowUp, RunningPair
from mentorkorps.follow_ups.running import Only
from mentorkorps.journal import JournalNote
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.mentors import Company, Mentor
from mentorkorps.programmes import setting
from mentorkorps.web import pair_parts, post
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of, up_to
from mentorkorps.web.pair_acts import acted, back_to, the_pair
from mentorkorps.web.pair_facts import facts_of
from mentorkorps.web.pair_forms import MeetingForm
from mentorkorps.web.searching import finds, sought
from mentorkorps.youths import Youth
from tenants.registry import Tenant
from tenants.scope import db
from tenants.users import User

room = Blueprint("pairs", __name__)

PER_PAGE = 50
VIEWS: dict[str, Only] = {"ring": "pressing", "besoeg": "unvisited"}
WHOLE = joinedload(Match.youth).joinedload(Youth.contact_person), joinedload(Match.mentor)


@room.get("/<slug>/par")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """The running pairs of all the tenants the house serves, those in most need first; `?vis=ring` are those that need a
    follow-up, `?vis=besoeg` those without the visit to the workplace that their programme expects (HT-16), `?soeg=` those that
    fit the words."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    shown, words = request.args.get("vis", ""), sought()
    only = VIEWS.get(shown, "")
    lines, counts = _pairs(up_to(PER_PAGE), only, words)
    page, pages = page_of(counts[only], PER_PAGE)
    return render_template(
        "pairs/index.html", lines=lines[(page - 1) * PER_PAGE : page * PER_PAGE], counts=counts, only=only,
        vis=shown if only else None, page=page, pages=pages, day=today(), undelivered=post.dead_count(), sought=words,
    )  # fmt: skip


def _pairs(at_most: int, only: Only, words: str) -> tuple[list[tuple[Tenant, RunningPair]], dict[Only, int]]:
    """Those in most need of all tenants together, and how many pairs each view has. Each tenant sorts, counts and gives its
    first; what no page can show is never read."""
    day = today()
    wanted = follow_ups.running_page(day, at_most=at_most, only=only, among=_that_fit(words) if words else None)
    counts: dict[UUID, tuple[int, int, int]] = {}
    lines: list[tuple[Tenant, RunningPair]] = []
    for tenant, (count, pressing, unvisited, *pair) in across.read(g.home, wanted):
        counts[tenant.id] = count, pressing, unvisited
        if pair[0] is not None:
            lines.append((tenant, RunningPair(*pair)))
    lines.sort(key=lambda line: line[1].order(day))
    every, press, unseen = (sum(one[place] for one in counts.values()) for place in range(3))
    return lines, {"": every, "pressing": press, "unvisited": unseen}


def _that_fit(words: str) -> ColumnElement[bool]:
    """By the first name of the youth, which is all that staff know before they open the pair; by mentor, company, trade and
    municipality."""
    named = Youth.first_name, Mentor.first_name, Mentor.last_name, Company.name
    return finds(words, named, Mentor.occupation.in_, Match.tenant_id)


@room.get("/<slug>/par/<uuid:match_id>")
@may("follow up")
def show(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Everything staff may know of a pair; reading the notes is logged."""
    match = the_pair(match_id, *WHOLE)
    facts = facts_of(match)
    steps = facts["steps"]
    lacks, next_on = _next_meeting(match)
    notes = journal.read_notes(match.youth, by=actor())
    return render_template(
        "pairs/show.html", match=match, carer=_carer(match), steps=steps, need=_need(match, steps, lacks), day=today(),
        lacks=lacks, next_on=next_on,
        notes=notes, note_count=_note_count(match, notes),
        questions=follow_ups.AS_READ, places=matches.PLACES,
        second=facts["second"], moved=[] if match.is_running else facts["moved"],
        kinds=matches.OUTCOMES, owed=matches.OWED_TO, end_reasons=matches.END_REASONS, moved_on=matches.MOVED_ON,
        **pair_parts.shown(match, facts),
    )  # fmt: skip


def _note_count(match: Match, notes: list[JournalNote]) -> int:
    """How many notes there are; only asked where one page does not hold them."""
    return journal.count_notes(match.youth) if len(notes) >= journal.note.NOTES_A_PAGE else len(notes)


def _carer(match: Match) -> User | None:
    """Who cares for the pair; the accounts of the house can be read from home."""
    return db.session.get(User, (match.caring_tenant_id, match.carer_id)) if match.carer_id else None


def _need(match: Match, steps: list[FollowUp], lacks: str) -> str | None:
    step = next((step for step in steps if step.done_at is None), None)
    if step is None:
        return None
    found = follow_ups.need(step.kind, step.opens_on, step.due_on, step.raised_at, match.first_met_on, today())
    return "meeting" if lacks and found not in follow_ups.PRESSING else found


def _next_meeting(match: Match) -> tuple[str, date | None]:
    """What is wrong with the next meeting of a running pair (DF-15), and its day; nothing where its programme asks for none."""
    if not match.is_running or not setting(match.rules, "meetings", "always_next"):
        return "", None
    if not match.meetings:
        return follow_ups.meeting_lacks(None, None, today(), match.first_met_on), None
    last = max(match.meetings, key=lambda meeting: (meeting.held_on, meeting.logged_at))
    return follow_ups.meeting_lacks(last.held_on, last.next_on, today()), last.next_on


@room.get("/<slug>/par/<uuid:match_id>/moede")
@room.post("/<slug>/par/<uuid:match_id>/moede")
@may("follow up")
def meeting(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff log a meeting they were told of."""
    match, form = the_pair(match_id), MeetingForm()
    return acted(
        match, form, lambda: follow_ups.log_meeting(match, **form.facts, by=actor()),
        _("Skriv et møde"), _("Mødet er skrevet ned."),
    )  # fmt: skip


@room.post("/<slug>/par/<uuid:match_id>/nyt-link")
@may("follow up")
def new_link(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The mentor gets a fresh link to the pair's page."""
    match = the_pair(match_id)
    match.send_new_link(by=actor())
    flash(_("Et nyt link er på vej til mentor."), "success")
    return back_to(match)
