"""Proposing a mentor: a place of the municipality and one of the mentor are taken, or neither (FY-05, FY-29, HT-04)."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from mentorkorps import trades
from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matching.line import PlaceWait, stand_in_line, take_place
from mentorkorps.matching.proposal import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.messages import to_mentor
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import audit
from tenants.beginning import rules_to_begin_by
from tenants.quotas import NoPlace, Quota, Reservation
from tenants.scope import db, own_id
from tenants.users import Actor

if TYPE_CHECKING:
    from mentorkorps.matching.suggest import Suggestion


def propose(enrolment: Enrolment, suggestion: "Suggestion", *, by: Actor) -> Proposal:
    """Proposes the suggested mentor and asks him or her first.

    Refused when the youth already has a proposal or a mentor, no pair may begin here any more, the quota is used, the
    mentor is full, or something else stops it (too far, no language in common); then nothing is kept. The same mentor once
    more by the same hand, while that mentor has yet to answer, is the button pressed twice: the proposal that is out.
    """
    out, mentor = _out(enrolment), suggestion.mentor
    if out is not None:
        if not _is_same(out, mentor, by):
            raise Refused(_("Der er allerede et forslag, som venter på svar."))
        return out
    if not suggestion.is_full and not suggestion.is_proposable:
        raise Refused(next(reason.sentence for reason in suggestion.reasons if reason.is_stop))
    rules = rules_to_begin_by(today())
    quota = Quota.of_here(today(), locked=True)
    reservation = _place_of(enrolment, quota) or take_place(enrolment, quota)
    engagement = mentor.engage(now())
    proposal = Proposal(
        youth_id=enrolment.youth_id, enrolment_id=enrolment.id, mentor_tenant_id=mentor.tenant_id, mentor_id=mentor.id,
        engagement_tenant_id=engagement.tenant_id, engagement_id=engagement.id,
        reservation_tenant_id=reservation.tenant_id, reservation_id=reservation.id,
        proposed_at=now(), proposed_on=today(), proposed_by=by.name,
        carer_id=_carer(by), is_trade_match=suggestion.is_trade_match,
        score=suggestion.score, reasons=_as_data(suggestion),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    to_mentor(mentor, "mentor_asked", proposal.id, purpose="mentor_answer", rules=rules)
    _remember(proposal, mentor, by)
    return proposal


def propose_or_wait(enrolment: Enrolment, suggestion: "Suggestion", *, by: Actor) -> Proposal | PlaceWait:
    """As `propose`; where no place is free and the agreement says so, the youth stands in line for one instead."""
    try:
        return propose(enrolment, suggestion, by=by)
    except NoPlace:  # nothing has been written yet
        if Quota.of_here(today()).beyond != "wait":
            raise
    return stand_in_line(enrolment, by=by)


def _out(enrolment: Enrolment) -> Proposal | None:
    """The proposal that is out for the enrolment, which is locked; Refused where it does not wait for a mentor."""
    fresh = (
        select(Enrolment)
        .where(Enrolment.id == enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    db.session.scalars(fresh).one()
    if enrolment.sent_at is None or enrolment.closed_at is not None:
        raise Refused(_("Tilmeldingen venter ikke på en mentor."))
    open_one = select(Proposal).where(
        Proposal.enrolment_id == enrolment.id, Proposal.fell_at.is_(None), Proposal.started_at.is_(None)
    )
    return db.session.scalar(open_one)


def _is_same(out: Proposal, mentor: Mentor, by: Actor) -> bool:
    same_mentor = (out.mentor_tenant_id, out.mentor_id) == (mentor.tenant_id, mentor.id)
    return same_mentor and out.waits_for == "mentor" and (out.proposed_by, out.carer_id) == (by.name, _carer(by))


def _carer(by: Actor) -> UUID | None:
    return by.user_id if by.tenant_id == own_id() else None


def _place_of(enrolment: Enrolment, quota: Quota) -> Reservation | None:
    """The place the youth already has in the period: a rematch uses no new one, unless the agreement counts matches."""
    if quota.unit == "match":
        return None
    return db.session.scalar(
        select(Reservation)
        .join(
            Proposal,
            (Proposal.reservation_tenant_id == Reservation.tenant_id) & (Proposal.reservation_id == Reservation.id),
        )
        .where(
            Proposal.youth_id == enrolment.youth_id, Reservation.quota_id == quota.id, Reservation.freed_at.is_(None)
        )
        .limit(1)
    )


def _as_data(suggestion: "Suggestion") -> list[dict[str, Any]]:
    return [reason.as_data() for reason in suggestion.reasons]


def _remember(proposal: Proposal, mentor: Mentor, by: Actor) -> None:
    audit.record("proposal.made", proposal, by=by)
    JournalNote.write(
        proposal.youth,
        "proposed",
        danish(
            N_("Korpset har fundet en mulig mentor: %(trade)s. Mentor bliver spurgt først."),
            trade=trades.OCCUPATIONS[mentor.occupation].title,
        ),
        by=by,
    )
