"""What a company has given in a year, in figures without a person: for its own statement of social responsibility (DF-31)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select

from mentorkorps import across
from mentorkorps.field_partners import FieldPartner
from mentorkorps.matches import Match, Meeting
from mentorkorps.mentors import Company, Mentor
from mentorkorps.offers.ask import OfferAsk
from mentorkorps.offers.offer import Offer, OfferPlace
from mentorkorps.offers.placement import Placement
from tenants.registry import Tenant
from tenants.scope import own_id

LEAST = 5  # pairs and places under which the page says "under 5"


class Statement(NamedTuple):
    """A year of a company."""

    pairs: int  # that ran in the year, with one of its mentors
    hours: int  # of meetings held, rounded down
    placements: int  # that began on an offer of one of its mentors, or of the partner in the field of that name


def statement(company: Company, year: int, home: Tenant) -> Statement:
    """Over all whom the house serves."""
    rows = [row for _tenant, row in across.read(home, _here(company, date(year, 1, 1), date(year, 12, 31)))]
    pairs, minutes, placements = (sum(row[n] for row in rows) for n in range(3))
    return Statement(pairs, minutes // 60, placements)


def _here(company: Company, first: date, last: date) -> Select[int, int, int]:
    """Of the tenant acted in: pairs, minutes, placements."""
    its = select(Mentor.id).where(Mentor.tenant_id == own_id(), Mentor.company_id == company.id)
    called = FieldPartner.kind == "company", func.lower(FieldPartner.name) == func.lower(company.name)
    partner = select(FieldPartner.id).where(FieldPartner.tenant_id == own_id(), *called)
    by_it = or_(OfferAsk.mentor_id.in_(its), OfferAsk.partner_id.in_(partner))
    theirs = Match.mentor_tenant_id == own_id(), Match.mentor_id.in_(its)
    ran = Match.started_on <= last, or_(Match.ended_on.is_(None), Match.ended_on >= first)
    pairs = select(func.count()).select_from(Match).where(*theirs, *ran)
    held = Meeting.took_place, Meeting.held_on.between(first, last)
    met = select(func.coalesce(func.sum(Meeting.minutes), 0)).join(Match, Match.id == Meeting.match_id)
    place = (OfferPlace.tenant_id == Placement.offer_place_tenant_id) & (OfferPlace.id == Placement.offer_place_id)
    begun = (
        select(func.count())
        .select_from(Placement)
        .join(OfferPlace, place)
        .join(Offer, (Offer.tenant_id == OfferPlace.tenant_id) & (Offer.id == OfferPlace.offer_id))
        .join(OfferAsk, (OfferAsk.tenant_id == Offer.tenant_id) & (OfferAsk.id == Offer.ask_id))
        .where(OfferAsk.tenant_id == own_id(), by_it, Placement.started_on.between(first, last))
    )
    return select(pairs.scalar_subquery(), met.where(*theirs, *held).scalar_subquery(), begun.scalar_subquery())
