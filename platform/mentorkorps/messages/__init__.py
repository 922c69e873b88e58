"""Messages to people: one template each, no personal content."""

from mentorkorps.messages.delivery import deliver, use_address
from mentorkorps.messages.message import Message
from mentorkorps.messages.write import send_again, to_contact, to_mentor, to_staff, to_youth

__all__ = ["Message", "deliver", "send_again", "to_contact", "to_mentor", "to_staff", "to_youth", "use_address"]
