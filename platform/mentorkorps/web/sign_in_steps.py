"""The steps of signing in and out. Each is a transaction of its own: what a step has used up stays used when the next
one is refused, and no connection is held while the provider is waited for."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from flask import g, url_for

from mentorkorps.clock import real_now
from mentorkorps.gateways import oidc
from mentorkorps.gateways.oidc import Pending, ProviderSettings, Reason, SignInRefused
from mentorkorps.refused import NotFound
from tenants import arrivals
from tenants.arrivals import NotAdmitted, Visitor
from tenants.providers import Provider
from tenants.registry import Tenant
from tenants.scope import acting_for
from tenants.users import PendingSignIn, hashed

LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Door:
    """One way in: a provider, as the page shows it."""

    id: UUID
    name: str
    issuer: str
    origins: list[str]


@dataclass(frozen=True)
class Way:
    """Where the browser goes next, and the provider that this belongs to."""

    url: str
    origins: list[str]
    state: str = ""


@dataclass(frozen=True)
class Arrived:
    """Somebody is signed in: the token of the session, and where they were going."""

    token: str
    after: str


@dataclass(frozen=True)
class Gone:
    """A session that is over: whose home it was, and what its provider is told."""

    slug: str
    settings: ProviderSettings | None = None
    origins: list[str] = field(default_factory=list)
    id_token: str = ""


def local_path(address: str | None) -> str:
    """`address` where it is a path of this product, otherwise nothing: nobody is sent elsewhere by a link to us."""
    if not address or not LOCAL.fullmatch(address):
        return ""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else address


def browser_secret(cookie: str | None) -> str:
    """What ties a sign-in under way to one browser: what it has already (another tab), or something new."""
    return cookie if cookie and SECRET.fullmatch(cookie) else secrets.token_urlsafe(32)


def doors() -> list[Door]:
    """The ways in at the tenant of the URL."""
    with _inside():
        return [Door(provider.id, provider.name, provider.issuer, provider.origins) for provider in Provider.all_here()]


def depart(provider_id: UUID, browser: str, after: str) -> Way:
    """Where the browser signs in at that provider. NotFound; SignInRefused where the provider is not itself."""
    with _inside():
        provider = Provider.get(provider_id)
        settings, origins = _settings(provider), provider.origins
    back = g.config.base_url + url_for("sign_in.callback", slug=g.tenant.slug)
    try:
        url, pending = oidc.begin(settings, back, real_now())
    except SignInRefused as refusal:
        with _inside():
            arrivals.turn_away(refusal.reason, None)
        raise
    with _inside():
        arrivals.remember(_row(pending, browser, after))
    return Way(url, origins, pending.state)


def come_back(args: Mapping[str, str], browser: str) -> Arrived:
    """Who the browser brings back from the provider, signed in. SignInRefused or NotAdmitted, and then nobody is."""
    visitor = None
    try:
        settings, pending, after, creates_users = _taken(args.get("state", ""), browser)
        identity = oidc.finish(settings, pending, args, real_now())
        visitor = Visitor(identity.issuer, identity.subject, identity.name, identity.email, identity.roles)
        with _inside():
            token = arrivals.admit(visitor, creates_users=creates_users, id_token=identity.id_token)
    except (SignInRefused, NotAdmitted) as refusal:
        _remember_refusal(refusal.reason, visitor, args.get("state", ""))
        raise
    return Arrived(f"{g.tenant.slug}.{token}", after)


def end_here(cookie: str) -> Gone | None:
    """Ends the session of this browser here; None where its cookie names no tenant."""
    slug, _, token = cookie.partition(".")
    try:
        with acting_for(None):
            home = Tenant.called(slug).id
    except NotFound:
        return None
    with acting_for(home, home=home):
        left = arrivals.leave(token)
        provider = Provider.known_as(left.issuer) if left else None
        if left is None or provider is None:
            return Gone(slug)
        return Gone(slug, _settings(provider), provider.origins, left.id_token)


def way_out(gone: Gone) -> Way | None:
    """Where the browser ends the session at the provider too; None where there is none, or no such address."""
    if gone.settings is None:
        return None
    state = secrets.token_urlsafe(32)
    after = g.config.base_url + url_for("sign_in.signed_out", slug=gone.slug)
    url = oidc.sign_out_url(gone.settings, gone.id_token, after, state, real_now())
    return Way(url, gone.origins, state) if url else None


@contextmanager
def _inside() -> Iterator[None]:
    """A transaction in the tenant of the URL, as its own house."""
    with acting_for(g.tenant.id, home=g.tenant.id):
        yield


def _settings(provider: Provider) -> ProviderSettings:
    return ProviderSettings(**provider.wiring(), allow_loopback=g.config.is_loopback)


def _row(pending: Pending, browser: str, after: str) -> PendingSignIn:
    return PendingSignIn(
        state_hash=hashed(pending.state), browser_hash=hashed(browser), nonce=pending.nonce,
        code_verifier=pending.code_verifier, issuer=pending.issuer, redirect_uri=pending.redirect_uri,
        after=after, created_at=pending.created_at,
    )  # fmt: skip


def _taken(state: str, browser: str) -> tuple[ProviderSettings, Pending, str, bool]:
    with _inside():
        row = arrivals.take(state, browser, real_now())
        provider = Provider.known_as(row.issuer) if row else None
        if row is not None and provider is not None:
            pending = Pending(state, row.nonce, row.code_verifier, row.issuer, row.redirect_uri, row.created_at)
            return _settings(provider), pending, row.after, provider.creates_users
    raise SignInRefused(Reason.PROVIDER_CHANGED if row else Reason.STATE)


def _remember_refusal(reason: str, visitor: Visitor | None, state: str) -> None:
    """Whoever makes up a state of their own writes nothing into the audit trail."""
    with _inside():
        if arrivals.was_begun(state):
            arrivals.turn_away(reason, visitor)
