"""Cille's call list over three municipalities: who, why, since when, whom to ring, and what was said last time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from mentorkorps.clock import now, standing_at, today
from mentorkorps.follow_ups import log_meeting
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.matches import Match
from mentorkorps.matching import mind_proposals, propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Enrolment
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.counting import statements
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors, paired

LIST = "/dygtige-unge/ringeliste"


@pytest.fixture
def pair(app):
    """Ayla and Bent, since three weeks; nobody has told of a first meeting."""
    return paired(enrolled(days_ago=25), days_ago=21)


def raise_(match_id, because, slug="svendborg"):
    with acting_for(cast.tenant(slug), home=cast.tenant("dygtige-unge")):
        put_on_list(Match.get(match_id), because)


def met(match_id, next_on=None, slug="svendborg"):
    with acting_for(cast.tenant(slug)):
        facts = {"held_on": today(), "took_place": True, "minutes": 60, "place": "school", "next_on": next_on}
        log_meeting(Match.get(match_id), **facts, by=cast.actor("cille"))


def form(match_id, slug="svendborg"):
    return f"/{slug}/par/{match_id}/opkald?fra=ringeliste"


def test_the_list_says_who_why_since_when_and_whom_to_ring_over_all_municipalities(as_cille, pair):
    mentors("Maja")
    jonas = paired(enrolled("Jonas", "nyborg", "rune", days_ago=9), "nyborg", days_ago=8)
    raise_(jonas, "worry", "nyborg")
    text = as_cille.get(LIST).text
    assert text.index("Jonas og ") < text.index("Ayla og Bent Madsen")
    assert "En af dem er bekymret eller vil ringes op." in text
    assert "Det første møde er ikke skrevet ned." in text and "Siden 10-06-2014." in text
    assert 'href="tel:70102031"' in text and 'href="tel:70102032"' in text
    assert "Svendborg Kommune" in text and "Nyborg Kommune" in text
    assert "I dag: 2." in text


def test_a_pair_that_goes_well_is_not_on_the_list(as_cille, app):
    paired(enrolled(days_ago=5), days_ago=3)
    assert "Der er ingen at ringe til lige nu." in as_cille.get(LIST).text


def test_a_pair_stands_once_with_all_its_reasons(as_cille, pair):
    met(pair)
    raise_(pair, "silence")
    text = as_cille.get(LIST).text
    assert text.count("Ayla og Bent Madsen") == 1
    assert text.index("Ingen af dem har svaret.") < text.index("Der er ikke aftalt et nyt møde.")


def test_a_talk_is_written_in_the_journal_and_takes_the_pair_off_the_list(as_cille, pair):
    raise_(pair, "silence")
    back = submit(
        as_cille,
        form(pair),
        result="talked",
        reached="mentor",
        note="De mødes på fredag.",
        troubles=["pity"],
        internal="Træt.",
    )
    assert "Opkaldet er skrevet i journalen." in back.text and "Ayla og Bent Madsen" not in back.text
    journal = as_cille.get(f"/svendborg/par/{pair}").text
    assert "Korpset har talt med mentor. De mødes på fredag." in journal
    assert "Tegn på, at det er svært: Mentor vil stoppe, men har ondt af den unge. Træt." in journal
    raise_(pair, "worry")
    text = as_cille.get(LIST).text
    assert "De mødes på fredag." in text and "Ikke i kopien" in text and "Cille Engel:" in text


def test_no_answer_keeps_the_pair_with_a_count_and_a_later_time(as_cille, pair):
    raise_(pair, "silence")
    text = submit(as_cille, form(pair), result="no_answer").text
    assert "Opkaldet er skrevet ned. Der bliver ringet igen." in text
    assert "Ayla og Bent Madsen" in text and "Forsøgt 1 gang" in text and "Prøv igen 15-06-2014 kl. 12.00" not in text
    assert "Korpset har ringet uden at få svar." in as_cille.get(f"/svendborg/par/{pair}").text
    assert submit(as_cille, form(pair), result="no_answer").status_code == 409
    with standing_at(now() + timedelta(days=1, hours=2)):
        assert "Forsøgt 2 gange" in submit(as_cille, form(pair), result="left_message").text


def test_a_call_put_off_waits_for_its_day(as_cille, pair):
    raise_(pair, "silence")
    assert "Feltet skal udfyldes." in submit(as_cille, form(pair), result="later").text
    text = submit(as_cille, form(pair), result="later", again_on="18-06-2014").text
    assert "I dag: 0. Udsat til en anden dag: 1." in text and "Prøv igen 18-06-2014 kl. 09.00" in text
    raise_(pair, "worry")
    assert "I dag: 1." in as_cille.get(LIST).text  # what is worse does not wait
    with standing_at(now() + timedelta(days=3)):
        assert "I dag: 1." in as_cille.get(LIST).text


def test_a_promise_to_ring_again_is_kept_though_the_step_is_done(as_cille, pair):
    met(pair, next_on=today() + timedelta(days=9))
    raise_(pair, "silence")
    submit(as_cille, form(pair), result="talked", reached="both", note="Fint.", again_on="20-06-2014")
    with standing_at(now() + timedelta(days=5)):
        text = as_cille.get(LIST).text
        assert "Det er aftalt at ringe igen." in text and "Ayla og Bent Madsen" in text
        submit(as_cille, form(pair), result="talked", reached="both", note="Stadig fint.")
        assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text


def test_the_next_meeting_agreed_on_the_phone_is_kept(as_cille, pair):
    met(pair)
    assert "Der er ikke aftalt et nyt møde." in as_cille.get(LIST).text
    submit(as_cille, form(pair), result="talked", reached="mentor", note="Fint.", meet_on="24-06-2014")
    assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text
    page = as_cille.get(f"/svendborg/par/{pair}").text
    assert "Næste møde er aftalt til den 24-06-2014." in page and "Der er ikke aftalt et nyt møde." not in page


def test_a_talk_about_no_next_meeting_settles_it_for_a_week(as_cille, pair):
    met(pair)
    submit(as_cille, form(pair), result="talked", reached="mentor", note="De finder en dag.")
    assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text
    with standing_at(now() + timedelta(days=8)):
        assert "Ayla og Bent Madsen" in as_cille.get(LIST).text


def test_a_talk_with_nobody_and_a_day_gone_by_are_refused(as_cille, pair):
    for again_on in ("01-06-2014", "30-06-2014"):
        late = submit(as_cille, form(pair), result="later", again_on=again_on)
        assert late.status_code == 409 and "Vælg en dag inden for de næste to uger." in late.text
    empty = submit(as_cille, form(pair), result="talked", reached="mentor", note="")
    assert empty.status_code == 422 and "Feltet skal udfyldes." in empty.text


def test_a_proposal_nobody_answers_is_rung_about(as_cille):
    youth_id = enrolled(days_ago=15)
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Mentor).values(recruited_on=today() - timedelta(days=60)))
    with (
        standing_at(now() - timedelta(days=14)),
        acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")),
    ):
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth_id)).one()
        proposal_id = propose(enrolment, suggest(enrolment, today())[0], by=cast.actor("cille")).id
    for days in (6, 0):
        with standing_at(now() - timedelta(days=days)), acting_for(cast.tenant("svendborg")):
            mind_proposals()
    text = as_cille.get(LIST).text
    assert "Mentor har ikke svaret på forslaget." in text
    url = f"/svendborg/ringeliste/forslag/{proposal_id}?fra=ringeliste"
    assert "Har du fået et svar? Skriv det her." in as_cille.get(url).text
    assert "Forsøgt 1 gang" in submit(as_cille, url, result="no_answer").text
    assert submit(as_cille, url, result="talked").status_code == 422


def test_reading_notes_on_the_list_is_logged_once_a_day(as_cille, pair):
    submit(as_cille, form(pair), result="talked", reached="both", note="De mødes.")
    raise_(pair, "worry")
    for _ in range(2):
        as_cille.get(LIST)
    with acting_for(cast.tenant("svendborg")):
        reads = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "call_list.read")).all()
        assert [(one.actor_name, one.subject_id) for one in reads] == [("Cille Engel", Match.get(pair).youth_id)]


def test_the_list_costs_the_same_statements_however_many_pairs(as_cille, pair):
    def count():
        with statements() as seen:
            as_cille.get(LIST)
        return sum("FROM matches" in one for one in seen), len(seen)

    few = count()
    mentors("Maja", "Lars", "Ove")
    for number in range(3):
        raise_(paired(enrolled(f"Ung{number}", "nyborg", "rune", days_ago=5), "nyborg"), "worry", "nyborg")
    assert count() == few
    assert few[0] == 3


def test_rune_and_sofie_have_no_call_list(as_rune, as_sofie, pair):
    assert as_rune.get("/nyborg/ringeliste").status_code == 403
    assert as_sofie.get("/faaborg-midtfyn/ringeliste").status_code == 403
    assert as_rune.get(f"/svendborg/par/{pair}/opkald").status_code == 404
