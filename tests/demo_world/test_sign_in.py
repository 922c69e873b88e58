"""The cast signs in through a real OpenID Connect code flow."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet
from phonenumbers import is_valid_number, parse

from demo_world.cast import CAST, GUESTS, ROLE_NAMES, providers
from demo_world.signing import SigningKey

from .conftest import BACK, VERIFIER, WEB, World, answer_in, asked


def test_karen_signs_in_and_the_product_learns_who_she_is_and_her_role(world: World) -> None:
    home = f"{world.address.http}/idp/svendborg"
    found = requests.get(f"{home}/.well-known/openid-configuration", timeout=20).json()
    assert found["issuer"] == home
    assert found["authorization_response_iss_parameter_supported"] is True
    page = requests.get(found["authorization_endpoint"], params=asked(), timeout=20)
    assert re.findall(r'name="sub" value="(\w+)"', page.text) == ["karen", "kim", "dorte"]
    assert "Karen Holm" in page.text and "Sagsbehandler" in page.text

    answer = answer_in(world.choose("karen"))
    assert answer["state"] == "state-1" and answer["iss"] == home
    form = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": BACK, "code_verifier": VERIFIER}
    given = requests.post(found["token_endpoint"], form, auth=("mentorkorps", "demo-secret"), timeout=20)
    assert given.headers["Cache-Control"] == "no-store"

    keys = KeySet.import_key_set(requests.get(found["jwks_uri"], timeout=20).json())
    token = jwt.decode(given.json()["id_token"], keys, ["RS256"])
    assert token.header["kid"]
    claims = token.claims
    assert {"iss": home, "aud": "mentorkorps", "sub": "karen", "nonce": "nonce-1"}.items() <= claims.items()
    assert {
        "name": "Karen Holm",
        "email": "karen@svendborg.example",
        "roles": ["case_worker"],
    }.items() <= claims.items()
    assert claims["auth_time"] <= claims["iat"] < claims["exp"] and claims["acr"].endswith("/Substantial")
    bearer = {"Authorization": f"Bearer {given.json()['access_token']}"}
    info = requests.get(found["userinfo_endpoint"], headers=bearer, timeout=20).json()
    assert info["sub"] == "karen" and info["roles"] == ["case_worker"]


def test_the_public_key_is_public_only_and_the_same_after_a_restart(world: World) -> None:
    (key,) = world.get("/idp/nyborg/jwks").json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    kept = world.data / "identity_provider_key.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert SigningKey(world.data).public_set() == {"keys": [key]}


def test_a_code_with_another_verifier_is_refused_and_spent(world: World) -> None:
    code = world.code_of("karen")
    refused = world.redeem(code, code_verifier="another-verifier-that-is-also-long-enough-43")
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})
    assert world.redeem(code).status_code == 400


@pytest.mark.parametrize("verifier", ["", "short"])
def test_a_code_without_a_real_verifier_is_refused(world: World, verifier: str) -> None:
    assert world.redeem(world.code_of("karen"), code_verifier=verifier).json() == {"error": "invalid_grant"}


def test_a_wrong_secret_is_refused_in_both_ways_of_giving_it(world: World) -> None:
    by_form = world.redeem(world.code_of("karen"), client_secret="wrong")
    token = f"{world.address.http}/idp/svendborg/token"
    by_header = requests.post(token, {"grant_type": "authorization_code"}, auth=("mentorkorps", "wrong"), timeout=20)
    for refused in (by_form, by_header):
        assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
        assert "Basic" in refused.headers["WWW-Authenticate"]


def test_a_code_works_once_and_a_second_try_ends_the_access_token(world: World) -> None:
    code = world.code_of("karen")
    bearer = {"Authorization": f"Bearer {world.redeem(code).json()['access_token']}"}
    userinfo = f"{world.address.http}/idp/svendborg/userinfo"
    assert requests.get(userinfo, headers=bearer, timeout=20).status_code == 200
    assert world.redeem(code).json() == {"error": "invalid_grant"}
    assert requests.get(userinfo, headers=bearer, timeout=20).status_code == 401


def test_a_code_is_too_old_after_a_minute(world: World) -> None:
    code = world.code_of("karen")
    world.watch.ahead = 62
    assert world.redeem(code).json() == {"error": "invalid_grant"}


def test_a_code_from_svendborg_is_worth_nothing_in_nyborg_or_at_another_address(world: World) -> None:
    form = {"grant_type": "authorization_code", "code": world.code_of("karen"), "redirect_uri": BACK}
    secret = {"client_id": "mentorkorps", "client_secret": "demo-secret", "code_verifier": VERIFIER}
    assert world.post("/idp/nyborg/token", **form, **secret).json() == {"error": "invalid_grant"}
    assert world.redeem(world.code_of("karen"), redirect_uri=f"{BACK}/andet").json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_request_is_answered_at_the_products_address(world: World, changed: dict[str, str], error: str) -> None:
    for response in (world.get("/idp/svendborg/authorize", **(asked() | changed)), world.choose("karen", **changed)):
        answer = answer_in(response)
        assert answer["error"] == error and answer["iss"].endswith("/idp/svendborg") and "code" not in answer


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "another"},
        {"redirect_uri": ""},
        {"redirect_uri": "http://evil.example/svendborg/log-ind/svar"},
        {"redirect_uri": f"{WEB}@evil.example/svendborg/"},
        {"redirect_uri": f"{WEB}/nyborg/log-ind/svar"},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_the_products_for_that_tenant(
    world: World, changed: dict[str, str]
) -> None:
    for response in (world.get("/idp/svendborg/authorize", **(asked() | changed)), world.choose("karen", **changed)):
        assert response.status_code == 400 and "Location" not in response.headers


def test_rune_cannot_be_chosen_in_svendborg_and_an_unknown_organisation_is_not_there(world: World) -> None:
    assert world.choose("rune").status_code == 400
    assert world.get("/idp/odense/.well-known/openid-configuration").status_code == 404


def test_who_was_chosen_on_the_front_page_signs_in_once_without_being_asked_again(world: World) -> None:
    browser, home = requests.Session(), f"{world.address.http}/idp/svendborg"
    sent = browser.get(f"{home}/som/karen", timeout=20, allow_redirects=False)
    there = urlsplit(sent.headers["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{WEB}/svendborg/log-ind"
    assert parse_qs(there.query) == {"iss": [home]}
    asked_again = browser.get(f"{home}/authorize", params=asked() | {"prompt": "login"}, timeout=20)
    assert "Hvem er du?" in asked_again.text
    code = answer_in(browser.get(f"{home}/authorize", params=asked(), timeout=20, allow_redirects=False))["code"]
    assert world.redeem(code).status_code == 200
    assert "Hvem er du?" in browser.get(f"{home}/authorize", params=asked(), timeout=20).text
    assert world.get("/idp/svendborg/som/rune").status_code == 404


def test_sign_out_goes_back_to_the_product_or_says_so_on_a_page(world: World) -> None:
    id_token = world.redeem(world.code_of("karen")).json()["id_token"]
    back = {"post_logout_redirect_uri": f"{WEB}/svendborg/log-ind", "state": "ud"}
    sent = world.get("/idp/svendborg/end_session", id_token_hint=id_token, **back)
    assert sent.headers["Location"] == f"{WEB}/svendborg/log-ind?state=ud"
    assert "Du er logget ud" in world.get("/idp/svendborg/end_session", id_token_hint=id_token).text
    for wrong in ({"id_token_hint": "not.a.token"}, {"id_token_hint": f"{id_token}x"}, {}):
        assert world.get("/idp/svendborg/end_session", **back, **wrong).status_code == 400
    assert world.get("/idp/nyborg/end_session", id_token_hint=id_token).status_code == 400


def test_every_tenant_has_an_issuer_of_its_own_and_every_role_is_a_known_one(world: World) -> None:
    settings = providers(world.address.http)
    assert settings.keys() == CAST.keys()
    assert len({provider.issuer for provider in settings.values()}) == len(CAST)
    for slug, organisation in CAST.items():
        assert world.get(f"/idp/{slug}/.well-known/openid-configuration").json()["issuer"] == settings[slug].issuer
        for person in organisation.persons:
            assert set(person.roles) <= settings[slug].role_map.keys() == ROLE_NAMES.keys()
            assert person.email.endswith(f"@{slug}.example")


def test_everybody_at_work_has_a_real_number_of_their_own() -> None:
    numbers = [person.phone for organisation in CAST.values() for person in organisation.persons]
    assert len({*numbers, *(guest.phone for guest in GUESTS)}) == len(numbers) + len(GUESTS)
    assert all(is_valid_number(parse(number)) for number in numbers)


def test_ayla_and_bent_have_no_account_but_a_real_phone_number() -> None:
    assert {guest.key for guest in GUESTS} == {"ayla", "bent"}
    assert all(is_valid_number(parse(guest.phone)) for guest in GUESTS)
