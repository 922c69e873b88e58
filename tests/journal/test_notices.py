"""The contact person is told: once a day, of endings at once, by the own case number and never by a name (FY-38)."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorkorps import follow_ups
from mentorkorps.clock import now, standing_at
from mentorkorps.journal import JournalNote, daily_digest
from mentorkorps.journal.unread import due_on, unread
from mentorkorps.language import speaking
from mentorkorps.messages import Message
from mentorkorps.schedule import begin
from mentorkorps.youths import Youth
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant, youth_named
from tests.journal.scenes import HERE, INTERNAL, ayla, copies, later, letters, written
from tests.pair import matched, the_match
from workers.perform import drain


def digest() -> None:
    with standing_at(later(1).replace(hour=14)), acting_for(tenant(HERE)):
        daily_digest()


def test_the_digest_goes_at_two_o_clock_with_the_case_numbers_that_have_news(app: Flask) -> None:
    ayla()
    ayla(first_name="Bo", case_number="2014-80")
    ayla(first_name="Cem", case_number="")
    ayla(first_name="Dina", case_number="2014-99")
    for name in ("Ayla", "Ayla", "Bo", "Cem"):
        written(of=name, internal=INTERNAL)
    with acting_for(tenant(HERE)):
        begin(bears=True, operates=False)
    for sunday_and_monday in (later(0).replace(hour=14), later(1).replace(hour=13, minute=59)):
        with standing_at(sunday_and_monday):
            drain(now(), [tenant(HERE)])
            assert letters("news") == []
    with standing_at(later(1).replace(hour=14)):
        drain(now(), [tenant(HERE)])
    [(address, text)] = letters("news")
    assert address == "karen@svendborg.example"
    assert "Det gælder sag 2014-77, sag 2014-80 og 1 ung (der er ikke skrevet et sagsnummer)." in text
    assert not any(word in text for word in ("Ayla", "Bo ", "Cem", "Demir", "Karen", "2014-99", INTERNAL))


@pytest.mark.parametrize("number", ["Ayla 2014-77", "Demir-1", "sagen", ""])
def test_a_name_in_the_field_of_the_case_number_is_not_sent(app: Flask, number: str) -> None:
    ayla(case_number=number)
    written()
    digest()
    [(_address, text)] = letters("news")
    assert (
        "Det gælder 1 ung (der er ikke skrevet et sagsnummer)." in text and "Ayla" not in text and "Demir" not in text
    )


def test_an_ending_is_told_at_once_with_the_case_number(app: Flask) -> None:
    matched(app.test_client(), case_number="2014-77")
    with acting_for(tenant(HERE)):
        follow_ups.end_match(the_match(), "planned", by=actor("cille"))
    drain(now(), [tenant(HERE)])
    [(_address, text)] = letters("news_urgent")
    assert "Det gælder sag 2014-77." in text and "Ayla" not in text and "Bent" not in text


def test_who_has_chosen_english_is_told_in_english(app: Flask) -> None:
    ayla()
    with acting_for(tenant(HERE)):
        youth_named("Ayla").contact_person.page_language = "en"
    written()
    digest()
    with speaking("da"):
        [(_address, text)] = letters("news")
    assert "case 2014-77" in text and "Det gælder" not in text


def test_the_language_one_reads_in_is_the_language_of_the_mails(app: Flask, as_karen) -> None:
    page = ayla()
    as_karen.set_cookie("mk_language", "en")
    as_karen.get(page)
    with acting_for(tenant(HERE)):
        assert youth_named("Ayla").contact_person.page_language == "en"


def test_who_is_the_contact_in_two_municipalities_gets_one_digest_a_day_and_all_the_news_in_the_end(app: Flask) -> None:
    slugs = {"svendborg": "karen", "nyborg": "rune"}
    for slug, worker in slugs.items():
        with acting_for(tenant(slug)):
            youth = enrol(actor(worker), case_number=f"{slug}-1").youth
            youth.contact_person.email = "Ulla@UU.example"
    said: list[set[str]] = []
    for day in range(1, 5):
        for slug in slugs:
            with standing_at(later(day).replace(hour=14)), acting_for(tenant(slug)):
                youth = db.session.scalars(select(Youth)).one()
                JournalNote.write(youth, "called", "Et nyt opkald.", by=actor("cille"))
                daily_digest()
        said.append(set())
        for slug in slugs:
            with acting_for(tenant(slug)):
                news = Message.template == "news", func.date(Message.written_at) == later(day).date()
                said[-1] |= {one.cases["numbers"][0] for one in db.session.scalars(select(Message).where(*news))}
    assert [len(cases) for cases in said] == [1, 1, 1, 1]
    assert set.union(*said[:2]) == set.union(*said[2:]) == {"svendborg-1", "nyborg-1"}


def test_a_digest_waits_over_the_weekend_and_what_is_urgent_does_not(app: Flask) -> None:
    ayla()
    with acting_for(tenant(HERE)):
        begin(bears=True, operates=False)
    friday, saturday = later(5), later(6)
    with standing_at(friday.replace(hour=15)):
        written("Efter fredagens besked.")
    with standing_at(saturday.replace(hour=9)):
        written("Noget, der haster.", urgent=True)
        drain(now(), [tenant(HERE)])
    assert len(letters("news_urgent")) == 1
    for day in (6, 7):
        with standing_at(later(day).replace(hour=14, minute=1)):
            drain(now(), [tenant(HERE)])
    assert letters("news") == []
    with standing_at(later(8).replace(hour=14, minute=1)):
        drain(now(), [tenant(HERE)])
    assert [address for address, _text in letters("news")] == ["karen@svendborg.example"]


def test_the_ten_working_days_run_from_the_monday_on_which_a_note_of_the_weekend_was_told(app: Flask) -> None:
    ayla()
    written()
    digest()
    told = later(1).date()
    with standing_at(later(15)), acting_for(tenant(HERE)):
        assert due_on(told, 10) == later(15).date() and unread(10, ()) == []
    with standing_at(later(16)), acting_for(tenant(HERE)):
        assert [(one.name, one.since) for one in unread(10, ())] == [("Ayla Demir", told)]


def test_what_was_read_in_the_morning_is_not_told_at_two(app: Flask, as_karen) -> None:
    page = ayla()
    written()
    as_karen.get(page)
    digest()
    assert letters("news") == [] and copies() == [("karen@svendborg.example", False, True, False)]


def test_a_note_and_its_copy_take_one_statement_and_the_bell_another(app: Flask) -> None:
    from tests.web.counting import statements

    ayla()
    with acting_for(tenant(HERE)):
        youth, cille = youth_named("Ayla"), actor("cille")
        from mentorkorps.journal import JournalNote

        with statements() as seen:
            JournalNote.write(youth, "called", "Et", by=cille)
        assert len(seen) == 1, "\n".join(seen)
        with statements() as seen:
            JournalNote.write(youth, "called", "To", by=cille, urgent=True)
        assert len(seen) == 2, "\n".join(seen)


def test_ulla_is_told_where_she_signs_in(app: Flask) -> None:
    with acting_for(tenant(HERE), home=tenant("uu")):
        enrol(actor("ulla"), case_number="UU-12")
    written()
    digest()
    [(address, text)] = letters("news")
    assert address == "ulla@uu.example" and "/uu/unge" in text and "sag UU-12" in text
