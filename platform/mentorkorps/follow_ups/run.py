"""Running the follow-ups: planned, asked, answered; each running pair has exactly one next step (FY-36, FY-38)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Select, func, select

from mentorkorps import matches
from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.plan import Window, first_window, next_window, window_after_first_meeting
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _
from mentorkorps.links import Link
from mentorkorps.matches import Match, Meeting
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from mentorkorps.working_days import working_days_after
from mentorkorps.youths import Enrolment
from tenants import audit
from tenants.scope import db
from tenants.users import SYSTEM, Actor

#: At most three, one tap each. The first is left out where the meeting log has answered it.
QUESTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "met": (N_("Har I mødtes, siden vi sidst spurgte?"), {"yes": N_("Ja"), "no": N_("Nej")}),
    "going": (N_("Hvordan går det?"), {"good": N_("Godt"), "fair": N_("Nogenlunde"), "bad": N_("Ikke godt")}),
    "call": (N_("Skal vi ringe til dig?"), {"no": N_("Nej tak"), "yes": N_("Ja, ring til mig")}),
}


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
    first = took_place and match.first_met_on is None
    meeting = matches.record_meeting(
        match, held_on=held_on, took_place=took_place, minutes=minutes, place=place, next_on=next_on, by=by
    )
    if first:
        _move_to_first_meeting(match, held_on)
    return meeting


def _move_to_first_meeting(match: Match, met_on: date) -> None:
    open_one = open_follow_up(match)
    window = window_after_first_meeting(met_on, _last_contact(match), match.rules)
    if open_one and open_one.asked_at is None:
        open_one.kind, open_one.opens_on, open_one.due_on = window.kind, window.opens_on, window.due_on
        db.session.flush()


def ask_due() -> None:
    """Asks both of every running pair whose window has opened; reminds once; puts silence on the staff's list."""
    for follow_up in db.session.scalars(_open_by(today())):
        silence = follow_up.match.rules["silence"]
        if follow_up.asked_at is None:
            _ask(follow_up, "follow_up")
            follow_up.asked_at = now()
        elif follow_up.reminded_at is None:
            if today() >= working_days_after(local(follow_up.asked_at).date(), silence["remind_after_working_days"]):
                follow_up.reminded_at = now()
                _ask(follow_up, "follow_up_again")
        elif follow_up.raised_at is None and today() >= working_days_after(
            local(follow_up.asked_at).date(), silence["raise_after_working_days"]
        ):
            follow_up.raised_at = now()


def _open_by(day: date) -> Select[FollowUp]:
    return (
        select(FollowUp)
        .join(Match, (Match.tenant_id == FollowUp.tenant_id) & (Match.id == FollowUp.match_id))
        .where(
            Match.ended_at.is_(None), FollowUp.done_at.is_(None), FollowUp.raised_at.is_(None), FollowUp.opens_on <= day
        )
        .order_by(FollowUp.opens_on)
    )


def _ask(follow_up: FollowUp, template: str) -> None:
    to_mentor(follow_up.match.mentor, template, follow_up.id, purpose="follow_up")
    to_youth(follow_up.match.youth, template, follow_up.id, purpose="follow_up")


def questions_for(follow_up: FollowUp, side: str) -> list[str]:
    """The questions still open for one side, never what the meeting log has answered."""
    answered = set(
        db.session.scalars(select(Answer.question).where(Answer.follow_up_id == follow_up.id, Answer.side == side))
    )
    known = {"met"} if _met_since_last(follow_up) else set()
    return [q for q in QUESTIONS if q not in answered | known]


def _met_since_last(follow_up: FollowUp) -> bool:
    since = _last_contact(follow_up.match, before=follow_up.serial) or follow_up.match.started_on
    held = Meeting.match_id == follow_up.match_id, Meeting.took_place, Meeting.held_on >= since
    return bool(db.session.scalar(select(Meeting.id).where(*held).limit(1)))


def answer(follow_up: FollowUp, side: str, question: str, value: str, *, by: Actor) -> None:
    """Keeps one tap. The last of one side's makes the journal note and, the first time, the next step.

    Refused for an unknown or already answered question, or when the pair has ended.
    """
    if not follow_up.match.is_running:
        raise Refused(_("Forløbet er afsluttet. Tak for dine svar."))
    if question not in questions_for(follow_up, side) or value not in QUESTIONS[question][1]:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    db.session.add(Answer(follow_up_id=follow_up.id, side=side, question=question, value=value, answered_at=now()))
    db.session.flush()
    if not questions_for(follow_up, side):
        _write_note(follow_up, side, by)
        done(follow_up, "answered")


