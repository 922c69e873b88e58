"""The people of a simulated year: many kinds, none of them real, the same again from the same seed."""

from collections import Counter
from datetime import date
from random import Random

import phonenumbers

from mentorkorps.geography import POSTCODES
from mentorkorps.simulation import name_lists
from mentorkorps.simulation.names import People
from mentorkorps.trades import OCCUPATIONS
from mentorkorps.youths import Enrolment

DAY = date(2014, 2, 15)


def everyone(seed=1, number=400):
    people = People(Random(seed))
    return [people.youth(DAY) for _ in range(number)], [people.mentor(DAY) for _ in range(number)]


def test_the_same_seed_makes_the_same_people_and_another_seed_others():
    assert everyone(7, 50) == everyone(7, 50)
    assert everyone(7, 50)[0] != everyone(8, 50)[0]


def test_no_two_share_a_mail_or_a_phone_and_no_mail_can_reach_anybody():
    youths, mentors = everyone()
    persons = youths + [mentor.person for mentor in mentors]
    assert len({person.email for person in persons}) == len({person.phone for person in persons}) == len(persons)
    assert all(person.email.endswith(".example") and person.email.isascii() for person in persons)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(person.phone, "DK")) for person in persons)


def test_no_two_of_a_run_are_called_the_same_while_there_are_names():
    youths, mentors = everyone()
    persons = youths + [mentor.person for mentor in mentors]
    assert len({person.name for person in persons}) == len(persons)


def test_youths_are_between_15_and_30_and_live_on_southern_fyn():
    ages = Counter()
    for youth in everyone()[0]:
        ages[DAY.year - youth.born_on.year - ((DAY.month, DAY.day) < (youth.born_on.month, youth.born_on.day))] += 1
        assert POSTCODES[youth.postcode].municipality in ("Svendborg", "Faaborg-Midtfyn", "Nyborg")
        assert youth.languages
    assert set(ages) == set(range(15, 31))


def test_nine_of_ten_mentors_are_active_in_business_and_most_take_one_youth():
    mentors = everyone(number=1000)[1]
    assert 0.87 < sum(mentor.retired_on is None for mentor in mentors) / 1000 < 0.93
    assert 0.65 < sum(mentor.capacity == 1 for mentor in mentors) / 1000 < 0.75
    fifteen = {profile[0] for profile in name_lists.CORPS_OF_FIFTEEN}
    assert len(name_lists.CORPS_OF_FIFTEEN) == 15 and fifteen <= {mentor.occupation for mentor in mentors}


def test_wishes_name_occupations_of_the_tree_each_once():
    people = People(Random(1))
    for _ in range(200):
        trades = people.wishes()["trades"]
        assert 1 <= len(trades) == len(set(trades)) and set(trades) <= set(OCCUPATIONS)


def test_every_trade_has_a_kind_of_workplace():
    assert set(name_lists.WORKPLACES) == {occupation.trade for occupation in OCCUPATIONS.values()}


def test_wishes_are_named_as_the_enrolment_names_them():
    assert not set(People(Random(1)).wishes()) - set(dir(Enrolment))
