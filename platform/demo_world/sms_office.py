"""The demo's text message gateway: takes what the product sends, lays it in the tray, and speaks back, signed.

It speaks the protocol that `mentorkorps.gateways.sms` describes, so that the product needs no other setting than an address.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Lock
from typing import Any

import requests
from flask import Blueprint, Response, abort, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from demo_world.declined import DeclinedError
from demo_world.letters import REFERENCE, Letter
from demo_world.mailbox import Mailbox

TOKEN, SECRET = "demo-sms-token", "demo-sms-secret"
LONGEST_SENDER, LONGEST_TEXT = 11, 1600
NOBODY = "0000"  # a number that ends so does not exist
SECONDS = 10
sms_office = Blueprint("sms_office", __name__)


@dataclass
class Counter:
    """What the gateway works with."""

    web: str
    mailbox: Mailbox
    real_time: Callable[[], float]
    taken: dict[str, int] = field(default_factory=dict)  # by Idempotency-Key
    lock: Lock = field(default_factory=Lock)


def counter() -> Counter:
    """The counter of the running world."""
    found = current_app.extensions["sms_office"]
    assert isinstance(found, Counter)
    return found


@sms_office.post("/sms")
def take() -> ResponseReturnValue:
    """One text message from the product; the same key twice is one message."""
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {TOKEN}".encode()):
        return _error("unauthorized", 401)
    said, key = request.get_json(silent=True), request.headers.get("Idempotency-Key", "")
    if not isinstance(said, dict) or not key:
        return _error("invalid_request", 400)
    if wrong := _wrong_with(said):
        return _error(wrong, 422)
    with counter().lock:
        known = counter().taken.get(key)
        number = known or counter().mailbox.put(_as_letter(said).as_bytes(), [said["to"]])
        counter().taken[key] = number
    return jsonify(id=number), 200 if known else 202


@sms_office.post("/sms/<int:number>/svar")
def answer(number: int) -> ResponseReturnValue:
    """Whoever has the telephone answers; the gateway passes it on."""
    letter = _letter(number)
    _tell("/sms/svar", {"from": letter.entry.to[0], "text": request.form.get("tekst", "")[:LONGEST_TEXT]})
    return redirect(url_for("tray.letter", number=number, sendt="1"), 303)


@sms_office.post("/sms/<int:number>/kvittering")
def receipt(number: int) -> ResponseReturnValue:
    """How it went with the message: delivered, or no such number."""
    failed = request.form.get("gik") == "galt"
    went = {"status": "failed", "reason": "unknown_number"} if failed else {"status": "delivered"}
    _tell("/sms/kvittering", {"reference": _letter(number).reference} | went)
    return redirect(url_for("tray.letter", number=number, sendt="1"), 303)


def _wrong_with(said: dict[str, Any]) -> str:
    to, sender, text = (str(said.get(name, "")) for name in ("to", "sender", "text"))
    if not (to.startswith("+") and to[1:].isdecimal() and 8 <= len(to) <= 16) or to.endswith(NOBODY):
        return "invalid_number"
    if not 1 <= len(sender) <= LONGEST_SENDER:
        return "invalid_sender"
    return "" if 1 <= len(text) <= LONGEST_TEXT else "invalid_text"


def _as_letter(said: dict[str, Any]) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = f"{said['sender']} <sms@localhost>", said["to"], "SMS"
    letter[REFERENCE] = str(said.get("reference", ""))
    letter.set_content(str(said["text"]))
    return letter


def _letter(number: int) -> Letter:
    letter = counter().mailbox.open(number)
    if letter is None or not letter.reference:
        abort(404)
    return letter


def _tell(path: str, said: dict[str, Any]) -> None:
    """A signed call to the product. DeclinedError where it does not answer as it should, or another site asks for it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise DeclinedError("Der kan kun svares fra demoens egen side.", status=403)
    body, stamp = json.dumps(said).encode(), str(int(counter().real_time()))
    signature = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
    headers = {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": signature}
    try:
        answered = requests.post(f"{counter().web}{path}", data=body, headers=headers, timeout=SECONDS)
    except requests.RequestException:
        raise DeclinedError("Mentorkorps svarer ikke lige nu.", status=502) from None
    if not answered.ok:
        raise DeclinedError(f"Mentorkorps tog ikke imod svaret ({answered.status_code}).", status=502)


def _error(code: str, status: int) -> Response:
    answered = jsonify(error={"code": code})
    answered.status_code = status
    return answered
