"""What the page of a pair tells of it, read in one statement: steps, meetings, results, goals, and who is not reached."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, Text, Uuid, bindparam, cast, select
from sqlalchemy.orm.attributes import set_committed_value

from mentorkorps.courses import ExpectationAgreement, Goal, ShortContact
from mentorkorps.courses.contacts import SHOWN as CONTACTS_SHOWN
from mentorkorps.follow_ups import AgreedLength, Answer, FollowUp, Pause
from mentorkorps.matches import Attainment, Goodbye, Match, Meeting, MovedOn, Outcome, SecondYes, waiting
from mentorkorps.messages import Unreachable
from mentorkorps.web.side_by_side import Wanted, apart, beside
from tenants.outbox import OutboxItem
from tenants.scope import db

Facts = dict[str, list[Any]]
PLANS_SHOWN = 20


@cache
def _lists() -> dict[str, Wanted]:
    match_id: BindParameter[UUID] = bindparam("match_id", type_=Uuid())
    people = [bindparam(name, type_=Uuid()) for name in ("mentor_id", "youth_id", "contact_id")]
    steps = select(FollowUp.id).where(FollowUp.match_id == match_id)

    def of_pair(kind: Any, *order: Any, at_most: int = 200) -> Wanted:
        return Wanted(kind, (kind.match_id == match_id,), order, at_most)

    not_done = Goodbye.match_id == match_id, Goodbye.done_at.is_(None), Goodbye.dropped_at.is_(None)
    closed = Unreachable.solved_at.is_(None), Unreachable.person_id.in_(people)
    return {
        "steps": of_pair(FollowUp, FollowUp.serial.desc()),
        "answers": Wanted(Answer, (Answer.follow_up_id.in_(steps),), (Answer.answered_at, Answer.id)),
        "meetings": of_pair(Meeting, Meeting.held_on, Meeting.logged_at),
        "outcomes": of_pair(Outcome, Outcome.began_on, Outcome.id),
        "expected": Wanted(OutboxItem, waiting(cast(match_id, Text)), (OutboxItem.run_at, OutboxItem.id)),
        "second": of_pair(SecondYes, SecondYes.side),
        "moved": of_pair(MovedOn, MovedOn.side),
        "pauses": of_pair(Pause, Pause.begun_at.desc(), at_most=PLANS_SHOWN),
        "lengths": of_pair(AgreedLength, AgreedLength.agreed_at.desc(), at_most=PLANS_SHOWN),
        "goals": of_pair(Goal, Goal.number, Goal.version.desc()),
        "agreements": of_pair(ExpectationAgreement, ExpectationAgreement.version.desc(), at_most=1),
        "contacts": of_pair(
            ShortContact, ShortContact.held_on.desc(), ShortContact.logged_at.desc(), at_most=CONTACTS_SHOWN
        ),
        "attainments": of_pair(Attainment, Attainment.seen_on, Attainment.kind),
        "goodbyes": Wanted(Goodbye, not_done, (Goodbye.id,), 1),
        "unreachable": Wanted(Unreachable, closed, (Unreachable.since, Unreachable.id)),
    }


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    return beside(_lists())


def facts_of(match: Match) -> Facts:
    """Each list by its name; the pair and its steps have what belongs to them at hand."""
    people = {"mentor_id": match.mentor_id, "youth_id": match.youth_id, "contact_id": match.youth.contact_person_id}
    found = apart(_lists(), db.session.execute(_statement(), {"match_id": match.id} | people).all())
    set_committed_value(match, "meetings", found["meetings"])
    set_committed_value(match, "outcomes", found["outcomes"])
    for step in found["steps"]:
        set_committed_value(step, "answers", [one for one in found["answers"] if one.follow_up_id == step.id])
    return found
