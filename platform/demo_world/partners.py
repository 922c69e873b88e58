"""The partners in the demo: each has accepted the agreement, and its people sit in the steering group, which has met.

It goes through the product's own verbs, on the days on which it would have happened.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering_group import actions, attendance, decisions, meetings, minutes, seats
from tenants.agreements.accepting import accept
from tenants.agreements.versions import TermsVersion
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor, User

OPERATOR, LEADER = "dygtige-unge", "birgitte"
#: Who says yes for each party, in the order in which they did, an hour between.
SIGNERS = {
    "svendborg": "kim", "faaborg-midtfyn": "sofie", "nyborg": "bodil", "svendborg-erhvervsskole": "else", "uu": "henrik",
    OPERATOR: "cille",
}  # fmt: skip
AFTER_THE_MEETING = time(16)
SAID = "Partnerne gennemgik rapporten. Alle oplever god opbakning. Korpset finder flere mentorer inden for håndværk."
DECIDED = "Korpset besøger tre nye virksomheder i hver kommune inden sommerferien."
TASK = "Giv korpset navne på tre virksomheder, som det kan besøge"


def come_together() -> None:
    """Every party accepts the agreement, with time and person, and chooses whom to send to the steering group."""
    for hours, (slug, subject) in enumerate(SIGNERS.items()):
        home = _house(slug)
        with standing_at(now() + timedelta(hours=hours)), acting_for(home):
            user = _user(home, subject)
            partnership = db.session.scalars(select(Partnership).where(Partnership.slug == "fyn")).one()
            version = TermsVersion.newest(partnership)
            if version is not None:
                accept(version, now(), by=user.actor)
            if slug != OPERATOR:
                seats.choose(partnership, user, by=user.actor)


def have_met(until: date) -> None:
    """What was written about each meeting before `until`: who came, what was decided, the minutes, and a task."""
    home = _house(OPERATOR)
    with acting_for(home):
        held = select(SteeringMeeting).where(SteeringMeeting.held_on < until, SteeringMeeting.cancelled_at.is_(None))
        days = {one.id: one.held_on for one in db.session.scalars(held.order_by(SteeringMeeting.held_on))}
        leader = _user(home, LEADER).actor
    for number, (meeting, day) in enumerate(days.items()):
        with standing_at(datetime.combine(day, AFTER_THE_MEETING, COPENHAGEN)), acting_for(home):
            _write(meetings.locked(meeting), by=leader, is_first=number == 0)


def _write(meeting: SteeringMeeting, *, by: Actor, is_first: bool) -> None:
    attendance.note(meeting, _came(meeting), by=by)
    draft = minutes.write(meeting, SAID, by=by)
    if is_first:
        decisions.decide(meeting, "other", DECIDED, "Styregruppen i enighed", by=by)
        minutes.approve(meeting, draft.version, "Styregruppen", by=by)
        actions.give(meeting, TASK, _house("nyborg"), meeting.held_on + timedelta(days=120), by=by)


def _came(meeting: SteeringMeeting) -> Mapping[UUID, str]:
    return {seat.id: "came" for seat, _house_of_it in attendance.seated_at(meeting)}


def _house(slug: str) -> UUID:
    with acting_for(None):
        return Tenant.called(slug).id


def _user(home: UUID, subject: str) -> User:
    return db.session.scalars(select(User).where(User.tenant_id == home, User.subject == subject)).one()
