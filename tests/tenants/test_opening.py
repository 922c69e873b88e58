"""The platform operator's commands: a tenant is opened whole or not at all, and its end is taken back until the last moment."""

from datetime import datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from mentorkorps import first_day
from mentorkorps.cli import cli
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.messages import Message
from mentorkorps.refused import Refused
from tenants import exit
from tenants.agreements.accepting import accept
from tenants.agreements.moving import leave
from tenants.agreements.versions import TermsVersion
from tenants.audit import AuditEntry
from tenants.exit.erasing import due
from tenants.opening import Opening
from tenants.outbox import OutboxItem
from tenants.providers import Provider, grantable
from tenants.registry import OPERATOR, Tenant
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.conftest import Cluster
from tests.pair import matched
from tests.tenants.test_agreement_versions import fyn
from workers.perform import drain

pytestmark = pytest.mark.usefixtures("environment")


def say(*words: str) -> Result:
    """A command of `mentorkorps tenant`; a refusal is an exception here and a sentence with status 1 in a shell."""
    return CliRunner().invoke(cli, ["--language", "da", "tenant", *words])


def refused(*words: str) -> str:
    answer = say(*words)
    assert isinstance(answer.exception, Refused), answer.output
    return str(answer.exception)


def middelfart() -> Result:
    """Middelfart is opened."""
    return say(
        "open", "middelfart", "--name", "Middelfart Kommune", "--kind", "municipality", "--admin-mail", "lis@mf.example"
    )


def names(slug: str) -> list[str]:
    """The steps of the first day that the facts say are done."""
    with acting_for(None):
        tenant = Tenant.called(slug)
    return [step.name for step in first_day.steps(tenant) if step.done]


def test_one_command_opens_middelfart_and_writes_to_who_begins_there(app: Flask) -> None:
    said = middelfart()
    assert said.exit_code == 0 and "middelfart er åbnet" in said.output and "· provider" in said.output
    with acting_for(cast.tenant("middelfart")):
        opening = Opening.here()
        assert opening is not None and opening.opened_by == "Mentorkorps"
        assert db.session.scalars(select(AuditEntry.act)).all() == ["tenant.opened"]
        assert db.session.scalars(select(OutboxItem.kind)).all() == ["mail"]


def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_half_done(app: Flask) -> None:
    usual = ("--name", "Et navn", "--kind", "municipality")
    assert refused("open", "nyborg", *usual) == "Adressen nyborg er i brug. Vælg en anden."
    assert "små bogstaver" in refused("open", "Ny Borg", *usual)
    assert "Slagsen region findes ikke" in refused("open", "fyn", "--name", "Fyn", "--kind", "region")
    assert "ikke en mailadresse" in refused("open", "middelfart", *usual, "--admin-mail", "lis")
    assert "ingen organisation" in refused("close", "findes-ikke", "--on", "2014-07-01", "--why", "x", "--yes")
    with acting_for(None):
        assert not db.session.scalars(select(Tenant).where(Tenant.slug.in_(["fyn", "middelfart"]))).all()
    with acting_for(cast.tenant("nyborg")):
        assert Tenant.here().name == "Nyborg Kommune" and Opening.here() is None


def test_only_the_administrator_opens_the_operators_house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    house = ("--name", "Driften", "--kind", "operator")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_for(uuid4()) as scope:
        db.session.add(Tenant(id=scope.tenant, slug="falsk", name="Falsk", kind=OPERATOR))
    for slug in ("nyborg", "driften"):
        answer = say("open", slug, *house)
        assert (answer.exit_code == 0) == (slug == "driften")
    with pytest.raises(ProgrammingError), acting_for(cast.tenant("nyborg")):
        db.session.execute(text("UPDATE tenants SET kind = 'operator' WHERE slug = 'nyborg'"))
    monkeypatch.delenv("ADMIN_DATABASE_URL")
    assert "ADMIN_DATABASE_URL" in refused("open", "driften-to", *house)
    assert "ADMIN_DATABASE_URL" in refused("erase", "--proof", "/tmp")


