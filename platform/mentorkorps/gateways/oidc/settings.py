"""What the caller hands in and gets back: a provider's settings, a sign-in under way, an identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused

OURS_TO_SET = frozenset(
    {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method"}
    | {"request", "request_uri", "registration"}
)


@dataclass(frozen=True)
class ProviderSettings:
    """One tenant's identity provider, as data. The rules that are not given let nobody have more.

    acr_values      asked for, and required in the answer unless `allowed_acr` names what is good enough
    authorize_params extra parameters for a broker (`idp_values`, `mitid-extra`); never one that is ours to set
    role_map        value of the claim `claim_roles` -> name of a role, or role:title; without an entry there is no role
    allow_claim     where set, one of its values must stand in `allow_values` or the person is refused
    end_session     sign-out address where the metadata has none
    allow_loopback  http to this machine itself: only where BASE_URL is a loopback address too
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    authorize_params: Mapping[str, str] = field(default_factory=dict)
    acr_values: tuple[str, ...] = ()
    allowed_acr: tuple[str, ...] = ()
    claim_roles: str = "roles"
    role_map: Mapping[str, str] = field(default_factory=dict)
    allow_claim: str | None = None
    allow_values: frozenset[str] = frozenset()
    max_age: int | None = None
    end_session: str | None = None
    allow_loopback: bool = False

    def __post_init__(self) -> None:
        if OURS_TO_SET & set(self.authorize_params) or "openid" not in self.scopes or not self.client_id:
            raise SignInRefused(Reason.SETTINGS)

    @property
    def required_acr(self) -> tuple[str, ...]:
        """The levels of assurance that are good enough; empty where the tenant asks for none."""
        return self.allowed_acr or self.acr_values


@dataclass(frozen=True)
class Pending:
    """A sign-in under way. The caller keeps it as a row: used once, bound to one browser, at most ten minutes old."""

    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    issuer: str
    redirect_uri: str
    created_at: datetime


@dataclass(frozen=True)
class Identity:
    """Who the provider says signed in. (issuer, subject) is the identity; name and e-mail are only text."""

    issuer: str
    subject: str
    name: str | None
    email: str | None
    roles: frozenset[str]
    claims: Mapping[str, Any] = field(repr=False)
    id_token: str = field(repr=False)
    acr: str | None
    auth_time: datetime | None
