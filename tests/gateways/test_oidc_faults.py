"""Whatever a provider, a network or a browser does wrong: no one is signed in, and the log says why."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import pytest

from mentorkorps.gateways.oidc import ProviderSettings, Reason, SignInRefused, begin, finish
from mentorkorps.gateways.oidc.wire import is_public
from tests.gateways.faulty_provider import (
    CALLBACK,
    CURVED,
    EVIL,
    FIRST,
    NOW,
    OTHER_CURVED,
    SECOND,
    STRANGER,
    FaultyProvider,
    through_the_browser,
)

CONFORMANCE = {
    "oidcc-client-test-invalid-iss": ("issuer of another", Reason.ISSUER),
    "oidcc-client-test-missing-sub": ("subject missing", Reason.SUBJECT),
    "oidcc-client-test-invalid-aud": ("audience of another", Reason.AUDIENCE),
    "oidcc-client-test-missing-aud": ("audience missing", Reason.AUDIENCE),
    "oidcc-client-test-missing-iat": ("issued at missing", Reason.ISSUED_AT),
    "oidcc-client-test-idtoken-sig-none": ("not signed", Reason.ALGORITHM),
    "oidcc-client-test-userinfo-invalid-sub": ("userinfo of another", Reason.USERINFO_SUBJECT),
    "oidcc-client-test-nonce-invalid": ("nonce wrong", Reason.NONCE),
}
LET_THROUGH_BY_AUTHLIB = {
    "audience of another, azp ours": Reason.AUDIENCE,
    "audience with a stranger": Reason.AUDIENCE,
    "id_token missing": Reason.ID_TOKEN_MISSING,
    "response iss wrong": Reason.RESPONSE_ISSUER,
    "response iss missing": Reason.RESPONSE_ISSUER,
    "subject empty": Reason.SUBJECT,
    "issued a day ago": Reason.ISSUED_AT,
    "expired 100 s ago": Reason.EXPIRED,
    "userinfo of no one": Reason.USERINFO_SUBJECT,
}
OTHER_FAULTS = {
    "issuer missing": Reason.ISSUER,
    "subject a number": Reason.SUBJECT,
    "subject too long": Reason.SUBJECT,
    "subject with a nul": Reason.SUBJECT,
    "audience empty": Reason.AUDIENCE,
    "authorised party another": Reason.AUTHORISED_PARTY,
    "nonce missing": Reason.NONCE,
    "nonce not text": Reason.NONCE,
    "issued 11 minutes ago": Reason.ISSUED_AT,
    "issued 2 minutes ahead": Reason.ISSUED_AT,
    "issued at a word": Reason.ISSUED_AT,
    "expires never": Reason.EXPIRED,
    "expires at NaN": Reason.EXPIRED,
    "not valid yet": Reason.NOT_YET_VALID,
    "at_hash wrong": Reason.ACCESS_TOKEN_HASH,
    "signed with the client secret": Reason.ALGORITHM,
    "signed with the public key as secret": Reason.ALGORITHM,
    "signed with RS384": Reason.ALGORITHM,
    "typed as another token": Reason.MALFORMED,
    "id_token rubbish": Reason.MALFORMED,
    "id_token null": Reason.ID_TOKEN_MISSING,
    "kid unknown": Reason.KEY_UNKNOWN,
    "jwks broken": Reason.KEYS,
    "userinfo refuses": Reason.USERINFO,
    "token endpoint breaks": Reason.CODE_REFUSED,
    "state wrong": Reason.STATE,
    "state missing": Reason.STATE,
    "code missing": Reason.CODE_MISSING,
    "access_denied": Reason.CANCELLED,
    "server_error": Reason.PROVIDER_ERROR,
    "metadata redirects": Reason.UNREACHABLE,
    "metadata endless": Reason.UNREACHABLE,
    "metadata not json": Reason.METADATA,
}


@pytest.fixture
def provider() -> Iterator[FaultyProvider]:
    with FaultyProvider() as provider:
        yield provider


def refused(provider: FaultyProvider, **settings: object) -> Reason:
    with pytest.raises(SignInRefused) as refusal:
        provider.sign_in(**settings)
    assert str(refusal.value).endswith(".") and refusal.value.reason not in str(refusal.value)
    return refusal.value.reason


@pytest.mark.parametrize("module", CONFORMANCE)
def test_the_foundations_module_ends_in_no_sign_in(provider, module):
    provider.fault, reason = CONFORMANCE[module]
    assert refused(provider) == reason


@pytest.mark.parametrize("fault", LET_THROUGH_BY_AUTHLIB)
def test_what_bare_authlib_lets_through_is_refused(provider, fault):
    provider.fault = fault
    assert refused(provider) == LET_THROUGH_BY_AUTHLIB[fault]


@pytest.mark.parametrize("fault", OTHER_FAULTS)
def test_a_faulty_answer_is_refused(provider, fault):
    provider.fault = fault
    assert refused(provider) == OTHER_FAULTS[fault]


def test_alg_none_is_refused_also_where_the_metadata_lists_it(provider):
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "RS256"]}
    provider.fault = "not signed"
    assert refused(provider) == Reason.ALGORITHM


@pytest.mark.parametrize(
    ("signer", "published"),
    [(STRANGER, FIRST), (OTHER_CURVED, CURVED)],
    ids=["oidcc-client-test-invalid-sig-rs256", "oidcc-client-test-invalid-sig-es256"],
)
def test_a_signature_by_another_key_of_the_same_name_is_refused(provider, signer, published):
    provider.signer, provider.published = signer, [published]
    assert refused(provider) == Reason.SIGNATURE


def test_kid_absent_multiple_jwks(provider):
    """oidcc-client-test-kid-absent-multiple-jwks: we do not guess which key."""
    provider.fault, provider.published = "kid missing", [FIRST, SECOND]
    assert refused(provider) == Reason.KEY_AMBIGUOUS


def test_a_key_of_the_wrong_sort_is_refused(provider):
    provider.published = [type(CURVED).import_key({**CURVED.as_dict(private=False), "kid": "first"})]
    assert refused(provider) == Reason.KEY_UNKNOWN


@pytest.mark.parametrize("meant_for", [{"use": "enc"}, {"alg": "RSA-OAEP"}])
def test_a_key_meant_for_another_thing_is_refused(provider, meant_for):
    provider.published = [type(FIRST).import_key({**FIRST.as_dict(private=False), **meant_for})]
    assert refused(provider) == Reason.KEY_UNKNOWN


@pytest.mark.parametrize("issuer", [None, EVIL, "", ["x"]], ids=["missing", "different", "empty", "list"])
def test_discovery_issuer_mismatch(provider, issuer):
    """oidcc-client-test-discovery-issuer-mismatch, before anything is asked."""
    provider.metadata = {"issuer": issuer}
    assert refused(provider) == Reason.METADATA_ISSUER
    assert provider.asked["authorize"] == provider.asked["token"] == 0


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://ond.example/", "https://x@ond.example/", 7])
def test_an_address_in_the_metadata_must_be_whole_and_https(provider, name, url):
    provider.metadata = {name: url}
    assert refused(provider) == Reason.ADDRESS


def test_a_provider_that_cannot_take_our_secret_is_refused(provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["tls_client_auth"]}
    assert refused(provider) == Reason.METADATA


@pytest.mark.parametrize("fault", ["auth_time missing", "auth_time stale", "auth_time ahead", "auth_time without end"])
def test_a_sign_in_older_than_asked_for_is_refused(provider, fault):
    provider.fault = fault
    assert refused(provider, max_age=600) == Reason.AUTH_TIME


@pytest.mark.parametrize("fault", ["acr too low", "acr missing"])
@pytest.mark.parametrize("rule", ["acr_values", "allowed_acr"])
def test_a_level_below_what_the_tenant_asks_for_is_refused(provider, fault, rule):
    provider.fault = fault
    assert refused(provider, **{rule: ("substantial", "high")}) == Reason.ASSURANCE


@pytest.mark.parametrize("fault", ["another organisation", "no organisation"])
def test_one_issuer_is_not_one_tenant(provider, fault):
    provider.fault = fault
    assert refused(provider, allow_claim="cvr", allow_values=frozenset({"29189919"})) == Reason.NOT_ALLOWED


@pytest.mark.parametrize("rule", [{"allow_claim": "cvr"}, {"allow_values": frozenset({"29189919"})}])
def test_half_an_allow_rule_lets_no_one_in(provider, rule):
    assert refused(provider, **rule) == Reason.NOT_ALLOWED


@pytest.mark.parametrize(("fault", "claim"), [("roles left out", "roles"), ("has groups", "groups")])
def test_too_many_groups_are_refused_where_a_role_hangs_on_them(provider, fault, claim):
    provider.fault = fault
    assert refused(provider, claim_roles=claim, role_map={"MK": "case worker"}) == Reason.GROUP_OVERAGE
    assert provider.sign_in().roles == frozenset()


def test_a_sign_in_left_for_more_than_ten_minutes_is_refused(provider):
    settings = provider.settings()
    url, pending = begin(settings, CALLBACK, NOW)
    with pytest.raises(SignInRefused, match="ti minutter") as refusal:
        finish(settings, pending, through_the_browser(url), NOW + timedelta(seconds=601))
    assert (refusal.value.reason, provider.asked["token"]) == (Reason.PENDING_EXPIRED, 0)


def test_an_answer_for_another_provider_is_refused(provider):
    settings = provider.settings()
    url, pending = begin(settings, CALLBACK, NOW)
    with pytest.raises(SignInRefused) as refusal:
        finish(settings, replace(pending, issuer=EVIL), through_the_browser(url), NOW)
    assert refusal.value.reason == Reason.PROVIDER_CHANGED


@pytest.mark.parametrize("change", [{"code_verifier": "x" * 64}, {"redirect_uri": f"{CALLBACK}/anden"}])
def test_a_code_that_was_begun_elsewhere_buys_nothing(provider, change):
    settings = provider.settings()
    url, pending = begin(settings, CALLBACK, NOW)
    with pytest.raises(SignInRefused) as refusal:
        finish(settings, replace(pending, **change), through_the_browser(url), NOW)
    assert refusal.value.reason == Reason.CODE_REFUSED


def test_the_same_answer_twice_buys_nothing(provider):
    settings = provider.settings()
    url, pending = begin(settings, CALLBACK, NOW)
    answer = through_the_browser(url)
    finish(settings, pending, answer, NOW)
    with pytest.raises(SignInRefused) as refusal:
        finish(settings, pending, answer, NOW)
    assert refusal.value.reason == Reason.CODE_REFUSED


def test_a_wrong_secret_is_refused(provider):
    assert refused(provider, client_secret="forkert") == Reason.CODE_REFUSED


def test_a_provider_that_is_down_gives_a_sentence():
    with FaultyProvider() as provider:
        settings = provider.settings()
    with pytest.raises(SignInRefused, match="svarer ikke") as refusal:
        begin(settings, CALLBACK, NOW)
    assert refusal.value.reason == Reason.UNREACHABLE


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_in_production_this_machine_is_not_a_provider(name):
    """The name is looked up first, and not one byte, not even a connection, goes to a private address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        for issuer in (f"https://{name}:{port}", f"http://{name}:{port}"):
            with pytest.raises(SignInRefused) as refusal:
                begin(ProviderSettings(issuer, "client", "secret"), CALLBACK, NOW)
            assert refusal.value.reason == Reason.ADDRESS
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]", "[fe80::1]", "0.0.0.0"])
def test_on_a_laptop_only_the_machine_itself_is_private_and_allowed(address):
    with pytest.raises(SignInRefused) as refusal:
        begin(ProviderSettings(f"https://{address}", "client", "secret", allow_loopback=True), CALLBACK, NOW)
    assert refusal.value.reason == Reason.ADDRESS


@pytest.mark.parametrize(
    "text", ["::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "100.64.0.1", "224.0.0.1", "::1"]
)
def test_a_private_address_in_disguise_is_private(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_an_address_on_the_open_internet_is_public(text):
    assert is_public(ip_address(text))
