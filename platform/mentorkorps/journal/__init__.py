"""The journal: a note after every act on a pair, copied to the contact person with a receipt (FY-38)."""

from mentorkorps.journal.note import JournalNote, NoteCopy

__all__ = ["JournalNote", "NoteCopy"]
