"""A programme's rules: a profile of settings, with what the house takes where a profile says nothing."""

from mentorkorps.programmes.settings import DEFAULTS, setting

__all__ = ["DEFAULTS", "setting"]
