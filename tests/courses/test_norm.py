"""How far a pair has come: five of 7-8 meetings, 3 h 20 of 4 h in March; an average is only compared with."""

import tomllib
from datetime import date

import pytest

from mentorkorps.courses import Held, apart, average, progress, rule
from mentorkorps.courses.norm import hours, season_of
from mentorkorps.language import speaking
from tests.cast import TERMS

FYN = {"meetings": {"per_month": 2, "months_from": 2, "months_to": 4, "average_hours_per_month": 4}}
VORDINGBORG = {"meetings": {"hours_per_month": 4, "months_from": 4}}
HOEJE_TAASTRUP = {
    "meetings": {"per_season": [7, 8], "every_weeks": [4, 5], "minutes": [30, 40]},
    "season": {"begins": ["2013-08-12", "2014-08-11"]},
}
DFH = {"meetings": {"every_weeks": [2, 2], "months_from": 6}}


def held(*days):
    return [Held(date.fromisoformat(day), minutes) for day, minutes in days]


def test_hours_of_the_month_count_in_vordingborg():
    met = held(("2014-02-27", 60), ("2014-03-04", 80), ("2014-03-18", 120), ("2014-04-01", 60))
    stands = progress(VORDINGBORG, met, date(2014, 3, 31))
    assert stands.sentence == "3 timer og 20 minutter af 4 timer i marts"
    assert not stands.is_reached
    assert progress(VORDINGBORG, held(("2014-03-01", 240)), date(2014, 3, 1)).is_reached


def test_meetings_of_the_season_count_in_hoeje_taastrup():
    met = held(("2013-06-01", 35), *((f"2013-{month:02}-20", 35) for month in (8, 9, 10, 11, 12)), ("2014-09-01", 35))
    assert progress(HOEJE_TAASTRUP, met, date(2014, 1, 7)).sentence == "5 af 7-8 møder i skoleåret"
    assert progress(HOEJE_TAASTRUP, met, date(2014, 9, 1)).sentence == "1 af 7-8 møder i skoleåret"


def test_meetings_of_the_month_count_on_fyn_and_the_hours_are_only_compared_with():
    met = held(("2014-05-31", 60), ("2014-06-02", 90), ("2014-06-14", 90))
    day = date(2014, 6, 15)
    assert progress(FYN, met, day).sentence == "2 af 2 møder i juni"
    usual = average(FYN, met, date(2014, 4, 15), day)
    assert (usual.minutes, usual.usual) == (120, 240)
    assert usual.sentence == "2 timer om måneden i gennemsnit. Mentorer bruger i gennemsnit 4 timer."
    assert average(VORDINGBORG, met, date(2014, 4, 15), day) is None


def test_a_norm_of_one_meeting_is_said_in_the_singular():
    monthly = {"meetings": {"per_month": 1}}
    assert progress(monthly, [], date(2014, 6, 15)).sentence == "0 af 1 møde i juni"
    assert rule(monthly) == ["I mødes mindst én gang om måneden."]
    with speaking("en"):
        assert rule(monthly) == ["You meet at least once a month."]


def test_a_first_month_counts_whole_in_the_average():
    assert average(FYN, held(("2014-06-14", 60)), date(2014, 6, 10), date(2014, 6, 15)).minutes == 60


def test_a_programme_without_a_norm_asks_for_none():
    assert progress({}, held(("2014-06-14", 60)), date(2014, 6, 15)) is None
    assert progress(DFH, [], date(2014, 6, 15)) is None
    assert rule({}) == []


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2014-08-10", "2013-08-12"),
        ("2014-08-11", "2014-08-11"),
        ("2015-02-28", "2014-08-11"),
        ("2016-02-29", "2015-08-01"),
    ],
)
def test_the_season_begins_on_the_first_school_day_or_in_august(day, first):
    assert season_of(HOEJE_TAASTRUP, date.fromisoformat(day)) == date.fromisoformat(first)


def test_what_is_asked_is_said_in_sentences():
    assert rule(HOEJE_TAASTRUP) == [
        "I mødes 7-8 gange på et skoleår.", "I mødes cirka hver 4-5. uge.", "Et møde varer 30-40 minutter.",
    ]  # fmt: skip
    assert rule(VORDINGBORG) == ["I er sammen mindst 4 timer om måneden.", "Forløbet varer mindst 4 måneder."]
    assert rule(FYN) == [
        "I mødes mindst 2 gange om måneden.", "Forløbet varer 2-4 måneder, og det kan blive længere.",
    ]  # fmt: skip
    assert rule(DFH) == ["I mødes cirka hver 2. uge.", "Forløbet varer mindst 6 måneder."]


def test_the_month_is_named_in_the_readers_language():
    with speaking("en"):
        assert progress(VORDINGBORG, [], date(2014, 3, 1)).sentence == "0 minutes of 4 hours in March"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 minutter"), (45, "45 minutter"), (60, "1 time"), (200, "3 timer og 20 minutter")]
)
def test_minutes_are_written_as_hours(minutes, words):
    assert hours(minutes) == words


@pytest.mark.parametrize(
    ("programme", "asked"),
    [
        ("fyn", ["I mødes mindst 2 gange om måneden.", "Forløbet varer 2-4 måneder, og det kan blive længere."]),
        ("vordingborg", ["I er sammen mindst 4 timer om måneden.", "Forløbet varer mindst 4 måneder."]),
        ("mentornetdk", ["I mødes cirka hver 2. uge.", "Forløbet varer mindst 6 måneder."]),
        (
            "hoeje-taastrup",
            ["I mødes 7-8 gange på et skoleår.", "I mødes cirka hver 4-5. uge.", "Et møde varer 30-40 minutter."],
        ),
    ],
)
def test_the_programmes_ship_with_what_they_ask_of_a_pair(programme, asked):
    terms = tomllib.loads((TERMS / f"{programme}.toml").read_text(encoding="utf-8"))
    assert rule({"meetings": terms["programme"]["meetings"]}) == asked


@pytest.mark.parametrize(("day", "late"), [(date(2014, 6, 16), False), (date(2014, 6, 17), True)])
def test_the_last_meeting_stands_beside_the_weeks_that_the_programme_lays_between_two(day, late):
    met = held(("2014-05-20", 60), ("2014-06-02", 60), ("2014-07-01", 60))
    said = "Det sidste møde var den 02-06-2014. Programmet siger cirka hver 2. uge."
    assert apart(DFH, met, day).sentence == (f"{said} Nu er det længere siden." if late else said)
    assert apart(DFH, [], day) is None and apart(FYN, met, day) is None
