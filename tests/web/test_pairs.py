"""Cille follows the pairs of three municipalities: who is to be called, and what she writes down."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from mentorkorps.clock import now, standing_at, today
from mentorkorps.follow_ups import log_meeting, open_follow_up
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.matches import Match
from mentorkorps.matching import mentor_says, mind_proposals, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message
from mentorkorps.refused import NotFound
from mentorkorps.youths import Enrolment
from tenants.outbox import OutboxItem
from tenants.registry import Member
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.counting import statements
from tests.web.test_inbox import bent, enrolled, page, proposal_of, taken


def paired(youth_id, slug="svendborg", days_ago=0, house="dygtige-unge"):
    """The youth and the first mentor suggested, both having said yes some days ago; the match's id."""
    by = cast.actor("cille" if house == "dygtige-unge" else "nora")
    with acting_for(cast.tenant(house)):
        long_ago = today() - timedelta(days=60)
        db.session.execute(update(Mentor).values(recruited_on=long_ago, trained_on=long_ago))
    with standing_at(now() - timedelta(days=days_ago)), acting_for(cast.tenant(slug), home=cast.tenant(house)):
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth_id)).one()
        proposal = propose(enrolment, suggest(enrolment, today())[0], by=by)
        mentor_says(proposal, True, by=by)
        return youth_says(proposal, True, by=by).id


@pytest.fixture
def pair(app):
    """Ayla and Bent, since three weeks."""
    return paired(enrolled(days_ago=25), days_ago=21)


def url(match_id, act=""):
    return f"/svendborg/par/{match_id}" + (f"/{act}" if act else "")


def match(match_id):
    with acting_for(cast.tenant("svendborg")):
        found = Match.get(match_id)
        db.session.expunge_all()
        return found


def mentors(*names):
    with acting_for(cast.tenant("dygtige-unge")):
        for name in names:
            cast.recruit(name, "Lund", "car_mechanic")


def test_the_pairs_of_all_municipalities_stand_by_need(as_cille):
    mentors("Maja", "Lars")
    met = paired(enrolled("Ayla", days_ago=30), days_ago=21)
    with standing_at(now() - timedelta(days=10)), acting_for(cast.tenant("svendborg")):
        day = {
            "held_on": today(),
            "took_place": True,
            "minutes": 60,
            "place": "school",
            "next_on": today() + timedelta(days=14),
        }
        log_meeting(Match.get(met), **day, by=cast.actor("cille"))
    paired(enrolled("Mille", "faaborg-midtfyn", days_ago=5), "faaborg-midtfyn")
    paired(enrolled("Jonas", "nyborg", "rune", days_ago=30), "nyborg", days_ago=21)
    text = as_cille.get("/dygtige-unge/par").text
    assert text.index("Jonas og ") < text.index("Ayla og ")
    assert text.index("Jonas og ") < text.index("Mille og ")
    assert "19-06-2014" in text
    ring = as_cille.get("/dygtige-unge/par?vis=ring").text
    assert "Jonas og " in ring and "Mille og " not in ring


def test_the_list_shows_a_hundred_at_a_time(as_cille, pair, monkeypatch):
    monkeypatch.setattr("mentorkorps.web.pairs.PER_PAGE", 1)
    mentors("Maja")
    paired(enrolled("Jonas", "nyborg", "rune", days_ago=5), "nyborg")
    first, second = (as_cille.get(f"/dygtige-unge/par?side={side}").text for side in (1, 2))
    assert "Ayla og " in first and "Jonas og " not in first
    assert "Jonas og " in second and "Side 2 af 2" in second


