"""The action list: who does what before when, and when it was done (FY-12)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering import SteeringMeeting
from tenants import audit
from tenants.registry import Member, Tenant
from tenants.rows import SharedRow, inside, together
from tenants.scope import db, own_id
from tenants.users import Actor


class ActionItem(SharedRow):
    """Something a partner does; disclosed to the members. The partner, too, says when it is done."""

    __tablename__ = "action_items"
    __table_args__ = (inside("steering_meetings", "meeting_id"), together("done_on", "done_by"))

    meeting_id: Mapped[UUID]
    text: Mapped[str]
    due_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    done_on: Mapped[date | None]
    done_by: Mapped[str | None]


def partners_of(meeting: SteeringMeeting) -> Sequence[Tenant]:
    """The partners on the meeting's day, by name; read by the house that operates."""
    members = Member.in_force(meeting.held_on).where(Member.partnership_id == meeting.partnership_id).subquery()
    return db.session.scalars(
        select(Tenant).where(Tenant.id.in_(select(members.c.party_tenant_id))).order_by(Tenant.name)
    ).all()


def give(meeting: SteeringMeeting, words: str, party: UUID, due_on: date, *, by: Actor) -> ActionItem:
    """A partner takes something upon itself. Refused for a deadline before the meeting, and for the same again; NotFound for
    who is no partner. Keep the meeting locked."""
    if due_on < meeting.held_on:
        raise Refused(_("Fristen skal ligge efter mødet."))
    if party not in {partner.id for partner in partners_of(meeting)}:
        raise NotFound("Member")
    same = {"meeting_id": meeting.id, "party_tenant_id": party, "text": words, "due_on": due_on}
    if db.session.scalar(select(ActionItem.id).filter_by(**same).limit(1)) is not None:
        raise Refused(_("Opgaven står allerede på listen."))
    item = ActionItem(
        party_tenant_id=party, meeting_id=meeting.id, text=words, due_on=due_on, written_at=now(), written_by=by.name
    )
    db.session.add(item)
    db.session.flush()
    audit.record("action.given", item, by=by)
    return item


def done(item_id: UUID, *, by: Actor) -> ActionItem:
    """It is done today: said by the partner whose it is, or by the house that operates. Refused when it was done."""
    mine = or_(ActionItem.party_tenant_id == own_id(), ActionItem.tenant_id == own_id())
    item = db.session.scalar(select(ActionItem).where(ActionItem.id == item_id, mine).with_for_update())
    if item is None:
        raise NotFound("ActionItem")
    if item.done_on is not None:
        raise Refused(_("Opgaven er allerede udført."))
    item.done_on, item.done_by = today(), by.name
    db.session.flush()
    audit.record("action.done", item, by=by)
    return item


def open_items() -> Select[ActionItem, Tenant]:
    """What is still to be done in the house's partnerships, the most urgent first, with whose it is."""
    whose = select(ActionItem, Tenant).join(Tenant, Tenant.id == ActionItem.party_tenant_id)
    return whose.where(ActionItem.done_on.is_(None)).order_by(ActionItem.due_on, ActionItem.id)


def given_at(meeting: SteeringMeeting) -> Select[ActionItem, Tenant]:
    """What was given at the meeting, with whose it is."""
    whose = select(ActionItem, Tenant).join(Tenant, Tenant.id == ActionItem.party_tenant_id)
    return whose.where(ActionItem.meeting_id == meeting.id).order_by(ActionItem.due_on, ActionItem.id)
