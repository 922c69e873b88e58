"""What gateways tell us: how a text message went, what somebody answered, a mail that came back. Each call is signed.

A call twice is once; what we do not know is taken and forgotten, so that a gateway does not go on trying.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps import messages
from mentorkorps.channel import dialled
from mentorkorps.gateways import sms
from mentorkorps.refused import NotFound
from mentorkorps.web.access import SIGNED, may
from tenants.registry import Tenant
from tenants.scope import acting_for, db

room = Blueprint("gateway_calls", __name__)

TAKEN = "", 204


def _signed(view: Callable[[dict[str, Any]], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Lets in what carries our gateway's signature: 403 else, and 400 where it is no JSON object."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        body = request.get_data()
        stamp, given = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
        if not sms.is_signed(stamp, given, body):
            return "", 403
        said = request.get_json(silent=True)
        return view(said) if isinstance(said, dict) else ("", 400)

    return guarded


@room.post("/sms/kvittering", endpoint="receipt")
@may(SIGNED)
@_signed
def receipt(said: dict[str, Any]) -> ResponseReturnValue:
    """`reference` (our own), `status` delivered or failed, `reason`."""
    slug, _slash, message = str(said.get("reference", "")).partition("/")
    delivered = said.get("status") == "delivered"
    if message_id := _id(message):
        _report(_tenants_called(slug), message_id, delivered, str(said.get("reason", "")))
    return TAKEN


@room.post("/sms/svar", endpoint="reply")
@may(SIGNED)
@_signed
def reply(said: dict[str, Any]) -> ResponseReturnValue:
    """`from` and `text`: STOP ends text messages to the number in every house at once, with one confirmation; START begins
    them again. Anything else is not read."""
    number, text = dialled(str(said.get("from", ""))), str(said.get("text", ""))
    if number and messages.is_stop(text):
        confirm = True
        for tenant in _everybody():
            with acting_for(tenant):
                confirm = not messages.stop(number, confirm=confirm) and confirm
    elif number and messages.is_start(text):
        for tenant in _everybody():
            with acting_for(tenant):
                messages.start(number)
    return TAKEN


@room.post("/post/retur", endpoint="bounce")
@may(SIGNED)
@_signed
def bounce(said: dict[str, Any]) -> ResponseReturnValue:
    """`message_id` (the Message-ID that we gave it), `permanent`, `reason`: a mail that came back later."""
    message = str(said.get("message_id", "")).strip("<>").partition("@")[0]
    if (message_id := _id(message)) and said.get("permanent", True):
        _report(_everybody(), message_id, False, str(said.get("reason", "")))
    return TAKEN


def _report(tenants: list[UUID], message_id: UUID, delivered: bool, why: str) -> None:
    for tenant in tenants:
        with acting_for(tenant):
            if messages.reported(message_id, delivered=delivered, why=why):
                return


def _everybody() -> list[UUID]:
    return list(db.session.scalars(select(Tenant.id).order_by(Tenant.slug)))


def _tenants_called(slug: str) -> list[UUID]:
    try:
        return [Tenant.called(slug).id]
    except NotFound:
        return []


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
