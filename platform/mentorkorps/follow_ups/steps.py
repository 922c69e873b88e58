"""The steps of a pair: planned, done, moved by the first meeting. A running pair has exactly one open (FY-36)."""

from datetime import date, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager

from mentorkorps import matches
from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.pause import is_stopped, open_pause
from mentorkorps.follow_ups.plan import Standing, Window, first_window, look_again, next_step
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match, Meeting
from mentorkorps.matches.agree import write_next_meeting
from tenants.scope import db
from tenants.users import SYSTEM, Actor
from tenants.writing import is_locked, keep, locks

#: Somebody asks for help or has written to us, or it goes badly: no lesser reason takes its place, nor does a pause end it.
KEPT = ("worry", "stop_broken", "replied", "alarm_rating")
NOT_MET = ("not_met", "alarm_not_met")
LOOK_AGAIN = timedelta(weeks=4)  # when a pause that has been looked at goes on and nobody says until when


def plan_first(match: Match) -> FollowUp:
    """The first step of a new pair."""
    return open_step(match, first_window(match.started_on, match.rules), serial=1)


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
    """Logs a meeting; the first moves the plan to first meeting + 14 days. Refused as `matches.record_meeting` says.

    Who pauses is not asked whether to go on before the pause is over."""
    match.lock()
    step = open_follow_up(match)
    meeting = matches.record_meeting(
        match, held_on=held_on, took_place=took_place, minutes=minutes, place=place, next_on=next_on, by=by,
        asks=step is None or step.kind != "pause",
    )  # fmt: skip
    if took_place:
        contact_logged(match, by=by)
    if next_on is not None:
        off_list(match, "alarm_no_next")
    if took_place and match.first_met_on == held_on:
        _move_to_first_meeting(match)
        met_at_last(match)
    return meeting


def take_meeting_back(match: Match, meeting_id: UUID, *, by: Actor) -> None:
    """A meeting written down by mistake is none, and the plan is as it was before it. Refused as `matches.take_back` says."""
    met = FollowUp.match_id == match.id, Answer.question == "met", Answer.value == "yes"
    first = select(func.min(Answer.answered_at)).join(FollowUp, FollowUp.id == Answer.follow_up_id).where(*met)
    told_at = db.session.scalar(first)
    matches.take_back(match, meeting_id, told_on=local(told_at).date() if told_at else None, by=by)
    _move_to_first_meeting(match)


def next_meeting_written(match: Match, day: date, *, by: Actor) -> None:
    """The mentor writes when they meet next, and nobody rings about that any more. Refused as `write_next_meeting` says."""
    write_next_meeting(match, day, by=by)
    off_list(match, "alarm_no_next")
    contact_logged(match, by=by)


def contact_logged(match: Match, *, by: Actor) -> None:
    """What the two do together has been written down: where an authority has stopped their contact, somebody must ring."""
    step = open_follow_up(match)
    if step is None or step.kind != "pause" or not is_stopped(match):
        return
    put_on_list(match, "stop_broken")
    text = danish(N_("Der er skrevet kontakt ned, mens kontakten er stoppet. Korpset ringer."))
    JournalNote.write(match.youth, "stop_broken", text, by=SYSTEM, match_id=match.id, urgent=True)


def _move_to_first_meeting(match: Match) -> None:
    """The first meeting may come before it is asked about, or turn out to be earlier than was told."""
    step = open_follow_up(match)
    if step is not None and (step.kind == "first_meeting" or step.serial == 1):
        replan(step)


def replan(step: FollowUp) -> None:
    """Gives a step that nobody has been asked about the window that the plan says now. The look at a pair that pauses is on the
    day that was agreed, as far as the rules allow."""
    paused = open_pause(step.match) if step.kind == "pause" else None
    if paused is not None:
        window = look_again(paused.look_again_on, step.match.rules)
        step.opens_on, step.due_on = window.opens_on, window.due_on
        db.session.flush()
    elif step.asked_at is None:
        first = step.serial == 1  # nothing was before it
        stands = _standing(step.match, None, None) if first else standing(step.match)
        window = next_step(stands, step.match.rules, today())
        step.kind, step.opens_on, step.due_on = window.kind, window.opens_on, window.due_on
        db.session.flush()


def put_on_list(match: Match, because: str) -> None:
    """Somebody must ring this pair: its next step is raised, and stays on the list until the call is logged.

    One of `KEPT` is for today, also where the last was put off, and gives way only to what is more pressing.
    """
    step = open_follow_up(match)
    if step is None:
        return
    if because in KEPT or step.raised_at is None:
        step.raised_at = now()
    if _place(because) <= _place(step.raised_because):
        step.raised_because = because
    db.session.flush()


