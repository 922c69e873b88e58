"""Authorization codes that work once within a minute, and the access tokens they turn into."""

import secrets
from dataclasses import dataclass
from threading import Lock

from demo_world.cast import Person

CODE_SECONDS = 60
TOKEN_SECONDS = 300


@dataclass(frozen=True)
class SignIn:
    """A person has said who they are to one organisation's provider."""

    slug: str
    person: Person
    redirect_uri: str
    nonce: str
    code_challenge: str
    at: int


class CodeBook:
    """Codes and access tokens in force. In memory: a restart ends them all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: dict[str, SignIn] = {}
        self._tokens: dict[str, SignIn] = {}
        self._spent: dict[str, str] = {}

    def issue(self, sign_in: SignIn) -> str:
        """A fresh code for this sign-in."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[code] = sign_in
        return code

    def redeem(self, code: str, *, at: float) -> SignIn | None:
        """The sign-in behind a code, once, within a minute. Using a code again also ends the token it gave."""
        with self._lock:
            sign_in = self._codes.pop(code, None)
            if sign_in is None:
                self._tokens.pop(self._spent.pop(code, ""), None)
                return None
        return sign_in if at - sign_in.at <= CODE_SECONDS else None

    def grant(self, code: str, sign_in: SignIn) -> str:
        """An access token for the sign-in that `code` gave."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[token] = sign_in
            self._spent[code] = token
        return token

    def holder(self, token: str, *, slug: str, at: float) -> Person | None:
        """Who holds this access token at this organisation, while it is in force."""
        with self._lock:
            sign_in = self._tokens.get(token)
        if sign_in is None or sign_in.slug != slug or at - sign_in.at > TOKEN_SECONDS:
            return None
        return sign_in.person
