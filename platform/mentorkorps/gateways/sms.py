"""Text messages leave here: over HTTP to a gateway, or nowhere (`discard:`, for simulations and load).

The gateway takes `POST` with JSON (`id`, `to`, `sender`, `text`, `reference`), a bearer token and an `Idempotency-Key` that
is the same at every retry. It answers 2xx, or 4xx with `{"error": {"code": …}}`. What it tells us later (deliveries,
answers) it signs: `X-Signature` is the HMAC-SHA256 of the time in `X-Timestamp`, a full stop, and the body.
"""

import hmac
from dataclasses import dataclass

import requests

from mentorkorps.clock import real_now

TIMEOUT = 10
SIGNED_WITHIN = 300  # seconds between the signing of a call and its arrival
LONGEST_SENDER = 11
#: What a gateway says of a number that will never take a message; anything else is tried again.
NO_SUCH_NUMBER = {"invalid_number", "unknown_number", "blocked_number", "landline"}


class NumberFailed(Exception):
    """The gateway will never reach this number. The text is its word for it."""


class GatewayFailed(Exception):
    """The gateway did not take the message this time. The text says why, without the number."""


@dataclass(frozen=True)
class Gateway:
    """Where text messages go."""

    url: str
    token: str
    secret: str

    @property
    def discards(self) -> bool:
        """Takes everything and sends nothing."""
        return self.url.startswith("discard:")


_gateway: list[Gateway] = []


def use(url: str | None, token: str = "", secret: str = "") -> None:
    """`https://…` (http on this machine only), `discard:`, or None where none are sent; as `Config` has found it right."""
    _gateway[:] = [Gateway(url, token, secret)] if url else []


def is_used() -> bool:
    """Text messages can be sent."""
    return bool(_gateway)


def discards() -> bool:
    """Text messages are thrown away, so nobody need write them."""
    return bool(_gateway) and _gateway[0].discards


def send(to: str, sender: str, text: str, *, message_id: str, reference: str) -> str:
    """Hands one text message to the gateway. Returns its word; NumberFailed for good, GatewayFailed for this time."""
    if not _gateway:
        raise GatewayFailed("no gateway: set SMS_URL")
    gateway = _gateway[0]
    if gateway.discards:
        return "discarded"
    said = {"id": message_id, "to": to, "sender": sender[:LONGEST_SENDER], "text": text, "reference": reference}
    headers = {"Authorization": f"Bearer {gateway.token}", "Idempotency-Key": message_id}
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(gateway.url, json=said, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as away:
        raise GatewayFailed(f"no answer: {type(away).__name__}") from None
    return _understood(answer)


def _understood(answer: requests.Response) -> str:
    if 200 <= answer.status_code < 300:
        return "accepted"
    code = _error_code(answer)
    if answer.status_code < 500 and code in NO_SUCH_NUMBER:
        raise NumberFailed(code)
    if answer.status_code in (401, 403):
        raise GatewayFailed("refused: is SMS_TOKEN right?")
    raise GatewayFailed(f"answered {answer.status_code} {code}".strip())


def _error_code(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])[:40]
    except (ValueError, KeyError, TypeError):
        return ""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """How a call is signed."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def is_signed(timestamp: str, given: str, body: bytes) -> bool:
    """Whether the call comes from who knows the secret, and was signed within five minutes."""
    if not _gateway or not _gateway[0].secret or not timestamp.isdecimal() or not given.isascii():
        return False
    if abs(real_now().timestamp() - int(timestamp)) > SIGNED_WITHIN:
        return False
    return hmac.compare_digest(signature(_gateway[0].secret, timestamp, body), given)
