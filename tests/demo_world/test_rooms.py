"""Behind the demo's one address there is something to look at in every room: concerns, partners in the field, companies, and the
house of whoever runs it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demo_world.cast import CAST
from demo_world.field_work import FieldWork
from demo_world.prepare import admit_cast
from demo_world.worries import Worries
from mentorkorps.clock import COPENHAGEN, real_now, standing_at, today
from mentorkorps.matching import mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.youths import Enrolment
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests import cast
from tests.conftest import Cluster

WORLD = "http://127.0.0.1:8401"
BEARING = ("faaborg-midtfyn", "nyborg", "svendborg")
FIRST, LAST = date(2014, 3, 1), date(2014, 6, 14)


@pytest.fixture
def played(app: Flask, cluster: Cluster, database: str) -> Iterator[Flask]:
    """The cast of the demo alone, two made-up pairs, and what Cille and Freja have done until the demo opens."""
    with psycopg.connect(cluster.admin(database), autocommit=True) as connection:
        connection.execute("DELETE FROM grants")
        connection.execute("DELETE FROM users")
        row = (uuid4(), "driften", CAST["driften"].name, "operator")
        connection.execute("INSERT INTO tenants (id, slug, name, kind) VALUES (%s, %s, %s, %s)", row)
    with standing_at(datetime.combine(FIRST, time(9), COPENHAGEN)):
        admit_cast(WORLD)
        for slug in BEARING:
            _pair(slug)
    houses = {slug: _house(slug) for slug in BEARING}
    diaries = FieldWork(_house("dygtige-unge")), Worries(_house("dygtige-unge"), houses)
    for day in (FIRST + timedelta(days=one) for one in range((LAST - FIRST).days)):
        with standing_at(datetime.combine(day, time(16, 30), COPENHAGEN)):
            for diary in diaries:
                diary.evening(day)
    yield app


def _house(slug: str) -> Tenant:
    with acting_for(None):
        return Tenant.called(slug)


def _user(slug: str, sub: str) -> User:
    with acting_for(cast.tenant(slug)):
        return db.session.scalars(select(User).where(User.subject == sub)).one()


def _pair(slug: str) -> None:
    """As the simulation makes them: a telephone of its block, and a mail address of both names."""
    cille, karen = _user("dygtige-unge", "cille").actor, _user("svendborg", "karen").actor
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit(f"Ib {slug}", "Bo", "car_mechanic", email=f"ib.bo-{slug}@korps.example")
    with acting_for(cast.tenant(slug), home=cille.tenant_id):
        youth = cast.enrol(karen, first_name="Eva", email=f"eva.holm-{slug}@ung.example")
        enrolment = Enrolment.get(youth.id)
        best = next(one for one in suggest(enrolment, today()) if one.mentor.first_name == f"Ib {slug}")
        proposal = propose(enrolment, best, by=cille)
        mentor_says(proposal, True, by=cille)
        youth_says(proposal, True, by=cille)


def signed_in(app: Flask, slug: str, sub: str) -> FlaskClient:
    client, user = app.test_client(), _user(slug, sub)
    with acting_for(user.tenant_id):
        _, token = SignIn.open(user, real_now())
    client.set_cookie("mk_session", f"{slug}.{token}")
    return client


def test_a_newcomer_finds_something_in_every_room(played: Flask) -> None:
    cille = signed_in(played, "dygtige-unge", "cille")
    kim = signed_in(played, "svendborg", "kim")
    liv = signed_in(played, "driften", "liv")
    expected = {
        "/svendborg/bekymringer": (kim, ("Eva", "16-06-2014")),
        "/dygtige-unge/bekymringer": (cille, ("Eva", "18-06-2014")),
        "/dygtige-unge/samarbejdspartnere": (cille, ("Havnens Smedje", "Samarbejder", "Jobcenter Svendborg")),
        "/dygtige-unge/virksomhedshenvendelser": (cille, ("Sydfyns Varmeteknik", "16-06-2014", "Møde aftalt")),
        "/dygtige-unge/tilbud": (cille, ("Fritidsjob", "1 af 3", "Nyborg Storkøkken")),
        "/dygtige-unge/succeshistorier": (cille, ("Fra værkstedet til skolebænken", "Havnens Smedje")),
        "/dygtige-unge/for-virksomheder/fyn": (played.test_client(), ("Cille Storm", "Virksomhedskonsulent")),
        "/driften/organisationer": (liv, ("Svendborg Kommune", "Åbn en organisation")),
    }
    missing = {}
    for path, (who, words) in expected.items():
        page = " ".join(who.get(path).text.split())
        missing[path] = [word for word in words if word not in page]
    assert {path: words for path, words in missing.items() if words} == {}


def test_the_agreement_with_the_smithy_is_signed_by_both(played: Flask) -> None:
    cille = signed_in(played, "dygtige-unge", "cille")
    page = cille.get("/dygtige-unge/samarbejdspartnere").text
    address = page.partition(">Havnens Smedje<")[0].rpartition('href="')[2].partition('"')[0]
    shown = cille.get(address).text
    assert "Lars Kjær" in shown and "Cille Storm" in shown
