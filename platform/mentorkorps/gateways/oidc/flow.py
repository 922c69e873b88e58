"""The three verbs of signing in: send the person to the provider, take the answer, sign out there too."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from authlib.integrations.base_client import OAuthError
from requests import RequestException
from requests.auth import HTTPBasicAuth

from mentorkorps.clock import real_now
from mentorkorps.gateways.oidc.answer import check_browser, code_in, identity, with_userinfo
from mentorkorps.gateways.oidc.id_token import check, check_access_token, opened, same
from mentorkorps.gateways.oidc.metadata import Metadata, metadata_of
from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import Identity, Pending, ProviderSettings
from mentorkorps.gateways.oidc.wire import check_address, session_with


def begin(settings: ProviderSettings, redirect_uri: str, now: datetime | None = None) -> tuple[str, Pending]:
    """The address to send the browser to, and what to keep until it is back: code flow, PKCE S256, state, nonce.

    `now` is real time unless given. Errors: SignInRefused where the provider cannot be reached or is not itself.
    """
    now = now or real_now()
    metadata = metadata_of(settings, now)
    pending = Pending(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        code_verifier=secrets.token_urlsafe(48),
        issuer=settings.issuer,
        redirect_uri=redirect_uri,
        created_at=now,
    )
    asked = {**settings.authorize_params, "nonce": pending.nonce}
    if settings.acr_values:
        asked["acr_values"] = " ".join(settings.acr_values)
    if settings.max_age is not None:
        asked["max_age"] = str(settings.max_age)
    with session_with(settings, redirect_uri=redirect_uri, code_challenge_method="S256") as session:
        url, _state = session.create_authorization_url(
            metadata.authorization_endpoint, state=pending.state, code_verifier=pending.code_verifier, **asked
        )
    return url, pending


def finish(settings: ProviderSettings, pending: Pending, args: Mapping[str, str], now: datetime) -> Identity:
    """Who signed in, from the query `args` the browser came back with. `now` is real time.

    The caller has taken `pending` out of its table, so that it is used once, and found it by the browser's own cookie.
    Errors: SignInRefused, with a sentence for the person and a `reason` for the log; no one is signed in then.
    """
    check_browser(settings, pending, args, now)
    metadata = metadata_of(settings, now)
    token = _exchange(code_in(args, settings, metadata), settings, pending, metadata)
    id_token, access_token = token.get("id_token"), token.get("access_token")
    if not isinstance(id_token, str) or not id_token:
        raise SignInRefused(Reason.ID_TOKEN_MISSING)
    claims = opened(id_token, settings, metadata.jwks_uri, now)
    check(claims, settings, pending.nonce, now)
    check_access_token(claims, access_token)
    return identity(with_userinfo(claims, settings, metadata, access_token), settings, id_token)


def sign_out_url(
    settings: ProviderSettings, id_token: str, after: str, state: str, now: datetime | None = None
) -> str | None:
    """Where to send the browser to sign out at the provider too, to come back to `after` with `state`.

    None where the provider has no such address or does not answer: the person is signed out here all the same.
    """
    try:
        endpoint = settings.end_session or metadata_of(settings, now or real_now()).end_session_endpoint
        if endpoint is None:
            return None
        check_address(endpoint, allow_loopback=settings.allow_loopback)
    except SignInRefused:
        return None
    query = {
        "id_token_hint": id_token,
        "post_logout_redirect_uri": after,
        "state": state,
        "client_id": settings.client_id,
    }
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"


def check_signed_out(state: str, args: Mapping[str, str]) -> None:
    """Nothing, when the browser comes back from the sign-out it was sent to. Errors: SignInRefused (sign_out_state)."""
    if not same(args.get("state"), state):
        raise SignInRefused(Reason.SIGN_OUT_STATE)


def _exchange(code: str, settings: ProviderSettings, pending: Pending, metadata: Metadata) -> Mapping[str, Any]:
    """The provider's tokens for the code. Errors: SignInRefused with unreachable or code_refused."""
    basic = metadata.client_auth == "client_secret_basic"
    # RFC 6749 2.3.1 has both parts form-encoded first, which Authlib leaves out
    who = HTTPBasicAuth(quote_plus(settings.client_id), quote_plus(settings.client_secret)) if basic else None
    try:
        with session_with(settings, token_endpoint_auth_method=metadata.client_auth) as session:
            token: Mapping[str, Any] = session.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=pending.redirect_uri,
                code_verifier=pending.code_verifier,
                auth=who,
            )
    except (OAuthError, RequestException, ValueError, TypeError, RecursionError) as error:
        raise SignInRefused(Reason.CODE_REFUSED) from error
    return token
