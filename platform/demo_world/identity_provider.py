"""An OpenID Connect provider with one issuer per organisation; its sign-in page lists the cast."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote_plus

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response as BaseResponse

from demo_world.cast import CAST, CLIENT_ID, CLIENT_SECRET, Organisation, Person, issuer
from demo_world.codes import TOKEN_SECONDS, CodeBook, SignIn
from demo_world.declined import DeclinedError
from demo_world.sign_in_request import AuthorizeError, SignInRequest, is_ours, with_query
from demo_world.signing import ALGORITHM, LEVEL, SigningKey, id_token_claims, person_claims

CHOSEN = "demo_person"
CHOICE_SECONDS = 60
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
identity_provider = Blueprint("identity_provider", __name__, url_prefix="/idp/<slug>")


@dataclass(frozen=True)
class Desk:
    """What the provider works with: its addresses, key, codes and watch."""

    world: str
    web: str
    key: SigningKey
    codes: CodeBook
    real_time: Callable[[], float]


def desk() -> Desk:
    """The desk of the running world."""
    found = current_app.extensions["identity_provider"]
    assert isinstance(found, Desk)
    return found


@identity_provider.get("/.well-known/openid-configuration")
def discovery(slug: str) -> ResponseReturnValue:
    """What a client must know about this issuer."""
    home = issuer(desk().world, _organisation(slug).slug)
    return jsonify(
        issuer=home,
        authorization_endpoint=f"{home}/authorize",
        token_endpoint=f"{home}/token",
        userinfo_endpoint=f"{home}/userinfo",
        jwks_uri=f"{home}/jwks",
        end_session_endpoint=f"{home}/end_session",
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=[ALGORITHM],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        code_challenge_methods_supported=["S256"],
        scopes_supported=["openid", "profile", "email"],
        claims_supported=["sub", "name", "email", "roles", "auth_time", "acr"],
        acr_values_supported=[LEVEL],
        ui_locales_supported=["da"],
        authorization_response_iss_parameter_supported=True,
    )


@identity_provider.get("/jwks")
def jwks(slug: str) -> ResponseReturnValue:
    """The public key."""
    _organisation(slug)
    return jsonify(desk().key.public_set())


@identity_provider.get("/authorize")
def choose_person(slug: str) -> ResponseReturnValue:
    """The page where a visitor says which of the cast they are."""
    organisation, asked = _organisation(slug), SignInRequest.of(request.args)
    asked.check_client(slug=slug, web=desk().web)
    try:
        asked.check()
    except AuthorizeError as wrong:
        return _tell_client(slug, asked, wrong)
    person = organisation.person(request.cookies.get(CHOSEN, ""))
    if person is None or asked.wants_to_be_asked:
        return render_template("choose_person.html", organisation=organisation, asked=asdict(asked))
    response = _sent_back(slug, asked, person)
    response.delete_cookie(CHOSEN, path=f"/idp/{slug}")
    return response


@identity_provider.get("/som/<sub>")
def come_as(slug: str, sub: str) -> ResponseReturnValue:
    """From the demo's front page: the visitor is this person the next time that somebody signs in here, once. On to the
    product's sign-in page, which is told whose it is (OpenID Connect Core, section 4) and comes straight back."""
    person = _organisation(slug).person(sub) or abort(404)
    there = with_query(f"{desk().web}/{slug}/log-ind", {"iss": issuer(desk().world, slug)})
    response = redirect(there, 303)
    response.set_cookie(CHOSEN, person.sub, max_age=CHOICE_SECONDS, path=f"/idp/{slug}", httponly=True, samesite="Lax")
    return response


@identity_provider.post("/authorize")
def sign_in(slug: str) -> ResponseReturnValue:
    """The visitor is this person: back to the client with a code."""
    organisation, asked = _organisation(slug), SignInRequest.of(request.form)
    asked.check_client(slug=slug, web=desk().web)
    try:
        asked.check()
    except AuthorizeError as wrong:
        return _tell_client(slug, asked, wrong)
    person = organisation.person(request.form.get("sub", ""))
    if person is None:
        raise DeclinedError("Den person arbejder ikke her.")
    return _sent_back(slug, asked, person)


