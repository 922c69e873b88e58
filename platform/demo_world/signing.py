"""The identity provider's key, and the id tokens it signs with it."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from demo_world.cast import CLIENT_ID, ROLE_CLAIM, Person

ALGORITHM = "RS256"
LEVEL = "https://data.gov.dk/concept/core/nsis/loa/Substantial"
LIFETIME = 300


class SigningKey:
    """One RSA key, made at the first start and kept in the data folder."""

    def __init__(self, folder: Path) -> None:
        file = folder / "identity_provider_key.json"
        if file.exists():
            self._key = RSAKey.import_key(json.loads(file.read_text()))
        else:
            self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
            folder.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".part")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(self._key.as_dict(private=True)))
            draft.replace(file)

    def public_set(self) -> dict[str, Any]:
        """The JWKS: the public half only."""
        return {"keys": [self._key.as_dict(private=False)]}

    def sign(self, claims: dict[str, Any]) -> str:
        """The claims as a signed token that names its key."""
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid, "typ": "JWT"}, claims, self._key, [ALGORITHM])

    def read(self, token: str) -> dict[str, Any] | None:
        """The claims of a token we signed, expired or not; None for any other."""
        try:
            return dict(jwt.decode(token, self._key, [ALGORITHM]).claims)
        except (JoseError, ValueError):
            return None


def person_claims(person: Person) -> dict[str, Any]:
    """What the provider says of a person, in the id token and at userinfo."""
    return {
        "sub": person.sub,
        "name": person.name,
        "email": person.email,
        "email_verified": True,
        ROLE_CLAIM: list(person.roles),
    }


def id_token_claims(person: Person, *, issuer: str, nonce: str, at: int, access_token: str) -> dict[str, Any]:
    """The claims of an id token for a sign-in that happened at `at`."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return person_claims(person) | {
        "iss": issuer,
        "aud": CLIENT_ID,
        "iat": at,
        "exp": at + LIFETIME,
        "auth_time": at,
        "nonce": nonce,
        "acr": LEVEL,
        "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
    }
