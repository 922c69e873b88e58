"""The journal: a note after every act on a pair, copied to the contact person with a receipt (FY-38)."""

from mentorkorps.journal.digest import daily_digest, tell
from mentorkorps.journal.note import NOTES_A_PAGE, JournalNote, NoteCopy, count_notes, read_notes

__all__ = ["NOTES_A_PAGE", "JournalNote", "NoteCopy", "count_notes", "daily_digest", "read_notes", "tell"]
