"""Rows of the end of a pair and of what comes after it."""

from datetime import timedelta

from sqlalchemy import select

from mentorkorps import case_file
from mentorkorps.clock import now, today
from mentorkorps.follow_ups import ExitContact, exit_answer
from mentorkorps.follow_ups.rematch import offer_rematch
from mentorkorps.matches import Effect, Match, attained_all, plan_goodbye
from tenants.scope import db
from tenants.users import Actor


def plan(match: Match, staff: Actor) -> None:
    """The end is agreed, and the youth was kept in education."""
    plan_goodbye(match, ends_on=today() + timedelta(days=7), reason="planned", last_meeting_on=None, by=staff)
    attained_all(match, {"kept_in_education": today()}, by=staff)


def after(match: Match, staff: Actor, youth: Actor) -> None:
    """The pair has ended: an answer, an offer, an effect and an audit of the file."""
    contact = db.session.scalars(select(ExitContact).where(ExitContact.side == "youth", ExitContact.serial == 1)).one()
    exit_answer(contact, "next_step", "work", by=youth, words="Jeg lærte at møde til tiden.")
    offer_rematch(match)
    db.session.add(Effect(match_id=match.id, kind="trust", noted_at=now(), noted_by=staff.name))
    case_file.draw(by=staff)
