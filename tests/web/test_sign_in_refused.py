"""Whoever must not come in does not, and it is remembered."""

from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from demo_world.cast import CAST
from demo_world.world import Address, Settings, running
from embedded.demo import OPERATOR
from mentorkorps.clock import now, real_now
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.gateways.faulty_provider import CLIENT, SECRET, FaultyProvider
from tests.visitor import WEB, Visitor, audited, back, browser, trust


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    place = tmp_path_factory.mktemp("world")
    with running(Settings(WEB, place / "clock", place / "data", port=0, smtp_port=0)) as address:
        yield address


@pytest.fixture
def visitor(app: Flask, world: Address) -> Visitor:
    trust("svendborg", f"{world.http}/idp/svendborg")
    return Visitor(browser(app))


@pytest.fixture
def faulty() -> Iterator[FaultyProvider]:
    with FaultyProvider() as provider:
        provider.now = real_now()
        yield provider


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("id_token missing", "id_token_missing"),
        ("nonce wrong", "nonce"),
        ("issuer of another", "issuer"),
        ("response iss wrong", "response_issuer"),
        ("audience of another, azp ours", "audience"),
        ("not signed", "algorithm"),
        ("state wrong", ""),
    ],
)
def test_a_provider_that_misbehaves_never_ends_in_a_session(
    app: Flask, faulty: FaultyProvider, fault: str, reason: str
) -> None:
    trust("svendborg", faulty.issuer, client_id=CLIENT, secret=SECRET, role_map={"MK-Sagsbehandler": "case_worker"})
    cille = Visitor(browser(app))
    faulty.fault = fault
    answer = cille.client.get(_through(cille.leave_for("svendborg")))
    assert answer.status_code == 403 and "Du er ikke logget ind" in answer.text
    assert cille.session is None
    assert audited("svendborg") == ([("sign_in.refused", reason)] if reason else [])
    assert not cille.is_in


def test_the_same_provider_behaving_well_does(app: Flask, faulty: FaultyProvider) -> None:
    trust("svendborg", faulty.issuer, client_id=CLIENT, secret=SECRET, role_map={"MK-Sagsbehandler": "case_worker"})
    cille = Visitor(browser(app))
    assert cille.client.get(_through(cille.leave_for("svendborg"))).status_code == 303
    assert cille.is_in


def test_a_refused_answer_is_used_up(app: Flask, faulty: FaultyProvider) -> None:
    trust("svendborg", faulty.issuer, client_id=CLIENT, secret=SECRET, role_map={"MK-Sagsbehandler": "case_worker"})
    cille = Visitor(browser(app))
    returned = _through(cille.leave_for("svendborg"))
    faulty.fault = "token endpoint breaks"
    assert cille.client.get(returned).status_code == 403
    faulty.fault = ""
    assert cille.client.get(returned).status_code == 403
    assert audited("svendborg") == [("sign_in.refused", "code_refused"), ("sign_in.refused", "state")]


def test_an_answer_counts_once(visitor: Visitor) -> None:
    returned = visitor.chosen(visitor.leave_for("svendborg"), "karen")
    assert visitor.client.get(returned).status_code == 303
    assert visitor.client.get(returned).status_code == 403


def test_an_answer_counts_only_in_the_browser_that_asked(visitor: Visitor, app: Flask) -> None:
    returned = visitor.chosen(visitor.leave_for("svendborg"), "karen")
    thief = Visitor(browser(app))
    thief.leave_for("svendborg")
    assert thief.client.get(returned).status_code == 403
    assert thief.session is None
    assert visitor.client.get(returned).status_code == 303
    assert ("sign_in.refused", "state") in audited("svendborg")


def test_an_answer_counts_only_at_the_tenant_that_asked(visitor: Visitor, world: Address) -> None:
    trust("nyborg", f"{world.http}/idp/nyborg")
    returned = visitor.chosen(visitor.leave_for("svendborg"), "karen")
    assert visitor.client.get(returned.replace("/svendborg/", "/nyborg/")).status_code == 403
    assert audited("nyborg") == []


def test_a_state_of_ones_own_writes_nothing_in_the_audit_trail(visitor: Visitor) -> None:
    assert visitor.client.get("/svendborg/log-ind/retur?state=gaet&code=gaet").status_code == 403
    assert audited("svendborg") == []


