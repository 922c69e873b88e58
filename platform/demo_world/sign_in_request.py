"""What a client asks for at the authorize endpoint, and the checks it must pass."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from demo_world.cast import CLIENT_ID
from demo_world.declined import DeclinedError

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class AuthorizeError(Exception):
    """The request is wrong in a way the client is told about at its own address."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@dataclass(frozen=True)
class SignInRequest:
    """The parameters of one authorize request, as they came."""

    client_id: str
    redirect_uri: str
    response_type: str
    scope: str
    state: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    prompt: str

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "SignInRequest":
        """From a query or a form; what is missing is empty."""
        return cls(**{field.name: values.get(field.name, "") for field in fields(cls)})

    def check_client(self, *, slug: str, web: str) -> None:
        """Declined, and nobody is sent anywhere, unless client and address are those of the product for this tenant."""
        if self.client_id != CLIENT_ID:
            raise DeclinedError("Login-siden kender ikke det system, der spørger.")
        if not is_ours(self.redirect_uri, slug=slug, web=web):
            raise DeclinedError(
                "Login-siden sender kun tilbage til Mentorkorps på den adresse, som demoen er startet med."
            )

    def check(self) -> None:
        """An OAuth error unless this is a code request with PKCE S256, state and nonce."""
        if self.response_type != "code":
            raise AuthorizeError("unsupported_response_type", "only response_type=code")
        if "openid" not in self.scope.split():
            raise AuthorizeError("invalid_scope", "scope must hold openid")
        if not self.state or not self.nonce:
            raise AuthorizeError("invalid_request", "state and nonce are required")
        if self.code_challenge_method != "S256" or not CHALLENGE.fullmatch(self.code_challenge):
            raise AuthorizeError("invalid_request", "PKCE with code_challenge_method=S256 is required")
        if "none" in self.prompt.split():
            raise AuthorizeError("login_required", "nobody is signed in here")

    @property
    def wants_to_be_asked(self) -> bool:
        """The client wants the person to say again who they are."""
        return bool({"login", "select_account"} & set(self.prompt.split()))

    def back(self, issuer: str, **answer: str) -> str:
        """The client's address with the answer, the state and our issuer (RFC 9207)."""
        state = {"state": self.state} if self.state else {}
        return with_query(self.redirect_uri, {**answer, **state, "iss": issuer})


def is_ours(address: str, *, slug: str, web: str) -> bool:
    """True where `address` is the product's own, in this tenant's part of it."""
    parts, home = urlsplit(address), urlsplit(web)
    same_place = (parts.scheme, parts.netloc) == (home.scheme, home.netloc)
    return same_place and not parts.fragment and f"{parts.path}/".startswith(f"{home.path.rstrip('/')}/{slug}/")


def with_query(address: str, more: Mapping[str, str]) -> str:
    """`address` with more parameters after those it has."""
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query), *more.items()])
    return urlunsplit(parts._replace(query=query))
