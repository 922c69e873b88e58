"""What companies write, are asked and offer at both operators, and the places that come of it in the municipalities."""

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.field_partners import company_contact, lead
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Facts, Offer, log_ask, offer, placement
from tenants.registry import Partnership
from tenants.scope import db, own_id
from tenants.users import Actor, User

SMEDJEN = lead.Written(
    "Smedjen", "Mester Holm", "mester@smedjen.example", "+4570102050", "Smede", "Vi mangler lærlinge."
)


def open_up(by: Actor) -> None:
    """The house that operates answers companies, and has asked a mentor who offers places."""
    partnership = db.session.scalars(select(Partnership).where(Partnership.tenant_id == own_id())).one()
    user = db.session.scalars(select(User).where(User.id == by.user_id)).one()
    lead.receive(SMEDJEN, company_contact.name_contact(partnership, user, "Konsulent", by=by), by=by)
    mentor = db.session.scalars(select(Mentor).where(Mentor.tenant_id == own_id()).limit(1)).one()
    facts = Facts("spare_time_job", "", 5, today(), None, "Svendborg", "")
    offer.make(log_ask(mentor, "yes", by=by), partnership, facts, by=by)


def give(by: Actor) -> None:
    """The youth of the municipality acted in gets a place."""
    match = db.session.scalars(select(Match).limit(1)).one()
    placement.give(match, db.session.scalars(select(Offer)).one(), by=by)
