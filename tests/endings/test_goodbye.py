"""A planned goodbye: both know the day and what comes next, the plan shows it, and it ends by itself."""

import re
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.follow_ups import FollowUp, open_follow_up
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.endings.scene import begin_the_days, exits, matched, notes, on, pair, running, work
from tests.forms import submit
from tests.mail import link_in, messages_in
from tests.pair import HERE, the_match

JULY_9 = date(2014, 7, 9)
PLAN = {"reason": "planned", "ends_on": "09-07-2014", "last_meeting_on": "07-07-2014"}


def test_both_are_told_kindly_and_the_page_says_when_it_ends(app: Flask, as_cille: FlaskClient):
    page = running()
    text = submit(as_cille, f"{page}/farvel", **PLAN).text
    assert "Slutter den 09-07-2014" in text and "Sidste møde er den 07-07-2014" in text
    assert {("goodbye_planned", "mentor"), ("goodbye_planned", "youth")} <= set(messages_in("svendborg"))
    for holder in ("youth", "mentor"):
        seen = app.test_client().get(link_in("svendborg", "goodbye_planned", holder)).text
        assert "09-07-2014" in seen and "ingen har gjort noget forkert" in seen and "Hvad sker der så?" in seen
    assert notes("goodbye_planned") == ["Forløbet slutter den 09-07-2014. Årsag: Forløbet er afsluttet som aftalt."]


def test_it_ends_by_itself_on_that_day_and_the_links_of_the_pair_die(app: Flask, as_cille: FlaskClient):
    phone = app.test_client()
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    work(date(2014, 7, 8))
    assert pair().is_running
    work(JULY_9)
    assert (pair().ended_on, pair().end_reason, pair().ended_by) == (JULY_9, "planned", "Mentorkorps")
    assert phone.get(link_in("svendborg", "start", "mentor")).status_code == 409
    assert ("moved_on", "youth") in messages_in("svendborg")


def test_a_schedule_that_was_down_for_three_days_ends_it_when_it_is_up_again(app: Flask, as_cille: FlaskClient):
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    work(date(2014, 7, 12))
    assert not pair().is_running


def test_a_press_may_come_first(app: Flask, as_cille: FlaskClient):
    phone = app.test_client()
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    with on(date(2014, 7, 1)):
        submit(as_cille, f"{page}/afslut", sikker="ja", reason="goal_reached")
    for holder in ("youth", "mentor"):
        seen = phone.get(link_in("svendborg", "goodbye_planned", holder))
        assert seen.status_code == 200 and "Alt er på plads" in seen.text and "09-07-2014" not in seen.text
    work(JULY_9)
    assert (pair().ended_on, pair().end_reason) == (date(2014, 7, 1), "goal_reached")


def test_the_pair_may_go_on_after_all(app: Flask, as_cille: FlaskClient):
    phone = app.test_client()
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    text = submit(as_cille, page, to=f"{page}/farvel/drop").text
    assert "Forløbet fortsætter. Begge får besked." in text and "Slutter den" not in text
    assert phone.get(link_in("svendborg", "goodbye_planned", "youth")).status_code == 409
    work(JULY_9)
    assert pair().is_running
    assert submit(as_cille, page, to=f"{page}/farvel/drop").status_code == 409


def test_a_plan_made_anew_takes_the_place_of_the_old_one(app: Flask, as_cille: FlaskClient):
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    assert "09-07-2014" in as_cille.get(f"{page}/farvel").text
    submit(as_cille, f"{page}/farvel", **PLAN | {"ends_on": "16-07-2014"})
    work(JULY_9)
    assert pair().is_running


def test_a_day_that_makes_no_sense_is_refused(app: Flask, as_cille: FlaskClient):
    page = running()
    today = submit(as_cille, f"{page}/farvel", **PLAN | {"ends_on": "15-06-2014", "last_meeting_on": ""})
    assert today.status_code == 409 and "Slutter det i dag, så afslut forløbet." in today.text
    late = submit(as_cille, f"{page}/farvel", **PLAN | {"last_meeting_on": "10-07-2014"})
    assert late.status_code == 409 and "Det sidste møde skal ligge mellem i dag" in late.text
    assert submit(as_cille, f"{page}/farvel", reason="planned", ends_on="").status_code == 422


def test_after_the_end_no_next_meeting_stands_and_a_step_that_was_done_stands_once(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(date(2014, 7, 1)):
        met = {
            "held_on": "01-07-2014",
            "took_place": "yes",
            "minutes": "60",
            "place": "library",
            "next_on": "09-07-2014",
        }
        submit(as_cille, f"{page}/moede", **met)
        assert "09-07-2014" in as_cille.get(page).text.partition("Møder</h2>")[2].partition("</table>")[0]
        with acting_for(tenant(HERE)):
            done = open_follow_up(the_match())
            done.done_at, done.done_how = now(), "called"
            db.session.flush()
            again = {"kind": done.kind, "opens_on": done.opens_on, "due_on": done.due_on, "serial": done.serial + 1}
            db.session.add(FollowUp(match_id=done.match_id, **again))
        form = as_cille.get(f"{page}/afslut").text
        pressed = re.findall(r"<button[^>]*>\s*<span>(.*?)<", form)
        assert "Afslut forløbet" in pressed and "Gem" not in pressed
        text = submit(as_cille, f"{page}/afslut", reason="mentor_stopped").text
    assert "09-07-2014" not in text.partition("Møder</h2>")[2].partition("</table>")[0]
    steps = text.partition("Opfølgninger</h2>")[2].partition("</table>")[0]
    assert steps.count("Ringet") == 1 and "Faldt bort" not in steps


def test_an_ending_that_was_not_planned_is_told_to_both_once_and_blames_nobody(app: Flask, as_cille: FlaskClient):
    page = running()
    submit(as_cille, f"{page}/afslut", reason="mentor_stopped")
    told = [(who, template) for template, who in messages_in("svendborg") if template.startswith("goodbye")]
    assert sorted(told) == [("mentor", "goodbye_mentor"), ("youth", "goodbye_ended")]


def test_an_ending_at_the_goal_thanks_each_in_words_of_their_own(app: Flask, as_cille: FlaskClient):
    page = running()
    submit(as_cille, f"{page}/afslut", sikker="ja", reason="goal_reached")
    told = [(who, template) for template, who in messages_in("svendborg") if template.startswith("goodbye")]
    assert sorted(told) == [("mentor", "goodbye_well_mentor"), ("youth", "goodbye_well")]


def test_who_was_told_of_the_last_day_is_not_told_again_when_it_comes(app: Flask, as_cille: FlaskClient):
    page = running()
    begin_the_days()
    submit(as_cille, f"{page}/farvel", **PLAN)
    work(JULY_9)
    assert not pair().is_running
    assert not {template for template, _who in messages_in("svendborg")} & {"goodbye_ended", "goodbye_well"}


def test_who_never_met_is_promised_no_question_that_never_comes(app: Flask, as_cille: FlaskClient):
    submit(as_cille, f"{matched()}/afslut", reason="never_met")
    with acting_for(tenant(HERE)):
        told = db.session.scalars(select(Message).where(Message.template.like("goodbye%"))).all()
        assert sorted(one.template for one in told) == ["goodbye_ended", "goodbye_unmet_mentor"]
        assert all("Om et par uger" not in words_of(one)[1] for one in told)
    assert exits() == []
