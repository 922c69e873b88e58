"""Hand-made rows of a partnership, kept beside the plain facts they were made of, so that both can be counted."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from mentorkorps.follow_ups import FollowUp
from mentorkorps.matches import END_REASONS, Match, MovedOn, Outcome
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Engagement, Mentor
from mentorkorps.steering.figures import OUTCOME_KINDS
from mentorkorps.youths import Enrolment, Youth
from tenants.quotas import Quota, Reservation
from tenants.registry import Programme
from tenants.scope import acting_for, db, tenant_id
from tests import cast
from tests.steering.furnished import flush_by_kind, furnish, stamp, write_about_pair, write_about_youth

MUNICIPALITIES = ("svendborg", "nyborg", "faaborg-midtfyn")
FIRST = date(2014, 2, 15)


@dataclass
class Pair:
    started_on: date
    trade: bool
    ended_on: date | None = None
    reason: str | None = None
    follow_ups: list[tuple[date, date | None, str | None]] = field(default_factory=list)  # due, done, how
    outcomes: list[tuple[str, date]] = field(default_factory=list)
    moved: list[tuple[str, date | None, str | None]] = field(default_factory=list)  # side, day, answer
    meetings: list[tuple[date, int | None]] = field(default_factory=list)  # day, minutes; none where it was not held
    pauses: list[tuple[date, date | None]] = field(default_factory=list)

    def opens_on(self, due_on: date) -> date:
        """The first day of the window that ends on `due_on`."""
        return due_on - timedelta(days=2)

    def kind(self, serial: int) -> str:
        """Now and then somebody only looks whether a pause is over."""
        return "pause" if (self.started_on.day + serial) % 7 == 0 else "check_in"


@dataclass
class Proposed:
    on: date
    fell_on: date | None = None
    pair: Pair | None = None


@dataclass
class Plan:
    """One youth, in plain facts."""

    slug: str
    sent_on: date
    by_partner: bool = False
    from_school: bool = False  # of those: by the school and not by UU
    wishes: list[str] = field(default_factory=list)
    concerns: list[list[tuple[date, int | None]]] = field(default_factory=list)  # the steps of each: day, level
    read_on: list[date | None] = field(default_factory=list)  # one copy of a note each
    returned_on: date | None = None  # withdrawn and open again, with no proposal yet
    closed_on: date | None = None
    away: list[tuple[date, date]] = field(default_factory=list)  # closed on the one day, open again on the other
    proposals: list[Proposed] = field(default_factory=list)
    reserved_on: date | None = None
    freed_on: date | None = None
    elsewhere: bool = False  # enrolled in another partnership's programme, though the same municipality bears the case

    @property
    def pairs(self) -> list[Pair]:
        return [proposed.pair for proposed in self.proposals if proposed.pair]


def invent(seed: int, youths: int = 60) -> list[Plan]:
    """Youths with every fate, the same for the same seed."""
    rng = random.Random(seed)
    plans = [_youth(rng) for _ in range(youths)]
    furnish(plans, random.Random(f"{seed} furnished"))
    return plans


def _youth(rng: random.Random) -> Plan:
    plan = Plan(rng.choice(MUNICIPALITIES), FIRST + timedelta(days=rng.randrange(-20, 300)), rng.random() < 0.2)
    plan.elsewhere = rng.random() < 0.1
    day = plan.sent_on + timedelta(days=rng.choice([2, 10, 27, 28, 29, 45]))
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        if plan.pairs:
            _open_again(plan, day - timedelta(days=day.day % 3))
        proposed = Proposed(day)
        plan.proposals.append(proposed)
        plan.reserved_on = plan.reserved_on or day
        fate = rng.random()
        if fate < 0.15:
            break  # still open
        day += timedelta(days=rng.randrange(1, 12))
        if fate < 0.35:
            proposed.fell_on = day
            continue
        proposed.pair = _pair(rng, day)
        plan.closed_on = day
        day = (proposed.pair.ended_on or day) + timedelta(days=rng.randrange(1, 20))
        if proposed.pair.ended_on is None:
            break
    if plan.pairs and plan.pairs[-1].ended_on and plan.sent_on.day % 3 == 0 and plan.proposals[-1].pair:
        _open_again(plan, plan.pairs[-1].ended_on + timedelta(days=plan.sent_on.day % 5))
    if not plan.pairs and rng.random() < 0.3:
        plan.closed_on = plan.sent_on + timedelta(days=rng.choice([5, 28, 40, 100]))
    if not plan.proposals and plan.sent_on.day % 2:
        plan.returned_on = plan.sent_on + timedelta(days=20)
        plan.away.append((plan.sent_on + timedelta(days=12), plan.returned_on))
    if plan.reserved_on and not plan.pairs and rng.random() < 0.4:
        plan.freed_on = plan.reserved_on + timedelta(days=9)
    return plan


def _open_again(plan: Plan, day: date) -> None:
    """The enrolment, closed when a pair began, is open again; never before the pair has ended."""
    ended_on = plan.pairs[-1].ended_on
    if plan.closed_on and ended_on:
        plan.away.append((plan.closed_on, max(day, ended_on)))
        plan.closed_on = None


def _pair(rng: random.Random, day: date) -> Pair:
    pair = Pair(day, rng.random() < 0.7)
    if rng.random() < 0.6:
        pair.ended_on, pair.reason = (
            day + timedelta(days=rng.choice([20, 80, 89, 92, 130, 260])),
            rng.choice(list(END_REASONS)),
        )
    due = day + timedelta(days=14)
    while due < (pair.ended_on or due + timedelta(days=1)) and len(pair.follow_ups) < 5:
        pair.follow_ups.append(
            (due, due + timedelta(days=rng.choice([-3, 0, 0, 1, 6])), rng.choice(["answered", "called"]))
        )
        due += timedelta(days=35)
    if pair.ended_on:
        pair.follow_ups.append((due, pair.ended_on, "ended"))
        for side in rng.sample(["youth", "contact"], rng.randrange(3)):
            answered = rng.random() < 0.8
            told = pair.ended_on + timedelta(days=rng.randrange(20)) if answered else None
            pair.moved.append((side, told, rng.choice(["yes", "yes", "no", "unsure"]) if answered else None))
    else:
        pair.follow_ups.append((due, None, None))
    for kind in rng.sample(OUTCOME_KINDS, rng.choice([0, 0, 1, 1, 2])):
        pair.outcomes.append((kind, day + timedelta(days=rng.choice([-30, 0, 40, 150]))))
    return pair


def plant(plans: list[Plan]) -> None:
    """Writes the rows of `plans` into the Fyn partnership, each in its tenant."""
    operator, other = cast.tenant("dygtige-unge"), cast.tenant("vordingborg")
    with acting_for(operator):
        mentor = db.session.scalars(select(Mentor.id).where(Mentor.tenant_id == operator)).first()
        programme = db.session.scalars(select(Programme.id).where(Programme.tenant_id == operator)).one()
        places = _take_places(plans, mentor)
    with acting_for(other):
        elsewhere = db.session.scalars(select(Programme.id).where(Programme.tenant_id == other)).one()
    partners = cast.tenant("uu"), cast.tenant("svendborg-erhvervsskole")
    for slug in MUNICIPALITIES:
        with acting_for(cast.tenant(slug), home=operator):
            for index, plan in enumerate(plans):
                if plan.slug == slug:
                    ours = (other, elsewhere) if plan.elsewhere else (operator, programme)
                    _write(plan, ours, partners[plan.from_school], (operator, mentor, *places[index]))
            flush_by_kind()


def _take_places(plans: list[Plan], mentor: UUID) -> list[tuple[UUID, UUID]]:
    quotas = {
        quota.party_tenant_id: quota.id
        for quota in db.session.scalars(select(Quota).join(Quota.period).order_by(Quota.id))
        if quota.period.name == "2014"
    }
    taken, parties = [], {slug: cast.tenant(slug) for slug in MUNICIPALITIES}
    for plan in plans:
        party, ids = parties[plan.slug], (uuid4(), uuid4())
        reserved, freed = stamp(plan.reserved_on or date(2013, 1, 1)), stamp(plan.freed_on)
        db.session.add(
            Reservation(id=ids[0], party_tenant_id=party, quota_id=quotas[party], reserved_at=reserved, freed_at=freed)
        )
        db.session.add(Engagement(id=ids[1], party_tenant_id=party, mentor_id=mentor, taken_at=reserved))
        taken.append(ids)
    return taken


def _write(plan: Plan, programme: tuple[UUID, UUID], partner: UUID, place: tuple[UUID, UUID, UUID, UUID]) -> None:
    youth = Youth(id=uuid4(), first_name="Ung", languages=[])
    db.session.add(youth)
    more = {"begun_by_tenant_id": partner if plan.by_partner else tenant_id()}
    enrolment = Enrolment(
        id=uuid4(), youth_id=youth.id, begun_at=stamp(plan.sent_on), begun_by="Karen", begun_by_user_id=uuid4(),
        assessed_on=plan.sent_on, sent_at=stamp(plan.sent_on), promise_days=28, programme_tenant_id=programme[0],
        programme_id=programme[1], returned_at=stamp(_back_on(plan)), closed_at=stamp(plan.closed_on),
        closed_days=[Range(*days) for days in plan.away if days[0] < days[1]],
        close_reason="lukket" if plan.closed_on else "", trades=plan.wishes, **more,
    )  # fmt: skip
    db.session.add(enrolment)
    write_about_youth(youth.id, plan)
    operator, mentor, reservation, engagement = place
    pointers = {
        "youth_id": youth.id, "caring_tenant_id": operator, "mentor_tenant_id": operator, "mentor_id": mentor,
        "engagement_tenant_id": operator, "engagement_id": engagement,
        "reservation_tenant_id": operator, "reservation_id": reservation,
    }  # fmt: skip
    for proposed in plan.proposals:
        _write_proposal(proposed, enrolment.id, pointers)


def _back_on(plan: Plan) -> date | None:
    back = [one.fell_on for one in plan.proposals if one.fell_on] + [opened_on for _closed_on, opened_on in plan.away]
    return max(back, default=None)


def _write_proposal(proposed: Proposed, enrolment_id: UUID, pointers: dict[str, UUID]) -> None:
    pair = proposed.pair
    proposal = Proposal(
        id=uuid4(), enrolment_id=enrolment_id, proposed_at=stamp(proposed.on), proposed_on=proposed.on, proposed_by="Cille",
        score=1, reasons=[], is_trade_match=bool(pair and pair.trade),
        fell_at=stamp(proposed.fell_on), fell_because="mentor_no" if proposed.fell_on else None,
        started_at=stamp(pair.started_on) if pair else None, **pointers,
    )  # fmt: skip
    db.session.add(proposal)
    if pair:
        _write_pair(pair, proposal.id, pointers)


def _write_pair(pair: Pair, proposal_id: UUID, pointers: dict[str, UUID]) -> None:
    match = Match(
        id=uuid4(), proposal_id=proposal_id, rules={}, is_trade_match=pair.trade,
        started_at=stamp(pair.started_on), started_on=pair.started_on,
        ended_at=stamp(pair.ended_on), ended_on=pair.ended_on, end_reason=pair.reason, **pointers,
    )  # fmt: skip
    db.session.add(match)
    write_about_pair(match.id, pair)
    told = stamp(pair.started_on)
    for serial, (due, done, how) in enumerate(pair.follow_ups):
        db.session.add(
            FollowUp(
                match_id=match.id,
                serial=serial,
                kind=pair.kind(serial),
                opens_on=pair.opens_on(due),
                due_on=due,
                done_at=stamp(done),
                done_on=done,
                done_how=how,
            )
        )
    for kind, day in pair.outcomes:
        db.session.add(Outcome(match_id=match.id, kind=kind, began_on=day, recorded_at=told, recorded_by="Karen"))
    for side, day, answer in pair.moved:
        db.session.add(MovedOn(match_id=match.id, side=side, asked_at=told, answered_at=stamp(day), answer=answer))
