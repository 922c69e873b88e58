"""Concerns: four levels, an owner, a deadline and the way up, seen by nobody outside the chain (DF-18, DF-19, MO-08)."""

from mentorkorps.concerns.acts import add_note, close, escalate, group_of, hand_over, log_call, open_concern, take
from mentorkorps.concerns.chain import about, due_here, find, read, seen_by
from mentorkorps.concerns.concern import STEPS, Concern, ConcernStep
from mentorkorps.concerns.count import top_levels
from mentorkorps.concerns.holder import GROUP, PLACES, ConcernHolder, Person, holders, name_holder
from mentorkorps.concerns.insight import told_about
from mentorkorps.concerns.remind import mind_concerns, mind_unrung, remind_next, remind_owner
from mentorkorps.concerns.tell import tell_chain, tell_owner
from mentorkorps.concerns.troubles import ABOUT, TROUBLES

__all__ = [
    "ABOUT", "GROUP", "PLACES", "STEPS", "TROUBLES", "Concern", "ConcernHolder", "ConcernStep", "Person", "about", "add_note",
    "close", "due_here", "escalate", "find", "group_of", "hand_over", "holders", "log_call", "mind_concerns", "mind_unrung",
    "name_holder", "open_concern", "read", "remind_next", "remind_owner", "seen_by", "take", "tell_chain", "tell_owner",
    "told_about", "top_levels",
]  # fmt: skip
