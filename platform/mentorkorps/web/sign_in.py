"""Signing in at one's own organisation, and out again there too."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from mentorkorps.gateways.oidc import SignInRefused, check_signed_out
from mentorkorps.refused import NotFound
from mentorkorps.web import access, sign_in_steps
from mentorkorps.web.access import ARRIVING, may
from mentorkorps.web.company_doors import doors_around
from mentorkorps.web.sign_in_steps import Way, local_path
from tenants.arrivals import NotAdmitted

room = Blueprint("sign_in", __name__)

TEN_MINUTES = 600


@room.get("/<slug>/log-ind")
@may(ARRIVING)
def begin(slug: str) -> ResponseReturnValue:
    """The page with a button for each provider of the tenant. From a place of theirs that names its provider (`iss`: OpenID
    Connect Core, section 4, as the tile on an organisation's own start page does) the browser goes on at once."""
    doors = sign_in_steps.doors()
    g.form_action = [origin for door in doors for origin in door.origins]
    after = local_path(request.args.get("efter"))
    named = next((door for door in doors if door.issuer == request.args.get("iss")), None)
    if named and _is_a_visit():
        return _sent_to(named.id, after)
    return render_template(
        "sign_in/begin.html", doors=doors, tenant=g.tenant, after=after, companies=doors_around(g.tenant)
    )


@room.post("/<slug>/log-ind")
@may(ARRIVING)
def depart(slug: str) -> ResponseReturnValue:
    """Off to the provider, which sends the browser back to `callback`."""
    return _sent_to(_provider_asked(), local_path(request.form.get("efter")))


@room.get("/<slug>/log-ind/retur")
@may(ARRIVING)
def callback(slug: str) -> ResponseReturnValue:
    """Back from the provider: a new session, or a page that says why not. A session this browser had is over."""
    try:
        arrived = sign_in_steps.come_back(request.args, request.cookies.get(_named("mk_arrival"), ""))
    except (SignInRefused, NotAdmitted) as refusal:
        return _turned_away(refusal)
    sign_in_steps.end_here(request.cookies.get(access.cookie_name(), ""))
    session.clear()
    response = make_response(redirect(arrived.after or url_for("front.home", slug=slug), 303))
    _set(response, access.cookie_name(), arrived.token)
    _forget(response, _named("mk_arrival"))
    return response


@room.post("/log-ud")
@may(ARRIVING)
def end() -> ResponseReturnValue:
    """Ends the session here, then sends the browser to end it at the provider."""
    gone = sign_in_steps.end_here(request.cookies.get(access.cookie_name(), ""))
    way = sign_in_steps.way_out(gone) if gone else None
    session.clear()
    if way:
        response = _onwards(way, "sign_in/leave.html")
        _set(response, _named("mk_goodbye"), way.state, seconds=TEN_MINUTES)
    else:
        response = make_response(redirect(url_for(".signed_out", slug=gone.slug) if gone else "/", 303))
    _forget(response, access.cookie_name())
    return response


@room.get("/<slug>/logget-ud")
@may(ARRIVING)
def signed_out(slug: str) -> ResponseReturnValue:
    """Says that it is over; when the provider was asked to end it too, and did not say so, it says that."""
    expected, warning = request.cookies.get(_named("mk_goodbye")), None
    if expected:
        try:
            check_signed_out(expected, request.args)
        except SignInRefused as refusal:
            warning = refusal
    response = make_response(render_template("sign_in/signed_out.html", tenant=g.tenant, warning=warning))
    _forget(response, _named("mk_goodbye"))
    return response


def _sent_to(provider_id: UUID, after: str) -> ResponseReturnValue:
    browser = sign_in_steps.browser_secret(request.cookies.get(_named("mk_arrival")))
    try:
        way = sign_in_steps.depart(provider_id, browser, after)
    except SignInRefused as refusal:
        return _turned_away(refusal)
    response = _onwards(way, "sign_in/onwards.html")
    _set(response, _named("mk_arrival"), browser, seconds=TEN_MINUTES)
    return response


def _is_a_visit() -> bool:
    """Somebody comes to the page; it is not only looked up ahead, nor a picture or a frame of another page."""
    fetched_as, ahead = request.headers.get("Sec-Fetch-Dest", "document"), request.headers.get("Sec-Purpose")
    return request.method == "GET" and fetched_as == "document" and not ahead


def _provider_asked() -> UUID:
    try:
        return UUID(request.form.get("udbyder", ""))
    except ValueError:
        raise NotFound("Provider") from None


def _turned_away(refusal: SignInRefused | NotAdmitted) -> ResponseReturnValue:
    return render_template("sign_in/refused.html", refusal=refusal, tenant=g.tenant), 403


def _onwards(way: Way, page: str) -> Response:
    """A redirect; where the browser would not follow it from a form (the page's form-action), a page with a link."""
    if _origin(way.url) in {_origin(address) for address in way.origins}:
        return make_response(redirect(way.url, 303))
    return make_response(render_template(page, way=way))


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _named(name: str) -> str:
    return name if g.config.is_loopback else f"__Host-{name}"


def _set(response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    secure = not g.config.is_loopback
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=secure)


def _forget(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="Lax", secure=not g.config.is_loopback)