@identity_provider.post("/token")
def token(slug: str) -> ResponseReturnValue:
    """A code and its verifier become an id token and an access token."""
    _organisation(slug)
    if not _is_the_client():
        answer = _error("invalid_client", 401)
        answer.headers["WWW-Authenticate"] = 'Basic realm="demo"'
        return answer
    if request.form.get("grant_type") != "authorization_code":
        return _error("unsupported_grant_type", 400)
    code, at = request.form.get("code", ""), desk().real_time()
    found = desk().codes.redeem(code, at=at)
    if found is None or found.slug != slug or not _same_browser(found):
        return _error("invalid_grant", 400)
    access_token = desk().codes.grant(code, found)
    home = issuer(desk().world, slug)
    claims = id_token_claims(found.person, issuer=home, nonce=found.nonce, at=found.at, access_token=access_token)
    signed = desk().key.sign(claims)
    bearer = {"access_token": access_token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
    return _unstored(**bearer, id_token=signed, scope="openid profile email")


@identity_provider.route("/userinfo", methods=["GET", "POST"])
def userinfo(slug: str) -> ResponseReturnValue:
    """The same claims about the person, for the holder of an access token."""
    _organisation(slug)
    given = request.authorization
    bearer = given.token if given and given.type == "bearer" else None
    person = desk().codes.holder(bearer or "", slug=slug, at=desk().real_time())
    if person is None:
        answer = _error("invalid_token", 401)
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    return _unstored(**person_claims(person))


@identity_provider.route("/end_session", methods=["GET", "POST"])
def end_session(slug: str) -> ResponseReturnValue:
    """Sign-out at the provider: back to the product where it asked for that, else a page that says so."""
    organisation, back = _organisation(slug), request.values.get("post_logout_redirect_uri", "")
    hint = request.values.get("id_token_hint", "")
    known = desk().key.read(hint) if hint else {}
    if known is None or known.get("iss", issuer(desk().world, slug)) != issuer(desk().world, slug):
        raise DeclinedError("Login-siden kender ikke det login, der skal afsluttes.")
    if back and not (is_ours(back, slug=slug, web=desk().web) and (hint or request.values.get("client_id"))):
        raise DeclinedError("Login-siden sender kun tilbage til Mentorkorps på den adresse, som demoen er startet med.")
    if back:
        state = request.values.get("state", "")
        return redirect(with_query(back, {"state": state} if state else {}), 303)
    return render_template("signed_out.html", organisation=organisation, web=desk().web)


def _organisation(slug: str) -> Organisation:
    return CAST.get(slug) or abort(404)


def _sent_back(slug: str, asked: SignInRequest, person: Person) -> BaseResponse:
    at = int(desk().real_time())
    code = desk().codes.issue(SignIn(slug, person, asked.redirect_uri, asked.nonce, asked.code_challenge, at))
    return redirect(asked.back(issuer(desk().world, slug), code=code), 303)


def _tell_client(slug: str, asked: SignInRequest, wrong: AuthorizeError) -> ResponseReturnValue:
    home = issuer(desk().world, slug)
    return redirect(asked.back(home, error=wrong.error, error_description=str(wrong)), 303)


def _is_the_client() -> bool:
    given = request.authorization
    if given and given.type == "basic":
        name, secret = unquote_plus(given.username or ""), unquote_plus(given.password or "")
    else:
        name, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
    return name == CLIENT_ID and hmac.compare_digest(secret.encode(), CLIENT_SECRET.encode())


def _same_browser(found: SignIn) -> bool:
    verifier = request.form.get("code_verifier", "")
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same_challenge = bool(VERIFIER.fullmatch(verifier)) and hmac.compare_digest(challenge, found.code_challenge)
    return same_challenge and request.form.get("redirect_uri") == found.redirect_uri


def _error(error: str, status: int) -> Response:
    answer = _unstored(error=error)
    answer.status_code = status
    return answer


def _unstored(**values: Any) -> Response:
    answer = jsonify(**values)
    answer.headers["Cache-Control"] = "no-store"
    return answer
