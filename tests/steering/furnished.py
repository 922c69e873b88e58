"""What happens in and around the planted courses: meetings, pauses, wishes, concerns and copies that are read."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from mentorkorps.clock import COPENHAGEN
from mentorkorps.concerns import Concern, ConcernStep
from mentorkorps.follow_ups.pause import Pause
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.matches import Meeting
from mentorkorps.youths import ContactPerson
from tenants.scope import db, tenant_id

TRADES = ("car_mechanic", "bicycle_mechanic", "hairdresser", "carpenter")  # the mentor is a car mechanic


def stamp(day: date | None) -> datetime | None:
    """Half past midnight in Denmark: still the day before in UTC."""
    return datetime.combine(day, time(0, 30), COPENHAGEN) if day else None


def furnish(plans: list[Any], rng: random.Random) -> None:
    """Invents it for each plan, the same for the same `rng`."""
    for plan in plans:
        plan.from_school = plan.by_partner and rng.random() < 0.5
        plan.wishes = rng.sample(TRADES, rng.choice([0, 1, 1, 2]))
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            opened = plan.sent_on + timedelta(days=rng.randrange(60))
            days = sorted(opened + timedelta(days=rng.randrange(90)) for _ in range(rng.randrange(3)))
            plan.concerns.append([(opened, rng.choice([None, 1]))] + [(day, rng.randrange(1, 5)) for day in days])
        for _ in range(rng.randrange(4)):
            plan.read_on.append(plan.sent_on + timedelta(days=rng.randrange(200)) if rng.random() < 0.8 else None)
        for pair in plan.pairs:
            _furnish_pair(pair, rng)


def _furnish_pair(pair: Any, rng: random.Random) -> None:
    day = pair.started_on + timedelta(days=rng.randrange(15))
    while day < (pair.ended_on or pair.started_on + timedelta(days=200)):
        pair.meetings.append((day, rng.choice([None, 30, 60, 60, 95])))
        day += timedelta(days=rng.choice([7, 14, 14, 20, 40]))
    if rng.random() < 0.3:
        begun = pair.started_on + timedelta(days=rng.randrange(60))
        pair.pauses.append((begun, rng.choice([None, begun + timedelta(days=30)])))


def write_about_youth(youth_id: UUID, plan: Any) -> None:
    """The rows of a plan's concerns, and of the copies of its notes."""
    for steps in plan.concerns:
        opened = steps[0][0]
        concern = Concern(
            id=uuid4(), youth_id=youth_id, about="other", internal="", is_danger=False, is_minor=False, opened_at=stamp(opened),
            opened_on=opened, opened_by="Karen", opened_by_kind="user",
        )  # fmt: skip
        db.session.add(concern)
        for serial, (day, level) in enumerate(steps):
            step = ConcernStep(
                concern_id=concern.id, serial=serial, kind="escalated" if serial else "opened", taken_at=stamp(day),
                taken_by="Karen", level=level, owner_name="Cille", owner_tenant_id=tenant_id(), deadline=day,
            )  # fmt: skip
            db.session.add(step)
    if plan.read_on:
        contact = ContactPerson(id=uuid4(), name="Karen", email=f"{uuid4()}@kommune.example")
        db.session.add(contact)
        for day in plan.read_on:
            _write_copy(youth_id, contact.id, day)


def _write_copy(youth_id: UUID, contact_id: UUID, read_on: date | None) -> None:
    at = stamp(date(2014, 2, 1))
    note = JournalNote(id=uuid4(), youth_id=youth_id, act="call", written_at=at, written_by="Cille", text="")
    db.session.add(note)
    read = {"read_at": stamp(read_on), "read_by": "Karen"} if read_on else {}
    db.session.add(NoteCopy(note_id=note.id, contact_person_id=contact_id, **read))


def write_about_pair(match_id: UUID, pair: Any) -> None:
    """The rows of a pair's meetings and pauses."""
    told = stamp(pair.started_on)
    for day, minutes in pair.meetings:
        db.session.add(
            Meeting(
                match_id=match_id,
                held_on=day,
                took_place=minutes is not None,
                minutes=minutes,
                logged_at=told,
                logged_by="Bent",
            )
        )
    for begun, until in pair.pauses:
        db.session.add(
            Pause(
                match_id=match_id,
                reason="other",
                from_on=begun,
                until_on=until,
                look_again_on=begun,
                begun_at=told,
                begun_by="Cille",
            )
        )


def flush_by_kind() -> None:
    """Writes what was added: one kind of row after the other, as they name each other by the keys that they were given."""
    waiting = list(db.session.new)
    db.session.expunge_all()
    for kind in dict.fromkeys(type(row) for row in waiting):
        db.session.add_all(row for row in waiting if type(row) is kind)
        db.session.flush()
