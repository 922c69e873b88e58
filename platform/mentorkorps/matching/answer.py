"""The two answers to a proposal. The mentor is asked first; the youth never learns of a no (FY-29)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups import plan_first
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.matching.proposal import Proposal
from mentorkorps.matching.silent import raise_unreached
from mentorkorps.matching.training import check_trained
from mentorkorps.messages import Letter, hurry, tell, to_mentor, to_youth
from mentorkorps.refused import Refused
from mentorkorps.working_days import working_days_after
from tenants import audit
from tenants.beginning import may_begin, rules_to_begin_by
from tenants.local_rules import LocalRules, rules_of
from tenants.quotas import spend
from tenants.registry import Programme
from tenants.scope import db
from tenants.users import SYSTEM, Actor

NO_REASONS: Mapping[str, str] = {
    "no_time": N_("Har ikke tid lige nu"),
    "not_my_field": N_("Faget passer ikke"),
    "too_far": N_("Der er for langt"),
    "other": N_("En anden grund"),
}
#: Why a proposal falls when the municipality has left, or its agreement is over: no answer can lead to a pair.
OVER = "agreement_over"
REMINDED = {
    "mentor": N_("Korpset har mindet mentor om at svare på forslaget."),
    "youth": N_("Korpset har mindet den unge om at svare på forslaget."),
}
SILENT = {
    "mentor": N_("Mentor har ikke svaret på forslaget. Korpset ringer."),
    "youth": N_("Den unge har ikke svaret på forslaget. Korpset ringer."),
}
FELL = N_("Forslaget blev ikke til noget. Korpset leder videre.")
FELL_OVER = N_("Forslaget blev ikke til noget: aftalen med kommunen er udløbet, så et nyt forløb kan ikke begynde.")


def mentor_says(proposal: Proposal, yes: bool, *, by: Actor, reason: str = "") -> None:
    """The mentor's answer: a yes asks the youth; a no frees both places and brings the youth back to the inbox. So does a yes
    when no pair can begin here any more: nobody is asked in vain."""
    _lock_open(proposal)
    if proposal.mentor_yes_at is not None:
        raise Refused(_("Mentor har allerede svaret."))
    audit.record(f"proposal.mentor_{'yes' if yes else 'no'}", proposal, by=by)
    if not yes:
        fall(proposal, "mentor_no", reason)
        return
    if not may_begin(today()):
        fall(proposal, OVER)
        return
    proposal.mentor_yes_at, proposal.reminded_at, proposal.raised_at = now(), None, None
    to_youth(proposal.youth, "youth_asked", proposal.id, purpose="youth_answer")
    text = danish(N_("Mentor har sagt ja til at mødes. Nu bliver den unge spurgt."))
    JournalNote.write(proposal.youth, "mentor_yes", text, by=SYSTEM)


def youth_says(proposal: Proposal, yes: bool, *, by: Actor, reason: str = "") -> Match | None:
    """The youth's answer: a yes starts the match; a no frees both places, and so does a yes when no pair can begin here any
    more. Refused before the mentor's yes."""
    _lock_open(proposal)
    if proposal.mentor_yes_at is None:
        raise Refused(_("Mentor har ikke sagt ja endnu."))
    audit.record(f"proposal.youth_{'yes' if yes else 'no'}", proposal, by=by)
    if not yes:
        fall(proposal, "youth_no", reason)
        return None
    if not may_begin(today()):
        fall(proposal, OVER)
        return None
    proposal.youth_yes_at = proposal.started_at = now()
    return _start(proposal)


def withdraw(proposal: Proposal, reason: str, *, by: Actor) -> None:
    """Staff take a proposal back, whoever was to answer. Refused without a reason, or when it is answered already."""
    if not reason.strip():
        raise Refused(_("Skriv kort, hvorfor forslaget trækkes tilbage."))
    _lock_open(proposal)
    audit.record("proposal.withdrawn", proposal, by=by)
    fall(proposal, "withdrawn", reason.strip())


def ask_now(proposal: Proposal, *, by: Actor) -> None:
    """What the proposal asks goes at once: the one who is asked has said so to staff. Refused when it is answered, or has gone."""
    _lock_open(proposal)
    hurry(proposal.id)
    audit.record("proposal.asked_now", proposal, by=by)


def fall(proposal: Proposal, because: str, note: str = "") -> None:
    """The proposal ends without a match: the mentor has room, the place is free, the youth waits again.

    A mentor who has said yes is told so, without a reason (FY-29).
    """
    proposal.fell_at, proposal.fell_because, proposal.note = now(), because, note
    proposal.engagement.free(now())
    had_a_match = select(Match.id).where(
        Match.youth_id == proposal.youth_id, Match.reservation_id == proposal.reservation_id
    )
    if db.session.scalar(had_a_match.limit(1)) is None:
        proposal.reservation.free(now())
    proposal.enrolment.come_back(because if not note else f"{because}: {note}")
    Link.revoke(proposal.id)
    if proposal.mentor_yes_at is not None:
        to_mentor(proposal.mentor, "not_this_time", proposal.id)
    JournalNote.write(proposal.youth, "proposal_fell", danish(FELL_OVER if because == OVER else FELL), by=SYSTEM)


