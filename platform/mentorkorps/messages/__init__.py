"""Messages to people: one template each, no personal content."""

from mentorkorps.messages.asked import Asked
from mentorkorps.messages.code import LinkCode, can_be_sent
from mentorkorps.messages.days import told_today
from mentorkorps.messages.delivery import deliver, page_address, use_address
from mentorkorps.messages.hurry import can_hurry, hurry
from mentorkorps.messages.leaving import leaves_at
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import first_allowed
from mentorkorps.messages.reports import is_start, is_stop, reported, start, stop
from mentorkorps.messages.still_to_go import StillToGo, still_to_go
from mentorkorps.messages.unreachable import Unreachable
from mentorkorps.messages.way import hear_by, person_of, way_to
from mentorkorps.messages.withdrawn import withdraw
from mentorkorps.messages.write import (
    Letter,
    ask,
    send_again,
    tell,
    to_contact,
    to_mentor,
    to_party,
    to_staff,
    to_youth,
)

__all__ = [
    "Asked", "Letter", "LinkCode", "Message", "StillToGo", "Unreachable", "ask", "can_be_sent", "can_hurry", "deliver",
    "first_allowed", "hear_by", "hurry", "is_start", "is_stop", "leaves_at", "page_address", "person_of", "reported", "send_again",
    "start", "still_to_go", "stop", "tell", "to_contact", "to_mentor", "to_party", "to_staff", "to_youth", "told_today",
    "use_address", "way_to", "withdraw",
]  # fmt: skip
