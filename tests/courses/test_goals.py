"""Goals that Sif and Bent write together: each version stays, and the newest says how the goal stands."""

import pytest

from mentorkorps.courses import goals_of, newest
from tests.courses.pairs import AYLA, SIF, bents_page, notes, of_match, paired, youths_page
from tests.forms import submit

GOAL = {"text": "Søge ind på grundforløbet", "overall": "education", "areas": ["professional", "social"]}


@pytest.fixture
def sif(app):
    """Sif and Bent, a running pair."""
    return paired(*SIF)


def test_bent_and_sif_write_a_goal_on_bents_phone_and_sif_reads_it_on_hers(app, sif):
    bent, course = bents_page(app, "vordingborg")
    assert "I har ikke skrevet nogen mål endnu" in bent.get(course).text
    kept = submit(bent, f"{course}/maal", **GOAL).text
    assert "Målet er skrevet ned." in kept and "Faglig støtte" not in kept.split("Søge ind")[0]
    youth, hers = youths_page(app, "vordingborg")
    assert "Søge ind på grundforløbet" in youth.get(hers).text
    assert "Nyt mål: Søge ind på grundforløbet (At komme i uddannelse)" in notes("vordingborg")


def test_a_goal_needs_words_a_direction_and_an_area(app, sif):
    bent, course = bents_page(app, "vordingborg")
    for missing in ("text", "overall", "areas"):
        refused = submit(bent, f"{course}/maal", **{name: value for name, value in GOAL.items() if name != missing})
        assert refused.status_code == 422
    assert of_match("vordingborg", sif, goals_of) == []


def test_a_goal_seen_again_is_a_new_version_and_the_old_one_stays(app, sif, as_nora):
    bent, course = bents_page(app, "vordingborg")
    submit(bent, f"{course}/maal", **GOAL)
    submit(bent, f"{course}/maal?nr=1", **GOAL | {"text": "Søge ind på EUX"}, act="changed")
    assert "(Nået;" in submit(bent, f"{course}/maal?nr=1", **GOAL, act="achieved").text
    versions = of_match("vordingborg", sif, goals_of)
    assert [(one.version, one.act, one.text) for one in versions] == [
        (3, "achieved", "Søge ind på EUX"), (2, "changed", "Søge ind på EUX"), (1, "set", "Søge ind på grundforløbet"),
    ]  # fmt: skip
    assert [one.act for one in newest(versions)] == ["achieved"]
    page = as_nora.get(f"/vordingborg/par/{sif}").text
    assert "Mål 1, udgave 1, 15-06-2014: Sat. Søge ind på grundforløbet" in page
    late = submit(bent, f"{course}/maal?nr=1", **GOAL, act="dropped")
    assert late.status_code == 409 and "Målet er allerede nået eller opgivet." in late.text


def test_cille_writes_a_goal_of_staying_and_gives_it_up(as_cille):
    match_id = paired(*AYLA)
    page = f"/svendborg/par/{match_id}"
    staying = {"text": "Blive på værkstedet", "overall": "retention", "areas": ["practical", "training"]}
    kept = submit(as_cille, f"{page}/maal", **staying).text
    assert "At blive på arbejdspladsen eller uddannelsen" in kept and "Praktisk støtte, Oplæring" in kept
    given_up = submit(as_cille, f"{page}/maal/1", **staying, act="dropped").text
    assert "Opgivet" in given_up and "Mål 1 er opgivet: Blive på værkstedet" in given_up
    assert as_cille.get(f"{page}/maal/2").status_code == 404


def test_rune_of_nyborg_reaches_no_goal_of_svendborg(as_rune):
    match_id = paired(*AYLA)
    assert as_rune.get(f"/svendborg/par/{match_id}/maal").status_code == 404
    assert as_rune.get(f"/nyborg/par/{match_id}/maal").status_code == 403
