"""Cille's inbox over the three municipalities, and how a youth gets a mentor."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Engagement, Mentor
from mentorkorps.messages import Message
from mentorkorps.youths import Enrolment
from tenants.outbox import OutboxItem
from tenants.quotas import Reservation
from tenants.registry import Programme
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit

SENT = {"svendborg": ("Ayla", "karen", 3), "nyborg": ("Jonas", "rune", 33), "faaborg-midtfyn": ("Mille", "karen", 22)}


def enrolled(first_name="Ayla", slug="svendborg", by="karen", days_ago=0, **more):
    """A youth enrolled some days ago; the id."""
    with standing_at(now() - timedelta(days=days_ago)), acting_for(cast.tenant(slug)):
        return cast.enrol(cast.actor(by), first_name=first_name, **more).youth_id


@pytest.fixture
def ayla(app):
    return enrolled()


def page(youth_id, slug="svendborg"):
    return f"/{slug}/unge/{youth_id}/forslag"


def bent(house="dygtige-unge"):
    with acting_for(cast.tenant(house)):
        mentor = db.session.scalars(select(Mentor).where(Mentor.first_name == "Bent")).one()
        return f"{mentor.tenant_id}.{mentor.id}"


def taken(slug="svendborg", house="dygtige-unge"):
    """(places of the municipality, places of mentors) in use."""
    with acting_for(cast.tenant(slug), home=cast.tenant(house)):
        rows = [
            db.session.scalars(select(kind).where(kind.freed_at.is_(None))).all() for kind in (Reservation, Engagement)
        ]
        return tuple(len(found) for found in rows)


def proposal_of(youth_id, slug="svendborg"):
    with acting_for(cast.tenant(slug)):
        newest = select(Proposal).where(Proposal.youth_id == youth_id).order_by(Proposal.proposed_at.desc())
        proposal = db.session.scalars(newest).first()
        db.session.expunge_all()
        return proposal


def answered(client, youth_id, side, says, slug="svendborg", **more):
    url = page(youth_id, slug)
    return submit(client, url, to=f"{url}/{proposal_of(youth_id, slug).id}/svar", side=side, says=says, **more)


def test_cille_sees_the_three_municipalities_with_the_longest_waiting_first(as_cille):
    for slug, (name, by, days) in SENT.items():
        enrolled(name, slug, by, days)
    text = as_cille.get("/dygtige-unge/indbakke").text
    assert text.index("Jonas, 19 år") < text.index("Mille, 19 år") < text.index("Ayla, 19 år")
    assert "Dag 33 af 28: for sent" in text
    assert "Dag 22 af 28" in text
    assert "Automekaniker" in text


def test_a_draft_is_not_in_the_inbox_and_cannot_be_opened(as_cille):
    with acting_for(cast.tenant("svendborg")):
        youth_id = Enrolment.begin("Kladde", by=cast.actor("karen")).youth_id
    assert "Kladde" not in as_cille.get("/dygtige-unge/indbakke").text
    assert as_cille.get(page(youth_id)).status_code == 404


def test_the_inbox_costs_a_fixed_number_of_statements_and_one_for_each_municipality(as_cille):
    def statements():
        seen = []
        event.listen(db.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
        as_cille.get("/dygtige-unge/indbakke")
        return [one for one in seen if "set_config" not in one and "FROM enrolments" in one], len(seen)

    enrolled()
    few, all_few = statements()
    for number in range(5):
        enrolled(f"Ung{number}", "nyborg", "rune")
    many, all_many = statements()
    assert len(few) == len(many) == 3
    assert all_few == all_many


def test_proposing_bent_to_ayla_takes_a_place_of_svendborg_and_one_of_bent(as_cille, ayla):
    text = as_cille.get(page(ayla)).text
    assert "Bent Madsen" in text and "Er automekaniker: den unges ønske nummer 1." in text
    assert "0 af 35 pladser i Svendborg Kommune er brugt" in text
    answer = submit(as_cille, page(ayla), mentor=bent())
    assert "Bent Madsen er foreslået" in answer.text
    assert "Mentor er spurgt" in answer.text
    assert taken() == (1, 1)
    assert "blev spurgt 15-06-2014" in as_cille.get("/dygtige-unge/indbakke").text


def test_a_full_mentor_cannot_be_proposed(as_cille, ayla):
    jonas = enrolled("Jonas", "nyborg", "rune")
    assert submit(as_cille, page(jonas, "nyborg"), mentor=bent()).status_code == 200
    assert "Kan ikke foreslås lige nu (1)" in as_cille.get(page(ayla)).text
    refused = submit(as_cille, "/dygtige-unge/mentorer/ny", to=page(ayla), mentor=bent())
    assert refused.status_code == 409
    assert "det antal unge" in refused.text
    assert taken()[1] == 1


def test_a_mentor_too_far_away_is_refused_with_the_way(as_cille):
    with acting_for(cast.tenant("dygtige-unge")):
        far = cast.recruit("Lone", "Fjern", "car_mechanic", postcode="5800", max_travel_minutes=10)
        pressed = f"{far.tenant_id}.{far.id}"
    youth_id = enrolled()
    refused = submit(as_cille, page(youth_id), mentor=pressed)
    assert refused.status_code == 409
    assert "mentor vil højst køre 10 minutter" in refused.text


def test_withdrawing_frees_both_and_says_why_to_staff_alone(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    url = f"{page(ayla)}/{proposal_of(ayla).id}/tilbage"
    assert submit(as_cille, page(ayla), to=url, reason="").status_code == 422
    after = submit(as_cille, page(ayla), to=url, reason="Bent er på kursus")
    assert "Korpset trak forslaget tilbage: Bent er på kursus" in after.text
    assert taken() == (0, 0)
    assert "Kom tilbage" in as_cille.get("/dygtige-unge/indbakke").text
    assert submit(as_cille, page(ayla), to=url, reason="Igen").status_code == 409


def test_both_yes_by_phone_starts_the_match_and_the_mails_are_in_the_outbox(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    assert "Nu bliver den unge spurgt" in answered(as_cille, ayla, "mentor", "yes").text
    started = answered(as_cille, ayla, "youth", "yes")
    assert "Begge har sagt ja" in started.text
    assert "Ayla og Bent Madsen" in started.text
    with acting_for(cast.tenant("svendborg")):
        written = set(db.session.scalars(select(Message.template)))
        assert {"mentor_asked", "youth_asked", "start", "mentor_will_call", "first_meeting"} <= written
        mails = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert len(mails) == len(db.session.scalars(select(Message.id)).all())
    assert "Ayla" not in as_cille.get("/dygtige-unge/indbakke").text


def test_a_mentors_no_brings_the_youth_back_with_the_reason(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    after = answered(as_cille, ayla, "mentor", "no", reason="too_far")
    assert "Mentor sagde nej: der er for langt" in after.text
    assert taken() == (0, 0)
    assert "Ingen mentor kan foreslås lige nu." in after.text


def test_an_answer_for_the_one_who_has_answered_by_link_meanwhile_changes_nothing(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    answered(as_cille, ayla, "mentor", "yes")
    again = answered(as_cille, ayla, "mentor", "no")
    assert again.status_code == 409
    assert "Mentor har allerede svaret." in again.text
    assert taken() == (1, 1)


def test_rune_has_no_business_on_the_corps_pages(as_rune, ayla):
    assert as_rune.get("/nyborg/indbakke").status_code == 403
    assert as_rune.get("/dygtige-unge/indbakke").status_code == 404
    assert as_rune.get(page(ayla)).status_code == 404
    jonas = enrolled("Jonas", "nyborg", "rune")
    assert as_rune.get(page(jonas, "nyborg")).status_code == 403


def test_a_youth_of_another_municipality_is_not_found_under_this_ones_address(as_cille, ayla):
    assert as_cille.get(page(ayla, "nyborg")).status_code == 404


def test_the_inbox_of_a_served_municipality_is_the_one_at_home(as_cille):
    assert as_cille.get("/svendborg/indbakke").location == "/dygtige-unge/indbakke"


def test_nora_does_it_all_alone_in_vordingborg(as_nora):
    youth_id = enrolled("Sif", "vordingborg", "nora", postcode="4760", wished_area="5700")
    assert "Sif, 19 år" in as_nora.get("/vordingborg/indbakke").text
    submit(as_nora, page(youth_id, "vordingborg"), mentor=bent("vordingborg"))
    answered(as_nora, youth_id, "mentor", "yes", "vordingborg")
    assert "Sif og Bent Madsen" in answered(as_nora, youth_id, "youth", "yes", "vordingborg").text
    assert taken("vordingborg", "vordingborg") == (1, 1)
    assert "Sif og Bent Madsen" in as_nora.get("/vordingborg/par").text


def test_the_silence_of_five_working_days_is_taken_over_by_staff(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    with acting_for(cast.tenant("svendborg")):
        proposal = Proposal.get(proposal_of(ayla).id)
        proposal.reminded_at = proposal.raised_at = now()
    text = as_cille.get("/dygtige-unge/indbakke").text
    assert "Påmindet 15-06-2014" in text
    assert "Tag over, og ring</h2>" in text
    assert "Tag over og ring" in as_cille.get(page(ayla)).text


def test_a_proposal_is_found_at_its_own_youth_only(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    bo, out = enrolled("Bo"), proposal_of(ayla).id
    for act, fields in (("tilbage", {"reason": "Bent er på kursus"}), ("svar", {"side": "mentor", "says": "yes"})):
        assert submit(as_cille, page(ayla), to=f"{page(bo)}/{out}/{act}", **fields).status_code == 404
    assert proposal_of(ayla).is_open and proposal_of(ayla).mentor_yes_at is None


def test_a_youth_who_comes_back_waits_anew_and_a_kept_promise_stands_still(as_cille):
    ayla = enrolled(days_ago=60)
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Mentor).values(recruited_on=today() - timedelta(days=60)))
    with standing_at(now() - timedelta(days=55)):
        submit(as_cille, page(ayla), mentor=bent())
    assert "Dag 5 af 28" in as_cille.get("/dygtige-unge/indbakke").text
    assert "Dag 5 af 28" in as_cille.get(page(ayla)).text
    with standing_at(now() - timedelta(days=12)):
        answered(as_cille, ayla, "mentor", "no", reason="too_far")
    enrolled("Jonas", "nyborg", "rune", 20)
    inbox = as_cille.get("/dygtige-unge/indbakke").text
    assert inbox.index("Jonas, 19 år") < inbox.index("Ayla, 19 år") and "for sent" not in inbox
    for text in (inbox, as_cille.get(page(ayla)).text, as_cille.get(f"/svendborg/unge/{ayla}").text):
        assert "Venter igen siden 03-06-2014" in text
    assert "Dag 12 af 28" in inbox


@pytest.mark.parametrize("reason", ["new_mentor", "second_mentor_no", "second_youth_no"])
def test_a_youth_who_has_had_a_mentor_goes_before_those_who_have_waited_longer(as_cille, reason):
    enrolled("Mille", days_ago=20)
    kirsten = enrolled("Kirsten", days_ago=30)
    with acting_for(cast.tenant("svendborg")):
        back = {"returned_at": now() - timedelta(days=1), "return_reason": reason}
        db.session.execute(update(Enrolment).where(Enrolment.youth_id == kirsten).values(**back))
    text = as_cille.get("/dygtige-unge/indbakke").text
    assert text.index("Kirsten, 19 år") < text.index("Mille, 19 år") and "går forrest" in text


def test_the_inbox_shows_a_hundred_at_a_time(as_cille, monkeypatch):
    monkeypatch.setattr("mentorkorps.web.inbox.PER_PAGE", 1)
    enrolled(days_ago=3)
    enrolled("Jonas", "nyborg", "rune")
    first, second = (as_cille.get(f"/dygtige-unge/indbakke?side={side}").text for side in (1, 2))
    assert "Ayla, 19 år" in first and "Jonas, 19 år" not in first
    assert "Jonas, 19 år" in second and "Side 2 af 2" in second


def test_a_youth_sent_to_another_corps_is_not_found(as_cille, ayla):
    with acting_for(cast.tenant("vordingborg")):
        theirs = db.session.scalars(select(Programme.id).where(Programme.tenant_id == cast.tenant("vordingborg"))).one()
    ida = enrolled("Ida")
    with acting_for(cast.tenant("svendborg")):
        other = {"programme_tenant_id": cast.tenant("vordingborg"), "programme_id": theirs}
        db.session.execute(update(Enrolment).where(Enrolment.youth_id == ida).values(**other))
    assert "Ida, 19 år" not in as_cille.get("/dygtige-unge/indbakke").text
    assert "Ida Demir" not in as_cille.get("/svendborg/unge").text
    assert [as_cille.get(url).status_code for url in (page(ida), f"/svendborg/unge/{ida}", page(ayla))] == [
        404,
        404,
        200,
    ]


def test_a_match_does_not_begin_when_the_agreement_has_run_out(as_cille, ayla):
    submit(as_cille, page(ayla), mentor=bent())
    answered(as_cille, ayla, "mentor", "yes")
    with standing_at(datetime(2016, 1, 4, 9, tzinfo=COPENHAGEN)):
        kept = answered(cast.signed_in(as_cille, "cille"), ayla, "youth", "yes")
    assert "Svaret er skrevet ned. Aftalen med kommunen er udløbet, så et nyt forløb kan ikke begynde." in kept.text
    assert (proposal_of(ayla).started_at, proposal_of(ayla).fell_because) == (None, "agreement_over")
    assert taken() == (0, 0)


def test_the_reasons_keep_their_marks_and_the_clock_says_why_it_stands_still(as_cille, ayla):
    before = as_cille.get(page(ayla)).text
    submit(as_cille, page(ayla), mentor=bent())
    after = as_cille.get(page(ayla)).text
    chosen = before.split('<ul class="mk-reasons">')[1].split("</ul>")[0]
    assert (
        'class="mk-for"' in chosen
        and chosen.split() == after.split('<ul class="mk-reasons">')[1].split("</ul>")[0].split()
    )
    still = "Dagene står stille siden 15-06-2014, da en mentor blev foreslået."
    assert still not in before and still in after and still in as_cille.get("/dygtige-unge/indbakke").text
