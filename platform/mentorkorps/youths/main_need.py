"""What a youth needs most: asked where the programme has two kinds of mentor, personal and professional (MO-02)."""

from mentorkorps.clock import today
from mentorkorps.programmes import setting
from mentorkorps.refused import NotFound
from tenants.local_rules import rules_here

MAIN_NEEDS = ("", "workplace_norms", "trade")  # empty where nobody has asked


def asks_main_need() -> bool:
    """Whether the programme here chooses the kind of mentor by it; False where the tenant is in no programme."""
    try:
        return bool(setting(rules_here(today()), "course", "mentor_kinds"))
    except NotFound:
        return False
