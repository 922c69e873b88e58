"""The steering group of both operators at its table, and those they work together with in the field."""

from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.field_partners import conditions, partner, referrals, rhythm, sharing, signing, story, targets, terms
from mentorkorps.field_partners.rhythm import FieldCampaignYear
from mentorkorps.steering import Seat, SteeringMeeting
from mentorkorps.steering_group import AgendaItem, Attendance, Invitation, actions, decisions, minutes, seats
from tenants.registry import Partnership
from tenants.scope import db
from tenants.users import Actor, User


def sit() -> None:
    """The house acted in chooses one of its own."""
    user = db.session.scalars(select(User).order_by(User.subject)).first()
    assert user is not None
    seats.choose(db.session.scalars(select(Partnership)).one(), user, by=user.actor)


def hold(party: UUID, by: Actor) -> None:
    """A meeting of the house that operates, with everything that is written about one."""
    held = select(SteeringMeeting).where(SteeringMeeting.held_on < today()).order_by(SteeringMeeting.held_on)
    meeting = db.session.scalars(held).first()
    seat = db.session.scalars(select(Seat).where(Seat.party_tenant_id == party)).one()
    assert meeting is not None
    db.session.add(AgendaItem(meeting_id=meeting.id, text="Virksomheder", added_at=now(), added_by=by.name))
    first = decisions.decide(meeting, "other", "Vi mødes igen", "Alle", by=by)
    decisions.decide(meeting, "other", "Vi mødes snart igen", "Alle", by=by, corrects=first.id)
    draft = minutes.write(meeting, "Alle var glade", by=by)
    minutes.approve(meeting, draft.version, "Gruppen", by=by)
    actions.give(meeting, "Find en virksomhed", party, today(), by=by)
    of_seat = {"party_tenant_id": party, "meeting_id": meeting.id, "seat_id": seat.id}
    db.session.add(Attendance(**of_seat, said="regrets", noted_at=now(), noted_by=by.name))
    db.session.add(Invitation(**of_seat, method="REQUEST", version=0, sequence=0, sent_at=now()))


def work_together(by: Actor) -> None:
    """A school with an agreement, and a story told with consent."""
    school = partner.aim_at("Teknisk Skole", "school", "Svendborg", "Rektor", by=by)
    terms.agree(school, today(), "Skolen", ("Elever", "Ingen", "De to ledere"), [], by=by)
    for condition in conditions.CONDITIONS:
        conditions.answer(school, condition, True, "Rektor", today(), by=by)
    signing.invite(school, 2, "rektor@skolen.example", by=by)
    signing.sign(school, 2, "Rektor", today(), by=by)
    referrals.agree_target(school, today(), today(), 5, referrals.Capacity(10, 5), by=by)
    step = rhythm.set_step(school, today().month, min(today().day, 28), "Kampagne", by=by)
    db.session.add(FieldCampaignYear(campaign_id=step.id, year=today().year, done_on=today(), done_by=by.name))
    firm = partner.aim_at("Smedjen", "company", "Svendborg", "Mester", by=by)
    terms.agree(firm, today(), "Smedjen", ("Elever", "Ingen", "De to ledere"), ["csr"], by=by)
    targets.aim({"school": 3}, by=by)
    told = story.tell("Vejen", "Hun fik en plads.", today(), ["Teknisk Skole"], by=by, person="Ida", consent="Ida")
    sharing.share(told, by=by)
