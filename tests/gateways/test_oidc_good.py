"""A person signs in and out at a provider that behaves, and at one that changes its keys."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mentorkorps.gateways.oidc import Reason, SignInRefused, begin, check_signed_out, finish, sign_out_url
from tests.gateways.faulty_provider import (
    CALLBACK,
    CURVED,
    FIRST,
    NOW,
    SECOND,
    WITHOUT_KID,
    FaultyProvider,
    through_the_browser,
)

FRONT_PAGE = "http://127.0.0.1:8400/"


@pytest.fixture
def provider() -> Iterator[FaultyProvider]:
    with FaultyProvider() as provider:
        yield provider


def test_cille_signs_in_with_basic_authentication_and_pkce_and_we_know_who_she_is(provider):
    """oidcc-client-test, oidcc-client-test-client-secret-basic: the provider refuses a wrong secret or verifier."""
    cille = provider.sign_in()
    assert (cille.issuer, cille.subject) == (provider.issuer, "cille-7")
    assert (cille.name, cille.email, cille.acr) == ("Cille Corps", "cille@korps.example", "substantial")
    assert cille.auth_time == NOW - timedelta(seconds=30)
    assert cille.id_token.count(".") == 2


def test_the_browser_is_asked_to_carry_state_nonce_challenge_and_the_brokers_own_words(provider):
    extra = {"idp_values": "mitid", "prompt": "login"}
    settings = provider.settings(authorize_params=extra, acr_values=("high", "substantial"), max_age=0)
    url, pending = begin(settings, CALLBACK, NOW)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert asked.pop("code_challenge") != pending.code_verifier
    assert asked == {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": CALLBACK,
        "scope": "openid profile email",
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge_method": "S256",
        "acr_values": "high substantial",
        "max_age": "0",
        **extra,
    }


def test_no_two_sign_ins_share_a_secret_and_none_is_shown_in_a_log(provider):
    settings = provider.settings()
    pendings = [begin(settings, CALLBACK, NOW)[1] for _ in range(2)]
    assert len({word for one in pendings for word in (one.state, one.nonce, one.code_verifier)}) == 6
    assert pendings[0].code_verifier not in repr(pendings[0]) and settings.client_secret not in repr(settings)


@pytest.mark.parametrize("name", ["state", "nonce", "redirect_uri", "code_challenge", "request", "scope"])
def test_a_tenants_extra_parameter_cannot_replace_one_of_ours(provider, name):
    with pytest.raises(SignInRefused) as refusal:
        provider.settings(authorize_params={name: "chosen"})
    assert refusal.value.reason == Reason.SETTINGS


def test_there_is_no_role_without_a_map(provider):
    assert provider.sign_in().roles == frozenset()


def test_only_the_mapped_values_become_roles(provider):
    cille = provider.sign_in(role_map={"MK-Sagsbehandler": "case worker", "MK-Leder": "manager"})
    assert cille.roles == {"case worker"}


def test_userinfo_gives_the_claims_the_token_leaves_out(provider):
    """oidcc-client-test-scope-userinfo-claims"""
    provider.fault = "claims only in userinfo"
    cille = provider.sign_in(role_map={"MK-Sagsbehandler": "case worker"})
    assert (cille.name, cille.email, cille.roles) == ("Cille Corps", "cille@korps.example", {"case worker"})


def test_a_provider_without_userinfo_and_without_naming_itself_in_the_answer_is_good_too(provider):
    provider.metadata = {"userinfo_endpoint": None, "authorization_response_iss_parameter_supported": None}
    provider.fault = "response iss missing"
    assert provider.sign_in().name == "Cille Corps"
    assert provider.asked["userinfo"] == 0


@pytest.mark.parametrize(
    "fault", ["signed with PS256", "forgotten at_hash", "expired 50 s ago", "auth_time without end"]
)
def test_what_is_allowed_is_not_refused(provider, fault):
    provider.fault = fault
    assert provider.sign_in().subject == "cille-7"


def test_an_elliptic_key_is_good_too(provider):
    provider.signer, provider.published = CURVED, [FIRST, CURVED]
    assert provider.sign_in().subject == "cille-7"


def test_an_address_the_provider_does_not_vouch_for_is_left_out(provider):
    provider.fault = "unverified e-mail"
    assert provider.sign_in().email is None


def test_the_level_of_assurance_the_age_and_the_organisation_are_met(provider):
    rules = {"acr_values": ("substantial",), "max_age": 60, "allow_claim": "cvr"}
    assert provider.sign_in(**rules, allow_values=frozenset({"29189919"})).acr == "substantial"


def test_nothing_on_the_machine_changes_who_is_asked_or_as_whom(provider, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login another password another")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert provider.sign_in().subject == "cille-7"


@pytest.mark.parametrize("published", [[FIRST], [WITHOUT_KID]])
def test_kid_absent_single_jwks(provider, published):
    """oidcc-client-test-kid-absent-single-jwks: one key needs no name."""
    provider.fault, provider.published = "kid missing", published
    assert provider.sign_in().subject == "cille-7"


def test_metadata_and_keys_are_read_once_an_hour(provider):
    for minutes in (0, 30, 59):
        provider.now = NOW + timedelta(minutes=minutes)
        provider.sign_in()
    assert (provider.asked["metadata"], provider.asked["jwks"]) == (1, 1)
    provider.now = NOW + timedelta(minutes=60)
    provider.sign_in()
    assert (provider.asked["metadata"], provider.asked["jwks"]) == (2, 2)


def test_signing_key_rotation(provider):
    """oidcc-client-test-signing-key-rotation: the new key is found, also when it comes just after the old was read."""
    provider.sign_in()
    provider.signer, provider.published = SECOND, [SECOND, FIRST]
    assert provider.sign_in().subject == "cille-7"
    assert provider.asked["jwks"] == 2


def test_signing_key_rotation_just_before_signing(provider):
    """oidcc-client-test-signing-key-rotation-just-before-signing: between the browser's leaving and the token."""
    settings = provider.settings()
    provider.sign_in()
    url, pending = begin(settings, CALLBACK, NOW)
    answer = through_the_browser(url)
    provider.signer, provider.published = SECOND, [SECOND]
    assert finish(settings, pending, answer, NOW).subject == "cille-7"


