"""The pair by link: contacts behind four digits, a meeting in one post, follow-ups in three taps, the goodbye."""

import re
from datetime import timedelta

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.clock import now, standing_at, today
from mentorkorps.journal import JournalNote
from mentorkorps.links import Link
from mentorkorps.matches import Meeting, MovedOn
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit, token_in
from tests.mail import link_in
from tests.pair import HERE, known, matched, met, the_match

MEETING = {"do": "meeting", "held_on": "2014-06-15", "next_on": "", "met": "yes"}


def test_bent_sees_whom_to_ring_after_his_four_digits_and_is_asked_once(phone):
    matched(phone)
    path = link_in(HERE, "start")
    before = phone.get(path).text
    assert "Ayla" not in before and "70102032" not in before and "Er det dig?" in before
    after = submit(phone, path, digits="2031").text
    shown = ("Ayla", "70102032", "Karen Holm", "karen@svendborg.example", "Det første møde", "skaffer ikke praktik")
    assert [word for word in shown if word not in after] == []
    assert "Ayla" in phone.get(path).text
    with acting_for(tenant(HERE)):
        assert "contacts.opened" in db.session.scalars(select(AuditEntry.act)).all()


def test_ayla_sees_who_will_ring(phone):
    matched(phone)
    path = link_in(HERE, "mentor_will_call")
    assert "Bent" not in phone.get(path).text
    page = submit(phone, path, digits="2032").text
    assert "Bent" in page and "70102031" in page and "Madsens Værksted" in page and "Madsen " not in page


def test_another_phone_is_asked_for_itself(app, phone):
    matched(phone)
    path = known(phone, "start", "2031")
    assert "Er det dig?" in _another_phone(app).get(path).text


def test_a_device_known_for_one_link_is_not_known_for_another(phone):
    matched(phone)
    path, other = known(phone, "start", "2031"), link_in(HERE, "mentor_will_call")
    mark = phone.get_cookie("mk_device", path=path)
    phone.set_cookie("mk_device", mark.value, path=other)
    assert "Er det dig?" in phone.get(other).text


def test_five_wrong_tries_close_the_link_whoever_drops_the_cookies(app, phone):
    matched(phone)
    path = link_in(HERE, "start")
    assert "4 forsøg tilbage" in submit(phone, path, digits="0000").text
    for _ in range(3):
        submit(_another_phone(app), path, digits="1111")
    closed = submit(_another_phone(app), path, digits="2222")
    assert closed.status_code == 409 and "linket er lukket" in closed.text
    assert phone.get(path).status_code == 409
    with acting_for(tenant(HERE)):
        assert "link.closed" in db.session.scalars(select(AuditEntry.act)).all()


def test_a_slip_of_the_finger_is_forgotten_when_the_digits_are_right(phone):
    matched(phone)
    path = link_in(HERE, "start")
    submit(phone, path, digits="0000")
    submit(phone, path, digits="2031")
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Link.wrong_tries).where(Link.purpose == "start")).all() == [0, 0]


def test_half_a_number_is_no_try(phone):
    matched(phone)
    assert "Skriv fire cifre" in submit(phone, link_in(HERE, "start"), digits="203").text
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Link.wrong_tries).where(Link.purpose == "start")).all() == [0, 0]


def test_bent_logs_a_meeting_with_one_post_and_is_reminded_of_the_next(phone):
    matched(phone)
    path = known(phone, "start", "2031")
    form = phone.get(path).text
    assert f'value="{today():%Y-%m-%d}"' in form
    page = submit(phone, path, **MEETING, minutes="45", place="library").text
    assert "Der er ikke aftalt et nyt møde" in page and "spørger vi jer begge" in page
    with acting_for(tenant(HERE)):
        meeting = db.session.scalars(select(Meeting)).one()
        assert (meeting.minutes, meeting.place, meeting.logged_by) == (45, "library", "Mentor")
        assert meeting.took_place and meeting.held_on == today()


def test_the_next_date_is_said_back_and_other_minutes_can_be_written(phone):
    matched(phone)
    path = known(phone, "start", "2031")
    meeting = MEETING | {"minutes": "other", "other_minutes": "75", "place": "school", "next_on": "2014-06-29"}
    page = submit(phone, path, **meeting).text
    assert "29-06-2014" in page
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Meeting.minutes)).one() == 75


def test_minutes_left_under_andet_count_only_where_andet_is_chosen(phone):
    matched(phone)
    path = known(phone, "start", "2031")
    written = MEETING | {"place": "school", "other_minutes": "9999"}
    wrong = submit(phone, path, **written | {"minutes": "other", "place": ""})
    assert wrong.status_code == 422
    assert "mellem 1 og 600" in wrong.text and "Hvor: Vælg en af mulighederne." in wrong.text
    assert submit(phone, path, **written, minutes="45").status_code == 200
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Meeting.minutes)).one() == 45


def test_a_meeting_that_came_to_nothing_is_one_tap(phone):
    matched(phone)
    met(phone, met="no", place="")
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Meeting.took_place)).all() == [False]
        assert the_match().first_met_on is None


def test_logging_another_meeting_of_the_same_day_says_so(phone):
    matched(phone)
    path = met(phone)
    again = submit(phone, path, **MEETING, minutes="90", place="workplace")
    assert again.status_code == 409 and "Mødet er allerede skrevet ned" in again.text


