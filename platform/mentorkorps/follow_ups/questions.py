"""The questions of a follow-up: one tap each, at most three, and what an answer leads to (FY-36, FY-38, MO-08, VB-19)."""

from collections.abc import Collection, Mapping
from functools import cache

from sqlalchemy import Date, Select, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.alarm import fell, rating_alarm
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.ratings import RATINGS, is_low
from mentorkorps.follow_ups.steps import done, locked, met_at_last, off_list, put_on_list
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match, Meeting
from mentorkorps.refused import Refused
from tenants.scope import db
from tenants.users import Actor
from tenants.writing import keep

#: At most three, one tap each. The first is left out where the meeting log has answered it.
QUESTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "met": (N_("Har I mødtes, siden vi sidst spurgte?"), {"yes": N_("Ja"), "no": N_("Nej")}),
    "going": (N_("Hvordan går det?"), RATINGS),
    "call": (N_("Skal vi ringe til dig?"), {"no": N_("Nej tak"), "yes": N_("Ja, ring til mig")}),
}
#: What the journal says of who is worried: told by a tap.
RUNG_AFTER = N_("Korpset ringer til %(who)s efter opfølgningen.")
#: As it was asked before there were five steps: still read, no longer asked.
BEFORE: Mapping[str, str] = {"good": N_("Godt"), "fair": N_("Nogenlunde"), "bad": N_("Ikke godt")}
#: Question and words of every answer that can stand somewhere.
AS_READ = {
    key: (question, {**BEFORE, **words} if key == "going" else words) for key, (question, words) in QUESTIONS.items()
}


def words_of_answer(question: str, value: str) -> str:
    """The words of an answer, also of one that is no longer offered."""
    return AS_READ[question][1][value]


def questions_for(follow_up: FollowUp, side: str) -> list[str]:
    """The questions still open for one side, never what the meeting log has answered."""
    return _left(*_said(follow_up, side))


def _left(answered: Collection[str], has_met: bool) -> list[str]:
    return [question for question in QUESTIONS if question not in answered and not (question == "met" and has_met)]


def _said(follow_up: FollowUp, side: str) -> tuple[dict[str, str], bool]:
    """What one side has answered, by question; and whether, as the log says, they have met since the last contact."""
    step = {"step_id": follow_up.id, "match_id": follow_up.match_id, "serial": follow_up.serial}
    since = {"side": side, "started_on": follow_up.match.started_on}
    answers, has_met = db.session.execute(_so_far(), step | since).one()
    return answers or {}, has_met


@cache
def _so_far() -> Select[dict[str, str] | None, bool]:
    given = Answer.follow_up_id == bindparam("step_id"), Answer.side == bindparam("side")
    before = FollowUp.match_id == bindparam("match_id"), FollowUp.serial < bindparam("serial")
    last = select(func.max(FollowUp.done_on)).where(*before, FollowUp.done_how != "ended").scalar_subquery()
    since = func.coalesce(last, bindparam("started_on", type_=Date))
    held = Meeting.match_id == bindparam("match_id"), Meeting.took_place, Meeting.held_on >= since
    answers = func.jsonb_object_agg(Answer.question, Answer.value, type_=JSONB)
    return select(select(answers).where(*given).scalar_subquery(), exists(select(Meeting.id).where(*held)))


def answer(follow_up: FollowUp, side: str, question: str, value: str, *, by: Actor) -> None:
    """Keeps one tap; a worry is acted on at once. The last of one side's makes the note and, the first time, the next step.

    Refused for an unknown or already answered question, or when the pair has ended.
    """
    match = locked(follow_up)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Tak for dine svar."))
    said, has_met = _said(follow_up, side)
    left = _left(said, has_met)
    if question not in left or value not in QUESTIONS[question][1]:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    keep(Answer(follow_up_id=follow_up.id, side=side, question=question, value=value, answered_at=now()))
    if left == [question]:
        _write_note(follow_up.match, side, said | {question: value}, by)
        if follow_up.done_at and follow_up.raised_because == "silence":
            off_list(match, "silence")  # a late answer: it was this side that was rung about
        done(follow_up, "answered")
    _act_on(follow_up, side, question, value, said, by)


def _act_on(follow_up: FollowUp, side: str, question: str, value: str, said: Mapping[str, str], by: Actor) -> None:
    """A worry is told at once and rung about; a first meeting told of by a tap counts, and one not held is rung about.

    It is told once, whether it is a low rating, a wish to be rung or both: how often would tell which.
    """
    match = follow_up.match
    if question == "met" and match.first_met_on is None:
        if value == "yes":
            matches.have_met(match, today())
            met_at_last(match)
        else:
            put_on_list(match, "not_met")
    is_worry = _is_worry(follow_up, side, question, value)
    if is_worry and not any(_is_worry(follow_up, side, *one) for one in said.items()):
        _tell_of_worry(match, side, question, value, by)
    if is_worry and question == "going":
        rating_alarm(follow_up, by=by)
    elif is_worry:
        put_on_list(match, "worry")


def _is_worry(follow_up: FollowUp, side: str, question: str, value: str) -> bool:
    if question == "going":
        return is_low(value, follow_up.match.rules) or fell(follow_up, side, value)
    return question == "call" and value == "yes"


def is_worried(follow_up: FollowUp, side: str) -> bool:
    """Whether what that side has answered makes the corps ring it."""
    given = ((answer.question, answer.value) for answer in follow_up.answers if answer.side == side)
    return any(_is_worry(follow_up, side, *one) for one in given)


def _tell_of_worry(match: Match, side: str, question: str, value: str, by: Actor) -> None:
    who = N_("mentor") if side == "mentor" else N_("den unge")
    shared = danish(RUNG_AFTER, who=who)
    internal = f"{QUESTIONS[question][0]} {words_of_answer(question, value)}."
    JournalNote.write(match.youth, "worry", shared, by=by, match_id=match.id, internal=internal, urgent=True)


def _write_note(match: Match, side: str, values: Mapping[str, str], by: Actor) -> None:
    said = " ".join(f"{QUESTIONS[q][0]} {words_of_answer(q, values[q])}." for q in QUESTIONS if q in values)
    if side == "mentor":
        text = danish(N_("Opfølgning med mentor. %(said)s"), said=said)
        JournalNote.write(match.youth, "follow_up", text, by=by, match_id=match.id)
    else:
        text = danish(N_("Opfølgning med den unge. Den unge har svaret."))
        JournalNote.write(match.youth, "follow_up", text, by=by, match_id=match.id, internal=said)