def test_a_provider_makes_an_operator_only_in_the_operators_house(app: Flask) -> None:
    say("open", "driften", "--name", "Driften", "--kind", "operator")
    wished = frozenset({"operator", "coordinator"})
    with acting_for(cast.tenant("svendborg")):
        assert grantable(wished) == {"coordinator"}
    with acting_for(cast.tenant("driften")):
        assert grantable(wished) == {"operator"}


def test_the_first_day_follows_the_facts(app: Flask) -> None:
    middelfart()
    assert names("middelfart") == []
    home = cast.tenant("middelfart")
    with acting_for(home):
        settings = {"claim_roles": "groups", "role_map": {"a": "coordinator"}}
        Provider.set(issuer="https://id.mf.example", client_id="mk", client_secret="x", settings=settings)
    assert names("middelfart") == ["provider"]
    assert drain(now(), [home]) == 1  # the letter leaves
    assert names("middelfart") == ["provider", "mail"]
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"))  # a neighbour's youth, and a neighbour's yes, are no step of ours
        version = TermsVersion.newest(fyn())
        assert version is not None
        accept(version, now(), by=cast.actor("kim"))
    assert names("middelfart") == ["provider", "mail"]
    assert {"coordinator", "agreement", "mentor", "enrolment"} <= set(names("svendborg"))
    assert names("nyborg") == ["mentor"]
    assert "enrolment" in names("dygtige-unge") and "enrolment" not in names("uu") and "mandate" in names("uu")


def to_be_erased(admin: str) -> list[str]:
    """Whom the administrator would erase a year later."""
    engine = create_engine(admin)
    try:
        with engine.connect() as connection:
            return [slug for _id, slug in due(connection, today().replace(year=2015))]
    finally:
        engine.dispose()


def nyborg_leaves() -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        leave(fyn(), cast.tenant("nyborg"), today(), "Byrådet", now(), today(), by=cast.actor("cille"))


def test_closing_says_first_what_follows_and_is_taken_back_until_the_data_go(
    app: Flask, cluster: Cluster, database: str
) -> None:
    closing = ("close", "nyborg", "--on", "2014-06-30", "--why", "Går ud")
    assert "stadig part" in refused(*closing, "--yes")
    nyborg_leaves()
    asked = say(*closing)  # nobody answers
    assert "Forløb i gang: 0" in asked.output and "data slettes 2014-07-30" in asked.output and asked.exit_code != 0
    with acting_for(cast.tenant("nyborg")):
        assert exit.Exit.here() is None
    for _again in range(2):
        assert say(*closing, "--yes").exit_code == 0
        assert say("reopen", "nyborg").exit_code == 0
    assert "ikke lukket" in refused("reopen", "nyborg")
    assert to_be_erased(cluster.admin(database)) == []
    assert say(*closing, "--yes").exit_code == 0
    assert to_be_erased(cluster.admin(database)) == ["nyborg"]
    with standing_at(datetime(2014, 7, 30, 8, tzinfo=COPENHAGEN)):
        assert "kan ikke fortrydes" in refused("reopen", "nyborg")


def test_a_day_that_would_erase_at_once_is_refused(app: Flask) -> None:
    middelfart()
    assert "med det samme" in refused("close", "middelfart", "--on", "2014-05-01", "--why", "Går ud", "--yes")


@pytest.mark.parametrize("closed", [False, True])
def test_the_days_work_of_a_closed_house_asks_nobody_any_more(app: Flask, *, closed: bool) -> None:
    matched(app.test_client())
    here = cast.tenant("svendborg")
    if closed:
        with acting_for(cast.tenant("dygtige-unge")):
            leave(fyn(), here, today(), "Byrådet", now(), today(), by=cast.actor("cille"))
        with acting_for(here):
            exit.close(today(), "Går ud", now(), by=SYSTEM)
    with standing_at(datetime(2014, 7, 3, 12, tzinfo=COPENHAGEN)):
        drain(now(), [here])
        with acting_for(here):
            asked = db.session.scalars(select(Message.template).where(Message.template == "follow_up")).all()
            later = db.session.scalars(select(OutboxItem.kind).where(OutboxItem.done_at.is_(None))).all()
    assert bool(asked) is not closed
    assert "ask_follow_ups" in later  # the jobs stay, so that work goes on if the end is taken back
