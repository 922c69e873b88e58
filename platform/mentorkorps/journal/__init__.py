"""The journal: a note after every act on a pair, copied to the contact person with a receipt (FY-38)."""

from mentorkorps.journal.absence import Absence, own_contacts
from mentorkorps.journal.acts import ACTS
from mentorkorps.journal.by_hand import TOPICS, correct, may_correct, write_by_hand
from mentorkorps.journal.digest import daily_digest, tell
from mentorkorps.journal.handover import Handover, NoteHandover
from mentorkorps.journal.note import NOTES_A_PAGE, JournalNote, NoteCopy, count_notes, read_notes
from mentorkorps.journal.reroute import change_contact
from mentorkorps.journal.unread import limits, remind, unread

__all__ = [
    "ACTS",
    "NOTES_A_PAGE",
    "TOPICS",
    "Absence",
    "Handover",
    "JournalNote",
    "NoteCopy",
    "NoteHandover",
    "change_contact",
    "correct",
    "count_notes",
    "daily_digest",
    "limits",
    "may_correct",
    "own_contacts",
    "read_notes",
    "remind",
    "tell",
    "unread",
    "write_by_hand",
]
