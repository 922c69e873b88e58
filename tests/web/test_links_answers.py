"""Bent and Ayla answer by link: no account, a GET changes nothing, each sees what the ladder allows (FY-29, FY-33)."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorkorps.clock import now, standing_at
from mentorkorps.follow_ups import second_answer
from mentorkorps.journal import JournalNote
from mentorkorps.links import Link
from mentorkorps.matching import Proposal, mind_proposals, withdraw
from mentorkorps.mentors import Engagement
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from mentorkorps.youths import Enrolment
from tenants.quotas import Reservation
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit, token_in
from tests.mail import link_in, messages_in
from tests.pair import HERE, matched, met, proposed, the_match


def test_a_mail_scanner_that_fetches_every_link_twice_changes_nothing(phone):
    proposed()
    for template, answer in (("mentor_asked", "Nu spørger vi den unge"), ("youth_asked", "Nu har du en mentor")):
        path = link_in(HERE, template)
        assert [phone.get(path).status_code, phone.get(path).status_code, phone.head(path).status_code] == [200] * 3
        assert phone.get(f"{path}/tak").status_code == 404
        assert answer in submit(phone, path, answer="yes").text


def test_bent_says_yes_then_ayla_and_the_pair_begins(phone):
    matched(phone)
    with acting_for(tenant(HERE)):
        assert the_match().is_running
    sent = messages_in(HERE)
    assert {("start", "mentor"), ("mentor_will_call", "youth"), ("first_meeting", "contact")} <= set(sent)


def test_bent_is_told_what_a_mentor_is_not_for(phone):
    proposed()
    page = phone.get(link_in(HERE, "mentor_asked")).text
    assert "Du skaffer ikke praktikpladser eller job" in page and "sociale og helbredsmæssige" in page


def test_ayla_is_not_asked_before_bent_has_said_yes(phone):
    proposed()
    assert [template for template, _ in messages_in(HERE)] == ["mentor_asked"]


def test_bents_no_frees_both_places_and_ayla_never_hears_of_it(phone):
    proposed()
    page = submit(phone, link_in(HERE, "mentor_asked"), answer="no", reason="no_time")
    assert "Det er helt i orden" in page.text
    assert _places_taken() == (0, 0)
    assert [template for template, _ in messages_in(HERE)] == ["mentor_asked"]
    with acting_for(tenant(HERE)):
        enrolment = db.session.scalars(select(Enrolment)).one()
        assert enrolment.closed_at is None and "Har ikke tid lige nu" in enrolment.return_reason


def test_ayla_can_say_no_and_bent_has_room_again(phone):
    proposed()
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    page = submit(phone, link_in(HERE, "youth_asked"), answer="no")
    assert "Vi leder videre" in page.text and _places_taken() == (0, 0)


def test_bent_who_said_yes_is_told_kindly_that_it_came_to_nothing(phone):
    proposed()
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    submit(phone, link_in(HERE, "youth_asked"), answer="no")
    assert ("not_this_time", "mentor") in messages_in(HERE)
    with acting_for(tenant(HERE)):
        message = db.session.scalars(select(Message).where(Message.template == "not_this_time")).one()
        subject, text = words_of(message)
        assert message.link_id is None and "http" not in text and "Ayla" not in subject + text


@pytest.mark.parametrize(("mentor_said", "told"), [(True, 1), (False, 0)])
def test_bent_is_told_of_a_withdrawal_when_he_had_said_yes(phone, mentor_said, told):
    proposed()
    if mentor_said:
        submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        withdraw(db.session.scalars(select(Proposal)).one(), "Den unge er flyttet", by=actor("cille"))
    assert messages_in(HERE).count(("not_this_time", "mentor")) == told


def test_a_second_answer_is_refused_kindly(phone):
    proposed()
    path = link_in(HERE, "mentor_asked")
    token = token_in(phone.get(path).text)
    submit(phone, path, answer="yes")
    for again in (phone.post(path, data={"csrf_token": token, "answer": "no"}), phone.get(path)):
        assert again.status_code == 409 and "Du har allerede svaret" in again.text and "tel:62000011" in again.text
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Proposal)).one().mentor_yes_at is not None


def test_the_reminders_link_says_so_when_the_first_one_was_answered(phone):
    proposed()
    with standing_at(now() + timedelta(days=4)), acting_for(tenant(HERE)):
        mind_proposals()
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    again = phone.get(link_in(HERE, "mentor_asked_again"))
    assert again.status_code == 409 and "Du har allerede svaret" in again.text


def test_an_answer_without_the_forms_token_is_no_answer(phone):
    proposed()
    assert phone.post(link_in(HERE, "mentor_asked"), data={"answer": "yes"}).status_code == 400
    assert [template for template, _ in messages_in(HERE)] == ["mentor_asked"]


def test_neither_yes_nor_no_leaves_the_link_as_it_was(phone):
    proposed()
    path = link_in(HERE, "mentor_asked")
    assert submit(phone, path, answer="maybe").status_code == 409
    assert phone.get(path).status_code == 200


@pytest.mark.isolation
def test_a_link_of_svendborg_opens_nothing_in_nyborg(phone):
    proposed()
    token = link_in(HERE, "mentor_asked").rpartition("/")[2]
    foreign, made_up = phone.get(f"/nyborg/l/{token}"), phone.get("/nyborg/l/" + "x" * 43)
    assert foreign.status_code == made_up.status_code == 404
    seen = [
        page.text.replace(of, "").replace(token_in(page.text), "") for page, of in ((foreign, token), (made_up, "x" * 43))
    ]
    assert seen[0] == seen[1]
    assert phone.get(f"/odense/l/{token}").status_code == 404


def test_a_link_that_has_run_out_says_what_to_do(phone):
    proposed()
    path = link_in(HERE, "mentor_asked")
    with acting_for(tenant(HERE)):
        link = db.session.scalars(select(Link)).one()
        link.expires_at = link.made_at - timedelta(days=1)
    page = phone.get(path)
    assert page.status_code == 409 and "Ring til os, hvis du mangler et nyt" in page.text


def test_the_page_tells_nobody_where_it_was(phone):
    proposed()
    page = phone.get(link_in(HERE, "mentor_asked"))
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"


def test_ayla_without_mail_is_shown_the_page_by_karen(phone):
    proposed(email="")
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    assert ("show_to_youth", "contact") in messages_in(HERE)
    assert "Nu har du en mentor" in submit(phone, link_in(HERE, "show_to_youth"), answer="yes").text


def test_karen_is_asked_to_pass_on_what_ayla_without_mail_cannot_read(phone):
    proposed(email="")
    for template in ("mentor_asked", "show_to_youth"):
        submit(phone, link_in(HERE, template), answer="yes")
    met(phone)
    with acting_for(tenant(HERE)):
        second_answer(the_match(), "mentor", False, by=actor("cille"))
        told = db.session.scalars(select(Message).where(Message.template == "pass_on_to_youth")).one()
        shown = select(Message.link_id).where(Message.template == "show_to_youth")
        assert None not in db.session.scalars(shown).all()
        assert told.holder == "contact" and f"/svendborg/unge/{the_match().youth_id}" in words_of(told)[1]


def test_the_page_speaks_the_readers_language_until_the_browser_chooses(phone):
    proposed(page_language="en")
    submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    path = link_in(HERE, "youth_asked")
    assert '<html lang="en">' in phone.get(path).text
    phone.set_cookie("mk_language", "da")
    assert '<html lang="da">' in phone.get(path).text


def test_both_are_asked_once_whether_to_go_on_and_twice_yes_is_a_pair(phone):
    matched(phone)
    met(phone)
    for holder, thanks in (("mentor", "Når den anden også har sagt ja, fortsætter I"), ("youth", "I fortsætter")):
        path = link_in(HERE, "second_yes", holder)
        assert thanks in submit(phone, path, answer="yes").text
        assert phone.get(path).status_code == 409
    assert messages_in(HERE).count(("second_yes", "mentor")) == 1
    with acting_for(tenant(HERE)):
        assert the_match().is_running


def test_a_no_to_going_on_is_met_kindly_and_brings_ayla_back_to_the_inbox(phone):
    matched(phone)
    met(phone)
    page = submit(phone, link_in(HERE, "second_yes", "youth"), answer="no")
    assert "Du har ikke gjort noget forkert" in page.text and _places_taken() == (0, 0)
    assert phone.get(link_in(HERE, "second_yes", "mentor")).status_code == 409
    with acting_for(tenant(HERE)):
        enrolment = db.session.scalars(select(Enrolment)).one()
        assert enrolment.closed_at is None and enrolment.return_reason == "second_youth_no"


def _places_taken() -> tuple[int, int]:
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        mentors = select(func.count()).select_from(Engagement).where(Engagement.freed_at.is_(None))
        quota = select(func.count()).select_from(Reservation).where(Reservation.freed_at.is_(None))
        return db.session.scalar(mentors) or 0, db.session.scalar(quota) or 0


def test_no_log_line_carries_the_token(phone, caplog):
    proposed()
    path = link_in(HERE, "mentor_asked")
    for name in ("mentorkorps", "werkzeug", "gunicorn.access"):
        logging.getLogger(name).error("GET %s 500", path)
    assert len(caplog.messages) == 3 and all("/svendborg/l/… 500" in line for line in caplog.messages)


@pytest.mark.parametrize(("answered", "who"), [(False, "mentor"), (True, "den unge")])
def test_a_reminder_and_the_silence_after_it_stand_in_the_journal(phone, answered, who):
    proposed()
    if answered:
        submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
    for days in (4, 10):
        with standing_at(now() + timedelta(days=days)), acting_for(tenant(HERE)):
            mind_proposals()
    with acting_for(tenant(HERE)):
        written = db.session.scalars(select(JournalNote.text).where(JournalNote.act == "reminded")).all()
    assert sorted(written) == sorted([
        f"Korpset har mindet {who} om at svare på forslaget.", f"{who.capitalize()} har ikke svaret på forslaget. Korpset ringer.",
    ])  # fmt: skip
