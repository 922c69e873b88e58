"""The journal: a note after every act on a pair, copied to the contact person with a receipt (FY-38)."""

from mentorkorps.journal.digest import daily_digest, tell
from mentorkorps.journal.note import JournalNote, NoteCopy, read_notes

__all__ = ["JournalNote", "NoteCopy", "daily_digest", "read_notes", "tell"]
