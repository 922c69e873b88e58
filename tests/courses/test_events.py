"""Network events: Nora announces one, Sif and Bent come, and stay away after all; Ayla's pair hears nothing of it."""

from sqlalchemy import select

from mentorkorps.courses import NetworkEvent, coming
from tenants.scope import acting_for, db
from tests import cast
from tests.courses.pairs import AYLA, SIF, bents_page, notes, paired, youths_page
from tests.forms import submit

EVENT = {
    "name": "Sommeraften",
    "held_on": "20-06-2014",
    "starts_at": "17.30",
    "place": "Rådhuset",
    "words": "Vi griller.",
}


def test_nora_announces_an_event_and_the_pair_signs_up_by_link(app, as_nora):
    paired(*SIF)
    assert "Arrangementet er meldt ud." in submit(as_nora, "/vordingborg/arrangementer", **EVENT).text
    bent, course = bents_page(app, "vordingborg")
    page = f"{course}/arrangementer"
    shown = bent.get(page).text
    assert "Sommeraften" in shown and "20-06-2014 klokken 17.30, Rådhuset" in shown and "Det er gratis." in shown
    event_id = _event().id
    assert "I er tilmeldt. Det er gratis." in submit(bent, page, event=event_id, answer="yes").text
    assert submit(bent, page, event=event_id, answer="yes").status_code == 409
    assert _coming(as_nora) == "1"
    assert "Parret er tilmeldt Sommeraften den 20-06-2014." in notes("vordingborg")
    youth, hers = youths_page(app, "vordingborg")
    assert "I er meldt fra." in submit(youth, f"{hers}/arrangementer", event=event_id, answer="no").text
    assert _coming(as_nora) == "0"
    assert "I er tilmeldt." in submit(bent, page, event=event_id, answer="yes").text


def test_an_event_is_free_of_doubles_lies_ahead_and_can_be_called_off(as_nora):
    page = "/vordingborg/arrangementer"
    assert submit(as_nora, page, **EVENT | {"place": ""}).status_code == 422
    assert submit(as_nora, page, **EVENT | {"held_on": "14-06-2014"}).status_code == 409
    submit(as_nora, page, **EVENT)
    assert submit(as_nora, page, **EVENT).status_code == 409
    off = f"{page}/{_event().id}/aflys"
    assert "Arrangementet er aflyst." in submit(as_nora, page, to=off).text
    assert submit(as_nora, page, to=off).status_code == 409
    assert "Der er ingen arrangementer endnu." in as_nora.get(page).text


def test_the_corps_announces_to_its_members_and_no_other(app, as_cille):
    submit(as_cille, "/dygtige-unge/arrangementer", **EVENT)
    for slug, seen in (("svendborg", ["Sommeraften"]), ("vordingborg", [])):
        with acting_for(cast.tenant(slug)):
            assert [one.name for one in db.session.scalars(coming())] == seen
    ayla = paired(*AYLA, network_events=True)
    assert ayla
    bent, course = bents_page(app, "svendborg")
    submit(bent, f"{course}/arrangementer", event=_event().id, answer="yes")
    assert _coming(as_cille, "dygtige-unge") == "1"
    unknown = submit(bent, f"{course}/arrangementer", event="x", answer="yes")
    assert unknown.status_code == 404


def test_karen_is_not_asked_to_arrange_anything(as_karen):
    assert as_karen.get("/svendborg/arrangementer").status_code == 403


def _event():
    for slug in ("vordingborg", "dygtige-unge"):
        with acting_for(cast.tenant(slug)):
            found = db.session.scalar(select(NetworkEvent).limit(1))
            if found:
                return found
    raise AssertionError("no event")


def _coming(client, slug="vordingborg"):
    """The number of pairs in the list."""
    row = client.get(f"/{slug}/arrangementer").text.partition("Rådhuset")[2]
    return row.partition("mk-numeric")[2].partition('mk-cell">')[2].partition("<")[0]
