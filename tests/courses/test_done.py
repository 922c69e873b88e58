"""What a pair does: activities of the catalogue, short contacts in two taps, other meetings, and how it stands."""

import re
from datetime import timedelta

import pytest

from mentorkorps.clock import now, standing_at, today
from mentorkorps.courses import activities_of, contacts_of, gatherings_of, wellbeing_of
from mentorkorps.follow_ups import log_meeting, open_follow_up
from mentorkorps.matches import Match
from tenants.local_rules import adjust
from tenants.scope import acting_for
from tests import cast
from tests.courses.pairs import AYLA, SIF, bents_page, notes, of_match, paired, youths_page
from tests.forms import submit
from tests.web.counting import statements
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors
from tests.web.test_pairs import paired as paired_again

UNVISITED = "Mangler besøg på arbejdspladsen"
VISIT = "De har ikke besøgt mentors arbejdsplads endnu"


@pytest.fixture
def ayla(app):
    """Ayla and Bent on Fyn."""
    return paired(*AYLA)


def met(slug, match_id, minutes=60, place="school", days_ago=0):
    with acting_for(cast.tenant(slug)):
        day = {"held_on": today() - timedelta(days=days_ago), "took_place": True, "minutes": minutes, "place": place}
        log_meeting(Match.get(match_id), **day, next_on=today(), by=cast.actor("cille"))


def chosen(page):
    """Which of the main needs are chosen on a page."""
    return re.findall(r'<input checked [^>]*name="main_need" [^>]*value="(\w+)"', page)


def test_bent_ticks_what_they_did_and_the_day_is_kept(app):
    sif = paired(*SIF)
    bent, course = bents_page(app, "vordingborg")
    form = bent.get(f"{course}/aktivitet").text
    assert form.count('type="checkbox"') == 7 and "Give oplevelser" in form
    done = {"done_on": "15-06-2014", "kinds": ["try_new", "labour_market"]}
    assert "Aktiviteterne er skrevet ned." in submit(bent, f"{course}/aktivitet", **done).text
    twice = submit(bent, f"{course}/aktivitet", **done)
    assert twice.status_code == 409 and "allerede skrevet ned for den dag" in twice.text
    assert submit(bent, f"{course}/aktivitet", **done | {"done_on": "16-06-2014"}).status_code == 422
    kinds = of_match("vordingborg", sif, lambda match: [one.kind for one in activities_of(match)])
    assert kinds == ["labour_market", "try_new"]
    assert "Aktiviteter den 15-06-2014: Prøve noget nyt og få mod; Vise arbejdsmarkedet frem." in notes("vordingborg")


def test_a_short_contact_is_two_taps(app, ayla, as_cille):
    bent, course = bents_page(app, "svendborg")
    start = course.removesuffix("/forloeb")
    page = bent.get(start).text
    assert "Har I talt eller skrevet sammen i dag?" in page and f'action="{course}/kontakt"' in page
    assert "Kontakten er skrevet ned. Tak." in submit(bent, start, to=f"{course}/kontakt", way="phone").text
    assert submit(bent, start, to=f"{course}/kontakt", way="phone").status_code == 409
    youth, hers = youths_page(app, "svendborg")
    submit(youth, hers, to=f"{hers}/kontakt", way="sms", begun_by="youth")
    had = of_match("svendborg", ayla, lambda match: {(one.way, one.begun_by) for one in contacts_of(match)})
    assert had == {("phone", "mentor"), ("sms", "youth")}
    told = {"way": "sms", "begun_by": "mentor", "held_on": "15-06-2014", "minutes": "5"}
    after = submit(as_cille, f"/svendborg/par/{ayla}/kontakt", **told).text
    assert "Kort kontakt den 15-06-2014: Telefon. Mentor tog kontakten." in after


def test_what_fyn_does_not_use_is_not_there(app, ayla, as_cille):
    page = as_cille.get(f"/svendborg/par/{ayla}").text
    shown = ("Skriv aktiviteter", "Skriv et andet møde", "Skriv en støtteperson", "Skriv grundlaget", VISIT)
    assert [words for words in shown if words in page] == []
    assert "Skriv et mål" in page and "Skriv spilleregler" in page
    bent, course = bents_page(app, "svendborg")
    seen = bent.get(course).text
    assert "Hvordan har den unge det?" not in seen and "Netværksarrangementer" not in seen
    for page in ("aktivitet", "trivsel", "arrangementer", "findes-ikke"):
        assert bent.get(f"{course}/{page}").status_code == 404
    refused = submit(as_cille, f"/svendborg/par/{ayla}/stoetteperson", name="Inge", phone="70102040", tasks=["wake_up"])
    assert refused.status_code == 409


