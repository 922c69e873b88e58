"""What Sif and Bent expect of each other is written down, said yes to by each on the own phone, and never overwritten."""

import pytest
from sqlalchemy import select

from mentorkorps.courses import ExpectationAgreement, agreement_of
from mentorkorps.follow_ups import end_match
from mentorkorps.matches import Match
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.courses.pairs import AYLA, SIF, bents_page, notes, of_match, paired, youths_page
from tests.forms import submit
from tests.mail import messages_in

RULES = {
    "content": "Sif vil se et værksted.", "supports_plan": "Planen er en læreplads efter sommer.",
    "contact_days": ["mon", "tue", "wed", "thu", "fri"], "contact_from": "9", "contact_until": "16", "channels": ["sms", "call"],
    "absence": "Ring dagen før.", "delay": "Skriv, og vent et kvarter.", "meeting_place": "Bents værksted", "other_rules": "",
}  # fmt: skip
UNPAID = {"unpaid": "y"}


@pytest.fixture
def sif(app):
    """Sif and Bent, a running pair."""
    return paired(*SIF)


def test_bent_writes_it_with_sif_and_sif_says_yes_by_her_own_link(app, sif):
    bent, course = bents_page(app, "vordingborg")
    assert "Aftal på det første møde, hvordan og hvornår" in bent.get(course).text
    kept = submit(bent, f"{course}/aftale", **RULES, **UNPAID).text
    assert "mandag, tirsdag, onsdag, torsdag, fredag mellem 9 og 16" in kept and "Ring dagen før." in kept
    assert "Mentor: ja den 15-06-2014" in kept and "Den unge: ikke svaret endnu" in kept
    assert ("expectations", "youth") in messages_in("vordingborg")
    assert ("expectations", "mentor") not in messages_in("vordingborg")
    youth, hers = youths_page(app, "vordingborg", "expectations")
    assert "Du mangler at sige ja til spillereglerne" in youth.get(hers).text
    assert "Skriv, og vent et kvarter." in youth.get(f"{hers}/ja").text
    without = submit(youth, f"{hers}/ja")
    assert without.status_code == 422 and "Sæt kryds for at gå videre." in without.text
    assert "Den unge: ja den 15-06-2014" in submit(youth, f"{hers}/ja", **UNPAID).text
    assert of_match("vordingborg", sif, agreement_of).is_agreed


def test_voluntary_and_unpaid_is_confirmed_by_both_and_noted(app, sif):
    bent, course = bents_page(app, "vordingborg")
    refused = submit(bent, f"{course}/aftale", **RULES)
    assert refused.status_code == 422 and of_match("vordingborg", sif, agreement_of) is None
    submit(bent, f"{course}/aftale", **RULES, **UNPAID)
    youth, hers = youths_page(app, "vordingborg", "expectations")
    submit(youth, f"{hers}/ja", **UNPAID)
    said = [text for text in notes("vordingborg") if "frivilligt og uden modydelse" in text]
    assert sorted(said, reverse=True) == [
        "Mentor har sagt ja til spillereglerne, version 1: frivilligt og uden modydelse.",
        "Den unge har sagt ja til spillereglerne, version 1: frivilligt og uden modydelse.",
    ]
    assert any(
        "Støtter planen for job og uddannelse: Planen er en læreplads efter sommer." in one
        for one in notes("vordingborg")
    )


def test_nobody_says_yes_twice_and_a_new_version_asks_again(app, sif):
    bent, course = bents_page(app, "vordingborg")
    submit(bent, f"{course}/aftale", **RULES, **UNPAID)
    youth, hers = youths_page(app, "vordingborg", "expectations")
    submit(youth, f"{hers}/ja", **UNPAID)
    twice = submit(youth, f"{hers}/aftale", to=f"{hers}/ja", **UNPAID)
    assert twice.status_code == 409 and "Du har allerede sagt ja" in twice.text
    submit(youth, f"{hers}/aftale", **RULES | {"delay": "Skriv."}, **UNPAID)
    newest = of_match("vordingborg", sif, agreement_of)
    assert (newest.version, newest.delay, newest.is_agreed) == (2, "Skriv.", False)
    with acting_for(cast.tenant("vordingborg")):
        kept = db.session.scalars(select(ExpectationAgreement).order_by(ExpectationAgreement.version)).all()
        assert [one.delay for one in kept] == ["Skriv, og vent et kvarter.", "Skriv."]
        assert "expectations.youth_yes" in db.session.scalars(select(AuditEntry.act)).all()


def test_hours_that_make_no_sense_are_refused_at_the_form(app, sif):
    bent, course = bents_page(app, "vordingborg")
    refused = submit(bent, f"{course}/aftale", **RULES | {"contact_from": "16", "contact_until": "9"}, **UNPAID)
    assert refused.status_code == 422 and "Klokkeslættene passer ikke" in refused.text
    assert "Sif vil se et værksted." in refused.text


def test_nora_may_write_it_and_both_are_asked(as_nora, sif):
    page = f"/vordingborg/par/{sif}"
    assert submit(as_nora, f"{page}/aftale", **RULES | {"content": ""}).status_code == 422
    kept = submit(as_nora, f"{page}/aftale", **RULES).text
    assert "Mentor og den unge bliver bedt om at sige ja." in kept and "Bents værksted" in kept
    asked = messages_in("vordingborg")
    assert ("expectations", "youth") in asked and ("expectations", "mentor") in asked


def test_an_ended_pair_agrees_on_nothing_more(as_nora, sif):
    with acting_for(cast.tenant("vordingborg")):
        end_match(Match.get(sif), "planned", by=cast.actor("nora"))
    refused = submit(as_nora, f"/vordingborg/par/{sif}/aftale", **RULES)
    assert refused.status_code == 409 and "Forløbet er afsluttet, så der kan ikke skrives mere på det." in refused.text


def test_ayla_can_always_ring_her_contact_person_and_bent_the_corps(app):
    paired(*AYLA)
    youth, course = youths_page(app, "svendborg")
    start = youth.get(course.removesuffix("/forloeb")).text
    assert "tel:70102030" in start and "Du kan altid ringe til din kontaktperson" in start
    bent, his = bents_page(app, "svendborg")
    assert all("62000011" in bent.get(page).text for page in (his, his.removesuffix("/forloeb")))


def test_a_device_that_has_not_proved_itself_is_sent_to_the_door(app, sif):
    _, course = bents_page(app, "vordingborg")
    stranger = app.test_client()
    for page in (course, f"{course}/maal"):
        assert stranger.get(page).headers["Location"] == course.removesuffix("/forloeb")


def test_the_house_rules_are_asked_for_when_the_first_meeting_is_logged_where_the_programme_wants_them(app, sif):
    bent, course = bents_page(app, "vordingborg")
    start = course.removesuffix("/forloeb")
    meeting = {
        "do": "meeting",
        "held_on": "2014-06-15",
        "minutes": "60",
        "place": "workplace",
        "next_on": "",
        "met": "yes",
    }
    after = submit(bent, start, **meeting).text
    assert "hvordan forløbet støtter den unges plan?" in after and f'href="{course}/aftale"' in after
    assert f'href="{course}/aktivitet"' in after
    submit(bent, f"{course}/aftale", **RULES, **UNPAID)
    assert "hvordan forløbet støtter den unges plan?" not in bent.get(f"{start}/tak").text