def test_the_list_costs_one_statement_for_each_municipality_however_many_pairs(as_cille, pair):
    def statements():
        seen = []
        event.listen(db.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
        as_cille.get("/dygtige-unge/par")
        return sum("FROM matches" in one for one in seen), len(seen)

    few = statements()
    mentors("Maja", "Lars", "Ove")
    for number in range(3):
        paired(enrolled(f"Ung{number}", "nyborg", "rune", days_ago=5), "nyborg")
    assert statements() == few
    assert few[0] == 3


def test_the_page_of_a_pair_shows_both_with_phone_and_the_journal(as_cille, pair):
    text = as_cille.get(url(pair)).text
    assert "tel:70102031" in text and "tel:70102032" in text
    assert "Den unge og mentor har begge sagt ja." in text
    assert "Skal ringes op" in text


def test_the_list_says_why_a_pair_is_to_be_rung_before_when_it_is_next_followed_up(as_cille, pair):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        put_on_list(Match.get(pair), "silence")
        step = open_follow_up(Match.get(pair))
        step.opens_on, step.due_on = today() + timedelta(days=43), today() + timedelta(days=57)
    text = as_cille.get("/dygtige-unge/par").text
    at = [
        text.index(said)
        for said in ("Skal ringes op", "Ingen af dem har svaret.", "Næste opfølgning: 28-07-2014 til 11-08-2014")
    ]
    assert at == sorted(at)


def test_the_form_of_a_call_asks_for_words_only_where_they_talked(as_cille, pair):
    form = as_cille.get(url(pair, "opkald")).text
    assert "Skal udfyldes, hvis I talte sammen. Kontaktpersonen får en kopi." in form
    [words] = re.findall(r'<textarea[^>]* name="note"[^>]*>', form)
    assert "required" not in words
    assert submit(as_cille, url(pair, "opkald"), result="talked", reached="youth", note="").status_code == 422
    assert submit(as_cille, url(pair, "opkald"), result="no_answer", note="").status_code == 200


def test_a_call_is_written_in_the_journal_and_plans_the_next_contact(as_cille, pair):
    empty = submit(as_cille, url(pair, "opkald"), note="")
    assert empty.status_code == 422
    assert "Feltet skal udfyldes." in empty.text
    after = submit(
        as_cille, url(pair, "opkald"), reached="both", note="De har aftalt at mødes fredag.", internal="Bent lød træt."
    )
    assert "De har aftalt at mødes fredag." in after.text
    assert "Ikke i kopien" in after.text and "Bent lød træt." in after.text
    with acting_for(cast.tenant("svendborg")):
        step = open_follow_up(Match.get(pair))
        assert (step.serial, step.opens_on > today()) == (2, True)
    assert "Går efter planen" in after.text


def test_a_cpr_number_is_not_written_in_the_journal(as_cille, pair):
    for written in ("1402951234", "Ayla, 140295 1234."):
        refused = submit(as_cille, url(pair, "opkald"), reached="both", note="De mødes fredag.", internal=written)
        assert refused.status_code == 422 and "Skriv ikke CPR-nummer her." in refused.text
    assert "De mødes fredag." not in as_cille.get(url(pair)).text


def test_a_meeting_told_on_the_phone_is_logged_once(as_cille, pair):
    facts = {
        "held_on": "10-06-2014",
        "took_place": "yes",
        "minutes": "60",
        "place": "workplace",
        "next_on": "24-06-2014",
    }
    assert "Mentors arbejdsplads" in submit(as_cille, url(pair, "moede"), **facts).text
    assert "24-06-2014" in as_cille.get("/dygtige-unge/par").text
    again = submit(as_cille, url(pair, "moede"), **facts)
    assert again.status_code == 409
    assert "Mødet er allerede skrevet ned. Tak." in again.text


def test_a_result_before_the_pair_began_does_not_count(as_cille, pair):
    refused = submit(as_cille, url(pair, "resultat"), job="01-05-2014", goes_on="yes")
    assert refused.status_code == 409
    assert "Resultatet begyndte før forløbet" in refused.text
    assert "Fritidsjob" in submit(as_cille, url(pair, "resultat"), spare_time_job="01-06-2014", goes_on="yes").text


def test_education_kept_is_written_when_it_has_been_seen(as_cille, pair):
    """Of the six results one may be written before it begins (`test_later`); what is seen cannot lie ahead."""
    for act, extra in (("resultat", {"goes_on": "yes"}), ("afslut", {"reason": "goal_reached"})):
        refused = submit(as_cille, url(pair, act), kept_in_education="16-06-2014", **extra)
        assert refused.status_code == 409
        assert "Resultatet ligger ude i fremtiden. Skriv det, når det er begyndt." in refused.text
    assert match(pair).is_running


def test_ending_with_a_result_frees_the_mentor_and_keeps_the_place(as_cille, pair):
    assert taken() == (1, 1)
    missing = submit(as_cille, url(pair, "afslut"), apprenticeship="12-06-2014")
    assert missing.status_code == 422 and "Vælg en af mulighederne." in missing.text
    loose = submit(as_cille, url(pair, "afslut"), reason="goal_reached").text
    assert "der er ikke skrevet et resultat" in loose and "Afslut alligevel" in loose
    done = submit(as_cille, url(pair, "afslut"), reason="goal_reached", apprenticeship="12-06-2014")
    assert "Målet er nået" in done.text and "Læreplads" in done.text
    assert taken() == (1, 0)
    assert submit(as_cille, url(pair, "afslut"), reason="planned").status_code == 409
    assert "Ayla og " not in as_cille.get("/dygtige-unge/par").text


def test_a_rematch_uses_no_new_place(as_cille, pair):
    submit(as_cille, url(pair, "afslut"), reason="planned")
    back = submit(as_cille, url(pair), to=url(pair, "ny-mentor"))
    assert "Forløbet sluttede, og den unge skal have en ny mentor" in back.text
    bent = match(pair)
    submit(as_cille, page(bent.youth_id), mentor=f"{bent.mentor_tenant_id}.{bent.mentor_id}")
    assert taken() == (1, 1)
    assert submit(as_cille, url(pair), to=url(pair, "ny-mentor")).status_code == 409


def test_a_fresh_link_goes_to_the_mentor_while_the_pair_runs(as_cille, pair):
    assert "Et nyt link er på vej til mentor." in submit(as_cille, url(pair), to=url(pair, "nyt-link")).text
    with acting_for(cast.tenant("svendborg")):
        assert len(db.session.scalars(select(Message).where(Message.template == "start")).all()) == 2
    submit(as_cille, url(pair, "afslut"), reason="planned")
    assert submit(as_cille, url(pair), to=url(pair, "nyt-link")).status_code == 409


def test_rune_cannot_follow_up(as_rune, pair):
    assert as_rune.get("/nyborg/par").status_code == 403
    assert as_rune.get(url(pair)).status_code == 404
    assert as_rune.get("/nyborg/beskeder").status_code == 403


def test_a_pair_of_svendborg_is_not_found_in_nyborg(as_cille, pair):
    assert as_cille.get(f"/nyborg/par/{pair}").status_code == 404


def test_what_did_not_get_through_is_seen_and_sent_again(as_cille, pair):
    assert "kom ikke frem" not in as_cille.get("/dygtige-unge/par").text
    with acting_for(cast.tenant("svendborg")):
        item = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).first()
        item.dead_at, item.last_error, item.attempts = now(), "550 no such mailbox", 8
        item_id = item.id
    assert "1 besked kom ikke frem" in as_cille.get("/dygtige-unge/par").text
    assert "550 no such mailbox" in as_cille.get("/dygtige-unge/beskeder").text
    again = f"/svendborg/beskeder/{item_id}/igen"
    assert "Alt er kommet frem." in submit(as_cille, "/dygtige-unge/beskeder", to=again).text
    assert submit(as_cille, "/dygtige-unge/beskeder", to=again).status_code == 409
    with acting_for(cast.tenant("svendborg")):
        assert (OutboxItem.get(item_id).dead_at, OutboxItem.get(item_id).attempts) == (None, 0)


