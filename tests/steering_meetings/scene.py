"""The steering group of Fyn at its table: Birgitte of the corps calls, and the partners choose who comes."""

from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, real_now, today
from mentorkorps.steering import Seat, SteeringMeeting
from mentorkorps.steering_group import seats
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests import cast
from workers.perform import drain

OPERATOR, MEETINGS = "dygtige-unge", "/dygtige-unge/styregruppemoeder"
SITTING = {
    "kim": "svendborg",
    "rune": "nyborg",
    "sofie": "faaborg-midtfyn",
    "erik": "svendborg-erhvervsskole",
    "ulla": "uu",
}


def employ_birgitte(app: Flask) -> FlaskClient:
    """The corps' own coordinator, signed in: who calls the meetings and writes the minutes."""
    with acting_for(cast.tenant(OPERATOR)):
        issuer, mail = "https://id.dygtige-unge.example", "birgitte@dygtige-unge.example"
        user = User(issuer=issuer, subject="birgitte", name="Birgitte Toft", email=mail)
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"coordinator"}), now())
        _, token = SignIn.open(user, real_now())
    client = app.test_client()
    client.set_cookie("mk_session", f"{OPERATOR}.{token}")
    return client


def seat(*names: str) -> None:
    """Each of the cast is chosen by the own house, and the calendars are told."""
    for name in names:
        with acting_for(cast.tenant(SITTING[name])):
            partnership = db.session.scalars(select(Partnership)).one()
            user = db.session.scalars(select(User).where(User.subject == name)).one()
            seats.choose(partnership, user, by=user.actor)
    told()


def told() -> None:
    """The work that is due now is done, the letters too; twice, since one house tells another."""
    for _ in range(2):
        drain(now())


def following(place: int = 0) -> SteeringMeeting:
    """The next meeting that stands, or one of those after it."""
    with acting_for(cast.tenant(OPERATOR)):
        ahead = SteeringMeeting.held_on >= today(), SteeringMeeting.cancelled_at.is_(None)
        return db.session.scalars(select(SteeringMeeting).where(*ahead).order_by(SteeringMeeting.held_on)).all()[place]


def seat_of(name: str) -> UUID:
    """The id of the seat of one of the cast."""
    with acting_for(cast.tenant(SITTING[name])):
        return db.session.scalars(select(Seat.id).where(Seat.party_tenant_id == cast.tenant(SITTING[name]))).one()
