"""Messages to people: one template each, no personal content."""

from mentorkorps.messages.asked import Asked
from mentorkorps.messages.code import LinkCode, can_be_sent
from mentorkorps.messages.delivery import deliver, use_address
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import first_allowed, waits_until
from mentorkorps.messages.reports import is_start, is_stop, reported, start, stop
from mentorkorps.messages.unreachable import Unreachable
from mentorkorps.messages.way import hear_by, way_to
from mentorkorps.messages.write import Letter, ask, send_again, tell, to_contact, to_mentor, to_staff, to_youth

__all__ = [
    "Asked", "Letter", "LinkCode", "Message", "Unreachable", "ask", "can_be_sent", "deliver", "first_allowed", "hear_by",
    "is_start", "is_stop", "reported", "send_again", "start", "stop", "tell", "to_contact", "to_mentor", "to_staff",
    "to_youth", "use_address", "waits_until", "way_to",
]  # fmt: skip
