"""The ID token: its signature and every claim that says it is fresh, from this provider and for us."""

import hmac
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from authlib.oidc.core.util import create_half_hash
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, JoseError, UnsupportedAlgorithmError

from mentorkorps.gateways.oidc.keys import KEY_TYPES, key_for
from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import ProviderSettings

LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
LONGEST_SUBJECT = 255
ALGORITHMS = tuple(KEY_TYPES)


class _Registry(jws.JWSRegistry):
    max_header_length = 8192  # some brokers carry their certificate in the header


def opened(token: str, settings: ProviderSettings, jwks_uri: str, now: datetime) -> Mapping[str, Any]:
    """The claims of a token with a good signature by one of the provider's keys, by an algorithm on our own list."""
    registry = _Registry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        header = jws.extract_compact(token.encode(), registry=registry).headers()
        if header.get("alg") not in ALGORITHMS:
            raise SignInRefused(Reason.ALGORITHM)
        if str(header.get("typ", "JWT")).upper() != "JWT":
            raise SignInRefused(Reason.MALFORMED)
        key = key_for(settings, jwks_uri, header, now)
        return jwt.decode(token, key, registry=registry).claims
    except BadSignatureError:
        raise SignInRefused(Reason.SIGNATURE) from None
    except UnsupportedAlgorithmError:
        raise SignInRefused(Reason.ALGORITHM) from None
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise SignInRefused(Reason.MALFORMED) from None


def check(claims: Mapping[str, Any], settings: ProviderSettings, nonce: str, now: datetime) -> None:
    """Nothing, when the claims are for us, from the provider and fresh. Errors: SignInRefused with the first fault."""
    subject, audience = claims.get("sub"), claims.get("aud")
    _demand(claims.get("iss") == settings.issuer, Reason.ISSUER)
    _demand(isinstance(subject, str) and subject.strip() and subject.isprintable(), Reason.SUBJECT)
    _demand(len(str(subject)) <= LONGEST_SUBJECT, Reason.SUBJECT)
    _demand(audience in (settings.client_id, [settings.client_id]), Reason.AUDIENCE)
    _demand(claims.get("azp", settings.client_id) == settings.client_id, Reason.AUTHORISED_PARTY)
    _demand(same(claims.get("nonce"), nonce), Reason.NONCE)
    _check_times(claims, settings, now)
    if settings.required_acr:
        _demand(claims.get("acr") in settings.required_acr, Reason.ASSURANCE)


def check_access_token(claims: Mapping[str, Any], access_token: object) -> None:
    """Nothing, when the access token is the one the ID token was issued with, as far as it says."""
    if "at_hash" in claims:
        expected = create_half_hash(str(access_token), ALGORITHMS[0]).decode()  # SHA-256 in all of them
        _demand(same(claims["at_hash"], expected), Reason.ACCESS_TOKEN_HASH)


def moment(claims: Mapping[str, Any], name: str) -> float | None:
    """The claim as seconds since 1970, or None where it is missing or is not a finite number."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e11 or not math.isfinite(value):
        return None
    return float(value)


def same(given: object, expected: str) -> bool:
    """Equal, in constant time."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def _check_times(claims: Mapping[str, Any], settings: ProviderSettings, now: datetime) -> None:
    here, leeway = now.timestamp(), LEEWAY.total_seconds()
    issued, expires, signed_in = (moment(claims, name) for name in ("iat", "exp", "auth_time"))
    fresh = issued is not None and here - OLDEST.total_seconds() <= issued <= here + leeway
    _demand(fresh, Reason.ISSUED_AT)
    _demand(expires is not None and here < expires + leeway, Reason.EXPIRED)
    if "nbf" in claims:
        begins = moment(claims, "nbf")
        _demand(begins is not None and begins <= here + leeway, Reason.NOT_YET_VALID)
    if settings.max_age is not None:
        recent = signed_in is not None and here - settings.max_age - leeway <= signed_in <= here + leeway
        _demand(recent, Reason.AUTH_TIME)


def _demand(holds: object, reason: Reason) -> None:
    if not holds:
        raise SignInRefused(reason)
