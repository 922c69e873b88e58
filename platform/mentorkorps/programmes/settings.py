"""Reading one setting of a profile or of the rules that a pair keeps."""

from collections.abc import Mapping
from typing import Any

#: What holds where a profile says nothing. A rule that a pair has kept since an older version may lack a newer setting.
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "follow_up": {
        "first_check_days": 14,  # from the match: has the first meeting been held?
        "first_check_within_days": 7,
        "after_first_meeting_days": 14,  # 0: none
        "merge_within_days": 7,
        "marks_months": [],  # contacts at so many months from the match, as 1, 3 and 6
        "mark_within_days": 7,  # before and after a mark
        "then_weeks_from": 4,
        "then_weeks_to": 6,
    },
    "meetings": {"workplace_visit": False, "always_next": True},
    "silence": {"remind_after_working_days": 3, "raise_after_working_days": 5},
    "asking": {"not_before": 8, "not_after": 20, "sender": "Mentorkorps"},  # hours of a Danish day
    "alarm": {"months": 3, "low_rating": 2, "fall": 2, "no_next_after_days": 7, "no_first_meeting_days": 14},
    "journal": {"read_within_working_days": 10},
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
    },
    "calendar": {"closed": []},  # ranges of days, [from, to], in which the programme rests: school holidays
}


def setting(rules: Mapping[str, Any], section: str, name: str) -> Any:
    """The setting `name` of `section` in `rules`, else the default; KeyError where neither knows it."""
    found = rules.get(section) or {}
    return found[name] if name in found else DEFAULTS[section][name]
