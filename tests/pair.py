"""How far Ayla and Bent have come: proposed, matched, met; each step through the door that the person uses."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.matches import Match
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant
from tests.forms import submit
from tests.mail import link_in

HERE = "svendborg"


def proposed(**youth: Any) -> None:
    """Karen has enrolled Ayla, and Cille has proposed Bent."""
    karen, cille = actor("karen"), actor("cille")
    with acting_for(tenant(HERE)):
        enrolment_id = enrol(karen, **youth).id
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        from mentorkorps.youths import Enrolment

        enrolment = Enrolment.get(enrolment_id)
        propose(enrolment, suggest(enrolment, today())[0], by=cille)


def matched(client: FlaskClient, **youth: Any) -> None:
    """Both have said yes."""
    proposed(**youth)
    submit(client, link_in(HERE, "mentor_asked"), answer="yes")
    submit(client, link_in(HERE, "youth_asked"), answer="yes")


def known(client: FlaskClient, template: str, digits: str, slug: str = HERE) -> str:
    """The address of a start link that this device has opened with its four digits."""
    path = link_in(slug, template)
    submit(client, path, digits=digits)
    return path


def met(client: FlaskClient, **more: Any) -> str:
    """Bent has logged the first meeting; the address of his link."""
    path = known(client, "start", "2031")
    meeting = {
        "do": "meeting",
        "held_on": f"{today()}",
        "minutes": "60",
        "place": "workplace",
        "next_on": "",
        "met": "yes",
    }
    answer = submit(client, path, **(meeting | more))
    assert answer.status_code == 200, answer.text
    return path


def the_match() -> Match:
    """Ayla's pair; call it inside `acting_for`."""
    return db.session.scalars(select(Match)).one()
