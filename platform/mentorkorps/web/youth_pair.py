"""A youth's proposal and pair as the youth's page tells them: never a mentor's name before both have said yes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mentorkorps import courses, trades
from mentorkorps.clock import today
from mentorkorps.follow_ups import KINDS, FollowUp, open_follow_up
from mentorkorps.language import _
from mentorkorps.matches import END_REASONS, OUTCOMES, PLACES, Match, Meeting
from mentorkorps.matching import Proposal
from mentorkorps.matching.waiting import Clock
from mentorkorps.programmes import Rules, is_guessed
from mentorkorps.web import course_part
from mentorkorps.web.formats import day, days
from mentorkorps.web.still_to_go import told_later
from mentorkorps.youths import Enrolment, Youth
from tenants.scope import db


def open_proposal(youth: Youth) -> Proposal | None:
    """The proposal that waits for an answer."""
    still_open = Proposal.youth_id == youth.id, Proposal.fell_at.is_(None), Proposal.started_at.is_(None)
    return db.session.scalar(select(Proposal).where(*still_open).options(joinedload(Proposal.mentor)))


def latest_match(youth: Youth) -> Match | None:
    """The running pair, or the one that ended last."""
    told = joinedload(Match.mentor), selectinload(Match.meetings), selectinload(Match.outcomes)
    newest = select(Match).where(Match.youth_id == youth.id).order_by(Match.started_at.desc()).limit(1)
    return db.session.scalar(newest.options(*told))


def clock_of(enrolment: Enrolment, proposal: Proposal | None) -> dict[str, Any] | None:
    """The days of the promise: how many have gone while nobody has been proposed (FY-28), anew for a youth who came back."""
    if enrolment.sent_at is None or enrolment.closed_at or proposal:
        return None
    clock = Clock(enrolment.sent_at, enrolment.promise_days or 0, today(), enrolment.returned_at)
    counted = {"day": clock.days, "days": clock.promise, "since": clock.since, "is_again": clock.is_again}
    return {**counted, "promised_on": clock.since + timedelta(days=clock.promise), "is_late": clock.is_late}


def proposal_words(proposal: Proposal) -> dict[str, str]:
    """The trade and whose answer is awaited, nothing more of the mentor."""
    trade = trades.title(proposal.mentor.occupation)
    if proposal.waits_for == "mentor":
        first = day(proposal.proposed_at)
        asked = _("Mentor blev spurgt den %(day)s. Når mentor siger ja, bliver den unge spurgt.", day=first)
        later = told_later(proposal.id, {"mentor": _("Mentor")})
    else:
        asked = _("Mentor har sagt ja. Den unge blev spurgt den %(day)s.", day=day(proposal.mentor_yes_at))
        yes = _("Mentor har sagt ja.")
        later = told_later(proposal.id, {"youth": _("Den unge"), "contact": _("Kontaktpersonen")})
        later = [yes, *later] if later else []
    still = _("Dagene på ventelisten står stille, så længe forslaget venter på svar.")
    return {"trade": trade, "waits": " ".join([*(later or [asked]), still])}


def pair_of(match: Match) -> dict[str, Any]:
    """The pair: mentor, meetings, outcomes and the next follow-up."""
    step = open_follow_up(match) if match.is_running else None
    return {
        "match_id": match.id,
        "is_running": match.is_running,
        "rows": _facts(match, step),
        "meetings": [_meeting_row(meeting) for meeting in reversed(match.meetings)],
    }


def _facts(match: Match, step: FollowUp | None) -> list[dict[str, Any]]:
    mentor = match.mentor
    rows = [
        {"key": _("Mentor"), "value": f"{mentor.first_name}, {trades.title(mentor.occupation).lower()}"},
        {"key": _("Begyndte"), "value": day(match.started_on)},
    ]
    if match.is_running:
        rows.insert(1, {"key": _("Mentors telefon"), "phone": mentor.phone})
        rows.append({"key": _("Næste møde"), "value": _next_meeting(match)})
        rows.append({"key": _("Opfølgning"), "value": _follow_up(step, match.rules)})
    else:
        rows.append({"key": _("Afsluttet"), "value": day(match.ended_on)})
        rows.append({"key": _("Årsag"), "value": _(END_REASONS[match.end_reason]) if match.end_reason else ""})
    return [*rows, *course_part.norm_rows(match), *_goals(match), _outcomes(match)]


def _goals(match: Match) -> list[dict[str, Any]]:
    """The goals of the two as they stand; nothing where they have written none."""
    said = [
        _("%(goal)s (%(stands)s)", goal=goal.text, stands=_(courses.ACTS[goal.act]).lower())
        for goal in courses.newest(courses.goals_of(match))
    ]
    return [{"key": _("Mål"), "lines": said}] if said else []


def _outcomes(match: Match) -> dict[str, Any]:
    reached = [
        _("%(kind)s fra den %(day)s", kind=_(OUTCOMES[one.kind]), day=day(one.began_on)) for one in match.outcomes
    ]
    return {"key": _("Resultater"), **({"lines": reached} if reached else {"value": _("Ingen endnu")})}


def _next_meeting(match: Match) -> str:
    """The day agreed; one that has gone by without a line about it is told as such."""
    agreed = max((one.next_on for one in match.meetings if one.next_on), default=None)
    if agreed is None:
        return _("Ikke aftalt endnu")
    if agreed >= today():
        return day(agreed)
    if any(one.held_on >= agreed for one in match.meetings):
        return _("Ikke aftalt endnu")
    return _("%(day)s er passeret og ikke skrevet ned", day=day(agreed))


def _follow_up(step: FollowUp | None, rules: Rules) -> str:
    if step is None:
        return ""
    if step.kind == "pause":
        return _("Forløbet holder pause. Korpset hører den %(day)s, om pausen er slut.", day=day(step.opens_on))
    if step.due_on < today():
        return _("Over tid: skulle være sket senest den %(day)s.", day=day(step.due_on))
    if step.opens_on <= today():
        return _("I gang: senest den %(day)s. %(question)s", day=day(step.due_on), question=_(KINDS[step.kind]))
    if is_guessed(rules, step.due_on):
        return _(
            "Næste, foreløbigt: %(days)s. Skolens senere ferier er ikke kendt.", days=days(step.opens_on, step.due_on)
        )
    return _("Næste: %(days)s.", days=days(step.opens_on, step.due_on))


def _meeting_row(meeting: Meeting) -> list[Any]:
    if not meeting.took_place:
        return [day(meeting.held_on), _("Blev ikke til noget"), None, None]
    return [day(meeting.held_on), _("Mødtes"), meeting.minutes, _(PLACES[meeting.place or "other"])]
