"""What the corps does in a simulation: recruits mentors, and works through the inbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mentorkorps import matching
from mentorkorps.clock import real_now, today
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import FOUND_THROUGH, KINDS, Company, Mentor
from mentorkorps.programmes import setting
from mentorkorps.simulation.world import STAFF, World
from mentorkorps.youths import Enrolment
from mentorkorps.youths.enrolment import inbox
from tenants.quotas import NoPlace
from tenants.scope import acting_for, db
from tenants.users import Actor

if TYPE_CHECKING:
    from mentorkorps.simulation.pairs import Pairs

CHANNELS = (("mail", "sms", "phone"), (70, 26, 4))  # what a mentor wishes, and how often
FOUND = tuple(FOUND_THROUGH)
KIND = (None, *KINDS)  # where the programme has two kinds; of some it is not written


class Corps:
    """The corps of one partnership (or the municipality itself, where it runs alone)."""

    def __init__(self, world: World, pairs: Pairs) -> None:
        self.world, self.pairs = world, pairs
        self.recruited = 0
        self.patience: dict[UUID, date] = {}  # when staff get round to a waiting enrolment

    def recruit(self, day: date) -> None:
        """A fifth of the corps is there at the start, or all of it where all pairs are made in a fortnight; the rest comes."""
        period, in_all = self.world.period, self.world.corps_size
        at_start = in_all if self.world.season else in_all // 5
        share = (day - period.starts_on).days / (0.8 * (period.ends_on - period.starts_on).days)
        wanted = min(in_all, at_start + int((in_all - at_start) * share))
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
        kinds = setting(self.world.profile, "course", "mentor_kinds")
        mentor = Mentor(
            first_name=person.first, last_name=person.last, email=person.email, phone=person.phone, gender=person.gender,
            occupation=profile.occupation, position=profile.position, company_id=company.id, postcode=person.postcode,
            max_travel_minutes=profile.max_travel_minutes, languages=list(person.languages), traits=list(profile.traits),
            capacity=profile.capacity, recruited_on=day, retired_from_work_on=profile.retired_on,
            trained_on=day, trained_how="talk", trained_by=STAFF.name,
            channel=self.world.rng.choices(*CHANNELS)[0], found_through=FOUND[int(person.phone[-1]) % len(FOUND)],
            kind=KIND[int(person.phone[-2]) % len(KIND)] if kinds else None,
        )  # fmt: skip
        db.session.add(mentor)
        db.session.flush()

    def work_inbox(self, tenant: UUID, day: date) -> None:
        """Those who have waited long enough get a mentor proposed."""
        busy = select(matching.Proposal.enrolment_id).where(
            matching.Proposal.fell_at.is_(None), matching.Proposal.started_at.is_(None)
        )
        for enrolment in db.session.scalars(inbox().where(Enrolment.id.not_in(busy))).all():
            since = (enrolment.returned_at or enrolment.sent_at or real_now()).date()
            if day >= max(self._ready(enrolment.id, since), since + timedelta(days=1)):
                self._propose(tenant, enrolment, day)

    def _ready(self, enrolment: UUID, since: date) -> date:
        if enrolment not in self.patience:
            slow = (0, 1, 2, 3, 4, 6, 8) if self.world.season else (2, 4, 6, 8, 12, 16, 20, 24, 33)
            self.patience[enrolment] = max(since, self.world.season or since) + timedelta(
                days=self.world.rng.choice(slow)
            )
        return self.patience[enrolment]

    def _propose(self, tenant: UUID, enrolment: Enrolment, day: date) -> None:
        best = next((one for one in suggest(enrolment, day) if one.is_proposable), None)
        if best is None:
            self.patience[enrolment.id] = day + timedelta(days=10)
            return
        try:
            proposal = matching.propose(enrolment, best, by=STAFF)
        except NoPlace:  # nothing has been written yet, so nothing is taken back: a connection forgets its plans then
            self.world.counts["quota_refusals"] += 1
            self.patience[enrolment.id] = day + timedelta(days=14)
            return
        self.patience.pop(enrolment.id, None)
        self._mentor_will_answer(tenant, proposal.id, day)

    def _mentor_will_answer(self, tenant: UUID, proposal: UUID, day: date) -> None:
        rng, answer = self.world.rng, self.world.rng.random()
        yes = answer < 0.90
        if answer < 0.08:  # silence: a reminder, then staff call
            self.world.counts["silence"] += 1
            later, yes = day + timedelta(days=rng.randint(9, 12)), rng.random() < 0.5
        else:
            later = day + timedelta(days=rng.randint(1, 6))
        self.world.agenda.on(later, tenant, lambda: self._mentor_answers(tenant, proposal, yes))

    def _mentor_answers(self, tenant: UUID, proposal_id: UUID, yes: bool) -> None:
        proposal = matching.Proposal.get(proposal_id)
        reason = "" if yes else self.world.rng.choice(sorted(matching.NO_REASONS))
        matching.mentor_says(proposal, yes, by=Actor("mentor", proposal.mentor.name), reason=reason)
        if not yes:
            self.world.counts["noes"] += 1
            return
        later = max(proposal.proposed_on, today()) + timedelta(days=self.world.rng.randint(1, 5))
        self.world.agenda.on(later, tenant, lambda: self._youth_answers(tenant, proposal_id))

    def _youth_answers(self, tenant: UUID, proposal_id: UUID) -> None:
        yes = self.world.rng.random() < 0.93
        proposal = matching.Proposal.get(proposal_id)
        match = matching.youth_says(proposal, yes, by=Actor("youth", proposal.youth.name))
        self.world.counts["matches" if yes else "noes"] += 1
        if match:
            self.pairs.begin(tenant, match.id, today())