def test_a_programme_that_expects_a_visit_to_the_workplace_flags_pairs_without_one(as_cille):
    with acting_for(cast.tenant("svendborg")):
        adjust("meetings", {"workplace_visit": True}, "Som i Høje-Taastrup.", by=cast.actor("cille"))
    ayla = paired(*AYLA)
    page = f"/svendborg/par/{ayla}"
    met("svendborg", ayla)
    assert VISIT in as_cille.get(page).text
    submit(as_cille, f"{page}/aktivitet", done_on="15-06-2014", kinds=["workplace_visit"])
    assert VISIT not in as_cille.get(page).text


def test_all_pairs_without_a_visit_to_the_workplace_stand_together(as_cille):
    """Ayla's municipality expects a visit; Jonas' in Nyborg does not, and needs a follow-up."""
    mentors("Maja")
    paired_again(enrolled("Jonas", "nyborg", "rune", days_ago=30), "nyborg", days_ago=21)
    view = "/dygtige-unge/par?vis=besoeg"
    assert UNVISITED not in as_cille.get("/dygtige-unge/par").text
    with acting_for(cast.tenant("svendborg")):
        adjust("meetings", {"workplace_visit": True}, "Som i Høje-Taastrup.", by=cast.actor("cille"))
    ayla = paired(*AYLA)
    met("svendborg", ayla)
    text = as_cille.get(view).text
    assert f"{UNVISITED} (1)" in " ".join(text.split()) and "Ayla og " in text and "Jonas og " not in text
    submit(as_cille, f"/svendborg/par/{ayla}/aktivitet", done_on="15-06-2014", kinds=["workplace_visit"])
    assert "Alle par har besøgt mentors arbejdsplads." in as_cille.get(view).text
    assert UNVISITED not in as_cille.get("/dygtige-unge/par?vis=ring").text


def test_a_meeting_at_the_workplace_is_the_visit(as_cille):
    with acting_for(cast.tenant("svendborg")):
        adjust("meetings", {"workplace_visit": True}, "Som i Høje-Taastrup.", by=cast.actor("cille"))
    ayla = paired(*AYLA)
    met("svendborg", ayla, place="workplace")
    assert VISIT not in as_cille.get(f"/svendborg/par/{ayla}").text


def test_meetings_of_more_than_the_two_are_kept_with_who_was_there(as_cille):
    ayla = paired(*AYLA, match_meeting=True, network_meetings=True, family_meeting=True)
    page = f"/svendborg/par/{ayla}/andet-moede"
    held = {"held_on": "15-06-2014", "place": "job_centre"}
    alone = submit(as_cille, page, **held, kind="municipality", participants=["mentor"])
    assert alone.status_code == 422 and "mindst to" in alone.text
    there = ["youth", "mentor", "contact_person"]
    after = submit(as_cille, page, **held, kind="municipality", participants=there).text
    assert "Møde med kommunen" in after and "Jobcentret: Den unge, Mentor, Kontaktperson" in after
    submit(as_cille, page, **held, kind="match_meeting", participants=["youth", "mentor", "corps"])
    submit(as_cille, page, **held, kind="family", participants=["mentor", "family"])
    again = submit(as_cille, page, **held | {"held_on": "14-06-2014"}, kind="family", participants=["mentor", "family"])
    assert again.status_code == 409
    kinds = of_match("svendborg", ayla, lambda match: {one.kind for one in gatherings_of(match)})
    assert kinds == {"municipality", "match_meeting", "family"}
    assert of_match("svendborg", ayla, lambda match: match.first_met_on) is None


def test_the_family_is_met_once(as_cille):
    ayla = paired(*AYLA, family_meeting=True)
    facts = {"kind": "family", "place": "other", "participants": ["mentor", "family"]}
    with standing_at(now() + timedelta(days=10)):
        page = f"/svendborg/par/{ayla}/andet-moede"
        assert "Mødet er skrevet ned." in submit(as_cille, page, **facts, held_on="20-06-2014").text
        again = submit(as_cille, page, **facts, held_on="22-06-2014")
    assert again.status_code == 409 and "Mentor har mødt familien én gang" in again.text


def test_a_supporter_outside_working_hours_has_tasks_and_is_seen_by_both(app, as_cille):
    ayla = paired(*AYLA, supporter=True)
    page = f"/svendborg/par/{ayla}/stoetteperson"
    assert submit(as_cille, page, name="Inge Bak", phone="62", tasks=["wake_up"]).status_code == 422
    after = submit(as_cille, page, name="Inge Bak", phone="70102040", tasks=["wake_up", "evening"]).text
    assert "Inge Bak" in after and "Vækker den unge om morgenen" in after
    submit(as_cille, page, name="Ole Friis", phone="70102041", tasks=["follow"])
    youth, course = youths_page(app, "svendborg")
    seen = youth.get(course).text
    assert "Ole Friis" in seen and "Følges med den unge på vej" in seen and "Inge Bak" not in seen
    assert "Inge Bak er støtteperson uden for arbejdstid: Vækker den unge om morgenen; Ringer om aftenen." in notes(
        "svendborg"
    )


