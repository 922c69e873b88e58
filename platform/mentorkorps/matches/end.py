"""The goodbye: reason, outcomes, and the question behind the 85 per cent (FY-07, FY-08)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches.facts import MOVED_ON, OUTCOMES, OWED_TO, MovedOn, Outcome
from mentorkorps.matches.goodbye import said_goodbye
from mentorkorps.matches.match import END_REASONS, Match
from mentorkorps.messages import Letter, ask
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import new_id
from tenants.scope import db
from tenants.users import SYSTEM, Actor


def end(match: Match, reason: str, *, by: Actor, for_good: bool = True) -> None:
    """Ends the pair today: the mentor has room, links die, and youth and contact person are asked whether it moved on.

    Refused when it has ended. A pair that never met gives its place back if the agreement says so. Not `for_good`: the
    youth gets another mentor, and is asked nothing yet.
    """
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er allerede afsluttet."))
    if reason not in END_REASONS:
        raise Refused(_("Vælg en årsag til, at forløbet slutter."))
    match.ended_at, match.ended_on, match.end_reason, match.ended_by = now(), today(), reason, by.name
    match.engagement.free(now())
    if match.first_met_on is None and match.rules["place_back_when_never_met"]:
        match.give_place_back()
    Link.revoke(match.id)
    said_goodbye(match)
    db.session.flush()
    audit.record("match.ended", match, by=by)
    text = danish(N_("Forløbet er afsluttet. Årsag: %(reason)s."), reason=END_REASONS[reason])
    JournalNote.write(match.youth, "match_ended", text, by=by, match_id=match.id, urgent=True)
    if for_good:
        ask_moved_on(match)


def ask_moved_on(match: Match) -> None:
    """Youth and contact person are asked whether it moved on, once, where the two have met."""
    if match.first_met_on is None or db.session.scalar(select(MovedOn.id).where(MovedOn.match_id == match.id).limit(1)):
        return
    contact = match.youth.contact_person
    letters = {"youth": Letter(match.youth, "moved_on", match.id, "moved_on")}
    if contact:
        letters["contact"] = Letter(contact, "moved_on_contact", match.id, "moved_on")
    asking = ask(list(letters.values()))
    db.session.add_all(MovedOn(match_id=match.id, side=side, asked_at=asking.at(one)) for side, one in letters.items())
    who = N_("Den unge og kontaktpersonen bliver spurgt") if contact else N_("Den unge bliver spurgt")
    text = danish(N_("%(who)s, om forløbet har ført positivt videre."), who=who)
    JournalNote.write(match.youth, "moved_on", text, by=SYSTEM, match_id=match.id)


def moved_on_answer(match: Match, side: str, answer: str, *, by: Actor) -> None:
    """Keeps ja, nej or ved ikke of youth or contact person; Refused when not asked, answered before, or something else."""
    row = db.session.scalar(select(MovedOn).where(MovedOn.match_id == match.id, MovedOn.side == side).with_for_update())
    if row is None or row.answered_at:
        raise Refused(_("Der er ikke noget at svare på lige nu. Tak."))
    if answer not in MOVED_ON:
        raise Refused(_("Vælg ja, nej eller ved ikke."))
    row.answered_at, row.answer = now(), answer
    audit.record(f"moved_on.{side}", match, by=by)
    who = N_("Den unge") if side == "youth" else N_("Kontaktpersonen")
    text = danish(N_("%(who)s har svaret på, om forløbet har ført positivt videre."), who=who)
    JournalNote.write(match.youth, "moved_on", text, by=by, match_id=match.id)


def reached(match: Match, kind: str, began_on: date, *, by: Actor, owed_to: Collection[str] = ()) -> Outcome:
    """Remembers a dated outcome, and whose co-operation it came of (keys of `OWED_TO`, FY-46).

    Refused for an unknown kind, a day to come or before the start, or twice the same.
    """
    if kind not in OUTCOMES:
        raise Refused(_("Vælg et af de seks resultater."))
    if began_on > today():
        raise Refused(_("Resultatet ligger ude i fremtiden. Skriv det, når det er begyndt."))
    if began_on < match.started_on:
        raise Refused(_("Resultatet begyndte før forløbet og kan ikke tælle med."))
    same = Outcome.match_id == match.id, Outcome.kind == kind, Outcome.began_on == began_on
    if db.session.scalar(select(Outcome.id).where(*same)):
        raise Refused(_("Resultatet er allerede skrevet ned."))
    recorded: dict[str, Any] = {"id": new_id(), "recorded_at": now(), "recorded_by": by.name}
    recorded["owed_to"] = [one for one in OWED_TO if one in owed_to]
    outcome = Outcome(match_id=match.id, kind=kind, began_on=began_on, **recorded)
    db.session.add(outcome)
    audit.record("outcome.recorded", outcome, by=by)
    text = danish(N_("Resultat: %(kind)s fra den %(day)s."), kind=OUTCOMES[kind], day=f"{began_on:%d-%m-%Y}")
    JournalNote.write(match.youth, "outcome", text, by=by, match_id=match.id)
    return outcome
