"""Reading one setting of a profile or of the rules that a pair keeps."""

from collections.abc import Mapping
from typing import Any

Rules = Mapping[str, Any]

#: What holds where a profile says nothing. A rule that a pair has kept since an older version may lack a newer setting.
DEFAULTS: Mapping[str, Rules] = {
    "frame": {
        "part_of": "",  # the wider policy that the programme is a part of (VB-02)
        "school_exclusion": False,  # a school refers nobody who is about to drop out or has a blemished record (DF-29)
    },
    "tasks": {"finds_mentors": False},  # beyond the two duties of a municipality (FY-13): its coordinators recruit, too
    "follow_up": {
        "first_check_days": 14,  # from the match: has the first meeting been held? Never later than that (section 2, row 1)
        "first_check_within_days": 7,
        "first_check_latest_days": 0,  # from the match, whatever a weekend does to the window; 0: no such limit
        "first_check_always": False,  # also of a pair that has told of its first meeting: the first contact stands (EEPM)
        "after_first_meeting_days": 14,  # 0: none
        "merge_within_days": 7,
        "marks_months": [],  # contacts at so many months from the match, as 1, 3 and 6
        "mark_days_before": 7,
        "mark_days_after": 7,
        "then_weeks_from": 4,
        "then_weeks_to": 6,
    },
    "meetings": {
        "per_month": 0,  # the norm is one of these three, or none: at least so many meetings a month,
        "hours_per_month": 0,  # at least so many hours a month,
        "per_season": [0, 0],  # or so many meetings in a season
        "every_weeks": [0, 0],  # how far they lie apart
        "minutes": [0, 0],  # how long one is
        "months_from": 0,  # how long a course is, at least and usually at most; 0: not said
        "months_to": 0,
        "average_hours_per_month": 0,  # only to compare with; never an alarm (FY-34)
        "workplace_visit": False,
        "always_next": True,
    },
    "season": {
        "begins": [],  # the first school days, from which pairs are made
        "match_within_days": 0,  # 0: all year round
    },
    "silence": {"remind_after_working_days": 3, "raise_after_working_days": 5},
    "asking": {"not_before": 8, "not_after": 20, "sender": "Mentorkorps"},  # hours of a Danish day
    "alarm": {"months": 3, "low_rating": 2, "fall": 2, "no_next_after_days": 7, "no_first_meeting_days": 14},
    "journal": {"read_within_working_days": 10, "paused_weeks": [28, 29, 30]},  # weeks of the year in which it waits
    "exit": {
        "youth_weeks": [2, 4],  # the first contact after the end, from and to
        "youth_months": 3,  # the second; 0: none
        "mentor_weeks": [2, 3],
        "rematch_within_days": 14,
    },
    "course": {
        "expectation_agreement": False,
        "training_first": False,
        "goals": False,
        "supporter": False,
        "mentor_kinds": False,
        "activities": False,  # ticking the points of the catalogue
        "wellbeing": False,  # the mentor notes how the youth is
        "legal_basis": False,
        "network_events": False,
        "match_meeting": False,  # an event of its own
        "network_meetings": False,  # with the municipality, and with the youth's network
        "family_meeting": False,  # once, where the youth wishes
    },
    "concerns": {
        "level_1": "Koordinatorerne",  # what the four levels are called (DF-18)
        "level_2": "Projektlederen",
        "level_3": "Netværket",
        "level_4": "Psykologen",
        "corps_owns_1": True,  # only somebody of the corps may own it; else anyone, with an account or without
        "corps_owns_2": True,
        "corps_owns_3": False,
        "corps_owns_4": False,
        "working_days_1": 5,  # until something must have been done
        "working_days_2": 3,
        "working_days_3": 3,
        "working_days_4": 3,
    },
    "calendar": {"closed": []},  # ranges of days, [from, to], in which the programme rests: school holidays
}

#: The municipality's own minutes for each act, where a profile says nothing: the form takes five (FY-14).
OWN_TIME: Mapping[str, int] = {"enrolment": 5, "note": 2, "decision": 5}


def own_time(profile: Rules) -> Mapping[str, int]:
    """Minutes that a municipality spends on an `enrolment`, on reading a `note` and on a `decision`."""
    return {**OWN_TIME, **profile.get("own_time", {})}


def setting(rules: Rules, section: str, name: str) -> Any:
    """The setting `name` of `section` in `rules`, else the default; KeyError where neither knows it."""
    found = rules.get(section) or {}
    return found[name] if name in found else DEFAULTS[section][name]


def complete(profile: Rules, adjustments: Rules | None = None) -> dict[str, Any]:
    """A profile with every setting in it: the house's default, then what it says, then what a tenant has adjusted."""
    own = adjustments or {}
    filled = {
        section: {**known, **profile.get(section, {}), **own.get(section, {})} for section, known in DEFAULTS.items()
    }
    return {**profile, **filled}
