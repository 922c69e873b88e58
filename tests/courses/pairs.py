"""Pairs of the cast that run: Ayla and Bent in Svendborg, Sif and Bent in Vordingborg, each by their own links."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from mentorkorps.matching import mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from tenants.local_rules import adjust
from tenants.scope import acting_for, db
from tests import cast
from tests.pair import known

AYLA = ("svendborg", "dygtige-unge", "karen", "cille", "Ayla")
SIF = ("vordingborg", "vordingborg", "nora", "nora", "Sif")
BENT, YOUTH = "2031", "2032"


def paired(slug: str, house: str, worker: str, staff: str, first_name: str, **course: Any) -> UUID:
    """The youth enrolled, the first mentor proposed, both having said yes; `course` adjusts the programme first."""
    by = cast.actor(staff)
    if course:
        with acting_for(cast.tenant(slug)):
            adjust("course", course, "Til prøven.", by=by)
    with acting_for(cast.tenant(slug)):
        needs = {"main_need": "trade"} if course.get("mentor_kinds") else {}
        enrolment_id = cast.enrol(cast.actor(worker), first_name=first_name, **needs).id
    with acting_for(cast.tenant(slug), home=cast.tenant(house)):
        enrolment = cast.Enrolment.get(enrolment_id)
        proposal = propose(enrolment, suggest(enrolment, today())[0], by=by)
        mentor_says(proposal, True, by=by)
        match = youth_says(proposal, True, by=by)
        assert match is not None
        return match.id


def bents_page(app: Flask, slug: str) -> tuple[FlaskClient, str]:
    """Bent's phone, and the address of the course on it."""
    return _opened(app, slug, "start", BENT)


def youths_page(app: Flask, slug: str, template: str = "mentor_will_call") -> tuple[FlaskClient, str]:
    """The youth's phone, and the address of the course on it."""
    return _opened(app, slug, template, YOUTH)


def _opened(app: Flask, slug: str, template: str, digits: str) -> tuple[FlaskClient, str]:
    g.pop("csrf_token", None)  # the fixture's application context outlives a request, and holds the token
    phone = app.test_client()
    return phone, known(phone, template, digits, slug) + "/forloeb"


def notes(slug: str) -> list[str]:
    """What the journal says, the oldest first."""
    with acting_for(cast.tenant(slug)):
        written = select(JournalNote.text).order_by(JournalNote.written_at, JournalNote.id)
        return list(db.session.scalars(written))


def of_match(slug: str, match_id: UUID, ask: Callable[[Match], Any]) -> Any:
    """What `ask` says of the pair."""
    with acting_for(cast.tenant(slug)):
        return ask(Match.get(match_id))
