"""A bounce comes back as work at once: of a question about a proposal, and of the contact person's news (VB-19, FY-38)."""

from datetime import date, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.calls import Whose
from mentorkorps.calls.call_list import CallLine, on_day, on_list
from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.follow_ups import ask_due
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message, Unreachable, reported
from mentorkorps.youths import ContactPerson, Youth
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import june, met, pair
from tests.pair import proposed
from workers.perform import drain

__all__ = ["pair"]
HERE, CORPS = "svendborg", "dygtige-unge"


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=COPENHAGEN)


def comes_back(day: date, hour: int, holder: str, template: str) -> None:
    """What is due is sent, and the message to that one comes back."""
    with standing_at(at(day, hour)):
        drain(now(), [tenant(HERE)])
        with acting_for(tenant(HERE)):
            theirs = select(Message.id).where(Message.holder == holder, Message.template.like(template))
            message = db.session.scalars(theirs).first()
            assert message and reported(message, delivered=False, why="550")
        drain(now(), [tenant(HERE)])


def lines(day: date) -> list[CallLine]:
    """Cille's call list."""
    with standing_at(at(day, 9)), acting_for(tenant(HERE), home=tenant(CORPS)):
        found = db.session.execute(on_list(actor("cille"), Whose(frozenset())), on_day(day)).all()
        return [CallLine(*row) for row in found]


def reasons(day: date) -> list[str]:
    return [reason for line in lines(day) for reason in line.reasons]


def test_a_proposal_whose_question_does_not_arrive_is_on_the_list_at_once(app: Flask) -> None:
    with standing_at(at(june(16), 9)):
        proposed()
    comes_back(june(16), 9, "mentor", "mentor_asked")
    (line,) = lines(june(16))
    assert (line.kind, line.reasons, line.whom) == ("proposal", ["unreachable"], "mentor")


def test_a_proposal_to_an_address_known_to_be_closed_is_on_the_list_the_next_morning(app: Flask) -> None:
    with standing_at(at(june(16), 9)):
        with acting_for(tenant(CORPS)):
            bent = db.session.scalars(select(Mentor.id)).one()
        with acting_for(tenant(HERE)):
            Unreachable.found("mentor", bent, "bent@vaerksted.example", "550")
        drain(now(), [tenant(HERE)])
        proposed()
    with standing_at(at(june(17), 12)):
        drain(now(), [tenant(HERE)])
    assert reasons(june(17)) == ["unreachable"]


def test_a_pair_whose_contact_person_is_not_reached_is_on_the_list_until_the_address_is_mended(pair: UUID) -> None:
    met(june(18))
    assert "contact_unreachable" not in reasons(june(18))
    comes_back(june(18), 14, "contact", "news%")
    assert "contact_unreachable" in reasons(june(19))
    with acting_for(tenant(HERE)):
        closed = db.session.scalars(select(Unreachable.person_id)).one()
        contact = db.session.scalars(select(ContactPerson).where(ContactPerson.id == closed)).one()
        contact.email = "karen.holm@svendborg.example"
    assert "contact_unreachable" not in reasons(june(19))
    with standing_at(at(june(20), 12)):
        drain(now(), [tenant(HERE)])
    with acting_for(tenant(HERE)):
        assert db.session.scalars(Unreachable.open_here()).all() == []


@pytest.mark.parametrize(("by_phone", "closed"), [("mentor", "youth"), ("youth", "mentor")])
def test_one_who_is_rung_and_one_who_is_not_reached_are_both_said(pair: UUID, by_phone: str, closed: str) -> None:
    """A step keeps one reason, here that they agreed no new meeting; the list says the others too."""
    met(june(16))
    with acting_for(tenant(HERE), home=tenant(CORPS)):
        bent, ayla = db.session.scalars(select(Mentor)).one(), db.session.scalars(select(Youth)).one()
        people: dict[str, Mentor | Youth] = {"mentor": bent, "youth": ayla}
        people[by_phone].channel = "phone"
        people[closed].phone = ""
        Unreachable.found(closed, people[closed].id, people[closed].email, "550")
    with standing_at(at(june(30), 8)), acting_for(tenant(HERE)):
        ask_due()
    (line,) = lines(june(30))
    assert line.reasons == ["phone", "alarm_no_next", "unreachable", "no_next"]
