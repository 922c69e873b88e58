"""The programme on its page: every rule with where it is from, adjusted here, and running pairs moved after a preview."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import standing_at
from mentorkorps.follow_ups import FollowUp
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from tenants.audit import AuditEntry
from tenants.local_rules import LocalRules, rules_here
from tenants.scope import acting_for, db
from tests.cast import signed_in, tenant
from tests.conftest import OPENING
from tests.follow_ups.test_plan import june, next_step, pair
from tests.forms import as_it_stands, submit
from tests.web.counting import DOOR, statements

__all__ = ["pair"]
SILENCE = {"remind_after_working_days": "2", "raise_after_working_days": "4", "why": "Vi ringer hellere."}
RULES = "/svendborg/program/opfoelgning/ret"


def follow_up(**more: str) -> dict[str, str]:
    """The form of the follow-ups as it stands, with something else in it."""
    stands = {
        "first_check_days": "14", "first_check_within_days": "7", "first_check_latest_days": "0", "after_first_meeting_days": "14",
        "merge_within_days": "7", "marks_months": "", "mark_days_before": "7", "mark_days_after": "7", "then_weeks_from": "4",
        "then_weeks_to": "6", "why": "Aftalt på teammødet.",
    }  # fmt: skip
    return stands | more


def here() -> dict[str, Any]:
    with acting_for(tenant("svendborg")):
        return rules_here(june(15))


def test_the_page_says_every_rule_and_where_it_is_from(as_kim: FlaskClient) -> None:
    page = as_kim.get("/svendborg/program").text
    for words in (
        "Erhvervsmentor fra Syd til Øst, version 1", "Intet er tilpasset her", "mindst 2 gange om måneden", "aldrig en alarm",
        "14 dage efter matchet", "4-6 uger mellem opfølgningerne", "Unge fra 15 til og med 30 år", "Par dannes hele året",
        "Fælles standard", "Programmet", "hver 4-6. uge efter den seneste kontakt",
    ):  # fmt: skip
        assert words in page, words
    assert "Tilpasset her</strong>" not in page


def test_kim_adjusts_a_rule_and_it_is_a_version_with_who_when_and_why(as_kim: FlaskClient) -> None:
    answer = submit(as_kim, "/svendborg/program/tavshed/ret", **SILENCE)
    assert "version 1" in answer.text and "Tilpasset her" in answer.text and "Vi ringer hellere." in answer.text
    assert here()["silence"] == {"remind_after_working_days": 2, "raise_after_working_days": 4}
    assert here()["of"] == {"programme": 1, "local": 1}
    with acting_for(tenant("svendborg")):
        version = db.session.scalars(select(LocalRules)).one()
        assert (version.made_by, version.why) == ("Kim Bro", "Vi ringer hellere.")
        assert version.adjustments == {"silence": {"remind_after_working_days": 2, "raise_after_working_days": 4}}
        assert db.session.scalar(select(AuditEntry.why).where(AuditEntry.act == "programme.adjusted")) == version.why
    with acting_for(tenant("nyborg")):
        assert rules_here(june(15))["silence"]["remind_after_working_days"] == 3  # the neighbour's own
    back = SILENCE | {"remind_after_working_days": "3", "raise_after_working_days": "5"}
    submit(as_kim, "/svendborg/program/tavshed/ret", **back)
    assert here()["of"] == {"programme": 1, "local": 2}
    with acting_for(tenant("svendborg")):
        assert LocalRules.newest().adjustments == {}  # type: ignore[union-attr]  # two versions are there


def test_cille_adjusts_for_a_municipality_she_serves_and_closed_days_are_read_as_a_dane_writes_them(
    as_cille: FlaskClient,
) -> None:
    written = {"closed": "28-06-2014 til 10-08-2014\n11.10.2014 til 19.10.2014", "why": "Skolens ferie."}
    answer = submit(as_cille, "/svendborg/program/lukkedage/ret", **written)
    assert "28-06-2014 til 10-08-2014, 11-10-2014 til 19-10-2014" in answer.text
    assert here()["calendar"]["closed"] == [["2014-06-28", "2014-08-10"], ["2014-10-11", "2014-10-19"]]
    submit(as_cille, RULES, **follow_up(marks_months="1, 3, 6", first_check_always="y"))
    assert here()["follow_up"]["marks_months"] == [1, 3, 6] and here()["follow_up"]["first_check_always"]
    shown = as_cille.get(RULES).text
    assert 'value="1, 3, 6"' in shown


WRONG = {
    "too late for a first check": (RULES, follow_up(first_check_days="15"), 422, "Skriv et helt tal fra 1 til 14."),
    "no number": (RULES, follow_up(then_weeks_to=""), 422, "Skriv et helt tal fra 1 til 52."),
    "weeks backwards": (RULES, follow_up(then_weeks_to="3"), 422, "kan ikke være mindre end det første"),
    "marks that fall": (RULES, follow_up(marks_months="6, 1"), 422, "der stiger, for eksempel"),
    "no reason": (RULES, follow_up(then_weeks_to="5", why=""), 422, "Feltet skal udfyldes."),
    "nothing new": (RULES, follow_up(), 409, "Reglerne siger det allerede."),
    "two norms": (
        "/svendborg/program/moeder/ret",
        {"per_month": "2", "hours_per_month": "4", "per_season_fra": "0", "per_season_til": "0", "every_weeks_fra": "0",
         "every_weeks_til": "0", "minutes_fra": "0", "minutes_til": "0", "months_from": "2", "months_to": "4",
         "average_hours_per_month": "4", "always_next": "y", "why": "Prøve"},
        422, "Vælg én norm",
    ),
    "a day that is none": ("/svendborg/program/lukkedage/ret", {"closed": "31-06-2014 til 10-08-2014", "why": "Ferie"}, 422,
                           "Skriv dage, der findes"),
    "a rest of a year": ("/svendborg/program/lukkedage/ret", {"closed": "01-06-2014 til 01-06-2015", "why": "Ferie"}, 422,
                         "under 100 dage"),
    "a sender too long": ("/svendborg/program/tider/ret", {"not_before": "8", "not_after": "20", "sender": "Erhvervsmentorerne",
                                                           "why": "Navn"}, 422, "Skriv 3 til 11 tegn."),
    "asking at night": ("/svendborg/program/tider/ret", {"not_before": "6", "not_after": "20", "sender": "Korpset", "why": "Tid"},
                        422, "Skriv et helt tal fra 8 til 19."),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_a_rule_is_told_and_nothing_is_kept(what: str, as_kim: FlaskClient) -> None:
    path, fields, status, sentence = WRONG[what]
    answer = submit(as_kim, path, follow=False, **fields)
    assert answer.status_code == status
    assert sentence in answer.text
    assert here()["of"]["local"] == 0


def test_all_that_is_wrong_is_told_at_once_and_the_summary_leads_to_each_field(as_kim: FlaskClient) -> None:
    wrong = follow_up(first_check_days="15", then_weeks_from="6", then_weeks_to="3", why="")
    page = submit(as_kim, RULES, follow=False, **wrong).text
    summary = page[page.index('id="error-summary-heading"') : page.index("<h1")]
    for field in ("first_check_days", "then_weeks_to", "why"):
        assert f'href="#{field}"' in summary


def test_each_setting_says_what_the_programme_says_and_the_rule_it_makes(as_kim: FlaskClient) -> None:
    submit(as_kim, "/svendborg/program/tavshed/ret", **SILENCE)
    page = as_kim.get("/svendborg/program/tavshed/ret").text
    assert "får de en påmindelse efter 2 arbejdsdage" in page and "Tilpasset her" in page
    assert "Arbejdsdage uden svar, før en medarbejder ringer" in page
    assert "Programmet siger 3." in page and "Programmet siger 5." in page


def test_every_section_opens_and_saved_as_it_stands_it_changes_nothing(as_kim: FlaskClient) -> None:
    sections = set(re.findall(r'href="(/svendborg/program/[a-z-]+/ret)"', as_kim.get("/svendborg/program").text))
    assert len(sections) > 8
    for section in sections:
        stands = as_it_stands(as_kim.get(section).text)
        answer = submit(as_kim, section, **stands | {"why": "For at se."})
        assert "Reglerne siger det allerede." in answer.text, section
    with acting_for(tenant("svendborg")):
        assert LocalRules.newest() is None


def test_the_four_levels_of_a_concern_are_adjusted_as_the_other_rules(as_kim: FlaskClient) -> None:
    page = as_kim.get("/svendborg/program/bekymringer/ret").text
    fields = dict(re.findall(r'name="((?:level|working_days)_\d)"[^>]*value="([^"]*)"', page))
    assert len(fields) == 8
    owners = {"corps_owns_1": "y", "corps_owns_2": "y"}
    submit(
        as_kim, "/svendborg/program/bekymringer/ret", **fields | owners | {"level_4": "Rådgiveren", "why": "Vores ord."}
    )
    assert here()["concerns"]["level_4"] == "Rådgiveren"


def test_a_case_worker_reads_the_rules_and_changes_none(as_karen: FlaskClient) -> None:
    assert "Tilpas her" not in as_karen.get("/svendborg/program").text
    assert as_karen.get(RULES).status_code == 403
    assert as_karen.get("/svendborg/program/flyt").status_code == 403


def test_rune_of_the_neighbour_reads_nothing_of_svendborgs(as_rune: FlaskClient) -> None:
    assert as_rune.get("/svendborg/program").status_code == 404
    assert as_rune.get("/nyborg/program").status_code == 200


def test_a_house_that_bears_nobody_is_led_to_those_that_do(as_cille: FlaskClient, as_ulla: FlaskClient) -> None:
    for page in (as_cille.get("/dygtige-unge/program").text, as_ulla.get("/uu/program").text):
        assert "/svendborg/program" in page and "/nyborg/program" in page


def test_a_running_pair_keeps_its_rules_until_it_is_moved_with_a_preview(pair: UUID, app: Flask) -> None:
    cille = signed_in(app.test_client(), "cille")
    with standing_at(OPENING + timedelta(days=2)):
        assert "Alle par følger de nyeste regler." in cille.get("/svendborg/program/flyt").text
        submit(cille, RULES, **follow_up(first_check_days="7"))
        assert next_step() == ("first_meeting", june(30), date(2014, 7, 7))
        page = cille.get("/svendborg/program/flyt").text
        assert "Ayla · Bent Madsen" in page
        assert "30-06-2014 til 07-07-2014" in page and "23-06-2014 til 30-06-2014" in page
        assert "programmet version 1 med jeres tilpasning nr. 1" in page and "version 1 uden tilpasning" in page
        answer = submit(cille, "/svendborg/program/flyt", par=str(pair), seen="1.1")
        assert "1 par er flyttet." in answer.text and "Alle par følger de nyeste regler." in answer.text
    assert next_step() == ("first_meeting", june(23), june(30))
    with acting_for(tenant("svendborg")):
        match = Match.get(pair)
        assert match.rules["of"] == {"programme": 1, "local": 1} and match.rules["follow_up"]["first_check_days"] == 7
        note = db.session.scalars(select(JournalNote.text).where(JournalNote.act == "rules_moved")).one()
        assert "23-06-2014 til 30-06-2014" in note
        assert len(db.session.scalars(select(FollowUp)).all()) == 1


def test_all_are_moved_by_one_button_and_nobody_by_none(pair: UUID, app: Flask) -> None:
    kim = signed_in(app.test_client(), "kim")
    with standing_at(OPENING + timedelta(days=2)):
        submit(kim, RULES, **follow_up(then_weeks_to="5"))
        assert submit(kim, "/svendborg/program/flyt", follow=False, seen="1.1").status_code == 409
        assert submit(kim, "/svendborg/program/flyt", follow=False, seen="1.1", par="intet").status_code == 409
        assert "1 par er flyttet." in submit(kim, "/svendborg/program/flyt", hvem="alle", seen="1.1").text


def test_what_was_previewed_is_what_is_done_or_nothing(pair: UUID, app: Flask) -> None:
    kim = signed_in(app.test_client(), "kim")
    with standing_at(OPENING + timedelta(days=2)):
        submit(kim, RULES, **follow_up(then_weeks_to="5"))
        assert 'name="seen" value="1.1"' in kim.get("/svendborg/program/flyt").text
        submit(kim, RULES, **follow_up(then_weeks_to="8"))
        late = submit(kim, "/svendborg/program/flyt", follow=False, hvem="alle", seen="1.1")
    assert late.status_code == 409 and "Reglerne er ændret, siden du åbnede siden." in late.text
    with acting_for(tenant("svendborg")):
        assert Match.get(pair).rules["of"]["local"] == 0


def test_the_pages_cost_few_statements(pair: UUID, app: Flask) -> None:
    kim = signed_in(app.test_client(), "kim")
    submit(kim, RULES, **follow_up(then_weeks_to="5"))
    for path, most in (("/svendborg/program", DOOR + 7), ("/svendborg/program/flyt", DOOR + 5)):
        with statements() as asked:
            assert kim.get(path).status_code == 200
        assert len(asked) <= most, asked
