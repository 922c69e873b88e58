"""Messages to people: one template each, no personal content."""

from mentorkorps.messages.message import Message

__all__ = ["Message"]
