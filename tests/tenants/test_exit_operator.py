"""A house that runs a partnership alone can be closed and opened again; and what was lent to one that is erased is free."""

from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.cli import cli
from mentorkorps.clock import now, standing_at, today
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Engagement
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import exit
from tenants.agreements.moving import leave
from tenants.registry import Member
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.conftest import Cluster
from tests.forms import submit
from tests.mail import link_in
from tests.tenants.test_agreement_exit import DAY, erased
from tests.tenants.test_agreement_versions import fyn

CORPS, ALONE = "dygtige-unge", "vordingborg"
LAST = date(2014, 12, 31)


def memberships(slug: str) -> list[date | None]:
    with acting_for(cast.tenant(slug)):
        return list(db.session.scalars(select(Member.left_on).where(Member.party_tenant_id == cast.tenant(slug))))


@pytest.mark.usefixtures("environment")
def test_vordingborg_that_runs_its_partnership_alone_is_closed_and_opened_again(app: Flask) -> None:
    closed = CliRunner().invoke(cli, ["tenant", "close", ALONE, "--on", str(LAST), "--why", "Slut", "--yes"])
    assert closed.exit_code == 0, closed.output
    assert memberships(ALONE) == [LAST]
    with acting_for(cast.tenant(ALONE)):
        exit.reopen(now(), by=SYSTEM)
    assert memberships(ALONE) == [None]


def test_whoever_runs_a_partnership_with_others_in_it_is_not_closed_before_they_have_left(app: Flask) -> None:
    by = cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):
        with pytest.raises(Refused, match="de andre parter"):
            exit.close(LAST, "Slut", now(), by=SYSTEM)
        for slug in ("svendborg", "nyborg", "faaborg-midtfyn", "svendborg-erhvervsskole"):
            leave(fyn(), cast.tenant(slug), today(), "Slut", now(), today(), by=by)
        with pytest.raises(Refused, match="de andre parter"):  # UU is still in
            exit.close(LAST, "Slut", now(), by=SYSTEM)
        leave(fyn(), cast.tenant("uu"), LAST, "Slut", now(), today(), by=by)
        assert exit.close(LAST, "Slut", now(), by=SYSTEM).closed_on == LAST
    assert set(memberships(CORPS)) == {LAST}


def test_bent_is_free_again_when_the_house_of_his_pair_is_erased(app: Flask, cluster: Cluster, database: str) -> None:
    client = app.test_client()
    a_pair_of_nyborg(client)
    with acting_for(cast.tenant(CORPS)):
        assert db.session.scalars(select(Engagement.freed_at)).all() == [None]
        leave(fyn(), cast.tenant("nyborg"), today(), "Byrådet", now(), today(), by=cast.actor("cille"))
    with acting_for(cast.tenant("nyborg")):
        exit.make(exit.ask(now(), by=SYSTEM).id, now())
        exit.close(date(2014, 6, 30), "Går ud", now(), by=SYSTEM)
    erased(cluster, database, "nyborg")
    with standing_at(DAY):
        karen = cast.actor("karen")
        with acting_for(cast.tenant("svendborg")):
            youth = cast.enrol(karen, first_name="Ayla").id
        with acting_for(cast.tenant("svendborg"), home=cast.tenant(CORPS)):
            [bent] = suggest(Enrolment.get(youth), today())
            assert (bent.mentor.first_name, bent.is_full) == ("Bent", False)


def a_pair_of_nyborg(client: FlaskClient) -> None:
    """Maja of Nyborg and Bent have both said yes."""
    rune, cille = cast.actor("rune"), cast.actor("cille")
    with acting_for(cast.tenant("nyborg")):
        youth = cast.enrol(rune, first_name="Maja").id
        exit.accept(31, now(), by=rune)
    with acting_for(cast.tenant("nyborg"), home=cast.tenant(CORPS)):
        enrolment = Enrolment.get(youth)
        propose(enrolment, suggest(enrolment, today())[0], by=cille)
    for who in ("mentor_asked", "youth_asked"):
        submit(client, link_in("nyborg", who), answer="yes")
