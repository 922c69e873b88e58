"""When a message that is due leaves: within its hours, and on a day on which nobody else writes to the address (VB-19)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from mentorkorps.clock import local
from mentorkorps.messages.asked import Place
from mentorkorps.messages.days import MessageDay
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import first_allowed, next_day
from mentorkorps.messages.texts import has_room, waits_for_room
from mentorkorps.programmes import Rules


class Going(NamedTuple):
    """A message on its way out."""

    message: Message
    at: datetime  # the moment from which it may go
    allowed: Rules | None = None  # the hours at which it may leave at all, and not on which days; none: any
    place: Place | None = None  # what it has in a person's day

    @property
    def work(self) -> dict[str, Any]:
        """What the outbox keeps of it."""
        kept: dict[str, Any] = {"message_id": str(self.message.id)}
        if self.allowed:
            kept["allowed"] = self.allowed
        if self.place:
            kept |= {"day_keys": sorted(self.place.keys), "urgent": self.place.urgent}
        if waits_for_room(self.message):
            kept["waits_for_room"] = True
        return kept


def leaves_at(payload: Mapping[str, Any], due: datetime, at: datetime) -> datetime:
    """`at`, or the first moment after it at which a message may leave that was to go at `due`.

    What asks something does not leave on a day on which its programme rests. The day of `due` is its own. On any other, as
    after an outage, it claims that day, or takes the next free one; what is urgent takes it and goes. In the ordinary case
    nothing is asked of the database.
    """
    allowed, keys = payload.get("allowed"), payload.get("day_keys")
    moment = first_allowed(at, allowed, asks=True) if allowed else at
    while keys and not _is_ours(keys, due, moment) and not payload.get("urgent"):
        moment = next_day(moment, allowed or {}, asks=True)
    if payload.get("waits_for_room") and not has_room(UUID(payload["message_id"])):
        moment = next_day(moment, allowed or {}, asks=True)
    return moment


def _is_ours(keys: Collection[str], due: datetime, moment: datetime) -> bool:
    day = local(moment).date()
    return day == local(due).date() or MessageDay.claim_whole([(keys, day)])[0]