def _start(proposal: Proposal) -> Match:
    rules = rules_to_begin_by(today())
    check_trained(proposal.mentor, rules, today())
    match = Match.begin(
        youth_id=proposal.youth_id, proposal_id=proposal.id, is_trade_match=proposal.is_trade_match,
        rules=rules, caring_tenant_id=proposal.caring_tenant_id, carer_id=proposal.carer_id,
        mentor_tenant_id=proposal.mentor_tenant_id, mentor_id=proposal.mentor_id,
        engagement_tenant_id=proposal.engagement_tenant_id, engagement_id=proposal.engagement_id,
        reservation_tenant_id=proposal.reservation_tenant_id, reservation_id=proposal.reservation_id,
    )  # fmt: skip
    spend(proposal.reservation_tenant_id, proposal.reservation_id, now())
    proposal.enrolment.close("matched")
    plan_first(match)
    _tell_all(match)
    audit.record("match.started", match, by=SYSTEM)
    JournalNote.write(
        match.youth,
        "match_started",
        danish(N_("Den unge og mentor har begge sagt ja. Opstartsmailen er sendt til mentor.")),
        by=SYSTEM,
        match_id=match.id,
    )
    return match


def _tell_all(match: Match) -> None:
    letters = [
        Letter(match.mentor, "start", match.id, "start"),
        Letter(match.youth, "mentor_will_call", match.id, "start"),
    ]
    contact = match.youth.contact_person
    if contact:
        letters.append(Letter(contact, "first_meeting", match.id, path=f"/unge/{match.youth_id}"))
    tell(letters)


def _lock_open(proposal: Proposal) -> None:
    fresh = (
        select(Proposal).where(Proposal.id == proposal.id).with_for_update().execution_options(populate_existing=True)
    )
    db.session.scalars(fresh).one()
    if not proposal.is_open:
        raise Refused(_("Forslaget er ikke længere aktuelt. Tak for dit svar."))


def mind_proposals() -> None:
    """Silence: one reminder after three working days, the staff's list after five (each a setting of the programme, as adjusted
    here). Who cannot be reached is on the list at once. Where no pair can begin any more, each proposal falls."""
    if _all_fall():
        return
    raise_unreached()
    adjusted = LocalRules.newest()
    still = Proposal.fell_at.is_(None), Proposal.started_at.is_(None), Proposal.raised_at.is_(None)
    waiting = select(Proposal).where(*still).options(joinedload(Proposal.enrolment))
    proposals = db.session.scalars(waiting.order_by(Proposal.proposed_at, Proposal.id)).all()
    for proposal in proposals:
        silence = rules_of(_sent_under(proposal), adjusted)["silence"]
        asked_on = local(proposal.mentor_yes_at or proposal.proposed_at).date()
        if today() >= working_days_after(asked_on, silence["raise_after_working_days"]) and proposal.reminded_at:
            proposal.raised_at = now()
            _note(proposal, SILENT)
        elif today() >= working_days_after(asked_on, silence["remind_after_working_days"]) and not proposal.reminded_at:
            proposal.reminded_at = now()
            _remind(proposal)
            _note(proposal, REMINDED)


def _all_fall() -> bool:
    """Whether no pair can begin here any more; what is still asked is asked no longer."""
    open_ones = select(Proposal).where(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
    asked = db.session.scalars(open_ones.order_by(Proposal.proposed_at, Proposal.id)).all()
    if not asked or may_begin(today()):
        return False
    for proposal in asked:
        _lock_open(proposal)
        fall(proposal, OVER)
        audit.record("proposal.fell", proposal, by=SYSTEM)
    return True


def _sent_under(proposal: Proposal) -> Programme:
    """The programme of the enrolment: it stands also when the municipality has left meanwhile."""
    enrolment = proposal.enrolment
    return db.session.get_one(Programme, (enrolment.programme_tenant_id, enrolment.programme_id))


def _note(proposal: Proposal, said: Mapping[str, str]) -> None:
    text = danish(said[proposal.waits_for])
    JournalNote.write(proposal.youth, "reminded", text, by=SYSTEM)


def _remind(proposal: Proposal) -> None:
    if proposal.waits_for == "mentor":
        to_mentor(proposal.mentor, "mentor_asked_again", proposal.id, purpose="mentor_answer")
    else:
        to_youth(proposal.youth, "youth_asked_again", proposal.id, purpose="youth_answer")
