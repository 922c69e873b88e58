"""A provider's signing keys: kept for an hour; one look for an unknown key, then half a minute's rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import ProviderSettings
from mentorkorps.gateways.oidc.wire import fetch

KEPT = timedelta(hours=1)
REST = timedelta(seconds=30)
KEY_TYPES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
SMALLEST_RSA = 2048

SigningKey = RSAKey | ECKey


@dataclass
class _Ring:
    keys: Sequence[SigningKey]
    fetched_at: datetime
    looked_again_at: datetime | None = None


_rings: dict[tuple[str, bool], _Ring] = {}
_looking = Lock()


def key_for(settings: ProviderSettings, jwks_uri: str, header: Mapping[str, Any], now: datetime) -> SigningKey:
    """The one key that the token's header points at.

    A header without `kid` is good only where the provider has a single signing key. Errors: SignInRefused with keys,
    key_unknown or key_ambiguous.
    """
    ring, kid = _ring(settings, jwks_uri, now), header.get("kid")
    if kid is not None and not any(key.kid == kid for key in ring.keys):
        ring = _look_again(settings, jwks_uri, now)
    fitting = [key for key in ring.keys if kid in (None, key.kid)]
    if len(fitting) > 1:
        raise SignInRefused(Reason.KEY_AMBIGUOUS)
    if not fitting or fitting[0].key_type != KEY_TYPES[header["alg"]]:
        raise SignInRefused(Reason.KEY_UNKNOWN)
    return fitting[0]


def _ring(settings: ProviderSettings, jwks_uri: str, now: datetime) -> _Ring:
    key = (jwks_uri, settings.allow_loopback)
    ring = _rings.get(key)
    if ring is None or not timedelta() <= now - ring.fetched_at < KEPT:
        ring = _rings[key] = _Ring(_published(settings, jwks_uri), now, ring.looked_again_at if ring else None)
    return ring


def _look_again(settings: ProviderSettings, jwks_uri: str, now: datetime) -> _Ring:
    with _looking:
        ring = _rings[jwks_uri, settings.allow_loopback]
        if ring.looked_again_at and timedelta() <= now - ring.looked_again_at < REST:
            return ring
        ring.looked_again_at = now
    ring.keys = _published(settings, jwks_uri)
    ring.fetched_at = now
    return ring


def _published(settings: ProviderSettings, jwks_uri: str) -> list[SigningKey]:
    listed = (fetch(settings, jwks_uri) or {}).get("keys")
    if not isinstance(listed, list):
        raise SignInRefused(Reason.KEYS)
    return [key for key in map(_signing_key, listed) if key]


def _signing_key(published: object) -> SigningKey | None:
    """The key, or None for one that is not ours to use: for encryption, symmetric, too small, or not understood."""
    if not isinstance(published, dict) or published.get("kty") not in KEY_TYPES.values():
        return None
    if published.get("use", "sig") != "sig" or str(published.get("alg", "RS256")) not in KEY_TYPES:
        return None
    if published["kty"] == "RSA" and len(str(published.get("n")).lstrip("A")) * 6 < SMALLEST_RSA:
        return None
    try:
        key = JWKRegistry.import_key({name: published[name] for name in published if name != "key_ops"})
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, RSAKey | ECKey) else None
