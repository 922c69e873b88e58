"""The platform operator's page: tenants, states and counts, never a person; opened, closed and taken back."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, real_now, standing_at, today
from mentorkorps.partnership import join_partnership
from tenants import exit
from tenants.agreements.moving import leave
from tenants.audit import AuditEntry
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import SYSTEM, SignIn, User
from tests import cast
from tests.conftest import Cluster
from tests.forms import submit, token_in
from tests.mail import link_in
from tests.pair import proposed
from tests.tenants.test_agreement_versions import fyn
from tests.web.counting import DOOR, statements

LIST = "/driften/organisationer"


def account(slug: str, role: str, name: str) -> User:
    """Somebody with an account in that house."""
    with acting_for(cast.tenant(slug)):
        user = User(issuer=f"https://id.{slug}.example", subject=name, name=name, email=f"{role}@{slug}.example")
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({role}), now())
        return user


def signed_in(app: Flask, slug: str, role: str, name: str) -> FlaskClient:
    client, user = app.test_client(), account(slug, role, name)
    with acting_for(cast.tenant(slug)):
        _, token = SignIn.open(user, real_now())
    client.set_cookie("mk_session", f"{slug}.{token}")
    return client


@pytest.fixture
def as_liv(app: Flask, cluster: Cluster, database: str) -> FlaskClient:
    """Liv runs the installation, from a house of its own."""
    import psycopg

    with psycopg.connect(cluster.admin(database), autocommit=True) as connection:
        row = (uuid4(), "driften", "Driften", "operator")
        connection.execute("INSERT INTO tenants (id, slug, name, kind) VALUES (%s, %s, %s, %s)", row)
    return signed_in(app, "driften", "operator", "Liv Drift")


def acts(slug: str) -> list[tuple[str, str, str]]:
    """What the log of a house says that Liv did: act, who, about what."""
    with acting_for(cast.tenant(slug)):
        found = db.session.scalars(select(AuditEntry).where(AuditEntry.actor_name == "Liv Drift"))
        return sorted((one.act, one.actor_name, one.why) for one in found)


def middelfart(client: FlaskClient, slug: str = "middelfart") -> str:
    """Opens Middelfart by the page; where its own page is."""
    fields = {"slug": slug, "name": "Middelfart Kommune", "kind": "municipality", "mail": "lis@mf.example"}
    assert submit(client, f"{LIST}/aabn", follow=False, **fields).status_code == 303
    return f"{LIST}/{cast.tenant(slug)}"


def nyborg_leaves() -> str:
    with acting_for(cast.tenant("dygtige-unge")):
        leave(fyn(), cast.tenant("nyborg"), today(), "Byrådet", now(), today(), by=cast.actor("cille"))
    return f"{LIST}/{cast.tenant('nyborg')}"


def test_liv_opens_a_municipality_and_sees_what_its_first_day_lacks(as_liv: FlaskClient) -> None:
    assert as_liv.get("/driften/").headers["Location"] == LIST
    page = as_liv.get(middelfart(as_liv)).text
    for words in (
        "Middelfart Kommune",
        "Åbnet",
        "mentorkorps provider set middelfart FIL",
        "Den første unge er tilmeldt",
    ):
        assert words in page, words
    assert page.count("Mangler") == 10 and "Gjort" not in page
    assert "lis@mf.example" not in page
    assert acts("middelfart") == [("tenant.opened", "Liv Drift", "")]
    assert acts("driften") == [
        ("tenant.looked_at", "Liv Drift", "middelfart"),
        ("tenant.opened", "Liv Drift", "middelfart"),
    ]


def test_a_slug_in_use_opens_nothing_and_says_so(as_liv: FlaskClient) -> None:
    fields = {"name": "Nyborg igen", "kind": "municipality"}
    answer = submit(as_liv, f"{LIST}/aabn", slug="nyborg", **fields)
    assert answer.status_code == 409 and "Adressen nyborg er i brug" in answer.text
    assert submit(as_liv, f"{LIST}/aabn", slug="driften", **fields).status_code == 409
    assert submit(as_liv, f"{LIST}/aabn", slug="ny", name="Ny", kind="operator").status_code == 422
    assert acts("driften") == []
    with acting_for(None):
        assert not db.session.scalars(select(Tenant).where(Tenant.name.in_(["Nyborg igen", "Ny"]))).all()


def test_liv_sees_counts_and_never_a_person(as_liv: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"))
    shown = as_liv.get(f"{LIST}/{cast.tenant('svendborg')}").text
    everything = as_liv.get(LIST).text + shown
    assert "I gang" in shown and "Svendborg Kommune" in everything
    for name in ("Karen", "Holm", "Kim", "Ayla", "Demir", "Bent", "Madsen", "70102030", "@svendborg.example"):
        assert name not in everything, name
    for page in ("unge", "journal/ulaeste", "mentorer", "log", "aftale", "bekymringer", "konto"):
        assert as_liv.get(f"/svendborg/{page}").status_code == 404, page
    for page in ("unge", "mentorer", "log", "aftale", "bekymringer", "beskeder"):
        assert as_liv.get(f"/driften/{page}").status_code in (403, 404), page


def test_nobody_else_opens_the_page(as_liv: FlaskClient, as_nora: FlaskClient, as_cille: FlaskClient) -> None:
    nyborg = cast.tenant("nyborg")
    for client, home in ((as_nora, "vordingborg"), (as_cille, "dygtige-unge")):
        assert client.get(f"/{home}/organisationer").status_code == 403
        assert client.get(LIST).status_code == 404  # a neighbour's house
        token = token_in(client.get(f"/{home}/konto").text)
        for act in ("aabn", f"{nyborg}/luk", f"{nyborg}/fortryd"):
            assert client.post(f"/{home}/organisationer/{act}", data={"csrf_token": token}).status_code == 403, act
            assert client.post(f"{LIST}/{act}", data={"csrf_token": token}).status_code == 404, act
    stranger = as_liv.application.test_client()
    assert stranger.get(LIST).headers["Location"].startswith("/driften/log-ind")
    assert as_liv.get(f"{LIST}/{cast.tenant('driften')}").status_code == 404
    assert as_liv.get(f"{LIST}/{uuid4()}").status_code == 404
    for act in ("aabn", f"{nyborg}/luk", f"{nyborg}/fortryd"):
        assert as_liv.post(f"{LIST}/{act}").status_code == 400, act  # without the form's token


def test_what_follows_is_shown_before_and_the_end_is_taken_back(as_liv: FlaskClient) -> None:
    where, fields = f"{LIST}/{cast.tenant('nyborg')}", {"last_day": "30-06-2014", "why": "Går ud"}
    assert "stadig part" in submit(as_liv, f"{where}/luk", **fields).text
    assert submit(as_liv, f"{where}/luk", **fields, sikker="ja").status_code == 409
    nyborg_leaves()
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Maja")
    before = submit(as_liv, f"{where}/luk", **fields)
    for words in ("venter på en mentor: 1", "Forløb i gang: 0", "Data slettes 30-07-2014"):
        assert words in before.text, words
    assert "Lukkes" not in as_liv.get(where).text
    after = submit(as_liv, f"{where}/luk", **fields, sikker="ja")
    assert "Sidste dag er 30-06-2014. Data slettes 30-07-2014" in after.text and "Fortryd lukningen" in after.text
    undone = submit(as_liv, where, to=f"{where}/fortryd")
    assert "som før" in undone.text and "Sidste dag er" not in undone.text
    assert submit(as_liv, f"{where}/luk", to=f"{where}/fortryd").status_code == 409
    assert [act for act, _who, _why in acts("nyborg")] == ["data.export_asked", "tenant.closed", "tenant.reopened"]
    assert {"tenant.closed", "tenant.reopened"} <= {act for act, _who, _why in acts("driften")}


def test_after_the_last_day_they_read_and_take_their_data_out_and_change_nothing(
    as_rune: FlaskClient, as_karen: FlaskClient, app: Flask
) -> None:
    signatory, page = signed_in(app, "nyborg", "signatory", "Sanne Sign"), "/nyborg/aftale/databehandling"
    nyborg_leaves()
    with acting_for(cast.tenant("nyborg")):
        exit.close(today(), "Går ud", now(), by=SYSTEM)
    assert submit(signatory, page, follow=False, keep_days="40").status_code == 303  # the last day is a day
    with standing_at(datetime(2014, 6, 16, 9, tzinfo=COPENHAGEN)):
        assert as_rune.get("/nyborg/unge").status_code == 200
        refused = submit(as_rune, "/nyborg/konto", to="/nyborg/tilmelding", first_name="Maja")
        assert refused.status_code == 409 and "intet kan ændres" in refused.text
        assert submit(signatory, page, to=f"{page}/udtraek", follow=False).status_code == 303
        assert "lukket pr. 15-06-2014" in signatory.get(page).text
        ours = submit(as_karen, "/svendborg/tilmelding", follow=False, first_name="Ida")
        assert ours.status_code != 409  # a neighbour works on


def test_who_has_a_link_of_a_closed_house_and_the_corps_change_nothing_either(
    app: Flask, as_cille: FlaskClient
) -> None:
    proposed()
    where, here = link_in("svendborg", "mentor_asked"), cast.tenant("svendborg")
    with acting_for(cast.tenant("dygtige-unge")):
        leave(fyn(), here, today(), "Byrådet", now(), today(), by=cast.actor("cille"))
    with acting_for(here):
        exit.close(today(), "Går ud", now(), by=SYSTEM)
    with standing_at(datetime(2014, 6, 16, 9, tzinfo=COPENHAGEN)):
        assert submit(app.test_client(), where, answer="yes").status_code == 409
        on_call = "/svendborg/bekymringer/hvem/4"
        assert as_cille.get(on_call).status_code == 200
        assert "intet kan ændres" in submit(as_cille, on_call).text
        with acting_for(here):
            exit.reopen(now(), by=SYSTEM)
        assert submit(app.test_client(), where, answer="yes").status_code == 200


def test_the_coordinator_of_the_new_house_sees_the_same_until_the_first_enrolment(
    as_liv: FlaskClient, as_kim: FlaskClient, app: Flask
) -> None:
    middelfart(as_liv)
    lis = signed_in(app, "middelfart", "coordinator", "Lis Koordinator")
    page = lis.get("/middelfart/").text
    assert page.count("Gjort") == 2 and page.count("Mangler") == 8  # she has a session, and her role
    assert 'href="/middelfart/bekymringer/hvem"' in page and "mentorkorps provider set middelfart FIL" in page
    assert as_kim.get("/svendborg/").status_code == 303  # a partnership's file has opened that house
    per = signed_in(app, "middelfart", "case_worker", "Per Sagsbehandler")
    assert per.get("/middelfart/").status_code == 303
    with acting_for(cast.tenant("dygtige-unge")):
        with acting_for(None):
            party = Tenant.called("middelfart")
        join_partnership(fyn(), party, today(), {}, "Ny part", now(), by=cast.actor("cille"))
    lis.get("/middelfart/program")
    page = lis.get("/middelfart/").text
    assert page.count("Gjort") == 4  # she has read the rules, and the corps has a mentor
    with acting_for(cast.tenant("middelfart")):
        worker = db.session.scalars(select(User).where(User.name == "Per Sagsbehandler")).one().actor
        cast.enrol(worker, first_name="Ida")
    assert lis.get("/middelfart/").status_code == 303
    assert "I gang" in as_liv.get(f"{LIST}/{cast.tenant('middelfart')}").text


def test_a_page_of_tenants_costs_three_statements_each(as_liv: FlaskClient) -> None:
    as_liv.get(LIST)
    with statements() as few:
        as_liv.get(LIST)
    with acting_for(None):
        count = len(db.session.scalars(select(Tenant.id)).all()) - 1
    assert len(few) <= DOOR + 2 + 3 * count, few
    for number in range(30):
        middelfart(as_liv, f"by-{number}")
    with statements() as many:
        as_liv.get(LIST)
    assert len(many) <= DOOR + 2 + 3 * 20
    assert "Side 1 af 2" in as_liv.get(LIST).text and "Side 2 af 2" in as_liv.get(f"{LIST}?side=2").text
    with statements() as one:
        as_liv.get(f"{LIST}/{cast.tenant('svendborg')}")
    assert len(one) <= DOOR + 12, one


def test_a_corps_at_work_is_not_said_to_have_only_been_opened(as_liv: FlaskClient) -> None:
    page = as_liv.get(LIST).text
    row = next(row for row in page.split("<tr")[1:] if "Dygtige Unge" in row)
    assert "I gang" in row and "Åbnet" not in row
    assert [cell.split("</span>")[0] for cell in row.split('mk-cell">')[-3:-1]] == ["–", "–"]
    assert "tælles kun der" in page
