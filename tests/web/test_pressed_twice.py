"""The same button pressed twice, as by an impatient hand without scripts: done once, and thanked for both times."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mentorkorps.clock import standing_at
from mentorkorps.follow_ups import end_match
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Meeting, SecondYes
from mentorkorps.matching import Proposal
from mentorkorps.messages import Message
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.conftest import OPENING
from tests.field_partners.test_signing import SIGNED, asked, union
from tests.forms import submit, token_in
from tests.mail import link_in, messages_in
from tests.pair import HERE, known, matched, met, proposed, the_match
from tests.web.test_inbox import ayla, bent, page, taken

__all__ = ["ayla", "union"]

MEETING = {"held_on": "2014-06-15", "met": "yes", "minutes": "45", "place": "library", "next_on": "2014-06-29"}
REASON = "no_time"


def twice(client: FlaskClient, path: str, **fields: object) -> list[TestResponse]:
    """What each of two presses of one button leads to."""
    sent = {"csrf_token": token_in(client.get(path).text), **fields}
    return [client.post(path, data=sent), client.post(path, data=sent)]


def written() -> list[int]:
    """How many rows stand in Svendborg of what an answer writes."""
    with acting_for(tenant(HERE)):
        kinds = Meeting, Proposal, Message, JournalNote, AuditEntry
        return [db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


@pytest.mark.parametrize(("said", "told"), [("yes", "Nu spørger vi den unge"), ("no", "Det er helt i orden")])
def test_bent_who_presses_his_answer_twice_is_thanked_twice_and_ayla_asked_once(
    phone: FlaskClient, said: str, told: str
) -> None:
    proposed()
    path = link_in(HERE, "mentor_asked")
    token = token_in(phone.get(path).text)
    assert told in submit(phone, path, answer=said, reason=REASON).text
    before = written()
    again = phone.post(path, data={"csrf_token": token, "answer": said, "reason": REASON})
    assert again.status_code == 303 and told in phone.get(again.location).text
    assert written() == before
    other = phone.post(path, data={"csrf_token": token, "answer": "no" if said == "yes" else "yes"})
    assert other.status_code == 409 and "Du har allerede svaret" in other.text and written() == before


def test_a_no_is_thanked_for_alike_whatever_reason_comes_with_it_for_nobody_is_to_find_it_out(
    phone: FlaskClient,
) -> None:
    proposed()
    path = link_in(HERE, "mentor_asked")
    token = token_in(phone.get(path).text)
    submit(phone, path, answer="no", reason=REASON)
    tried = [
        phone.post(path, data={"csrf_token": token, "answer": "no", "reason": one}) for one in (REASON, "other", "")
    ]
    assert [one.status_code for one in tried] == [303] * 3
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Proposal.note)).one() == "Har ikke tid lige nu"


def test_two_presses_at_the_same_moment_are_thanked_both_and_ayla_is_asked_once(app: Flask) -> None:
    proposed()
    path, together = link_in(HERE, "mentor_asked"), Barrier(2)

    def press(hand: FlaskClient) -> int:
        token = token_in(hand.get(path).text)
        together.wait(timeout=60)
        with standing_at(OPENING):
            return hand.post(path, data={"csrf_token": token, "answer": "yes"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, [app.test_client(), app.test_client()])) == [303, 303]
    assert [template for template, _ in messages_in(HERE)].count("youth_asked") == 1


def test_ayla_and_then_both_who_go_on_press_yes_twice(phone: FlaskClient) -> None:
    proposed()
    for template in ("mentor_asked", "youth_asked"):
        first, second = twice(phone, link_in(HERE, template), answer="yes")
        assert first.status_code == second.status_code == 303 and first.location == second.location
    assert "Nu har du en mentor" in phone.get(second.location).text
    met(phone)
    path = link_in(HERE, "second_yes", "mentor")
    first, second = twice(phone, path, answer="yes")
    assert second.status_code == 303 and "Det er vi glade for" in phone.get(second.location).text
    with acting_for(tenant(HERE)):
        answers = {one.side: one.goes_on for one in db.session.scalars(select(SecondYes))}
    assert answers == {"mentor": True, "youth": None}


def test_a_youths_no_to_going_on_is_met_kindly_both_times_and_a_yes_after_it_refused(phone: FlaskClient) -> None:
    matched(phone)
    met(phone)
    path = link_in(HERE, "second_yes", "youth")
    token = token_in(phone.get(path).text)
    submit(phone, path, answer="no")
    again, other = (phone.post(path, data={"csrf_token": token, "answer": said}) for said in ("no", "yes"))
    assert again.status_code == 303 and "Du har ikke gjort noget forkert" in phone.get(again.location).text
    assert other.status_code == 409


def test_whether_it_led_on_is_not_told_by_the_thanks_and_so_found_out_by_no_second_press(phone: FlaskClient) -> None:
    matched(phone)
    met(phone)
    with acting_for(tenant(HERE)):
        end_match(the_match(), "planned", by=actor("cille"))
    path = link_in(HERE, "moved_on")
    token = token_in(phone.get(path).text)
    submit(phone, path, answer="yes")
    tried = [phone.post(path, data={"csrf_token": token, "answer": one}) for one in ("yes", "no", "unsure")]
    assert [one.status_code for one in tried] == [409] * 3 and len({one.text for one in tried}) == 1


def test_bent_who_logs_a_meeting_twice_is_thanked_twice_and_it_stands_once(phone: FlaskClient) -> None:
    matched(phone)
    path = known(phone, "start", "2031")
    token = token_in(phone.get(path).text)
    sent = {"csrf_token": token, "do": "meeting", **MEETING}
    assert phone.post(path, data=sent).status_code == 303
    before = written()
    again = phone.post(path, data=sent)
    assert again.status_code == 303 and "I mødes næste gang den 29-06-2014" in phone.get(again.location).text
    for change in ({"minutes": "60"}, {"place": "school"}, {"next_on": ""}):
        other = phone.post(path, data=sent | change)
        assert other.status_code == 409 and "Mødet er allerede skrevet ned" in other.text, change
    assert written() == before
    with acting_for(tenant(HERE)):
        db.session.scalars(select(Meeting)).one().logged_by = "Cille Corps"
    assert phone.post(path, data=sent).status_code == 409, "what staff have written is not Bent's answer"


def test_cille_who_proposes_bent_twice_sees_him_proposed_and_a_third_hand_is_refused(
    as_cille: FlaskClient, ayla: UUID
) -> None:
    first, second = twice(as_cille, page(ayla), mentor=bent())
    assert first.status_code == second.status_code == 303 and first.location == second.location
    shown, before = as_cille.get(second.location).text, written()
    assert "Mentor er spurgt" in shown and shown.count("Bent Madsen er foreslået") == 1
    assert taken() == (1, 1) and before[1:3] == [1, 1]
    with acting_for(tenant(HERE)):
        db.session.scalars(select(Proposal)).one().proposed_by = "Carl Corps"
    other = submit(as_cille, page(ayla), mentor=bent())
    assert other.status_code == 409 and "Der er allerede et forslag" in other.text and written() == before


def test_hanne_who_signs_twice_reads_both_times_that_she_has_signed(
    as_cille: FlaskClient, phone: FlaskClient, union: str
) -> None:
    path = asked(as_cille, union)
    token = token_in(phone.get(path).text)
    first, second = twice(phone, path, **SIGNED)
    assert first.status_code == second.status_code == 303
    assert "Hanne Bæk, Formand, har skrevet under for Metal Fyn" in phone.get(second.location).text
    sent = {**SIGNED, "csrf_token": token, "person": "En Anden"}
    assert phone.post(path, data=sent).status_code == 409
