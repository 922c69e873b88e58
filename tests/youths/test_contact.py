"""One contact person for each person of the municipality, who is known again on signing in (FY-38)."""

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now, real_now, standing_at
from mentorkorps.journal import JournalNote, daily_digest
from mentorkorps.messages import Message
from mentorkorps.web.enrolment_forms import account_of
from mentorkorps.youths import ContactPerson, recognise
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests.cast import actor, enrol, tenant, youth_named
from tests.journal.scenes import later

HERE = "svendborg"
NO_ACCOUNT = {"contact_user_id": None, "contact_user_tenant_id": None}


def news_of(*names: str) -> None:
    """Each of these youths gets a note."""
    with acting_for(tenant(HERE)):
        for name in names:
            JournalNote.write(youth_named(name), "called", "Vi har talt sammen.", by=actor("cille"))


def contacts() -> Sequence[ContactPerson]:
    return db.session.scalars(select(ContactPerson).order_by(ContactPerson.email)).all()


def test_karen_with_three_youths_is_one_contact_person_and_gets_one_digest(app: Flask) -> None:
    karen = actor("karen")
    with acting_for(tenant(HERE)):
        enrol(karen)
        enrol(karen, first_name="Bo", contact_email=" Karen@Svendborg.example ")
        enrol(karen, first_name="Cem")
        assert [one.email for one in contacts()] == ["karen@svendborg.example"]
    news_of("Ayla", "Bo", "Cem")
    with standing_at(later(1)), acting_for(tenant(HERE)):
        daily_digest()
        sent = select(Message.to_address).where(Message.template == "news")
        assert db.session.scalars(sent).all() == ["karen@svendborg.example"]


def test_two_contact_persons_with_one_address_get_one_digest(app: Flask) -> None:
    with acting_for(tenant(HERE)):
        enrol(actor("karen"))
        enrol(actor("karen"), first_name="Bo", contact_email="bo@svendborg.example")
        contacts()[0].email = "KAREN@svendborg.example"
    news_of("Ayla", "Bo")
    with standing_at(later(1)), acting_for(tenant(HERE)):
        daily_digest()
        assert len(db.session.scalars(select(Message).where(Message.template == "news")).all()) == 1


def test_another_contact_for_one_youth_renames_nobody_elses(app: Flask) -> None:
    karen = actor("karen")
    with acting_for(tenant(HERE)):
        enrol(karen)
        enrol(karen, first_name="Bo", contact_name="Ny Mand", contact_email="ny@svendborg.example", **NO_ACCOUNT)
        assert youth_named("Ayla").contact_person.name == "Karen Holm"
        assert youth_named("Bo").contact_person.name == "Ny Mand"


def test_whoever_writes_karens_address_does_not_get_her_youths(app: Flask) -> None:
    with acting_for(tenant(HERE)):
        enrol(actor("karen"))
        enrol(actor("ulla"), first_name="Bo", contact_email="karen@svendborg.example")
        enrol(actor("karen"), first_name="Cem", **NO_ACCOUNT)
        assert [one.user_id for one in contacts()] == [actor("karen").user_id]


def test_an_account_is_found_however_its_address_is_written(app: Flask) -> None:
    with acting_for(tenant(HERE)):
        assert account_of(" KAREN@svendborg.example")["contact_user_id"] == actor("karen").user_id


@pytest.mark.parametrize("path", ["/svendborg/unge", "/svendborg/unge/{youth}"])
def test_a_contact_person_whose_account_came_later_is_known_on_signing_in(app: Flask, path: str) -> None:
    with acting_for(tenant(HERE)):
        enrol(actor("karen"), contact_name="Ny Mand", contact_email="NY@svendborg.example", **NO_ACCOUNT)
        youth = youth_named("Ayla").id
        user = User(issuer="https://id.svendborg.example", subject="ny", name="Ny Mand", email="ny@svendborg.example")
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"case_worker"}), now())
        _, token = SignIn.open(user, real_now())
    client = app.test_client()
    client.set_cookie("mk_session", f"{HERE}.{token}")
    page = client.get(path.format(youth=youth))
    assert page.status_code == 200 and "Ayla" in page.text


def test_an_address_that_two_accounts_have_is_nobodys(app: Flask) -> None:
    with acting_for(tenant(HERE)):
        enrol(actor("karen"), contact_email="ny@svendborg.example", **NO_ACCOUNT)
        twins = [User(issuer="x", subject=sub, name=sub, email="ny@svendborg.example") for sub in ("a", "b")]
        db.session.add_all(twins)
        db.session.flush()
        recognise(twins[0])
        assert [one.user_id for one in contacts()] == [None]