def test_somebody_without_a_role_is_told_so_and_gets_no_account(app: Flask, world: Address) -> None:
    trust("svendborg", f"{world.http}/idp/svendborg", role_map={})
    karen = Visitor(browser(app))
    answer = karen.sign_in("svendborg", "karen")
    assert answer.status_code == 403 and "ikke givet dig en rolle" in answer.text
    assert karen.session is None
    assert _users(f"{world.http}/idp/svendborg") == []


def test_who_loses_every_role_is_out_everywhere(visitor: Visitor, app: Flask, world: Address) -> None:
    visitor.sign_in("svendborg", "karen")
    trust("svendborg", f"{world.http}/idp/svendborg", role_map={"dpo": "dpo"})
    assert Visitor(browser(app)).sign_in("svendborg", "karen").status_code == 403
    assert not visitor.is_in
    assert ("sign_in.refused", "no_role") in audited("svendborg")


def test_roles_are_exactly_those_of_the_last_sign_in(visitor: Visitor, world: Address) -> None:
    visitor.sign_in("svendborg", "karen")
    with acting_for(cast.tenant("svendborg")):
        _user(f"{world.http}/idp/svendborg").grant_exactly(frozenset({"case_worker", "dpo"}), now())
    visitor.sign_in("svendborg", "karen")
    with acting_for(cast.tenant("svendborg")):
        assert _user(f"{world.http}/idp/svendborg").roles == {"case_worker"}


def test_a_municipality_makes_nobody_corps_staff_unless_it_runs_the_programme(app: Flask, world: Address) -> None:
    trust("svendborg", f"{world.http}/idp/svendborg", role_map={"case_worker": "corps_staff"})
    assert Visitor(browser(app)).sign_in("svendborg", "karen").status_code == 403
    trust("vordingborg", f"{world.http}/idp/vordingborg", role_map={"corps_staff": "corps_staff"})
    assert Visitor(browser(app)).sign_in("vordingborg", "nora").status_code == 303


def test_a_stranger_gets_no_account_where_accounts_are_made_beforehand(app: Flask, world: Address) -> None:
    trust("svendborg", f"{world.http}/idp/svendborg", create_users=False)
    answer = Visitor(browser(app)).sign_in("svendborg", "karen")
    assert answer.status_code == 403 and "ikke en konto" in answer.text


def test_a_tenant_without_a_provider_says_what_to_do(app: Flask) -> None:
    page = browser(app).get("/nyborg/log-ind")
    assert page.status_code == 200 and "ikke sat et login op" in page.text and 'name="udbyder"' not in page.text


def test_a_provider_that_is_away_is_a_sentence(app: Flask) -> None:
    trust("svendborg", "http://127.0.0.1:9/idp")
    client = browser(app)
    page = client.get("/svendborg/log-ind").text
    token, button = _value(page, "csrf_token"), _value(page, "udbyder")
    answer = client.post("/svendborg/log-ind", data={"csrf_token": token, "udbyder": button})
    assert answer.status_code == 403 and "svarer ikke lige nu" in answer.text
    assert audited("svendborg") == [("sign_in.refused", "unreachable")]


def test_the_button_of_a_neighbours_provider_does_not_exist(visitor: Visitor, world: Address) -> None:
    trust("nyborg", f"{world.http}/idp/nyborg")
    page = visitor.client.get("/svendborg/log-ind").text
    token, button = _value(page, "csrf_token"), _value(page, "udbyder")
    for wrong in (button, "noget"):
        answer = visitor.client.post("/nyborg/log-ind", data={"csrf_token": token, "udbyder": wrong})
        assert answer.status_code == 404


def test_the_cast_of_the_demo_has_a_tenant_each(app: Flask) -> None:
    with acting_for(None):
        here = set(db.session.scalars(select(Tenant.slug)))
    assert CAST.keys() - here == {OPERATOR[3]}  # that one the launcher opens


def _value(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def _through(address: str) -> str:
    return back(requests.get(address, timeout=20, allow_redirects=False))


def _users(issuer: str) -> list[User]:
    with acting_for(cast.tenant("svendborg")):
        return list(db.session.scalars(select(User).where(User.issuer == issuer)))


def _user(issuer: str) -> User:
    return db.session.scalars(select(User).where(User.issuer == issuer)).one()
