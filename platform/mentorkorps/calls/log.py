"""Writing down a call: what it came to, the journal note made of it, and the end of the step it was about (FY-38, DF-16).

Talked: the note is written, and what the call was about is done, if it was with whom it was about. No answer or a
message left: it stays on the list, for later. Another day: it comes back then.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.calls.again import after_a_message, after_no_answer, morning_of
from mentorkorps.calls.call import REACHED, RESULTS, TROUBLES, UNANSWERED, Call
from mentorkorps.calls.unheard import is_unheard
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.other_questions import is_moved_on_silent, moved_on_rung
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.matches.agree import agree_next_meeting
from mentorkorps.matching import Proposal
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

PRESSED_TWICE = timedelta(minutes=1)
LONGEST = timedelta(days=14)  # a call may be put off so long, and no longer
WHO = {"mentor": N_("mentor"), "youth": N_("den unge"), "both": N_("mentor og den unge")}


@dataclass(frozen=True)
class Outcome:
    """What a call came to, as staff write it down."""

    result: str
    reached: str = "nobody"
    text: str = ""  # copied to the contact person
    internal: str = ""
    troubles: Collection[str] = ()
    again_on: date | None = None
    meet_on: date | None = None  # the next meeting, agreed on the phone


def log_call(match: Match, said: Outcome, *, by: Actor, reason: str = "") -> Call:
    """Keeps what a call to a pair came to; `reason` is why it was on the list.

    Refused for a pair that has ended, and as `_check` says; after a talk also without a word of what it was about.
    """
    match.lock()
    if not match.is_running and not _waits_after_the_end(match):
        raise Refused(_("Forløbet er afsluttet, så der er ingen opfølgning."))
    _check(said, Call.match_id == match.id)
    if said.meet_on and match.is_running:
        agree_next_meeting(match, said.meet_on, by=by)
    if said.result == "talked":
        _talked(match, said, by)
    else:
        _note(match.youth, said, by, match.id)
    return _keep(said, by, reason, match_id=match.id)


def _exits(match: Match) -> list[follow_ups.ExitContact]:
    """Who is still to be rung after the end."""
    return [one for one in follow_ups.exits_of(match) if one.done_at is None and one.raised_at]


def _waits_after_the_end(match: Match) -> bool:
    offer = follow_ups.offer_of(match)
    return bool(_exits(match)) or is_moved_on_silent(match) or (offer is not None and offer.answered_at is None)


def _talked(match: Match, said: Outcome, by: Actor) -> None:
    """The note is written and what it was about is done. Whether a youth wants a new mentor is answered by itself."""
    if not said.text.strip():
        raise Refused(_("Skriv kort, hvad I talte om."))
    text, internal = _text(said), _internal(said)
    step = follow_ups.open_follow_up(match)
    if step is not None:
        follow_ups.called(step, text, internal=internal, by=by, ends=not is_unheard(step, said.reached))
        return
    rung = [one for one in _exits(match) if said.reached in (one.side, "both")]
    for contact in rung:
        follow_ups.exit_called(contact, text, internal=internal, by=by)
    if said.reached in ("youth", "both"):
        moved_on_rung(match)
    if not rung:
        JournalNote.write(match.youth, "called", text, by=by, match_id=match.id, internal=internal)


def log_call_about(proposal: Proposal, said: Outcome, *, by: Actor, reason: str = "") -> Call:
    """Keeps a try to reach who is to answer a proposal. The answer itself is written down as an answer, not here.

    Refused when the proposal is answered or gone, for a talk, and as `_check` says.
    """
    fresh = select(Proposal).where(Proposal.id == proposal.id).with_for_update()
    db.session.scalars(fresh.execution_options(populate_existing=True)).one()
    if not proposal.is_open:
        raise Refused(_("Forslaget er ikke længere aktuelt."))
    if said.result == "talked":
        raise Refused(_("Skriv svaret på forslaget."))
    _check(said, Call.proposal_id == proposal.id)
    _note(proposal.youth, said, by, None)
    return _keep(said, by, reason, proposal_id=proposal.id)


def _check(said: Outcome, same: Any) -> None:
    """Refused for an unknown word, a talk with nobody, a day that cannot be, or the same twice (the button pressed twice)."""
    if said.result not in RESULTS or said.reached not in REACHED or set(said.troubles) - set(TROUBLES):
        raise Refused(_("Vælg, hvad opkaldet blev til."))
    if said.result == "talked" and said.reached == "nobody":
        raise Refused(_("Vælg, hvem du talte med."))
    if said.result == "later" and said.again_on is None:
        raise Refused(_("Vælg den dag, du ringer igen."))
    if said.again_on and not today() <= said.again_on <= today() + LONGEST:
        raise Refused(_("Vælg en dag inden for de næste to uger."))
    twice = Call.result == said.result, Call.called_at > now() - PRESSED_TWICE
    if said.result != "talked" and db.session.scalar(select(Call.id).where(same, *twice).limit(1)):
        raise Refused(_("Opkaldet er allerede skrevet ned."))


def _again_at(said: Outcome) -> datetime | None:
    if said.again_on:
        return max(morning_of(said.again_on), now())
    if said.result == "no_answer":
        return after_no_answer(now())
    return after_a_message(now()) if said.result == "left_message" else None


def _keep(said: Outcome, by: Actor, reason: str, **about: UUID) -> Call:
    call = Call(
        **about, reason=reason, reached="nobody" if said.result in UNANSWERED else said.reached, result=said.result,
        troubles=sorted(said.troubles), again_at=_again_at(said), called_at=now(), called_by=by.signature,
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    audit.record(f"call.{said.result}", call, by=by)
    return call


def _note(youth: Youth, said: Outcome, by: Actor, match_id: UUID | None) -> None:
    JournalNote.write(youth, "rang", _text(said), by=by, match_id=match_id, internal=_internal(said))


def _text(said: Outcome) -> str:
    """The note's shared part: what happened, what staff wrote, and the meeting agreed."""
    parts = [_happened(said), said.text]
    if said.meet_on:
        parts.append(danish(N_("Næste møde er aftalt til den %(day)s."), day=f"{said.meet_on:%d-%m-%Y}"))
    return " ".join(part for part in parts if part)


def _happened(said: Outcome) -> str:
    if said.result == "talked":
        return danish(N_("Korpset har talt med %(who)s."), who=WHO[said.reached])
    if said.result == "later":
        return danish(N_("Korpset ringer igen den %(day)s."), day=f"{said.again_on:%d-%m-%Y}")
    if said.result == "left_message":
        return danish(N_("Korpset har ringet og lagt en besked."))
    return danish(N_("Korpset har ringet uden at få svar."))


def _internal(said: Outcome) -> str:
    """The part that is not copied: the troubles in words, and what staff wrote."""
    codes = "; ".join(danish(TROUBLES[code]) for code in TROUBLES if code in said.troubles)
    parts = [danish(N_("Tegn på, at det er svært: %(codes)s."), codes=codes) if codes else "", said.internal]
    return " ".join(part for part in parts if part)
