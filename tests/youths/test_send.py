"""Who may be sent to the corps: the ages and the languages of the programme, and at any time of the year."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from mentorkorps.clock import COPENHAGEN, standing_at, today
from mentorkorps.language import speaking
from mentorkorps.refused import Refused
from tenants.scope import acting_for
from tests.cast import actor, enrol, signed_in, tenant


def send(name: str = "Ayla", **facts: Any) -> date | None:
    """Karen enrols a youth and sends it; the day promised."""
    karen = actor("karen")
    with acting_for(tenant("svendborg")):
        return enrol(karen, first_name=name, guardian_agrees=True, **facts).promised_on


def born(years: int, days: int = 0) -> date:
    """The birthday of one who turns `years` in `days` days."""
    return today().replace(year=today().year - years) + timedelta(days=days)


@pytest.mark.parametrize("birthday", [(15, 0), (30, 0), (31, 1)], ids=["15 today", "30 today", "31 tomorrow"])
def test_from_fifteen_to_thirty_on_the_day_of_enrolment(app: Flask, birthday: tuple[int, int]) -> None:
    assert send(born_on=born(*birthday))


@pytest.mark.parametrize(("birthday", "age"), [((15, 1), 14), ((31, 0), 31)], ids=["15 tomorrow", "31 today"])
def test_a_day_too_young_or_too_old_is_refused_with_the_ages(app: Flask, birthday: tuple[int, int], age: int) -> None:
    with pytest.raises(Refused, match=f"Programmet er for unge fra 15 til 30 år. Den unge er {age}."):
        send(born_on=born(*birthday))


@pytest.mark.parametrize("languages", [["da"], ["en"], ["da", "en"]])
def test_danish_or_english_is_enough(app: Flask, languages: list[str]) -> None:
    assert send(languages=languages)


def test_a_youth_who_speaks_neither_is_refused_with_the_languages(app: Flask) -> None:
    with pytest.raises(Refused, match="der taler og forstår dansk eller engelsk"):
        send(languages=["ar"])
    with speaking("en"), pytest.raises(Refused, match="Danish or English"):
        send(languages=["ar"])


def test_youths_are_enrolled_all_year_and_each_has_28_days_of_its_own(app: Flask) -> None:
    days = {"Ayla": date(2014, 2, 17), "Ida": date(2014, 7, 21), "Bo": date(2014, 12, 29)}
    promised = {}
    for name, day in days.items():
        with standing_at(datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)):
            promised[name] = send(name)
    assert promised == {"Ayla": date(2014, 3, 17), "Ida": date(2014, 8, 18), "Bo": date(2015, 1, 26)}
    with standing_at(datetime(2014, 12, 30, 10, tzinfo=COPENHAGEN)):
        inbox = signed_in(app.test_client(), "cille").get("/dygtige-unge/indbakke").text
    waiting = re.findall(r"(Ayla|Ida|Bo), 19 år", inbox), re.findall(r"Dag \d+ af 28", inbox)
    assert waiting == (["Ayla", "Ida", "Bo"], ["Dag 316 af 28", "Dag 162 af 28", "Dag 1 af 28"])