def _place(because: str | None) -> int:
    return KEPT.index(because) if because in KEPT else len(KEPT)


def off_list(match: Match, because: str) -> None:
    """What the pair was raised for has come after all: nobody rings about it. Any other reason stands, and so does silence
    about what has been asked since."""
    step = open_follow_up(match)
    if step is None or step.raised_at is None or step.raised_because != because:
        return
    if because != "silence" or step.asked_at is None or step.raised_at < step.asked_at:
        step.raised_at, step.raised_because = None, None
        db.session.flush()


def met_at_last(match: Match) -> None:
    """Nobody rings any more about a first meeting that was not held; who is to be asked by phone still is."""
    step = open_follow_up(match)
    if step is not None and step.raised_because in NOT_MET:
        if both_write(match):
            step.raised_at = None
        step.raised_because = None if both_write(match) else "phone"
        db.session.flush()


def both_write(match: Match) -> bool:
    """Who is rung answers on the telephone, and is not silent."""
    return "phone" not in (match.mentor.channel, match.youth.channel)


def done(follow_up: FollowUp, how: str) -> None:
    """The contact is made; the next step is planned. A second answer to the same changes nothing.

    A pair that has not met is looked at again after the same time as a new one; it never slips into the long interval. One
    that pauses goes on pausing, and is looked at again later: only `resume` ends a pause.
    """
    if follow_up.done_at is not None:
        return
    follow_up.done_at, follow_up.done_on, follow_up.done_how = now(), today(), how
    db.session.flush()
    step = open_step(follow_up.match, _after(follow_up), serial=follow_up.serial + 1)
    if how == "answered" and follow_up.raised_because not in (None, "silence"):
        step.raised_at, step.raised_because = follow_up.raised_at, follow_up.raised_because  # still to be rung


def _after(follow_up: FollowUp) -> Window:
    """What comes after a contact that was made today; only a pair that pauses has a step of that kind."""
    match = follow_up.match
    pause = open_pause(match) if follow_up.kind == "pause" else None
    if pause is None:
        return next_step(_standing(match, follow_up.done_on, follow_up.kind), match.rules, today())
    pause.look_again_on = max(pause.until_on or today() + LOOK_AGAIN, today() + timedelta(days=1))
    return look_again(pause.look_again_on, match.rules)


def fall_away(follow_up: FollowUp) -> None:
    """The step is no longer to be made: the pair pauses, or goes on after a pause. It is no contact."""
    follow_up.done_at, follow_up.done_on, follow_up.done_how = now(), today(), "ended"
    db.session.flush()


def locked(follow_up: FollowUp) -> Match:
    """The pair, locked, and the step read afresh: two who answer at once do so one after the other."""
    if locks(follow_up.id):
        locks(db.session.scalars(_locked(), {"step_id": follow_up.id}).one().match_id)
    return follow_up.match


@cache
def _locked() -> Select[FollowUp]:
    """The pair stands first and is locked before its step, in the order of every verb on a pair."""
    return (
        select(FollowUp)
        .select_from(Match)
        .join(FollowUp, and_(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id))
        .where(FollowUp.id == bindparam("step_id"))
        .options(contains_eager(FollowUp.match))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_follow_up(match: Match) -> FollowUp | None:
    """The pair's next step. Of a pair that this transaction has locked it is read once: nobody else makes or moves it."""
    if not is_locked(match.id):
        return db.session.scalar(_open(), {"match_id": match.id})
    known: dict[UUID, FollowUp] = db.session().info.setdefault("next_steps", {})
    step = known.get(match.id)
    if step is None or step.done_at is not None:
        step = db.session.scalar(_open(), {"match_id": match.id})
        known.update({match.id: step} if step else {})
    return step


@cache
def _open() -> Select[FollowUp]:
    return select(FollowUp).where(FollowUp.match_id == bindparam("match_id"), FollowUp.done_at.is_(None))


def standing(match: Match) -> Standing:
    """What of the pair decides its next step."""
    made = FollowUp.match_id == match.id, FollowUp.done_at.is_not(None), FollowUp.done_how != "ended"
    last = select(FollowUp.done_on, FollowUp.kind).where(*made).order_by(FollowUp.serial.desc()).limit(1)
    on, kind = db.session.execute(last).one_or_none() or (None, None)
    return _standing(match, on, kind)


def _standing(match: Match, last_on: date | None, last_kind: str | None) -> Standing:
    return Standing(match.started_on, match.first_met_on, last_on, last_kind, match.agreed_until)


def open_step(match: Match, window: Window, *, serial: int) -> FollowUp:
    """Writes the pair's next step; there is none open."""
    step = FollowUp(match_id=match.id, serial=serial, kind=window.kind, opens_on=window.opens_on, due_on=window.due_on)
    return keep(step)