def test_nora_follows_up_at_home(as_nora):
    youth_id = enrolled("Sif", "vordingborg", "nora", days_ago=25)
    match_id = paired(youth_id, "vordingborg", 21, "vordingborg")
    assert "Sif og Bent Madsen" in as_nora.get("/vordingborg/par?vis=ring").text
    assert (
        "Det går fint."
        in submit(as_nora, f"/vordingborg/par/{match_id}/opkald", reached="both", note="Det går fint.").text
    )


def test_a_pair_without_a_next_meeting_is_on_the_call_list(as_cille, pair):
    mentors("Maja")
    jonas = paired(enrolled("Jonas", "nyborg", "rune", days_ago=9), "nyborg", days_ago=8)
    with acting_for(cast.tenant("nyborg")):
        met = {"held_on": today(), "took_place": True, "minutes": 60, "place": "school", "next_on": None}
        log_meeting(Match.get(jonas), **met, by=cast.actor("cille"))
    assert "Jonas og " in as_cille.get("/dygtige-unge/par?vis=ring").text


def test_a_pair_of_a_member_that_has_left_is_looked_after_as_long_as_it_runs(as_cille, pair):
    left = Member.party_tenant_id == cast.tenant("svendborg")
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Member).where(left).values(left_on=today() - timedelta(days=1)))
    assert "Ayla og " in as_cille.get("/dygtige-unge/par").text
    assert as_cille.get(url(pair)).status_code == 200
    with acting_for(cast.tenant("svendborg")), pytest.raises(NotFound):
        cast.enrol(cast.actor("karen"), first_name="Ny")
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Member).where(left).values(left_on=today() - timedelta(days=181)))
    assert "Ayla og " in as_cille.get("/dygtige-unge/par").text
    assert as_cille.get(url(pair)).status_code == 200


