"""What the contact person does herself she has read, and is not told of (FY-38)."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.journal import NoteCopy
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tests import cast
from tests.concerns.chain import paired, raised
from tests.journal.scenes import HERE
from workers.perform import drain


def told_of_concerns() -> list[str]:
    """Who was written to at once about what is new."""
    drain(now())
    with acting_for(cast.tenant(HERE)):
        return list(db.session.scalars(select(Message.to_address).where(Message.template == "news_urgent")))


def copies_of_concerns() -> list[bool]:
    """Of each copy about a concern, whether it has been read."""
    with acting_for(cast.tenant(HERE)):
        copies = db.session.scalars(select(NoteCopy)).all()
        return [copy.read_at is not None for copy in copies if copy.note.act == "concern"]


def test_karen_is_not_told_of_the_concern_she_raised_and_has_read_her_own_note(
    app: Flask, as_karen: FlaskClient
) -> None:
    youth_id = paired(app.test_client())
    page = f"/{HERE}/unge/{youth_id}"
    as_karen.get(page)  # who she is, is known from here on
    raised(as_karen, youth_id)
    assert told_of_concerns() == [] and copies_of_concerns() == [True]
    assert "1 nyt" not in as_karen.get(f"/{HERE}/unge").text and "ikke læst" not in as_karen.get(page).text


def test_karen_is_told_at_once_of_the_concern_that_cille_raised(as_karen: FlaskClient, as_cille: FlaskClient) -> None:
    youth_id = paired(as_cille)
    as_karen.get(f"/{HERE}/unge/{youth_id}")
    raised(as_cille, youth_id)
    assert told_of_concerns() == ["karen@svendborg.example"] and copies_of_concerns() == [False]
