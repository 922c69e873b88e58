"""The ladder: a canary in every other field of youth, mentor and company never reaches a page by link."""

from datetime import date
from typing import Any

from sqlalchemy import select

from mentorkorps import privacy
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Enrolment, Youth
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.forms import submit
from tests.mail import link_in
from tests.pair import HERE, proposed

KEPT = {
    "tenant_id",
    "id",
    "page_language",
    "occupation",
    "languages",
    "trades",
    "wished_traits",
    "wished_area",
    "postcode",
    "gender",
    "traits",
    "trained_how",
    "channel",
    "found_through",
    "sms_stopped_number",
}


def test_before_both_yes_neither_sees_a_word_more_than_the_ladder_allows(phone):
    proposed(special_regards="")
    words = _canaries()
    page = phone.get(link_in(HERE, "mentor_asked")).text
    assert _found(words, page) == {"education_goal", "job_goal", "special_regards"}
    assert "18-20 år" in page and "Svendborg" in page
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    page = phone.get(link_in(HERE, "youth_asked")).text
    assert _found(words, page) == {"mentor.position"} and "10-49 ansatte" in page


def test_after_both_yes_each_sees_how_to_reach_the_other_and_no_more(phone):
    proposed()
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    submit(phone, link_in(HERE, "youth_asked"), answer="yes")
    words = _canaries(but={"phone"})
    mentor = submit(phone, link_in(HERE, "start"), digits="2031").text
    assert _found(words, mentor) == {"first_name", "contact.name", "contact.email", "contact.phone"}
    assert "70102032" in mentor
    youth = submit(phone, link_in(HERE, "mentor_will_call"), digits="2032").text
    whom = {"mentor.first_name", "company.name", "contact.name", "contact.phone"}
    assert _found(words, youth) == whom and "70102031" in youth


def test_the_thanks_say_nothing_about_the_other(phone):
    proposed()
    words = _canaries()
    for template in ("mentor_asked", "youth_asked"):
        path = link_in(HERE, template)
        submit(phone, path, answer="yes")
        assert _found(words, phone.get(f"{path}/tak").text) == set()


def test_every_field_of_the_ladder_below_the_corps_can_be_read():
    steps = (privacy.LADDER[step] for step in ("proposed", "matched", "ended"))
    assert {field for step in steps for fields in step.values() for field in fields} == set(privacy.FIELDS)


def test_an_age_is_told_as_a_band():
    day = date(2014, 6, 15)
    birthdays = date(1999, 6, 15), date(1996, 6, 16), date(1996, 6, 15), date(1980, 1, 1), None
    bands = [privacy.age_band(Youth(born_on=born), day) for born in birthdays]
    assert bands == ["15-17 år", "15-17 år", "18-20 år", "30 år eller mere", "Ikke oplyst"]


def _canaries(*, but: set[str] = frozenset()) -> dict[str, str]:
    """Fills every text of youth, enrolment, contact person, mentor and company with a word found nowhere else."""
    words: dict[str, str] = {}
    with acting_for(tenant(HERE)):
        youth = db.session.scalars(select(Youth)).one()
        _mark(youth, "", but, words)
        _mark(db.session.scalars(select(Enrolment)).one(), "", but | {"close_reason", "main_need"}, words)
        _mark(youth.contact_person, "contact.", set(), words)
    with acting_for(tenant("dygtige-unge")):
        mentor = db.session.scalars(select(Mentor)).one()
        _mark(mentor, "mentor.", but, words)
        _mark(mentor.company, "company.", {"sector"}, words)
    return words


def _mark(row: Any, prefix: str, but: set[str], words: dict[str, str]) -> None:
    for column in row.__table__.columns:
        if isinstance(getattr(row, column.name), str) and column.name not in KEPT | but:
            words[prefix + column.name] = word = f"Kanarie{len(words)}fugl"
            setattr(row, column.name, word)


def _found(words: dict[str, str], page: str) -> set[str]:
    return {field for field, word in words.items() if word in page}
