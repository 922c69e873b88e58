"""The tools that a mentor has on the phone, and a place to meet that spares the time on the road (VB-18, DF-17, FY-35)."""

import pytest

from tests.courses.pairs import SIF, bents_page, paired, youths_page


@pytest.fixture
def sif(app):
    """Sif and Bent, a running pair."""
    return paired(*SIF)


def test_bent_finds_the_tools_on_his_page_and_sif_has_none(app, sif):
    bent, course = bents_page(app, "vordingborg")
    assert "/redskaber" in bent.get(course).text
    page = bent.get(f"{course}/redskaber").text
    assert "Det første møde på en halv time" in page and "hvordan taler man til mester" in page
    youth, hers = youths_page(app, "vordingborg")
    assert "/redskaber" not in youth.get(hers).text and youth.get(f"{hers}/redskaber").status_code == 404


def test_bents_workplace_is_the_first_place_to_meet(app, sif):
    bent, course = bents_page(app, "vordingborg")
    page = bent.get(course.removesuffix("/forloeb")).text
    assert "Mødes gerne på din arbejdsplads" in page
    assert '<option selected value="workplace">' in page
