"""The wire to a provider: guarded against being sent elsewhere (SSRF), and against answers without end.

https only; each address the name resolves to must be public, looked up once and then connected to, so a name cannot
change its mind in between; no redirects, no proxy, no .netrc; 5 seconds; 1 MB. A laptop may reach itself.
"""

import io
import socket
import time
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import ProviderSettings

TIMEOUT_SECONDS = 5
LONGEST_ANSWER = 1_000_000
LOOPBACK_NAMES = {"127.0.0.1", "localhost", "::1"}
NAT64 = IPv6Network("64:ff9b::/96")


def session_with(settings: ProviderSettings, **options: Any) -> OAuth2Session:
    """An OAuth session that can only speak through the guard. Use it in `with`."""
    session = OAuth2Session(settings.client_id, settings.client_secret, scope=list(settings.scopes), **options)
    session.trust_env = False
    session.headers["Accept-Encoding"] = "identity"
    session.adapters.clear()
    session.mount("https://", GuardedAdapter(allow_loopback=settings.allow_loopback))
    if settings.allow_loopback:
        session.mount("http://", GuardedAdapter(allow_loopback=True))
    return session


def fetch(settings: ProviderSettings, url: str, *, bearer: str | None = None) -> Mapping[str, Any] | None:
    """The JSON object at `url`, or None where that is not what comes. Errors: SignInRefused (address, unreachable)."""
    check_address(url, allow_loopback=settings.allow_loopback)
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    try:
        with session_with(settings) as session:
            answer: Response = session.get(url, headers=headers, withhold_token=True)
        document = answer.json()
    except (RequestException, ValueError, RecursionError):
        return None
    return document if answer.status_code == 200 and isinstance(document, dict) else None


def check_address(url: object, *, allow_loopback: bool) -> str:
    """`url` itself, when it is a whole https address (or, on a laptop, http to this machine). Errors: SignInRefused."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        sound = bool(parts.hostname) and parts.port != 0 and parts.username is None and not parts.fragment
    except ValueError:
        raise SignInRefused(Reason.ADDRESS) from None
    here = allow_loopback and parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES
    if not sound or not (parts.scheme == "https" or here):
        raise SignInRefused(Reason.ADDRESS)
    return str(url)


class GuardedAdapter(HTTPAdapter):
    """Connects only where it may, and reads only so much."""

    def __init__(self, *, allow_loopback: bool) -> None:
        super().__init__()
        https = _HereOrPublicHTTPSPool if allow_loopback else _PublicHTTPSPool
        self.poolmanager.pool_classes_by_scheme = {"http": _HereHTTPPool, "https": https}

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        """The whole answer. Errors: SignInRefused with `address` or `unreachable`."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        try:
            response = super().send(request, stream=True, timeout=TIMEOUT_SECONDS, verify=True)
            body = _read(response, deadline)
        except (RequestException, HTTPError, OSError) as error:
            raise SignInRefused(Reason.UNREACHABLE) from error
        response.raw = io.BytesIO(body)
        return response


def _read(response: Response, deadline: float) -> bytes:
    try:
        if response.is_redirect or response.headers.get("Content-Encoding", "identity") != "identity":
            raise SignInRefused(Reason.UNREACHABLE)
        body = bytearray()
        while piece := response.raw.read1(65_536):
            body += piece
            if len(body) > LONGEST_ANSWER or time.monotonic() > deadline:
                raise SignInRefused(Reason.UNREACHABLE)
        return bytes(body)
    finally:
        response.raw.close()


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True for an address on the open internet, also when an IPv4 address is wrapped in an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast


class _Guarded(HTTPConnection):
    """Looks the name up, refuses when any of its addresses is not permitted, and connects to one it has seen."""

    public = True
    here = False

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        addresses = self._permitted(name)
        try:
            for self._dns_host in addresses[:-1]:
                try:
                    return super()._new_conn()
                except (HTTPError, OSError):
                    continue
            self._dns_host = addresses[-1]
            return super()._new_conn()
        finally:
            self._dns_host = name

    def _permitted(self, name: str) -> list[str]:
        found = socket.getaddrinfo(name.strip("[]"), self.port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in found][:3]
        for text in addresses:
            address = ip_address(text)
            if not ((self.public and is_public(address)) or (self.here and address.is_loopback)):
                raise SignInRefused(Reason.ADDRESS)
        return addresses


class _HereHTTP(_Guarded):
    public, here = False, True


class _PublicHTTPS(_Guarded, HTTPSConnection):
    pass


class _HereOrPublicHTTPS(_Guarded, HTTPSConnection):
    here = True


class _HereHTTPPool(HTTPConnectionPool):
    ConnectionCls = _HereHTTP


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _HereOrPublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HereOrPublicHTTPS
