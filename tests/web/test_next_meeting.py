"""There is always a next meeting: where none is agreed, Cille sees it on the list and on the pair's page (DF-15)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import now, standing_at, today
from mentorkorps.follow_ups import answer, log_meeting, open_follow_up
from mentorkorps.matches import Match
from tenants.scope import acting_for
from tests import cast
from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired

NONE = "Der er ikke aftalt et nyt møde."


@pytest.fixture
def pair(app: Flask) -> UUID:
    """Ayla and Bent, since three weeks."""
    match_id = paired(enrolled(days_ago=25), days_ago=21)
    assert isinstance(match_id, UUID)
    return match_id


def log(match_id: UUID, days_ago: int, next_in: int | None, *, took_place: bool = True) -> None:
    """Bent logged a meeting some days ago, with or without a day for the next."""
    with standing_at(now() - timedelta(days=days_ago)), acting_for(cast.tenant("svendborg")):
        next_on = None if next_in is None else today() + timedelta(days=next_in)
        told: dict[str, Any] = {"minutes": 60, "place": "library"} if took_place else {"minutes": None, "place": None}
        log_meeting(
            Match.get(match_id), held_on=today(), took_place=took_place, next_on=next_on, by=cast.actor("cille"),
            **told,
        )  # fmt: skip


def seen(cille: FlaskClient, match_id: UUID) -> tuple[str, str]:
    """The list and the page."""
    return cille.get("/dygtige-unge/par").text, cille.get(f"/svendborg/par/{match_id}").text


def test_a_meeting_without_a_next_is_flagged_until_one_is_agreed(pair: UUID, as_cille: FlaskClient) -> None:
    assert not any(NONE in page for page in seen(as_cille, pair))
    log(pair, days_ago=5, next_in=None)
    assert all(NONE in page for page in seen(as_cille, pair))
    assert "Spørg mentor, hvornår de ses." in seen(as_cille, pair)[1]
    log(pair, days_ago=3, next_in=10, took_place=False)
    assert not any(NONE in page for page in seen(as_cille, pair))


def test_a_programme_that_asks_for_no_next_meeting_is_not_told_that_one_is_lacking(pair: UUID, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        match = Match.get(pair)
        match.rules = match.rules | {"meetings": match.rules["meetings"] | {"always_next": False}}
    log(pair, days_ago=5, next_in=None)
    assert not any(NONE in page or "Mangler en aftale" in page for page in seen(as_cille, pair))
    assert "Ayla" not in as_cille.get("/dygtige-unge/par?vis=ring").text


def test_a_pair_without_a_next_meeting_says_so_in_its_badge_and_is_among_those_that_press(
    pair: UUID, as_cille: FlaskClient
) -> None:
    log(pair, days_ago=5, next_in=None)
    assert all("Mangler en aftale" in page and "Går efter planen" not in page for page in seen(as_cille, pair))
    assert "Ayla" in as_cille.get("/dygtige-unge/par?vis=ring").text


def test_who_has_met_by_a_tap_and_logs_nothing_is_flagged_and_rung_after_a_week(pair: UUID, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        step = open_follow_up(Match.get(pair))
        assert step is not None
        answer(step, "mentor", "met", "yes", by=cast.actor("cille"))
    with standing_at(now() + timedelta(days=7)):
        assert not any(NONE in page for page in (*seen(as_cille, pair), as_cille.get("/dygtige-unge/ringeliste").text))
    with standing_at(now() + timedelta(days=8)):
        assert all(NONE in page for page in (*seen(as_cille, pair), as_cille.get("/dygtige-unge/ringeliste").text))


def test_of_a_first_meeting_that_nobody_has_written_down_the_list_does_not_say_that_it_was_not_held(
    pair: UUID, as_cille: FlaskClient
) -> None:
    text = as_cille.get("/dygtige-unge/par").text
    assert "Det første møde er ikke skrevet ned." in text and "De har ikke mødtes endnu." not in text


def test_an_agreed_meeting_may_go_a_week_unwritten_and_no_longer(pair: UUID, as_cille: FlaskClient) -> None:
    log(pair, days_ago=14, next_in=7)
    sentence = "Mødet den 08-06-2014 er ikke skrevet ned."
    assert not any(sentence in page for page in seen(as_cille, pair))
    with standing_at(now() + timedelta(days=1)):
        assert all(sentence in page for page in seen(as_cille, pair))


def test_an_ended_pair_needs_no_next_meeting(pair: UUID, as_cille: FlaskClient) -> None:
    log(pair, days_ago=5, next_in=None)
    submit(as_cille, f"/svendborg/par/{pair}/afslut", reason="planned")
    assert not any(NONE in page for page in seen(as_cille, pair))
