"""Sofie asks whether they are on course: the plan is one thing, and what was promised to youths and pairs another."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from tenants.agreements import Agreement
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.steering.planted import FIRST, Pair, Plan, Proposed
from tests.web.test_steering import REPORT, freeze

CUT_OFF = date(2014, 3, 20)
BOTH = "Delvist. Planen følges, men 5 af 7 venter længere end lovet, og kun 20 % af opfølgningerne er sket til tiden."


def matched(count: int, in_time: int) -> list[Plan]:
    """More youths than the plan asks for by the cut-off, each with a first follow-up; so many of those were in time."""
    plans = []
    for serial in range(count):
        due = FIRST + timedelta(days=20)
        done = due if serial < in_time else due + timedelta(days=9)
        pair = Pair(FIRST + timedelta(days=5), trade=True, follow_ups=[(due, done, "answered")])
        plans.append(
            Plan("svendborg", FIRST, closed_on=pair.started_on, proposals=[Proposed(pair.started_on, pair=pair)])
        )
    return plans


def waiting(late: int, others: int) -> list[Plan]:
    """Youths without a proposal: so many for over four weeks at the cut-off."""
    since = [FIRST] * late + [FIRST + timedelta(days=25)] * others
    return [Plan(("svendborg", "nyborg")[serial % 2], day) for serial, day in enumerate(since)]


def freeze_without_open_list(plans: list[Plan]) -> dict[str, Any]:
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.scalars(select(Agreement)).one().open_figures = ["enrolled", "matched", "on_time"]
    return freeze(plans, CUT_OFF)


def answer(client: FlaskClient, address: str = REPORT) -> str:
    """The box that answers, colour and all."""
    return client.get(address).text.partition('<section class="mk-verdict')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("late", "others", "in_time", "said"),
    [
        (5, 2, 4, BOTH),
        (1, 0, 20, "Delvist. Planen følges, men 1 af 1 venter længere end lovet."),
        (0, 3, 19, "Delvist. Planen følges, men kun 95 % af opfølgningerne er sket til tiden."),
    ],
)
def test_the_answer_is_no_plain_yes_where_somebody_waits_too_long_or_a_follow_up_was_late(
    as_sofie: FlaskClient, late: int, others: int, in_time: int, said: str
) -> None:
    freeze(matched(20, in_time) + waiting(late, others), CUT_OFF)
    told = answer(as_sofie)
    assert said in told and told.startswith(" mk-verdict-warning")
    first = as_sofie.get(REPORT).text.partition("Hent alt til mødet")[0]
    assert first.count("Ikke som lovet</strong>") == (late > 0) + (in_time < 20)
    assert first.count(">Som lovet</strong>") == (late == 0) + (in_time == 20)


def test_where_the_plan_is_followed_and_everything_promised_is_kept_the_answer_is_yes(as_sofie: FlaskClient) -> None:
    freeze(matched(20, 20) + waiting(0, 6), CUT_OFF)
    told = answer(as_sofie)
    assert "Ja. Alle 2 mål" in told and told.startswith(" mk-verdict-success")


def test_where_the_plan_is_not_followed_what_is_late_stands_under_the_answer(as_sofie: FlaskClient) -> None:
    freeze(matched(5, 1) + waiting(5, 2), CUT_OFF)
    told = answer(as_sofie)
    assert "Nej. Målet følger ikke planen." in told
    assert "<p>5 af 7 venter længere end lovet, og kun 20 % af opfølgningerne er sket til tiden.</p>" in told


def test_a_hidden_figure_gives_no_number_and_no_plain_yes(as_sofie: FlaskClient) -> None:
    content = freeze_without_open_list(matched(20, 20) + waiting(2, 5))
    rows = {row["key"]: row for row in content["rows"]}
    assert rows["waiting_too_long"]["hidden"] and rows["follow_ups_on_time"]["realised"] == 100
    told = answer(as_sofie)
    assert told.startswith(" mk-verdict-info") and "venter længere end lovet" not in told
    assert "Planen følges. Skjult er: Unge, der har ventet længere end lovet." in told


def test_paper_files_and_english_give_the_same_answer(as_sofie: FlaskClient, app: Flask) -> None:
    freeze(matched(20, 4) + waiting(5, 2), CUT_OFF)
    pages = PdfReader(BytesIO(as_sofie.get(f"{REPORT}/pdf").data)).pages
    assert BOTH in " ".join(" ".join(page.extract_text() for page in pages).split())
    assert BOTH in as_sofie.get(f"{REPORT}/csv").data.decode("utf-8-sig")
    submit(as_sofie, REPORT, to="/sprog/en")
    english = "Partly. The plan is being followed, but 5 of 7 have waited longer than promised, and only 20% of the follow-ups"
    assert english in answer(as_sofie)


def test_the_council_is_told_how_many_talks_were_held_in_time(as_sofie: FlaskClient) -> None:
    freeze(matched(20, 8) + waiting(5, 2), CUT_OFF)
    page = as_sofie.get(f"{REPORT}/byraad").text
    assert "40 % af de samtaler, der blev aftalt undervejs i forløbene, er holdt til tiden." in page