def _write_note(follow_up: FollowUp, side: str, by: Actor) -> None:
    given = db.session.scalars(select(Answer).where(Answer.follow_up_id == follow_up.id, Answer.side == side))
    values = {a.question: a.value for a in given}
    said = " ".join(f"{_(QUESTIONS[q][0])} {_(QUESTIONS[q][1][values[q]])}." for q in QUESTIONS if q in values)
    who = _("Opfølgning med mentor.") if side == "mentor" else _("Opfølgning med den unge.")
    worry = values.get("call") == "yes" or values.get("going") == "bad"
    shared = said if side == "mentor" else _("Den unge har svaret.")
    internal = "" if side == "mentor" else said
    JournalNote.write(
        follow_up.match.youth,
        "follow_up",
        f"{who} {shared}",
        by=by,
        match_id=follow_up.match_id,
        internal=internal,
        urgent=worry,
    )
    if worry:
        follow_up.raised_at = follow_up.raised_at or now()


def called(follow_up: FollowUp, note: str, *, by: Actor, internal: str = "") -> None:
    """Staff have reached the pair by phone: the note is written and the follow-up done.

    `internal` is not copied to the contact person. Refused without a note, or when the pair has ended.
    """
    match = follow_up.match
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der er ingen opfølgning."))
    if not note.strip():
        raise Refused(_("Skriv kort, hvad I talte om."))
    JournalNote.write(match.youth, "called", note.strip(), by=by, match_id=match.id, internal=internal.strip())
    audit.record("follow_up.called", follow_up, by=by)
    follow_up.raised_at = None
    done(follow_up, "called")


def done(follow_up: FollowUp, how: str) -> None:
    """The contact is made; the next step is planned. A second answer to the same changes nothing."""
    if follow_up.done_at is None:
        follow_up.done_at, follow_up.done_on, follow_up.done_how = now(), today(), how
        db.session.flush()
        match = follow_up.match
        if follow_up.kind == "first_meeting" and match.first_met_on:
            window = window_after_first_meeting(match.first_met_on, today(), match.rules)
        else:
            window = next_window(today(), match.rules)
        _plan(match, window, serial=follow_up.serial + 1)


def end_match(match: Match, reason: str, *, by: Actor) -> None:
    """Ends the pair and its plan. Refused as `matches.end` says."""
    matches.end(match, reason, by=by)
    Link.revoke(*db.session.scalars(select(FollowUp.id).where(FollowUp.match_id == match.id)))
    open_one = open_follow_up(match)
    if open_one:
        open_one.done_at, open_one.done_on, open_one.done_how = now(), today(), "ended"
        db.session.flush()


def second_answer(match: Match, side: str, goes_on: bool, *, by: Actor) -> None:
    """The second yes; a no is a goodbye without guilt: the youth is back in the queue and the place free (FY-47)."""
    matches.second_answer(match, side, goes_on, by=by)
    if goes_on or not match.is_running:
        return
    end_match(match, "not_a_fit", by=SYSTEM)
    match.reservation.free(now())
    if side == "mentor":
        to_youth(match.youth, "goodbye", match.id)
    else:
        to_mentor(match.mentor, "goodbye", match.id)
    _wait_again(match, f"second_{side}_no")


def find_new_mentor(match: Match, *, by: Actor) -> None:
    """After an ended pair the youth waits in the inbox again; a rematch in the same period uses the same place.

    Refused while the pair runs, or when the youth waits already.
    """
    if match.is_running:
        raise Refused(_("Afslut forløbet, før den unge får en ny mentor."))
    if _enrolment_of(match).closed_at is None:
        raise Refused(_("Den unge venter allerede på en ny mentor."))
    _wait_again(match, "new_mentor")
    audit.record("enrolment.reopened", match, by=by)
    text = _("Den unge venter igen på en mentor.")
    JournalNote.write(match.youth, "new_mentor", text, by=by, match_id=match.id)


def _wait_again(match: Match, reason: str) -> None:
    enrolment = _enrolment_of(match)
    enrolment.closed_at, enrolment.close_reason = None, ""
    enrolment.come_back(reason)


def _enrolment_of(match: Match) -> Enrolment:
    sent = select(Enrolment).where(Enrolment.youth_id == match.youth_id, Enrolment.sent_at.is_not(None))
    return db.session.scalars(sent.order_by(Enrolment.sent_at.desc()).limit(1).with_for_update()).one()


def open_follow_up(match: Match) -> FollowUp | None:
    """The pair's next step."""
    return db.session.scalar(select(FollowUp).where(FollowUp.match_id == match.id, FollowUp.done_at.is_(None)))


def _last_contact(match: Match, before: int | None = None) -> date | None:
    made = [FollowUp.match_id == match.id, FollowUp.done_how != "ended"]
    if before is not None:
        made.append(FollowUp.serial < before)
    return db.session.scalar(select(func.max(FollowUp.done_on)).where(*made))


def _plan(match: Match, window: Window, *, serial: int) -> FollowUp:
    step = FollowUp(match_id=match.id, serial=serial, kind=window.kind, opens_on=window.opens_on, due_on=window.due_on)
    db.session.add(step)
    db.session.flush()
    return step
