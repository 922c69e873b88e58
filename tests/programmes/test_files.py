"""Six partnership files: each is read from its programme's own text, and imports beside the others."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from mentorkorps.clock import COPENHAGEN
from mentorkorps.partnership import import_partnership
from mentorkorps.programmes import DEFAULTS, closed_ranges, kind, limits, matching_window, norms, setting
from tenants.local_rules import rules_here
from tenants.quotas import Quota
from tenants.registry import Programme
from tenants.scope import acting_for
from tenants.terms import read
from tests.cast import TERMS, tenant

NAMES = ("fyn", "vordingborg", "hoeje-taastrup", "mentornetdk", "mentorordning", "eepm")
NEW = {"hoeje-taastrup": 2024, "mentornetdk": 2010, "mentorordning": 2024, "eepm": 2024}


def profile(name: str) -> dict[str, Any]:
    return read(TERMS / f"{name}.toml").profile


def said(name: str, section: str, *names: str) -> list[Any]:
    """What the programme says, or the house where it says nothing."""
    rules = profile(name)
    return [setting(rules, section, one) for one in names]


def test_hoeje_taastrup_follows_the_school_year() -> None:
    terms = read(TERMS / "hoeje-taastrup.toml")
    season = terms.periods[0]
    assert (season.name, season.starts_on, season.ends_on) == ("2024", date(2024, 8, 1), date(2025, 6, 30))
    assert said("hoeje-taastrup", "meetings", "per_season", "every_weeks", "minutes", "workplace_visit") == [
        [7, 8], [4, 5], [30, 40], True,
    ]  # fmt: skip
    assert said("hoeje-taastrup", "follow_up", "first_check_days") == [14]
    assert matching_window(terms.profile, date(2024, 8, 14)) == (date(2024, 8, 12), date(2024, 8, 25))
    assert matching_window(terms.profile, date(2024, 6, 1)) == (date(2024, 8, 12), date(2024, 8, 25))
    assert (date(2024, 12, 21), date(2025, 1, 5)) in closed_ranges(terms.profile)
    assert {party.slug for party in terms.parties if party.bears} == {"hoeje-taastrup"}


def test_fyn_has_a_norm_of_meetings_and_an_average_of_hours_that_is_no_norm() -> None:
    rules = profile("fyn")
    assert norms(rules["meetings"]) == ["per_month"]
    assert said("fyn", "meetings", "per_month", "months_from", "months_to", "average_hours_per_month") == [2, 2, 4, 4]
    assert said("fyn", "follow_up", "first_check_days", "after_first_meeting_days", "then_weeks_from", "then_weeks_to") == [
        14, 14, 4, 6,
    ]  # fmt: skip
    assert matching_window(rules, date(2014, 6, 15)) is None  # all year round


def test_vordingborg_has_a_norm_of_hours_training_first_and_an_expectation_agreement() -> None:
    rules = profile("vordingborg")
    assert norms(rules["meetings"]) == ["hours_per_month"]
    assert said("vordingborg", "meetings", "hours_per_month", "months_from") == [4, 4]
    assert said("vordingborg", "course", "training_first", "expectation_agreement", "goals") == [True, True, True]
    assert rules["exit"]["youth_weeks"] and rules["exit"]["mentor_weeks"]
    assert rules["recruits"] == "municipality"


def test_mentornetdk_meets_every_fortnight_for_half_a_year_and_is_followed_up_after_1_3_and_6_months() -> None:
    terms = read(TERMS / "mentornetdk.toml")
    assert said("mentornetdk", "meetings", "every_weeks", "months_from", "always_next") == [[2, 2], 6, True]
    assert said("mentornetdk", "follow_up", "marks_months", "after_first_meeting_days") == [[1, 3, 6], 0]
    assert sum(period.target[1] for period in terms.periods) == 240
    assert len([party for party in terms.parties if party.bears]) == 6


def test_mentorordning_has_two_kinds_of_mentor_and_a_supporter() -> None:
    assert said("mentorordning", "course", "mentor_kinds", "supporter") == [True, True]
    assert norms(profile("mentorordning").get("meetings", {})) == []


def test_eepm_contacts_twice_in_the_first_month_the_first_within_two_weeks_and_then_monthly() -> None:
    names = ("first_check_latest_days", "first_check_always", "marks_months", "then_weeks_to", "merge_within_days")
    assert said("eepm", "follow_up", *names) == [14, True, [1], 4, 0]


@pytest.mark.parametrize("name", NAMES)
def test_no_programme_asks_about_the_first_meeting_later_than_two_weeks_after_the_match(name: str) -> None:
    assert said(name, "follow_up", "first_check_days")[0] <= 14


@pytest.mark.parametrize("name", NAMES)
def test_no_slug_or_phone_is_used_by_two_programmes(name: str) -> None:
    slugs = {one: {party.slug for party in read(TERMS / f"{one}.toml").parties} for one in NAMES}
    phones = [read(TERMS / f"{one}.toml").hotline_phone for one in NAMES]
    assert not any(slugs[name] & slugs[other] for other in NAMES if other != name)
    assert len(set(phones)) == len(phones)


def test_the_other_four_import_beside_fyn_and_vordingborg_and_a_new_pair_gets_every_setting(app: Flask) -> None:
    for name, year in NEW.items():
        at = datetime(year, 9, 1, 9, tzinfo=COPENHAGEN)
        opened = import_partnership(TERMS / f"{name}.toml", at=at)
        assert opened is not None and opened.is_new
        again = import_partnership(TERMS / f"{name}.toml", at=at)
        assert again is not None and again.changes == []
        bearing = next(party.slug for party in opened.terms.parties if party.bears)
        with acting_for(tenant(bearing)):
            assert Programme.of_here(at.date()).version == 1
            assert Quota.of_here(at.date()).maximum > 0
            rules = rules_here(at.date())
        assert {section: set(rules[section]) for section in DEFAULTS} == {
            key: set(value) for key, value in DEFAULTS.items()
        }
        assert rules["of"] == {"programme": 1, "local": 0}


def test_every_default_lies_within_its_own_limits() -> None:
    for section, values in DEFAULTS.items():
        for name, value in values.items():
            least, most = limits(section, name)
            if kind(section, name) == "number":
                assert least <= value <= most, (section, name)
            if kind(section, name) == "text":
                assert least <= len(value) <= most, (section, name)
