"""The course a pair follows: expectations, goals, activities, short contacts, supporters, events and training."""

from mentorkorps.courses.activities import (
    ACTIVITIES,
    Activity,
    activities_of,
    catalogue,
    lacks_visit,
    tick,
    visit_is_missing,
)
from mentorkorps.courses.agreement import (
    CHANNELS,
    DAYS,
    ExpectationAgreement,
    ExpectationYes,
    agreement_of,
    say_yes,
    write_agreement,
)
from mentorkorps.courses.basis import LEGAL_BASES, NEEDS, CourseBasis, basis_of, write_basis
from mentorkorps.courses.contacts import WAYS, ShortContact, contacts_of, log_contact
from mentorkorps.courses.events import (
    EventSignup,
    NetworkEvent,
    announce,
    call_off,
    coming,
    sign_up,
    signups_of,
    stay_away,
)
from mentorkorps.courses.gatherings import KINDS as GATHERINGS
from mentorkorps.courses.gatherings import PARTICIPANTS, Gathering, gatherings_of, kinds, log_gathering
from mentorkorps.courses.goals import ACTS, AREAS, OVERALL, Goal, change_goal, close_goal, goals_of, newest, set_goal
from mentorkorps.courses.insight import told_about
from mentorkorps.courses.norm import Average, Held, Progress, average, progress, rule
from mentorkorps.courses.supporter import TASKS, Supporter, name_supporter, supporter_of
from mentorkorps.courses.wellbeing import STATES, Wellbeing, note_wellbeing, wellbeing_of

__all__ = [
    "ACTIVITIES",
    "ACTS",
    "AREAS",
    "CHANNELS",
    "DAYS",
    "GATHERINGS",
    "LEGAL_BASES",
    "NEEDS",
    "OVERALL",
    "PARTICIPANTS",
    "STATES",
    "TASKS",
    "WAYS",
    "Activity",
    "Average",
    "CourseBasis",
    "EventSignup",
    "ExpectationAgreement",
    "ExpectationYes",
    "Gathering",
    "Goal",
    "Held",
    "NetworkEvent",
    "Progress",
    "ShortContact",
    "Supporter",
    "Wellbeing",
    "activities_of",
    "agreement_of",
    "announce",
    "average",
    "basis_of",
    "call_off",
    "catalogue",
    "change_goal",
    "close_goal",
    "coming",
    "contacts_of",
    "gatherings_of",
    "goals_of",
    "kinds",
    "lacks_visit",
    "log_contact",
    "log_gathering",
    "name_supporter",
    "newest",
    "note_wellbeing",
    "progress",
    "rule",
    "say_yes",
    "set_goal",
    "sign_up",
    "signups_of",
    "stay_away",
    "supporter_of",
    "tick",
    "told_about",
    "visit_is_missing",
    "wellbeing_of",
    "write_agreement",
    "write_basis",
]  # fmt: skip
