"""The steps of a pair: planned, done, moved by the first meeting. A running pair has exactly one open (FY-36)."""

from datetime import date

from sqlalchemy import func, select

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.plan import Window, first_window, next_window, window_after_first_meeting
from mentorkorps.matches import Match, Meeting
from tenants.scope import db
from tenants.users import Actor


def plan_first(match: Match) -> FollowUp:
    """The first step of a new pair."""
    return _plan(match, first_window(match.started_on, match.rules), serial=1)


def log_meeting(
    match: Match,
    *,
    held_on: date,
    took_place: bool,
    minutes: int | None,
    place: str | None,
    next_on: date | None,
    by: Actor,
) -> Meeting:
    """Logs a meeting; the first moves the plan to first meeting + 14 days. Refused as `matches.record_meeting` says."""
    meeting = matches.record_meeting(
        match, held_on=held_on, took_place=took_place, minutes=minutes, place=place, next_on=next_on, by=by
    )
    if took_place and match.first_met_on == held_on:
        _move_to_first_meeting(match, held_on)
    return meeting


def _move_to_first_meeting(match: Match, met_on: date) -> None:
    """The first meeting may come before it is asked about, or turn out to be earlier than was told."""
    open_one = open_follow_up(match)
    if open_one is None or (open_one.serial > 1 and open_one.kind == "check_in"):
        return
    window = window_after_first_meeting(met_on, last_contact(match), match.rules)
    if open_one.asked_at is None:
        open_one.kind, open_one.opens_on, open_one.due_on = window.kind, window.opens_on, window.due_on
        db.session.flush()


def put_on_list(match: Match, because: str) -> None:
    """Somebody must ring this pair: its next step is raised, and stays on the list until the call is logged."""
    step = open_follow_up(match)
    if step is not None:
        step.raised_at, step.raised_because = step.raised_at or now(), because
        db.session.flush()


def done(follow_up: FollowUp, how: str) -> None:
    """The contact is made; the next step is planned. A second answer to the same changes nothing.

    A pair that has not met is looked at again after the same time as a new one; it never slips into the long interval.
    """
    if follow_up.done_at is not None:
        return
    follow_up.done_at, follow_up.done_on, follow_up.done_how = now(), today(), how
    db.session.flush()
    match = follow_up.match
    if match.first_met_on is None:
        window = first_window(today(), match.rules)
    elif follow_up.kind == "first_meeting":
        window = window_after_first_meeting(match.first_met_on, today(), match.rules)
    else:
        window = next_window(today(), match.rules)
    step = _plan(match, window, serial=follow_up.serial + 1)
    if how == "answered" and follow_up.raised_because not in (None, "silence"):
        step.raised_at, step.raised_because = follow_up.raised_at, follow_up.raised_because  # still to be rung


def locked(follow_up: FollowUp) -> Match:
    """The pair, locked, and the step read afresh: two who answer at once do so one after the other."""
    match = follow_up.match
    match.lock()
    db.session.refresh(follow_up)
    return match


def open_follow_up(match: Match) -> FollowUp | None:
    """The pair's next step."""
    return db.session.scalar(select(FollowUp).where(FollowUp.match_id == match.id, FollowUp.done_at.is_(None)))


def last_contact(match: Match, before: int | None = None) -> date | None:
    """The day of the last contact with the pair, or of the last one `before` a step of that number."""
    made = [FollowUp.match_id == match.id, FollowUp.done_how != "ended"]
    if before is not None:
        made.append(FollowUp.serial < before)
    return db.session.scalar(select(func.max(FollowUp.done_on)).where(*made))


def _plan(match: Match, window: Window, *, serial: int) -> FollowUp:
    step = FollowUp(match_id=match.id, serial=serial, kind=window.kind, opens_on=window.opens_on, due_on=window.due_on)
    db.session.add(step)
    db.session.flush()
    return step