def test_a_next_day_forgotten_the_first_time_is_kept_the_second(phone):
    matched(phone)
    path = met(phone)
    submit(phone, path, **MEETING | {"next_on": "2014-06-27"}, minutes="60", place="workplace")
    assert "I mødes næste gang den 27-06-2014" in phone.get(f"{path}/tak").text
    with acting_for(tenant(HERE)):
        assert len(the_match().meetings) == 1


def test_a_meeting_without_a_place_comes_back_as_it_was_written(phone):
    matched(phone)
    path = known(phone, "start", "2031")
    page = submit(phone, path, **MEETING, minutes="90", place="")
    chosen = re.findall(r'<input[^>]*name="minutes"[^>]*>', page.text)
    assert page.status_code == 422 and "Hvor: Vælg en af mulighederne." in page.text
    assert ["checked" in choice for choice in chosen] == [False, False, False, True, False]


def test_the_start_link_dies_with_the_pair(phone):
    matched(phone)
    path = met(phone)
    with acting_for(tenant(HERE)):
        follow_ups.end_match(the_match(), "goal_reached", by=actor("cille"))
    page = phone.get(path)
    assert page.status_code == 409 and "Ayla" not in page.text and phone.get(f"{path}/tak").status_code == 409


def test_a_follow_up_is_three_taps_and_becomes_a_note(phone):
    matched(phone)
    _ask(days=20)
    path = link_in(HERE, "follow_up", "youth")
    page = phone.get(path)
    assert "Din mentor ser ikke dit svar" in page.text and "Trin 1 af 3" in page.text
    assert (
        "koordinatoren i din kommune kan læse det. Din kontaktperson får at vide, at du har svaret, og om vi ringer"
        in page.text
    )
    for question, value in (("met", "no"), ("going", "3"), ("call", "yes")):
        page = submit(phone, path, question=question, answer=value)
    assert "Vi ringer til dig" in page.text
    with acting_for(tenant(HERE)):
        said = [note for note in db.session.scalars(select(JournalNote)) if "Nogenlunde" in note.internal]
        assert [(note.act, note.written_by) for note in said] == [("follow_up", "Den unge")]
        assert "Nogenlunde" not in said[0].text


def test_a_youth_who_says_that_it_goes_badly_is_told_of_the_call_to_come(phone):
    matched(phone)
    _ask(days=20)
    path = link_in(HERE, "follow_up", "youth")
    for question, value in (("met", "no"), ("going", "2"), ("call", "no")):
        page = submit(phone, path, question=question, answer=value).text
    assert "Tak, fordi du siger det, som det er" in page and "Vi ringer til dig" in page and "Godt at høre fra dig" not in page


def test_the_follow_up_does_not_ask_what_the_log_has_answered(phone):
    matched(phone)
    met(phone)
    _ask(days=20)
    path = link_in(HERE, "follow_up", "mentor")
    page = phone.get(path).text
    assert "Hvordan går det?" in page and "Trin 1 af 2" in page and "kontaktperson kan læse dit svar" in page
    assert submit(phone, path, question="met", answer="yes").status_code == 409
    submit(phone, path, question="going", answer="4")
    assert "Mangler der et møde?" in submit(phone, path, question="call", answer="no").text


def test_bent_can_log_a_meeting_where_he_has_just_answered(phone):
    matched(phone)
    _ask(days=20)
    path = link_in(HERE, "follow_up", "mentor")
    for question, value in (("met", "yes"), ("going", "4"), ("call", "no")):
        submit(phone, path, question=question, answer=value)
    page = submit(phone, path, **MEETING, minutes="60", place="school")
    assert page.status_code == 200
    with acting_for(tenant(HERE)):
        assert the_match().first_met_on == today()


def test_ayla_cannot_log_a_meeting(phone):
    matched(phone)
    _ask(days=20)
    path = link_in(HERE, "follow_up", "youth")
    token = token_in(phone.get(path).text)
    phone.post(path, data=MEETING | {"csrf_token": token, "minutes": "60", "place": "school"})
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Meeting)).all() == []


def test_a_follow_up_of_an_ended_pair_asks_nothing(phone):
    matched(phone)
    _ask(days=20)
    with acting_for(tenant(HERE)):
        follow_ups.end_match(the_match(), "never_met", by=actor("cille"))
    assert phone.get(link_in(HERE, "follow_up", "youth")).status_code == 409


def test_youth_and_contact_person_say_whether_it_led_on(phone):
    matched(phone)
    met(phone)
    with acting_for(tenant(HERE)):
        follow_ups.end_match(the_match(), "planned", by=actor("cille"))
    ayla, karen = link_in(HERE, "moved_on"), link_in(HERE, "moved_on_contact")
    assert "Ayla har haft en mentor siden den 15-06-2014" in phone.get(karen).text
    assert "Vi ønsker dig alt godt" in submit(phone, ayla, answer="yes").text
    assert "Tak for samarbejdet" in submit(phone, karen, answer="unsure").text
    assert phone.get(ayla).status_code == 409
    with acting_for(tenant(HERE)):
        answers = {row.side: row.answer for row in db.session.scalars(select(MovedOn))}
        assert answers == {"youth": "yes", "contact": "unsure"}


def _another_phone(app: Flask) -> FlaskClient:
    g.pop("csrf_token", None)  # the fixture's application context outlives a request, and holds the token
    return app.test_client()


def _ask(*, days: int) -> None:
    with standing_at(now() + timedelta(days=days)), acting_for(tenant(HERE)):
        follow_ups.ask_due()
