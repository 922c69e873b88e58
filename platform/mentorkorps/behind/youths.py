"""Lists of youths: enrolled, proposed, waiting, promised a mentor in time, and the places they take."""

from collections.abc import Callable

from sqlalchemy import CTE, ColumnElement, and_, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from mentorkorps.behind.facts import SEE_ALL, Rows, day_of, each, first_asked, free, once, pairs, row, sent, within
from mentorkorps.behind.window import Asked
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.trades import OCCUPATIONS
from mentorkorps.youths import Enrolment
from mentorkorps.youths.reach import reachable_enrolments
from tenants.agreements import Agreement, Period
from tenants.quotas import Quota, Reservation
from tenants.scope import HERE
from tenants.users import Actor

OTHERS = ("school", "guidance")
TRADE_OF = literal({key: one.trade for key, one in OCCUPATIONS.items()}, JSONB)


def enrolled(window: Asked, by: Actor) -> Rows:
    """Youths whose enrolment was sent."""
    of = sent(window, by)
    return once(window, row(of.c.youth_id, of.c.sent_on))


def by_partner(window: Asked, by: Actor) -> Rows:
    """Those that a school or the guidance enrolled."""
    of = sent(window, by)
    return once(window, row(of.c.youth_id, of.c.sent_on).where(of.c.by_partner))


def by_the_house(window: Asked, by: Actor) -> Rows:
    """Enrolments that the house filled in itself."""
    of = sent(window, by)
    return each(window, row(of.c.youth_id, of.c.sent_on).where(~of.c.by_partner))


def came(*ways: str) -> Callable[[Asked, Actor], Rows]:
    """Enrolled by a house of these kinds."""

    def rows(window: Asked, by: Actor) -> Rows:
        of = sent(window, by)
        return once(window, row(of.c.youth_id, of.c.sent_on).where(_by(of.c.sent_by, ways)))

    return rows


def matched_of(*ways: str) -> Callable[[Asked, Actor], Rows]:
    """Of those the ones whose first pair of the days has begun."""

    def rows(window: Asked, by: Actor) -> Rows:
        of = pairs(window, by)
        new = row(of.c.youth_id, of.c.started_on).add_columns(of.c.sent_by)
        new = new.where(within(window, of.c.started_on), within(window, of.c.sent_on))
        first = new.ext(distinct_on(of.c.youth_id)).order_by(of.c.youth_id, of.c.started_on, of.c.match_id).subquery()
        return row(first.c.youth_id, first.c.day).where(_by(first.c.sent_by, ways))

    return rows


def proposed(window: Asked, by: Actor) -> Rows:
    """Youths to whom a mentor was proposed."""
    of = sent(window, by)
    asked = and_(Proposal.enrolment_id == of.c.enrolment_id, Proposal.proposed_on <= window.known)
    return once(window, row(of.c.youth_id, Proposal.proposed_on).join_from(of, Proposal, asked))


def first_wish_met(window: Asked, by: Actor) -> Rows:
    """Those proposed a mentor of the trade that they wish for most."""
    of = sent(window, by)
    asked = and_(Proposal.enrolment_id == of.c.enrolment_id, Proposal.proposed_on <= window.known)
    whom = and_(Mentor.tenant_id == Proposal.mentor_tenant_id, Mentor.id == Proposal.mentor_id)
    found = row(of.c.youth_id, Proposal.proposed_on).join_from(of, Proposal, asked).join(Mentor, whom)
    return once(window, found.where(_trade(Mentor.occupation.expression) == _trade(of.c.first_wish)))


def matched(window: Asked, by: Actor) -> Rows:
    """Youths whose first pair of the period began."""
    of = pairs(window, by)
    return once(window, row(of.c.youth_id, of.c.started_on))


def waiting(window: Asked, by: Actor) -> Rows:
    """Youths who wait on the day."""
    return _waits(free(window, by))


def too_long(window: Asked, by: Actor) -> Rows:
    """Those who have waited longer than they were promised."""
    of = free(window, by)
    return _waits(of, of.c.since + of.c.promise_days <= func.least(window.at, window.due))