def test_a_withdrawn_key_is_refused_within_the_hour(provider):
    provider.sign_in()
    provider.published = [SECOND]
    provider.now = NOW + timedelta(minutes=61)
    with pytest.raises(SignInRefused) as refusal:
        provider.sign_in()
    assert refusal.value.reason == Reason.KEY_UNKNOWN


def test_a_flood_of_unknown_keys_makes_one_look_in_half_a_minute(provider):
    provider.sign_in()
    provider.fault = "kid unknown"
    for seconds, looks in ((0, 2), (1, 2), (29, 2), (30, 3), (31, 3)):
        provider.now = NOW + timedelta(seconds=seconds)
        with pytest.raises(SignInRefused) as refusal:
            provider.sign_in()
        assert (refusal.value.reason, provider.asked["jwks"]) == (Reason.KEY_UNKNOWN, looks)
    provider.fault = ""
    assert provider.sign_in().subject == "cille-7"


def test_rp_init_logout(provider):
    """oidcc-client-test-rp-init-logout: signed out at the provider too, with the token that was given."""
    cille = provider.sign_in()
    url = sign_out_url(provider.settings(), cille.id_token, FRONT_PAGE, "word", NOW)
    address, _, query = url.partition("?")
    assert address == f"{provider.issuer}/logout"
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    assert (asked["id_token_hint"], asked["post_logout_redirect_uri"]) == (cille.id_token, FRONT_PAGE)
    check_signed_out("word", {"state": asked["state"]})


@pytest.mark.parametrize("args", [{}, {"state": "other"}], ids=["no-state", "other-state"])
def test_rp_init_logout_without_our_state(args):
    """oidcc-client-test-rp-init-logout-no-state and -other-state"""
    with pytest.raises(SignInRefused) as refusal:
        check_signed_out("word", args)
    assert refusal.value.reason == Reason.SIGN_OUT_STATE


def test_a_provider_without_sign_out_lets_the_person_out_here_all_the_same(provider):
    provider.metadata = {"end_session_endpoint": None}
    assert sign_out_url(provider.settings(), "token", FRONT_PAGE, "word", NOW) is None
    url = sign_out_url(provider.settings(end_session="https://ud.example/?a=1"), "token", FRONT_PAGE, "word", NOW)
    assert url.startswith("https://ud.example/?a=1&id_token_hint=token&")


def test_a_provider_that_is_down_lets_the_person_out_here_all_the_same(provider):
    provider.fault = "metadata not json"
    assert sign_out_url(provider.settings(), "token", FRONT_PAGE, "word", NOW) is None
