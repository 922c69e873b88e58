"""What a provider publishes about itself: checked against the settings, kept for an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import ProviderSettings
from mentorkorps.gateways.oidc.wire import check_address, fetch

KEPT = timedelta(hours=1)

_kept: dict[tuple[str, bool], tuple[datetime, "Metadata"]] = {}


@dataclass(frozen=True)
class Metadata:
    """The part of a provider's metadata that a sign-in uses."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    names_itself: bool  # RFC 9207: the answer to the browser carries `iss`
    client_auth: str  # client_secret_basic, client_secret_post or none


def metadata_of(settings: ProviderSettings, now: datetime) -> Metadata:
    """The provider's metadata, at most an hour old.

    Errors: SignInRefused with address, unreachable, metadata, or metadata_issuer (missing, or not the configured one).
    """
    key = (settings.issuer, settings.allow_loopback)
    fetched_at, metadata = _kept.get(key, (None, None))
    if fetched_at and metadata and timedelta() <= now - fetched_at < KEPT:
        return metadata
    document = fetch(settings, settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document is None:
        raise SignInRefused(Reason.METADATA)
    if document.get("issuer") != settings.issuer:
        raise SignInRefused(Reason.METADATA_ISSUER)
    metadata = _read(document, settings)
    _kept[key] = (now, metadata)
    return metadata


def _read(document: Mapping[str, Any], settings: ProviderSettings) -> Metadata:
    def address(name: str) -> str:
        return check_address(document.get(name), allow_loopback=settings.allow_loopback)

    def optional(name: str) -> str | None:
        return address(name) if document.get(name) else None

    return Metadata(
        authorization_endpoint=address("authorization_endpoint"),
        token_endpoint=address("token_endpoint"),
        jwks_uri=address("jwks_uri"),
        userinfo_endpoint=optional("userinfo_endpoint"),
        end_session_endpoint=optional("end_session_endpoint"),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        client_auth=_client_auth(document, settings),
    )


def _client_auth(document: Mapping[str, Any], settings: ProviderSettings) -> str:
    if not settings.client_secret:
        return "none"
    offered = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    for method in ("client_secret_basic", "client_secret_post"):
        if isinstance(offered, list) and method in offered:
            return method
    raise SignInRefused(Reason.METADATA)
