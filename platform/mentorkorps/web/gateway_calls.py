"""What gateways tell us: how a text message went, what somebody answered, a mail that came back. Each call is signed.

A call twice is once; what we do not know is taken and forgotten, so that a gateway does not go on trying.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps import follow_ups, matching, messages
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
    them again. Anything else is for whoever last wrote to the number, and comes back as work to read."""
    number, text = dialled(str(said.get("from", ""))), str(said.get("text", ""))
    if number and messages.is_stop(text):
        _note_everywhere(number, stopped=True, heard=_stop_everywhere(number))
    elif number and messages.is_start(text):
        _note_everywhere(number, stopped=False, heard=_start_everywhere(number))
    elif number and text.strip():
        _to_who_wrote_last(number, text)
    return TAKEN


def _stop_everywhere(number: str) -> bool:
    """Whether anybody had not said it before."""
    heard = False
    for tenant in _everybody():
        with acting_for(tenant):
            heard = messages.stop(number, confirm=not heard) or heard
    return heard


def _start_everywhere(number: str) -> bool:
    heard = False
    for tenant in _everybody():
        with acting_for(tenant):
            heard = messages.start(number) or heard
    return heard


def _note_everywhere(number: str, *, stopped: bool, heard: bool) -> None:
    for tenant in _everybody() if heard else []:
        with acting_for(tenant):
            follow_ups.note_stop(number, stopped=stopped)


def _to_who_wrote_last(number: str, text: str) -> None:
    """No other tenant hears of it: the words may be about a youth of the one that asked."""
    newest: tuple[datetime, UUID, UUID] | None = None
    for tenant in _everybody():
        with acting_for(tenant):
            last = follow_ups.last_text_to(number)
        if last and (newest is None or last[0] > newest[0]):
            newest = (*last, tenant)
    if newest:
        with acting_for(newest[2]):
            if not follow_ups.replied(newest[1], text):
                matching.replied_to_proposal(newest[1])


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