def wishing(trade: str) -> Callable[[Asked, Actor], Rows]:
    """Who waits, and would most like to meet a mentor of the trade."""
    occupations = [key for key, one in OCCUPATIONS.items() if one.trade == trade]

    def rows(window: Asked, by: Actor) -> Rows:
        of = free(window, by)
        first = select(of.c.youth_id, of.c.first_wish, of.c.since).ext(distinct_on(of.c.youth_id))
        first = first.order_by(of.c.youth_id, of.c.sent_on, of.c.enrolment_id)
        one = first.subquery()
        return row(one.c.youth_id, one.c.since).where(one.c.first_wish.in_(occupations))

    return rows


def promise_due(window: Asked, by: Actor) -> Rows:
    """Enrolments whose promise was kept or has run out."""
    of = first_asked(window, by)
    deadline = of.c.sent_on + of.c.promise_days
    still = and_(or_(of.c.closed_on.is_(None), of.c.closed_on > deadline), ~of.c.closed_days.contains(deadline))
    missed = and_(deadline <= window.due, still)
    return each(window, row(of.c.youth_id, of.c.sent_on).where(or_(of.c.first_on.is_not(None), missed)))


def promise_kept(window: Asked, by: Actor) -> Rows:
    """Those that had a first proposal in time."""
    of = first_asked(window, by)
    return each(window, row(of.c.youth_id, of.c.sent_on).where(of.c.first_on <= of.c.sent_on + of.c.promise_days))


def first_proposals(window: Asked, by: Actor) -> Rows:
    """Enrolments with a first proposal, and the days that it took."""
    of = first_asked(window, by)
    found = row(of.c.youth_id, of.c.sent_on, amount=of.c.first_on - of.c.sent_on)
    return each(window, found.where(of.c.first_on.is_not(None)))


def places(*, open_only: bool) -> Callable[[Asked, Actor], Rows]:
    """The places of the house's quotas that are used or reserved; by whom stands with the proposal, where `by` reaches it.
    Whoever does not reach all of them sees the places of the own youths."""

    def rows(window: Asked, by: Actor) -> Rows:
        taken_on, freed_on = day_of(Reservation.reserved_at), day_of(Reservation.freed_at)
        quota = and_(Quota.tenant_id == Reservation.tenant_id, Quota.id == Reservation.quota_id)
        period = and_(Period.tenant_id == Quota.tenant_id, Period.id == Quota.period_id)
        agreed = and_(Agreement.tenant_id == Period.tenant_id, Agreement.id == Period.agreement_id)
        same = Proposal.reservation_tenant_id == Reservation.tenant_id, Proposal.reservation_id == Reservation.id
        reached = Proposal.enrolment_id.in_(reachable_enrolments(by).with_only_columns(Enrolment.id))
        whose = (
            select(Proposal.youth_id)
            .where(*same, reached)
            .order_by(Proposal.proposed_at.desc())
            .limit(1)
            .lateral("whose")
        )
        here = Quota.party_tenant_id == HERE, Agreement.partnership_id == window.partnership_id
        found = row(whose.c.youth_id, taken_on).select_from(Reservation).join(Quota, quota).join(Period, period)
        found = found.join(Agreement, agreed).join(whose, true(), isouter=bool(by.roles & SEE_ALL))
        found = found.where(*here, within(window, taken_on))
        return found.where(or_(Reservation.freed_at.is_(None), freed_on > window.known), *_open(window, open_only))

    return rows


def _open(window: Asked, open_only: bool) -> list[ColumnElement[bool]]:
    used = select(Match.id).where(
        Match.reservation_tenant_id == Reservation.tenant_id, Match.reservation_id == Reservation.id,
        Match.started_on <= window.known,
    )  # fmt: skip
    return [~used.exists()] if open_only else []


def _waits(of: CTE, *more: ColumnElement[bool]) -> Rows:
    """A youth waits once."""
    return row(of.c.youth_id, func.min(of.c.since)).where(*more).group_by(of.c.youth_id)


def _by(kind: ColumnElement[str], ways: tuple[str, ...]) -> ColumnElement[bool]:
    return kind.in_(ways) if ways else kind.not_in(OTHERS)


def _trade(occupation: ColumnElement[str]) -> ColumnElement[str]:
    return TRADE_OF.op("->>")(occupation)
