"""The people of a simulation in a demo that goes on: they take up what runs already, and leave the story to the visitor."""

from datetime import date, timedelta
from uuid import UUID

from mentorkorps.calls import CallLine
from mentorkorps.follow_ups import ExitContact, FollowUp
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.simulation.answering import Answering
from mentorkorps.simulation.calling import Calling
from mentorkorps.simulation.corps import Corps
from mentorkorps.simulation.names import PHONE_BLOCK
from mentorkorps.simulation.pairs import Habits, Pairs
from mentorkorps.simulation.world import World
from mentorkorps.youths import Enrolment, Youth


def is_made_up(person: Youth | Mentor) -> bool:
    """Whether the simulation made the person: a phone of its own block, and a mail address of both names."""
    of_the_block = person.phone.removeprefix("+45").startswith(PHONE_BLOCK)
    return of_the_block and "." in person.email.partition("@")[0]


def is_of_the_town(match: Match) -> bool:
    """Whether both of the pair are made up."""
    return is_made_up(match.youth) and is_made_up(match.mentor)


class Couples(Pairs):
    """All made-up pairs."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.known: set[UUID] = set()

    def begin(self, tenant: UUID, match: UUID, day: date) -> None:
        """As in the simulation."""
        self.known.add(match)
        super().begin(tenant, match, day)

    def resume(self, tenant: UUID, match: Match, day: date) -> None:
        """A pair that began before: it meets again soon, and says goodbye when it has had its time."""
        self.known.add(match.id)
        rng = self.world.rng
        length = int(rng.choice([120, 150, 180, 250, 270, 300]))
        habits = Habits(rng.randint(9, 18), length, rng.choice([0.03, 0.08, 0.15, 0.3]), rng.random() < 0.1)
        ends = max(match.started_on + timedelta(days=length), day + timedelta(days=rng.randint(7, 90)))
        planned = [meeting.next_on for meeting in match.meetings if meeting.next_on and meeting.next_on >= day]
        meets = min(planned, default=day + timedelta(days=rng.randint(1, 9)))
        self._on(meets, tenant, match.id, lambda m: self._meet(m, habits, tenant))
        self._on(ends, tenant, match.id, lambda m: self._say_goodbye(m, habits))


class Office(Corps):
    """The corps, whose inbox the visitor works through too."""

    def __init__(self, world: World, pairs: Pairs) -> None:
        super().__init__(world, pairs)
        self.asked: set[tuple[UUID, bool]] = (
            set()
        )  # of which proposals somebody is to answer: the mentor, then the youth

    def resume(self, tenant: UUID, proposal: Proposal, day: date) -> None:
        """Whoever is to answer now will, where nobody has decided yet."""
        asked = (proposal.id, proposal.mentor_yes_at is not None)
        if asked in self.asked:
            return
        self.asked.add(asked)
        if proposal.mentor_yes_at is None:
            self._mentor_will_answer(tenant, proposal.id, day)
        else:
            later, which = day + timedelta(days=self.world.rng.randint(1, 4)), proposal.id
            self.world.agenda.on(later, tenant, lambda: self._youth_answers(tenant, which))

    def _mentor_will_answer(self, tenant: UUID, proposal: UUID, day: date) -> None:
        self.asked |= {(proposal, False), (proposal, True)}
        super()._mentor_will_answer(tenant, proposal, day)

    def _propose(self, tenant: UUID, enrolment: Enrolment, day: date) -> None:
        if is_made_up(enrolment.youth):
            super()._propose(tenant, enrolment, day)


class Answers(Answering):
    """Everybody made up who is asked something."""

    def _decide(self, tenant: UUID, day: date, purpose: str, subject: UUID, holder: str) -> None:
        if is_of_the_town(_pair_of(purpose, subject)):
            super()._decide(tenant, day, purpose, subject, holder)


class Calls(Calling):
    """A colleague of Cille's, who rings everybody but the pairs of the story."""

    def _call(self, line: CallLine, day: date) -> None:
        if is_of_the_town(Match.get(line.about_id)):
            super()._call(line, day)


def _pair_of(purpose: str, subject: UUID) -> Match:
    if purpose == "follow_up":
        return FollowUp.get(subject).match
    return ExitContact.get(subject).match if purpose == "exit" else Match.get(subject)
