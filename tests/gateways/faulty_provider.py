"""A real little OpenID provider on loopback that misbehaves on purpose: one named fault at a time.

Well-behaved it checks its client as a good provider does: Basic authentication, redirect address, PKCE.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.oidc.core.util import create_half_hash
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from mentorkorps.gateways.oidc import Identity, ProviderSettings, begin, finish

CLIENT, SECRET = "mentorkorps", "hemmelig: 100 % æøå+/="
CILLE = {
    "sub": "cille-7",
    "name": "Cille Corps",
    "email": "cille@korps.example",
    "acr": "substantial",
    "roles": ["MK-Sagsbehandler", "Alle medarbejdere"],
    "cvr": "29189919",
}
FIRST, SECOND = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("first", "second"))
STRANGER = RSAKey.generate_key(2048, {"kid": "first"})
CURVED, OTHER_CURVED = (ECKey.generate_key("P-256", {"kid": "curved", "use": "sig"}) for _ in range(2))
WITHOUT_KID = RSAKey.import_key({name: value for name, value in FIRST.as_dict(private=True).items() if name != "kid"})
EVIL = "https://ond.example"
CALLBACK = "http://127.0.0.1:8400/log-paa/svar"
NOW = datetime(2014, 6, 15, 8, 30, tzinfo=UTC)

Claims = dict[str, Any]
Change = Callable[[Claims], object]

CLAIM_FAULTS: Mapping[str, Change] = {
    "issuer of another": lambda claims: claims.update(iss=EVIL),
    "issuer missing": lambda claims: claims.pop("iss"),
    "subject missing": lambda claims: claims.pop("sub"),
    "subject empty": lambda claims: claims.update(sub=""),
    "subject a number": lambda claims: claims.update(sub=7),
    "subject too long": lambda claims: claims.update(sub="x" * 256),
    "subject with a nul": lambda claims: claims.update(sub="cille\0"),
    "audience of another": lambda claims: claims.update(aud="another"),
    "audience missing": lambda claims: claims.pop("aud"),
    "audience of another, azp ours": lambda claims: claims.update(aud="another", azp=CLIENT),
    "audience with a stranger": lambda claims: claims.update(aud=[CLIENT, "stranger"], azp=CLIENT),
    "audience empty": lambda claims: claims.update(aud=[]),
    "authorised party another": lambda claims: claims.update(azp="another"),
    "nonce wrong": lambda claims: claims.update(nonce="wrong"),
    "nonce missing": lambda claims: claims.pop("nonce"),
    "nonce not text": lambda claims: claims.update(nonce="\ud800"),
    "issued at missing": lambda claims: claims.pop("iat"),
    "issued a day ago": lambda claims: claims.update(iat=claims["iat"] - 86_400),
    "issued 11 minutes ago": lambda claims: claims.update(iat=claims["iat"] - 660),
    "issued 2 minutes ahead": lambda claims: claims.update(iat=claims["iat"] + 120),
    "issued at a word": lambda claims: claims.update(iat="now"),
    "expired 100 s ago": lambda claims: claims.update(exp=claims["iat"] - 100),
    "expires never": lambda claims: claims.pop("exp"),
    "expires at NaN": lambda claims: claims.update(exp=float("nan")),
    "not valid yet": lambda claims: claims.update(nbf=claims["iat"] + 300),
    "at_hash wrong": lambda claims: claims.update(at_hash="wrong"),
    "acr too low": lambda claims: claims.update(acr="low"),
    "acr missing": lambda claims: claims.pop("acr"),
    "auth_time missing": lambda claims: claims.pop("auth_time"),
    "auth_time stale": lambda claims: claims.update(auth_time=claims["iat"] - 3_600),
    "auth_time ahead": lambda claims: claims.update(auth_time=claims["iat"] + 3_600),
    "auth_time without end": lambda claims: claims.update(auth_time=float("inf")),
    "another organisation": lambda claims: claims.update(cvr="11111111"),
    "no organisation": lambda claims: claims.pop("cvr"),
    "roles left out": lambda claims: claims.update(_claim_names={"roles": "src1"}),
    "has groups": lambda claims: claims.update(hasgroups=True),
    "forgotten at_hash": lambda claims: claims.pop("at_hash"),
    "expired 50 s ago": lambda claims: claims.update(exp=claims["iat"] - 50),
    "unverified e-mail": lambda claims: claims.update(email_verified=False),
    "claims only in userinfo": lambda claims: [claims.pop(name) for name in ("name", "email", "roles")],
}


class FaultyProvider:
    """The provider. `fault` names what is wrong, "" for nothing; `asked` counts calls per path; `now` is its time."""

    def __init__(self) -> None:
        self.now, self.fault, self.asked = NOW, "", Counter[str]()
        self.signer: RSAKey | ECKey | OctKey = FIRST
        self.published: list[RSAKey | ECKey] = [FIRST]
        self.metadata: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.home = secrets.token_urlsafe(8)  # a port may come again, and what is kept of a provider must not
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/{self.home}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "FaultyProvider":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def settings(self, **changes: Any) -> ProviderSettings:
        """Settings as a tenant would have them for this provider."""
        given = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET, "allow_loopback": True}
        return ProviderSettings(**{**given, **changes})

    def sign_in(self, **changes: Any) -> Identity:
        """A person walks through: sent off, through the provider in a browser, and back with the answer."""
        settings = self.settings(**changes)
        url, pending = begin(settings, CALLBACK, self.now)
        return finish(settings, pending, through_the_browser(url), self.now)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        name = request.path.removeprefix(f"/{self.home}/").replace(".well-known/openid-configuration", "metadata")
        self.asked[name] += 1
        answer: Callable[[Request], Response] = getattr(self, f"_{name}")
        return answer(request)(environ, start_response)

    def _metadata(self, request: Request) -> Response:
        paths = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "jwks",
            "userinfo_endpoint": "userinfo",
            "end_session_endpoint": "logout",
        }
        document: dict[str, Any] = {name: f"{self.issuer}/{path}" for name, path in paths.items()}
        document |= {"issuer": self.issuer, "authorization_response_iss_parameter_supported": True, **self.metadata}
        if self.fault == "metadata redirects":
            return Response(status=302, headers={"Location": f"{self.issuer}/elsewhere"})
        if self.fault == "metadata endless":
            document["filler"] = "x" * 1_100_000
        if self.fault == "metadata not json":
            return Response("<html>")
        return _json({name: value for name, value in document.items() if value is not None})

    def _elsewhere(self, request: Request) -> Response:
        return _json({"issuer": self.issuer})

    def _authorize(self, request: Request) -> Response:
        asked, code = request.args.to_dict(), secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        if self.fault == "response iss missing":
            del back["iss"]
        elif self.fault == "response iss wrong":
            back["iss"] = EVIL
        elif self.fault == "state wrong":
            back["state"] = "wrong"
        elif self.fault == "state missing":
            del back["state"]
        elif self.fault == "code missing":
            del back["code"]
        elif self.fault in ("access_denied", "server_error"):
            back = {"error": self.fault, "state": asked["state"], "iss": self.issuer}
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _token(self, request: Request) -> Response:
        asked = self.codes.pop(request.form.get("code", ""), None)
        if self.fault == "token endpoint breaks":
            return Response("<h1>Bad gateway", status=502)
        if asked is None or not self._client_is_right(request, asked):
            return _json({"error": "invalid_grant"}, status=400)
        access_token = secrets.token_urlsafe(16)
        answer: dict[str, Any] = {"access_token": access_token, "token_type": "Bearer", "expires_in": 300}
        answer["id_token"] = self._signed(self._claims(asked["nonce"], access_token))
        if self.fault == "id_token missing":
            del answer["id_token"]
        if self.fault == "id_token null":
            answer["id_token"] = None
        if self.fault == "id_token rubbish":
            answer["id_token"] = "a.b.c"
        return _json(answer)

    def _client_is_right(self, request: Request, asked: Mapping[str, str]) -> bool:
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        basic = base64.b64encode(urlencode({CLIENT: SECRET}).replace("=", ":", 1).encode()).decode()
        return (
            base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
            and asked["code_challenge_method"] == "S256"
            and request.headers.get("Authorization") == f"Basic {basic}"
            and request.form["redirect_uri"] == asked["redirect_uri"]
        )

    def _claims(self, nonce: str, access_token: str) -> Claims:
        here = int(self.now.timestamp())
        claims: Claims = {"iss": self.issuer, "aud": CLIENT, "iat": here, "exp": here + 300, "auth_time": here - 30}
        claims |= CILLE | {"nonce": nonce, "at_hash": create_half_hash(access_token, "RS256").decode()}
        CLAIM_FAULTS.get(self.fault, lambda claims: None)(claims)
        return claims

    def _signed(self, claims: Claims) -> str:
        payload = json.dumps(claims)
        kid = None if self.fault == "kid missing" else str(self.signer.kid)
        header = {"alg": "ES256" if self.signer.key_type == "EC" else "RS256"} | ({"kid": kid} if kid else {})
        if self.fault == "kid unknown":
            header["kid"] = secrets.token_urlsafe(6)
        if self.fault == "signed with PS256":
            header["alg"] = "PS256"
        if self.fault == "typed as another token":
            header["typ"] = "logout+jwt"
        if self.fault == "not signed":
            return f"{_b64({'alg': 'none'})}.{_b64(claims)}."
        if self.fault == "signed with the client secret":
            return jws.serialize_compact({"alg": "HS256"}, payload, OctKey.import_key(SECRET.encode()))
        if self.fault == "signed with the public key as secret":
            key = OctKey.import_key(base64.b64encode(FIRST.as_pem(private=False)))
            return jws.serialize_compact({"alg": "HS256", "kid": "first"}, payload, key)
        if self.fault == "signed with RS384":
            return jws.serialize_compact(header | {"alg": "RS384"}, payload, self.signer, algorithms=["RS384"])
        return jws.serialize_compact(header, payload, self.signer, algorithms=["RS256", "PS256", "ES256"])

    def _jwks(self, request: Request) -> Response:
        if self.fault == "jwks broken":
            return _json({"keys": "none"})
        return _json({"keys": [key.as_dict(private=False) for key in self.published]})

    def _userinfo(self, request: Request) -> Response:
        if not request.headers["Authorization"].startswith("Bearer ") or self.fault == "userinfo refuses":
            return _json({"error": "invalid_token"}, status=401)
        told = dict(CILLE)
        if self.fault == "userinfo of another":
            told["sub"] = "rune-3"
        if self.fault == "no organisation":
            del told["cvr"]
        if self.fault == "userinfo of no one":
            del told["sub"]
        return _json(told)


def through_the_browser(url: str) -> dict[str, str]:
    """What the browser brings back to us when it is sent to `url`."""
    with requests.Session() as browser:
        browser.trust_env = False
        back = browser.get(url, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith(CALLBACK)
    return dict(parse_qsl(urlsplit(back).query))


def _json(document: object, status: int = 200) -> Response:
    return Response(json.dumps(document), status=status, mimetype="application/json")


def _b64(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")
