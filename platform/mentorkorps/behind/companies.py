"""Lists of what companies do: the corps and its companies, who was asked to do more, the offers, and what came of them."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from mentorkorps.behind.facts import NO_ID, SEE_ALL, Rows, day_of, pairs, row, sent, within
from mentorkorps.behind.window import Asked
from mentorkorps.language import N_
from mentorkorps.matches import Match, Outcome
from mentorkorps.mentors import Company, Mentor
from mentorkorps.offers import Offer, OfferAsk, OfferPlace, Placement
from tenants.scope import HERE, OWN
from tenants.users import Actor

THREE = ["job_centre", "youth", "mentor"]
NAME = Mentor.first_name + " " + Mentor.last_name


def mentors(*which: ColumnElement[bool], working: bool = False) -> Callable[[Asked, Actor], Rows]:
    """The corps as it stands, or those of it who have not retired from working life."""

    def rows(window: Asked, by: Actor) -> Rows:
        of = or_(Mentor.retired_from_work_on.is_(None), Mentor.retired_from_work_on > window.at) if working else true()
        found = row(NO_ID, Mentor.recruited_on, name=NAME).select_from(Mentor).outerjoin(Company, _of_company())
        return found.where(*_in_the_corps(window), of, *which)

    return rows


def new_mentors(window: Asked, by: Actor) -> Rows:
    """Those of it who came in the days."""
    return mentors(within(window, Mentor.recruited_on))(window, by)


def companies(window: Asked, by: Actor) -> Rows:
    """The companies that the corps comes from."""
    return _companies().where(*_in_the_corps(window))


def new_companies(window: Asked, by: Actor) -> Rows:
    """The companies whose first mentor came in the days."""
    return _companies().having(within(window, func.min(Mentor.recruited_on)))


def asked(*, ready: bool) -> Callable[[Asked, Actor], Rows]:
    """The mentors who have been asked to do more, or those whose newest answer is yes."""

    def rows(window: Asked, by: Actor) -> Rows:
        answered_on = day_of(OfferAsk.answered_at)
        told = case((answered_on <= window.at, OfferAsk.answered_at))
        ours = OfferAsk.tenant_id == OWN, OfferAsk.mentor_id.is_not(None), day_of(OfferAsk.asked_at) <= window.at
        newest = select(OfferAsk.mentor_id, OfferAsk.answer, day_of(OfferAsk.asked_at).label("day"), told.label("told"))
        newest = newest.where(*ours).ext(distinct_on(OfferAsk.mentor_id))
        one = newest.order_by(OfferAsk.mentor_id, told.desc().nulls_last(), OfferAsk.number.desc()).subquery()
        whom = and_(Mentor.tenant_id == OWN, Mentor.id == one.c.mentor_id)
        found = row(NO_ID, one.c.day, name=NAME).join_from(one, Mentor, whom)
        return found.where(one.c.told.is_not(None), one.c.answer == "yes") if ready else found

    return rows


def offers(*, filled: bool = False, stands: bool = False) -> Callable[[Asked, Actor], Rows]:
    """The offers made in the days, of them those of which every place is taken, or those that stand and have places left."""

    def rows(window: Asked, by: Actor) -> Rows:
        made_on, at = day_of(Offer.made_at), window.at
        held = and_(
            day_of(OfferPlace.taken_at) <= at, or_(OfferPlace.freed_at.is_(None), day_of(OfferPlace.freed_at) > at)
        )
        of = OfferPlace.tenant_id == Offer.tenant_id, OfferPlace.offer_id == Offer.id, held
        taken = func.coalesce(select(func.sum(OfferPlace.places)).where(*of).correlate(Offer).scalar_subquery(), 0)
        found = row(NO_ID, made_on, amount=Offer.places, name=func.coalesce(Company.name, NAME)).select_from(Offer)
        found = found.join(OfferAsk, and_(OfferAsk.tenant_id == Offer.tenant_id, OfferAsk.id == Offer.ask_id))
        found = found.outerjoin(Mentor, and_(Mentor.tenant_id == OfferAsk.tenant_id, Mentor.id == OfferAsk.mentor_id))
        found = found.outerjoin(Company, _of_company())
        found = found.where(Offer.tenant_id == OWN, Offer.partnership_id == window.partnership_id, made_on <= at)
        if stands:
            still = or_(Offer.withdrawn_at.is_(None), day_of(Offer.withdrawn_at) > at)
            return found.where(still, func.coalesce(Offer.until_on, at) >= at, taken < Offer.places)
        return found.where(within(window, made_on), *([taken >= Offer.places] if filled else []))

    return rows


def places(window: Asked, by: Actor) -> Rows:
    """The places that the house has got, each with how many; whose stands there where one youth has it and `by` reaches it."""
    taken_on = day_of(OfferPlace.taken_at)
    mine = select(Match.youth_id, Match.id.label("match_id")).join(Placement, Placement.match_id == Match.id)
    mine = mine.where(
        Placement.offer_place_tenant_id == OfferPlace.tenant_id, Placement.offer_place_id == OfferPlace.id
    )
    whose = mine.where(Match.youth_id.in_(select(sent(window, by).c.youth_id))).limit(1).lateral("whose")
    found = row(whose.c.youth_id, taken_on, pair=whose.c.match_id, amount=OfferPlace.places, word=N_("En gruppe"))
    found = found.select_from(OfferPlace).join(Offer, _of_offer(window))
    found = found.join(whose, true(), isouter=bool(by.roles & SEE_ALL))
    return found.where(OfferPlace.party_tenant_id == HERE, within(window, taken_on))


def begun(window: Asked, by: Actor) -> Rows:
    """The places on which a youth has begun; who, where `by` reaches the youth."""
    reached = Match.youth_id.in_(select(sent(window, by).c.youth_id))
    whose, pair = (case((reached, column)) for column in (Match.youth_id, Match.id))
    taken = and_(OfferPlace.tenant_id == Placement.offer_place_tenant_id, OfferPlace.id == Placement.offer_place_id)
    found = row(whose, Placement.started_on, pair=pair).join_from(Placement, Match, Match.id == Placement.match_id)
    found = found.join(OfferPlace, taken).join(Offer, _of_offer(window)).where(within(window, Placement.started_on))
    return found if by.roles & SEE_ALL else found.where(reached)


def of_three(window: Asked, by: Actor) -> Rows:
    """The outcomes that came of job centre, youth and mentor together."""
    of = pairs(window, by)
    own = and_(Outcome.match_id == of.c.match_id, Outcome.began_on >= of.c.started_on)
    found = row(of.c.youth_id, Outcome.began_on, pair=of.c.match_id).join_from(of, Outcome, own)
    return found.where(within(window, Outcome.began_on), Outcome.owed_to.contains(THREE))


def _in_the_corps(window: Asked) -> tuple[ColumnElement[bool], ...]:
    there = or_(Mentor.left_on.is_(None), Mentor.left_on > window.at)
    return Mentor.tenant_id == OWN, Mentor.recruited_on <= window.at, there


def _companies() -> Rows:
    found = row(NO_ID, func.min(Mentor.recruited_on), name=Company.name).join_from(Company, Mentor, _of_company())
    return found.where(Mentor.tenant_id == OWN).group_by(Company.id, Company.name)


def _of_company() -> ColumnElement[bool]:
    return and_(Company.tenant_id == Mentor.tenant_id, Company.id == Mentor.company_id)


def _of_offer(window: Asked) -> ColumnElement[bool]:
    same = and_(Offer.tenant_id == OfferPlace.tenant_id, Offer.id == OfferPlace.offer_id)
    return and_(same, Offer.partnership_id == window.partnership_id)
