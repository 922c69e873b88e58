"""Ayla and Bent in Svendborg, met since 15 June 2014; and how the days go by for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.follow_ups import ExitContact, log_meeting
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, youth_says
from mentorkorps.schedule import begin
from tenants.scope import acting_for, db
from tenants.users import Actor
from tests.cast import tenant
from tests.forms import submit
from tests.pair import HERE, proposed, the_match
from workers.perform import drain

BENT = Actor("mentor", "Bent Madsen")


@contextmanager
def on(day: date, hour: int = 12) -> Iterator[None]:
    """It is noon (or another hour) of that day."""
    with standing_at(datetime.combine(day, time(hour), COPENHAGEN)):
        yield


def matched() -> str:
    """Both have said yes today; the address of the pair's page."""
    proposed()
    with acting_for(tenant(HERE)):
        proposal = db.session.scalars(select(Proposal)).one()
        mentor_says(proposal, yes=True, by=BENT)
        match = youth_says(proposal, yes=True, by=Actor("youth", "Ayla"))
        assert match is not None
        return f"/{HERE}/par/{match.id}"


def running() -> str:
    """They have met as well."""
    page = matched()
    with acting_for(tenant(HERE)):
        held = {"held_on": today(), "took_place": True, "minutes": 60, "place": "workplace", "next_on": None}
        log_meeting(the_match(), **held, by=BENT)
    return page


def pair() -> Match:
    """The pair as it stands."""
    with acting_for(tenant(HERE)):
        found = the_match()
        db.session.expunge_all()
        return found


def work(day: date, hour: int = 20) -> None:
    """Everything due until that hour of that day is done in Svendborg."""
    with on(day, hour):
        drain(now(), [tenant(HERE)])


def begin_the_days() -> None:
    """The recurring work of Svendborg starts."""
    with acting_for(tenant(HERE)):
        begin(bears=True, operates=False)


def ended(client: FlaskClient, page: str, reason: str, **more: object) -> str:
    """Cille ends the pair today; the page afterwards."""
    answer = submit(client, f"{page}/afslut", reason=reason, sikker="ja", **more)
    assert answer.status_code == 200, answer.text
    return answer.text


def exits() -> list[tuple[str, date, date, str | None]]:
    """(side, first day, last day, how it was done) of each contact after the end."""
    with acting_for(tenant(HERE)):
        rows = db.session.scalars(select(ExitContact).order_by(ExitContact.side, ExitContact.serial))
        return [(one.side, one.opens_on, one.due_on, one.done_how) for one in rows]


def notes(act: str) -> list[str]:
    """What the journal says of one kind of act."""
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(select(JournalNote.text).where(JournalNote.act == act)))