def test_the_law_behind_and_the_main_need_decide_the_kind_of_mentor(as_cille):
    ayla = paired(*AYLA, legal_basis=True, mentor_kinds=True)
    page = f"/svendborg/par/{ayla}/grundlag"
    assert submit(as_cille, page, legal_basis="lab").status_code == 422
    after = submit(as_cille, page, legal_basis="lab", main_need="workplace_norms").text
    assert "Lov om en aktiv beskæftigelsesindsats" in after and "Personlig mentor" in after
    assert "Faglig mentor" in submit(as_cille, page, legal_basis="lab", main_need="trade").text


def test_the_main_need_told_at_the_enrolment_is_chosen_beforehand(as_cille):
    page = f"/svendborg/par/{paired(*AYLA, legal_basis=True, mentor_kinds=True)}/grundlag"
    assert chosen(as_cille.get(page).text) == ["trade"]
    submit(as_cille, page, legal_basis="lab", main_need="workplace_norms")
    assert chosen(as_cille.get(page).text) == ["workplace_norms"]


def test_a_mentor_who_worries_is_on_the_call_list(app):
    ayla = paired(*AYLA, wellbeing=True)
    bent, course = bents_page(app, "svendborg")
    assert "Det er skrevet ned. Tak." in submit(bent, course, to=f"{course}/trivsel", how="changing").text
    assert of_match("svendborg", ayla, lambda match: open_follow_up(match).raised_at) is None
    with standing_at(now() + timedelta(hours=1)):
        assert "Tak. Vi ringer til dig." in submit(bent, course, to=f"{course}/trivsel", how="worried").text
    raised = of_match("svendborg", ayla, lambda match: open_follow_up(match).raised_because)
    assert raised == "worry"
    assert of_match("svendborg", ayla, wellbeing_of).how == "worried"
    assert "Mentor om den unges trivsel: Jeg er bekymret." in notes("svendborg")
    youth, hers = youths_page(app, "svendborg")
    assert "bekymret" not in youth.get(hers).text
    assert youth.get(f"{hers}/trivsel").status_code == 404


def test_how_the_pair_stands_against_the_norm_is_seen_by_staff_and_mentor(app, as_nora):
    sif = paired(*SIF)
    with standing_at(now() + timedelta(days=10)):
        met("vordingborg", sif, 80, days_ago=9)
        met("vordingborg", sif, 120, days_ago=1)
        bent, course = bents_page(app, "vordingborg")
        pages = as_nora.get(f"/vordingborg/par/{sif}").text, bent.get(course).text, bent.get(course[:-8]).text
    assert all("3 timer og 20 minutter af 4 timer i juni" in page for page in pages)
    assert "I er sammen mindst 4 timer om måneden." in pages[2] and "Forløbet varer mindst 4 måneder." in pages[2]


def test_four_hours_a_month_are_only_compared_with_on_fyn(ayla, as_cille):
    met("svendborg", ayla, 60)
    page = as_cille.get(f"/svendborg/par/{ayla}").text
    assert "1 af 2 møder i juni" in page
    assert "1 time om måneden i gennemsnit. Mentorer bruger i gennemsnit 4 timer." in page


def test_the_page_of_a_pair_costs_the_same_however_much_was_done(ayla, as_cille):
    def cost():
        with statements() as seen:
            as_cille.get(f"/svendborg/par/{ayla}")
        return len(seen)

    page = f"/svendborg/par/{ayla}"
    submit(as_cille, f"{page}/maal", text="Et mål", overall="job", areas=["social"])
    submit(as_cille, f"{page}/kontakt", way="sms", begun_by="mentor", held_on="15-06-2014")
    few = cost()
    for number in range(4):
        submit(as_cille, f"{page}/maal", text=f"Mål {number}", overall="job", areas=["social"])
    submit(as_cille, f"{page}/kontakt", way="phone", begun_by="mentor", held_on="15-06-2014")
    assert cost() == few


def test_a_meeting_may_be_held_on_teams_or_by_phone(app, ayla, as_cille):
    bent, course = bents_page(app, "svendborg")
    form = bent.get(course.removesuffix("/forloeb")).text
    places = ("Skolen", "Mentors arbejdsplads", "Online (Teams)", "Telefon", "Et andet sted")
    assert [place for place in places if f">{place}</option>" not in form] == []
    met("svendborg", ayla, 35, place="online")
    assert "Online (Teams)" in as_cille.get(f"/svendborg/par/{ayla}").text