def test_a_long_journal_shows_the_newest_notes_with_a_way_to_all(as_cille, pair, monkeypatch):
    for module in ("journal.note", "web.youths"):
        monkeypatch.setattr(f"mentorkorps.{module}.NOTES_A_PAGE", 2)
    text = submit(as_cille, url(pair, "opkald"), reached="both", note="De mødes fredag.").text
    youth = f"/svendborg/unge/{match(pair).youth_id}"
    assert "De mødes fredag." in text and "Vis alle notater (" in text and youth in text
    first, second = (as_cille.get(f"{youth}?side={side}").text for side in (1, 2))
    assert "De mødes fredag." in first and "Side 2 af 2" in second and "De mødes fredag." not in second


def test_a_proposal_of_a_member_that_has_left_falls_and_nobody_is_reminded(as_cille):
    youth_id = enrolled()
    submit(as_cille, page(youth_id), mentor=bent())
    with acting_for(cast.tenant("dygtige-unge")):
        left = Member.party_tenant_id == cast.tenant("svendborg")
        db.session.execute(update(Member).where(left).values(left_on=today()))
    with standing_at(now() + timedelta(days=7)), acting_for(cast.tenant("svendborg")):
        mind_proposals()
    fallen = proposal_of(youth_id)
    assert fallen.fell_at and fallen.reminded_at is None


def test_the_page_of_a_pair_costs_so_many_statements_and_no_more(as_cille, pair):
    """Ten to settle who asks, from where, and that entering Svendborg stands in the trail; then the pair, all that is told of
    it, the concerns, the notes, and that they were read."""
    as_cille.get(url(pair))
    with statements() as seen:
        as_cille.get(url(pair))
    assert len(seen) <= 15, "\n".join(seen)


def test_a_form_that_another_site_sends_for_cille_is_refused_with_a_page(as_cille, pair):
    answer = as_cille.post(url(pair, "nyt-link"), data={}, headers={"Origin": "https://andet.example"})
    assert answer.status_code == 400 and "Formularen var for gammel." in answer.text
