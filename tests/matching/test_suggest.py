"""Cille opens Ayla, who wishes to become a car mechanic, and sees who could be her mentor."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from mentorkorps.clock import now, today
from mentorkorps.language import speaking
from mentorkorps.matching import mentor_says, propose, youth_says
from mentorkorps.matching.suggest import Suggestion, suggest
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests import cast


@pytest.fixture
def ayla(app):
    """Ayla of Svendborg is enrolled by Karen."""
    with acting_for(cast.tenant("svendborg")):
        return cast.enrol(cast.actor("karen")).id


def recruit(first, occupation, **more):
    with acting_for(cast.tenant("dygtige-unge")):
        return cast.recruit(first, "Holm", occupation, **more)


@contextmanager
def cille(enrolment_id) -> Iterator[Enrolment]:
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        yield Enrolment.get(enrolment_id)


def suggested(enrolment_id, **wishes) -> list[Suggestion]:
    with cille(enrolment_id) as enrolment:
        for name, value in wishes.items():
            setattr(enrolment, name, value)
        found = suggest(enrolment, today())
        db.session.expunge_all()
        db.session.rollback()
    return found


def names(found):
    return [one.mentor.first_name for one in found]


def reason(found, first_name, code):
    one = next(one for one in found if one.mentor.first_name == first_name)
    return next(reason for reason in one.reasons if reason.code == code)


def test_the_wished_trade_stands_first_then_the_same_trade_the_near_one_and_the_rest(ayla):
    for first, occupation in [("Lars", "lawyer"), ("Svend", "smith"), ("Maja", "motorcycle_mechanic")]:
        recruit(first, occupation)
    found = suggested(ayla)
    assert names(found) == ["Bent", "Maja", "Svend", "Lars"]
    assert [one.is_trade_match for one in found] == [True, True, False, False]
    assert reason(found, "Svend", "near_trade").sentence == "Er smed: et fag tæt på ønske nummer 1, automekaniker."


def test_a_near_trade_passes_a_mentor_of_another_trade_who_lives_closer(ayla):
    recruit("Lars", "lawyer", postcode="5700")
    recruit("Svend", "smith", postcode="5800", max_travel_minutes=60)
    assert names(suggested(ayla)) == ["Bent", "Svend", "Lars"]


def test_a_full_mentor_stands_last_and_cannot_be_proposed(ayla):
    recruit("Lars", "lawyer")
    assert names(suggested(ayla)) == ["Bent", "Lars"]
    with cille(ayla):
        db.session.scalars(select(Mentor).where(Mentor.first_name == "Bent")).one().engage(now())
    found = suggested(ayla)
    assert names(found) == ["Lars", "Bent"]
    assert found[1].is_full and not found[1].is_proposable and found[0].is_proposable
    assert reason(found, "Bent", "full").sentence == "Mentor har ikke plads: 1 af 1 pladser er taget."


def test_a_mentor_with_two_places_keeps_standing_first_with_one_youth(ayla):
    recruit("Lars", "lawyer")
    recruit("Rita", "car_mechanic", capacity=2)
    with cille(ayla):
        db.session.scalars(select(Mentor).where(Mentor.first_name == "Rita")).one().engage(now())
    found = suggested(ayla)
    assert names(found) == ["Bent", "Rita", "Lars"]
    assert reason(found, "Rita", "place_free").values == {"taken": 1, "capacity": 2}


def test_a_travel_limit_puts_a_mentor_below_those_who_will_come(ayla):
    recruit("Nana", "car_mechanic", postcode="5800", max_travel_minutes=60)
    assert names(suggested(ayla, wished_area="5800")) == ["Nana", "Bent"]
    found = suggested(ayla, wished_area="5700")
    assert names(found) == ["Bent", "Nana"]
    assert found[0].travel_minutes == 10
    found = suggested(ayla, wished_area="5500")
    assert not any(one.is_proposable for one in found)
    assert "mentor vil højst køre 40 minutter" in reason(found, "Bent", "too_far").sentence


def test_a_gender_wish_changes_the_order_among_the_same_trade_but_not_the_trade(ayla):
    recruit("Bodil", "car_mechanic", gender="f", postcode="5762")
    recruit("Lone", "lawyer", gender="f")
    assert names(suggested(ayla)) == ["Bent", "Bodil", "Lone"]
    found = suggested(ayla, wished_gender="f")
    assert names(found) == ["Bodil", "Bent", "Lone"]
    assert reason(found, "Bent", "gender_missed").is_against


def test_a_trait_the_youth_wishes_for_decides_between_two_who_are_alike(ayla):
    recruit("Rolf", "car_mechanic", traits=["calm"])
    assert names(suggested(ayla, wished_traits=["calm"])) == ["Rolf", "Bent"]


def test_without_a_common_language_a_mentor_is_shown_with_the_reason_but_not_proposed(ayla):
    recruit("Eve", "car_mechanic", languages=["en"])
    recruit("Lars", "lawyer")
    found = suggested(ayla)
    assert names(found) == ["Bent", "Lars", "Eve"]
    assert reason(found, "Eve", "no_language").is_stop
    with speaking("da"):
        assert reason(found, "Bent", "language").sentence == "Fælles sprog: dansk."


def test_one_who_has_left_or_has_not_come_yet_is_not_suggested(ayla):
    recruit("Gerda", "car_mechanic", left_on=today())
    recruit("Fie", "car_mechanic", recruited_on=today().replace(year=2015))
    assert names(suggested(ayla)) == ["Bent"]


def test_karen_of_the_municipality_gets_no_mentor_of_the_corps_and_nora_only_her_own(ayla):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("svendborg")):
        assert suggest(Enrolment.get(ayla), today()) == []
    with acting_for(cast.tenant("vordingborg")):
        enrolment = cast.enrol(cast.actor("nora"), first_name="Mia", wished_area="5700")
        assert [one.mentor.tenant_id for one in suggest(enrolment, today())] == [cast.tenant("vordingborg")]


def test_a_hundred_mentors_cost_no_more_questions_to_the_database_than_one(ayla):
    with acting_for(cast.tenant("dygtige-unge")):
        for number in range(30):
            cast.recruit(f"Mentor{number}", "Holm", "smith")
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    with cille(ayla) as enrolment:
        event.listen(db.engine, "before_cursor_execute", note)
        found = suggest(enrolment, today())
        companies = {one.mentor.company.name for one in found}
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(found) == 31 and companies == {"Holms Værksted", "Madsens Værksted"}
    assert len(asked) <= 4  # the youth, the programme, what is adjusted of it, and the mentors


@pytest.mark.parametrize("who", ["mentor", "youth"])
def test_a_mentor_who_was_said_no_to_or_said_no_is_not_suggested_to_that_youth_again(ayla, who):
    with cille(ayla) as enrolment:
        by = cast.actor("cille")
        proposal = propose(enrolment, suggest(enrolment, today())[0], by=by)
        mentor_says(proposal, who == "youth", by=by)
        if who == "youth":
            youth_says(proposal, False, by=by)
        assert suggest(enrolment, today()) == []


def test_the_main_need_decides_between_a_personal_and_a_professional_mentor(ayla):
    recruit("Lone", "lawyer", traits=["patient", "good_listener"])
    assert names(suggested(ayla)) == names(suggested(ayla, main_need="trade")) == ["Bent", "Lone"]
    assert reason(suggested(ayla, main_need="trade"), "Lone", "not_professional").is_against
    found = suggested(ayla, main_need="workplace_norms")
    assert names(found) == ["Lone", "Bent"]
    said = "Det er ikke skrevet, om mentor er det, men det peger i den retning: tålmodig, god til at lytte."
    assert said in reason(found, "Lone", "personal").sentence
    assert reason(found, "Bent", "not_personal").is_against


def test_the_kind_a_mentor_is_said_to_be_counts_in_place_of_what_the_traits_point_to(ayla):
    recruit("Lone", "lawyer", kind="personal")
    recruit("Rolf", "baker", kind="professional", traits=["patient", "calm", "good_listener"])
    recruit("Maja", "motorcycle_mechanic", kind="both")
    recruit("Svend", "car_mechanic", kind="personal")
    found = suggested(ayla, main_need="workplace_norms")
    assert names(found) == ["Svend", "Maja", "Lone", "Bent", "Rolf"]
    assert reason(found, "Lone", "is_personal").sentence == "Personlig mentor, som den unge har brug for."
    assert reason(found, "Rolf", "wants_personal").is_against
    found = suggested(ayla, main_need="trade")
    assert names(found)[:2] == ["Bent", "Maja"] and names(found)[-1] == "Lone"
    assert reason(found, "Maja", "is_professional").sentence == "Faglig mentor af faget, som den unge har brug for."
    assert reason(found, "Svend", "wants_professional").is_against
    assert reason(found, "Rolf", "professional_elsewhere").is_against


def test_where_no_need_is_told_the_kind_of_a_mentor_counts_for_nothing(ayla):
    recruit("Rolf", "car_mechanic", kind="personal", postcode="5762")
    assert names(suggested(ayla)) == ["Bent", "Rolf"]
