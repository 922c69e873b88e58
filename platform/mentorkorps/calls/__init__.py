"""The call list: whom to ring today, why, and what each call came to."""

from mentorkorps.calls.call import REACHED, RESULTS, TROUBLES, Call
from mentorkorps.calls.call_list import CallLine
from mentorkorps.calls.care import Whose, ever_staff_here, hand_over, hand_over_all, names_of_staff, staff_here
from mentorkorps.calls.digest import tell_staff
from mentorkorps.calls.log import Outcome, log_call, log_call_about
from mentorkorps.calls.nudge import nudge
from mentorkorps.calls.reading import line_of, lines_in_each
from mentorkorps.calls.reasons import SENTENCES

__all__ = [
    "REACHED", "RESULTS", "SENTENCES", "TROUBLES", "Call", "CallLine", "Outcome", "Whose", "ever_staff_here", "hand_over",
    "hand_over_all", "line_of", "lines_in_each", "log_call", "log_call_about", "names_of_staff", "nudge", "staff_here",
    "tell_staff",
]  # fmt: skip
