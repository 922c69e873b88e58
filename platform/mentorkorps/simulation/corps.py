"""What the corps does in a simulation: recruits mentors, works through the inbox, and calls those who are silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mentorkorps import matching
from mentorkorps.clock import real_now, today
from mentorkorps.follow_ups import FollowUp, called
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Company, Mentor
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from mentorkorps.youths.enrolment import inbox
from tenants.scope import acting_for, db
from tenants.users import Actor

if TYPE_CHECKING:
    from mentorkorps.simulation.year import World

AT_START, IN_ALL = 20, 100
STAFF = Actor("user", "Korpsets medarbejder")


class Corps:
    """The corps of one partnership (or the municipality itself, where it runs alone)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.recruited = 0
        self.patience: dict[UUID, date] = {}  # when staff get round to a waiting enrolment

    def live(self, day: date, *, working: bool) -> None:
        """One day."""
        if not working:
            return
        self._recruit(day)
        for tenant in self.world.bearing:
            with acting_for(tenant.id, home=self.world.operator):
                self._work_inbox(tenant.id, day)
                self._call_silent(tenant.id, day)

    def _recruit(self, day: date) -> None:
        period = self.world.period
        share = (day - period.starts_on).days / (0.8 * (period.ends_on - period.starts_on).days)
        wanted = min(IN_ALL, AT_START + int((IN_ALL - AT_START) * share))
        if wanted <= self.recruited:
            return
        with acting_for(self.world.operator):
            for _ in range(wanted - self.recruited):
                self._add_mentor(day)
        self.recruited = wanted

    def _add_mentor(self, day: date) -> None:
        profile = self.world.people.mentor(day, postcodes=self.world.mentor_postcodes)
        person, workplace = profile.person, profile.workplace
        company = Company(
            name=workplace.name, employees=workplace.employees, sector=workplace.sector, first_contact_on=day
        )
        db.session.add(company)
        db.session.flush()
        mentor = Mentor(
            first_name=person.first, last_name=person.last, email=person.email, phone=person.phone, gender=person.gender,
            occupation=profile.occupation, position=profile.position, company_id=company.id, postcode=person.postcode,
            max_travel_minutes=profile.max_travel_minutes, languages=list(person.languages), traits=list(profile.traits),
            capacity=profile.capacity, recruited_on=day, retired_from_work_on=profile.retired_on,
        )  # fmt: skip
        db.session.add(mentor)
        db.session.flush()

    def _work_inbox(self, tenant: UUID, day: date) -> None:
        busy = select(matching.Proposal.enrolment_id).where(
            matching.Proposal.fell_at.is_(None), matching.Proposal.started_at.is_(None)
        )
        for enrolment in db.session.scalars(inbox().where(Enrolment.id.not_in(busy))).all():
            since = (enrolment.returned_at or enrolment.sent_at or real_now()).date()
            ready = self.patience.setdefault(
                enrolment.id, since + timedelta(days=self.world.rng.choice([2, 4, 6, 8, 12, 16, 20, 24, 33]))
            )
            if day >= max(ready, since + timedelta(days=1)):
                self._propose(tenant, enrolment, day)

    def _propose(self, tenant: UUID, enrolment: Enrolment, day: date) -> None:
        best = next((one for one in suggest(enrolment, day) if one.is_proposable), None)
        if best is None:
            self.patience[enrolment.id] = day + timedelta(days=5)
            return
        try:
            with db.session.begin_nested():
                proposal = matching.propose(enrolment, best, by=STAFF)
        except Refused:
            self.world.counts["quota_refusals"] += 1
            self.patience[enrolment.id] = day + timedelta(days=14)
            return
        self.patience.pop(enrolment.id, None)
        self._mentor_will_answer(tenant, proposal.id, day)

    def _mentor_will_answer(self, tenant: UUID, proposal: UUID, day: date) -> None:
        rng, answer = self.world.rng, self.world.rng.random()
        if answer < 0.08:  # silence: a reminder, then staff call
            self.world.counts["silence"] += 1
            self.world.agenda.on(
                day + timedelta(days=rng.randint(9, 12)),
                lambda: self._mentor_answers(tenant, proposal, rng.random() < 0.5),
            )
        else:
            self.world.agenda.on(
                day + timedelta(days=rng.randint(1, 6)), lambda: self._mentor_answers(tenant, proposal, answer < 0.90)
            )

    def _mentor_answers(self, tenant: UUID, proposal_id: UUID, yes: bool) -> None:
        with acting_for(tenant):
            proposal = matching.Proposal.get(proposal_id)
            reason = "" if yes else self.world.rng.choice(sorted(matching.NO_REASONS))
            matching.mentor_says(proposal, yes, by=Actor("mentor", proposal.mentor.name), reason=reason)
            day = proposal.proposed_on
        if not yes:
            self.world.counts["noes"] += 1
            return
        self.world.agenda.on(
            max(day, today()) + timedelta(days=self.world.rng.randint(1, 5)),
            lambda: self._youth_answers(tenant, proposal_id),
        )

    def _youth_answers(self, tenant: UUID, proposal_id: UUID) -> None:
        yes = self.world.rng.random() < 0.93
        with acting_for(tenant):
            proposal = matching.Proposal.get(proposal_id)
            matching.youth_says(proposal, yes, by=Actor("youth", proposal.youth.name))
        self.world.counts["matches" if yes else "noes"] += 1

    def _call_silent(self, tenant: UUID, day: date) -> None:
        silent = (
            select(FollowUp)
            .where(FollowUp.raised_at.is_not(None), FollowUp.done_at.is_(None))
            .order_by(FollowUp.due_on, FollowUp.id)
        )
        for follow_up in db.session.scalars(silent).all():
            if follow_up.match.is_running and self.world.rng.random() < 0.45:
                called(follow_up, "Talte med begge i telefonen. Det går godt, og de har aftalt et nyt møde.", by=STAFF)
                self.world.counts["late" if day > follow_up.due_on else "called"] += 1
