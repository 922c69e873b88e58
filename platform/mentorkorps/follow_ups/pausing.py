"""Pausing a pair and taking it up again: nobody is asked meanwhile, nobody is lost, and the plan goes on (DF-33)."""

from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, select

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.pause import REASONS, SUSPENDED, Pause, open_pause
from mentorkorps.follow_ups.plan import add_months, look_again, next_step
from mentorkorps.follow_ups.steps import KEPT, LOOK_AGAIN, fall_away, open_follow_up, open_step, put_on_list, standing
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db
from tenants.standing import TODAY
from tenants.users import SYSTEM, Actor

#: A pause that lasts for years would hide a pair: how many months ahead its end may lie, and the day somebody looks again.
END_WITHIN, LOOK_WITHIN = 12, 6


def pause(
    match: Match, reason: str, *, until_on: date | None, look_again_on: date | None, by: Actor, words: str = ""
) -> Pause:
    """From today nobody is asked. The one open step becomes the day on which somebody looks at the pair again: the end of
    the pause, or where nobody knows it the day that is given, else in four weeks.

    Refused when the pair has ended or pauses already, for an unknown reason, a look after the end, or as `check_day` says. A
    contact that an authority has stopped is told at once, to the two as well: their pages lead to each other no more while it
    lasts.
    """
    match.lock()
    _check(match, reason, until_on, look_again_on)
    day = look_again_on or until_on or today() + LOOK_AGAIN
    begun = Pause(
        match_id=match.id, reason=reason, from_on=today(), until_on=until_on, look_again_on=day, words=words.strip(),
        begun_at=now(), begun_by=by.signature,
    )  # fmt: skip
    db.session.add(begun)
    _replace_step(match, day)
    audit.record("match.paused", begun, by=by)
    if begun.is_suspension:
        _tell_both(match, "contact_paused")
    text = danish(N_("Forløbet holder pause fra i dag. Årsag: %(reason)s. Korpset ser på det igen den %(day)s."),
                  reason=REASONS[reason], day=f"{day:%d-%m-%Y}")  # fmt: skip
    JournalNote.write(
        match.youth, "paused", text, by=by, match_id=match.id, internal=begun.words, urgent=begun.is_suspension
    )
    return begun


def _check(match: Match, reason: str, until_on: date | None, look_again_on: date | None) -> None:
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet og kan ikke holde pause."))
    if open_pause(match):
        raise Refused(_("Forløbet holder allerede pause."))
    if reason not in REASONS:
        raise Refused(_("Vælg en årsag til pausen."))
    check_day(until_on, END_WITHIN)
    check_day(look_again_on, LOOK_WITHIN)
    if until_on and look_again_on and look_again_on > until_on:
        raise Refused(
            _("Korpset skal høre, om pausen er slut, senest den dag den slutter."), about=("until_on", "look_again_on")
        )


def check_day(day: date | None, months: int) -> None:
    """Refused for a day gone by, or more than so many months ahead."""
    if day is not None and day <= today():
        raise Refused(_("Vælg en dag, der ikke er gået."))
    if day is not None and day > add_months(today(), months):
        raise Refused(_("Vælg en dag, der ligger højst %(months)s måneder ude i fremtiden.", months=months))


def _replace_step(match: Match, day: date) -> None:
    """The open step falls away with its links, and a look at the pair stands in its place; a worry stays on the list."""
    step = open_follow_up(match)
    if step is None:
        return
    Link.revoke(step.id)
    fall_away(step)
    looking = open_step(match, look_again(day, match.rules), serial=step.serial + 1)
    if step.raised_because in KEPT:
        looking.raised_at, looking.raised_because = step.raised_at, step.raised_because
        db.session.flush()


def resume(match: Match, *, by: Actor, words: str = "") -> None:
    """The pause ends today, and the plan goes on from here. Refused when the pair does not pause, or has ended."""
    match.lock()
    paused = open_pause(match)
    if paused is None or not match.is_running:
        raise Refused(_("Forløbet holder ikke pause."))
    paused.ended_at, paused.ended_on, paused.ended_by = now(), today(), by.signature
    db.session.flush()
    step = open_follow_up(match)
    if step is not None:
        fall_away(step)
        going_on = open_step(match, next_step(standing(match), match.rules, today()), serial=step.serial + 1)
        if step.raised_because not in (None, "pause_over"):
            going_on.raised_at, going_on.raised_because = step.raised_at, step.raised_because
    if paused.is_suspension:
        _tell_both(match, "contact_resumed")
    matches.ask_second_yes(match)
    audit.record("match.resumed", paused, by=by)
    text = danish(N_("Pausen er slut, og forløbet fortsætter."))
    JournalNote.write(
        match.youth, "resumed", text, by=by, match_id=match.id, internal=words.strip(), urgent=paused.is_suspension
    )


def _tell_both(match: Match, template: str) -> None:
    """In one neutral sentence, the same for both: not why."""
    to_mentor(match.mentor, template, match.id, rules=match.rules)
    to_youth(match.youth, template, match.id, rules=match.rules)


def close_pause(match: Match, *, by: Actor) -> None:
    """The pair ends while it pauses: so does the pause."""
    paused = open_pause(match)
    if paused is not None:
        paused.ended_at, paused.ended_on, paused.ended_by = now(), today(), by.signature
        db.session.flush()


@cache
def _due() -> Select[Pause, FollowUp]:
    """The looks at pausing pairs that are due."""
    return (
        select(Pause, FollowUp)
        .join(Match, (Match.tenant_id == Pause.tenant_id) & (Match.id == Pause.match_id))
        .join(FollowUp, (FollowUp.tenant_id == Pause.tenant_id) & (FollowUp.match_id == Pause.match_id))
        .where(Pause.ended_at.is_(None), Match.ended_at.is_(None), FollowUp.done_at.is_(None))
        .where(FollowUp.kind == "pause", FollowUp.opens_on <= TODAY)
        .order_by(FollowUp.opens_on, FollowUp.id)
    )


def pauses_due() -> ColumnElement[bool]:
    """Whether `mind_pauses` has anything to do."""
    return _due().exists()


def mind_pauses() -> None:
    """Each morning: a pause whose end is known and has come is over, unless an authority must say so; the others whose day
    has come are put on the staff's list, once."""
    for paused, step in db.session.execute(_due()).all():
        if paused.until_on is not None and paused.until_on <= today() and paused.reason not in SUSPENDED:
            resume(paused.match, by=SYSTEM)
        elif step.raised_at is None:
            put_on_list(paused.match, "pause_over")
