"""Sofie reads the report of the steering group: the same as everybody's, and it names nobody."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select, update

from mentorkorps.clock import now, standing_at, today
from mentorkorps.messages import Message
from mentorkorps.steering import Report, SteeringMeeting, build, checksum
from mentorkorps.steering_group import meetings
from mentorkorps.web.report_page import long_day
from mentorkorps.youths import Youth
from tenants.agreements import Period
from tenants.local_rules import adjust
from tenants.outbox import OutboxItem
from tenants.registry import Member, Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit, token_in
from tests.steering.planted import MUNICIPALITIES, invent, plant
from tests.web.counting import PAGE, statements
from workers.perform import drain

HOME, REPORT = "/faaborg-midtfyn/styregruppe", "/faaborg-midtfyn/styregruppe/2014/1"
SECRET = ("Kanariefugl", "Bent", "Madsen", "bent@vaerksted.example")


def freeze(plans: Any = (), cut_off: date = date(2014, 12, 31)) -> dict[str, Any]:
    """The youths of `plans`, all called the same, and a report of them; its content."""
    plant(list(plans))
    for slug in MUNICIPALITIES:
        with acting_for(cast.tenant(slug)):
            db.session.execute(update(Youth).values(first_name="Kanariefugl"))
    with acting_for(cast.tenant("dygtige-unge")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, "2014")
        assert period
        return build.build(partnership, period, cut_off, now()).content


@pytest.fixture
def frozen(app: Flask) -> dict[str, Any]:
    """A report of sixty youths with every fate."""
    return freeze(invent(3, 60))


def test_sofie_finds_the_report_and_the_next_meeting(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    page = as_sofie.get(HOME).text
    assert f'href="{REPORT}"' in page and checksum(frozen)[:12] in page
    assert "Onsdag den 25. juni 2014" in page and "Næste møde" in page
    assert "mødes 2 timer hver 2. måned" in page and "1-3 pladser" in page
    assert "Byg rapport nu" not in page


def test_the_first_page_answers_whether_we_are_on_course(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    page = as_sofie.get(REPORT).text
    first = page[: page.index("Hent alt til mødet")]
    assert "Er vi på kurs?" in first and first.count('class="mk-tile-value"') == 6
    rows = {row["key"]: row for row in frozen["rows"]}
    assert f'<p class="mk-tile-value">{rows["matched"]["realised"]}</p>' in first
    assert first.count("Følger planen</strong>") == sum(rows[key].get("on_course") is True for key in frozen["tiles"])
    assert first.count("Følger ikke planen</strong>") == sum(
        rows[key].get("on_course") is False for key in frozen["tiles"]
    )


def test_the_answer_is_about_the_first_page_and_a_small_figure_says_why_it_is_shown(as_sofie: FlaskClient) -> None:
    content = freeze(invent(5, 26))
    [reached] = [row["realised"] for row in content["rows"] if row["key"] == "any_outcome"]
    assert 0 < reached < 5
    first = as_sofie.get(REPORT).text.partition("Hent alt til mødet")[0]
    assert "mål på forsiden, der kan gøres op nu," in first
    assert f"{reached} af " in first and "Tallet er lille og vises, fordi parterne har aftalt det." in first


def test_a_figure_has_target_deviation_definition_and_settings(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    page = as_sofie.get(REPORT).text
    words = (
        "80-100",
        "Afvigelse %",
        "Matchede unge pr. kommune",
        "begge har sagt ja",
        "Officielt grundlag",
        "90-105",
        "1.000 kr.",
    )
    for word in words:
        assert word in page, word
    assert page.count('<svg class="mk-chart-shape" role="img"') == 2


def test_the_rules_that_a_municipality_has_adjusted_stand_on_page_pdf_and_json(as_sofie: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg")):
        adjust("follow_up", {"then_weeks_from": 2, "then_weeks_to": 3}, "Vi ringer oftere.", by=cast.actor("kim"))
        adjust("asking", {"sender": "Svendborg"}, "Vores navn.", by=cast.actor("kim"))
    content = freeze()
    label = "Opfølgning efter den første, uger imellem"
    assert content["own_settings"] == [{"tenant": "svendborg", "key": "follow_up", "label": label, "value": "2-3"}]
    page = as_sofie.get(REPORT).text
    table = page[page.index("Kommuner med egne regler") :].split("</table>")[0]
    assert all(word in table for word in ("Svendborg Kommune", label, "2-3", "4-6"))
    printed = PdfReader(BytesIO(as_sofie.get(f"{REPORT}/pdf").data))
    words = " ".join(" ".join(one.extract_text() for one in printed.pages).split())
    assert f"Svendborg Kommune: {label}: 2-3" in words
    assert as_sofie.get(f"{REPORT}/json").json == content


def test_without_adjusted_rules_the_report_says_nothing_of_them(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    assert frozen["own_settings"] == [] and "Kommuner med egne regler" not in as_sofie.get(REPORT).text


def test_page_pdf_and_json_name_no_youth_and_no_mentor(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    printed = as_sofie.get(f"{REPORT}/pdf")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(printed.data)).pages)
    for text in (as_sofie.get(HOME).text, as_sofie.get(REPORT).text, as_sofie.get(f"{REPORT}/json").text, words):
        assert not [name for name in SECRET if name in text]


def test_sofie_and_cille_read_the_same_figures_under_the_same_checksum(
    as_sofie: FlaskClient, as_cille: FlaskClient, frozen: dict[str, Any]
) -> None:
    hers, corps = (
        client.get(url).text for client, url in ((as_sofie, REPORT), (as_cille, "/dygtige-unge/styregruppe/2014/1"))
    )
    assert checksum(frozen) in hers and checksum(frozen) in corps
    assert hers[hers.index("<main") : hers.index("</main>")].count("mk-cell") == corps.count("mk-cell")
    assert as_sofie.get(f"{REPORT}/json").json == frozen


def test_a_small_figure_is_hidden_and_the_page_says_why(app: Flask, as_sofie: FlaskClient) -> None:
    content = freeze(invent(1, 12))
    hidden = sum(bool(cell.get("hidden")) for row in content["rows"] for cell in (row, *row["tenants"]))
    page = as_sofie.get(REPORT).text
    assert hidden and page.count('<span class="mk-untold">skjult</span>') >= hidden
    assert "tal om under 5 personer" in page


def test_only_the_steering_group_reads_it(as_rune: FlaskClient, as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    for page in ("", "/2014/1", "/2014/1/pdf", "/2014/1/xlsx", "/2014/1/byraad", "/2014/1/moedepakke"):
        assert as_rune.get(f"/nyborg/styregruppe{page}").status_code == 403
    assert as_sofie.get("/svendborg/styregruppe/2014/1").status_code == 404
    assert as_sofie.get(f"{HOME}/2014/2").status_code == 404


def test_a_report_is_not_there_for_a_house_outside_the_partnership(
    as_nora: FlaskClient, frozen: dict[str, Any]
) -> None:
    assert as_nora.get("/vordingborg/styregruppe/2014/1").status_code == 404
    assert "Rapport 1" not in as_nora.get("/vordingborg/styregruppe").text


def test_cille_has_a_report_built_once_however_often_she_presses(as_cille: FlaskClient, as_sofie: FlaskClient) -> None:
    for _ in range(2):
        page = submit(as_cille, "/dygtige-unge/styregruppe", to="/dygtige-unge/styregruppe/2014").text
        assert "Rapporten bygges" in page
    drain(now(), [cast.tenant("dygtige-unge")])
    with acting_for(cast.tenant("faaborg-midtfyn")):
        assert db.session.scalars(select(Report.number)).all() == [1]
    assert as_sofie.get(REPORT).status_code == 200


def test_a_period_that_has_not_begun_is_not_built(as_cille: FlaskClient) -> None:
    page = submit(as_cille, "/dygtige-unge/styregruppe", to="/dygtige-unge/styregruppe/2015")
    assert page.status_code == 409 and "ikke begyndt" in page.text
    assert submit(as_cille, "/dygtige-unge/styregruppe", to="/dygtige-unge/styregruppe/1999").status_code == 404


def test_sofie_may_not_have_one_built(as_sofie: FlaskClient) -> None:
    token = token_in(as_sofie.get(HOME).text)
    assert as_sofie.post(f"{HOME}/2014", data={"csrf_token": token}).status_code == 403
    with acting_for(cast.tenant("faaborg-midtfyn")):
        assert db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "build_report")).all() == []


def test_the_steering_group_is_told_by_mail_when_a_report_is_frozen(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    for _ in range(2):
        drain(now())
    with acting_for(cast.tenant("faaborg-midtfyn")):
        told = db.session.scalars(select(Message).where(Message.template == "report_ready")).one()
        assert (told.to_address, told.path) == ("sofie@faaborg-midtfyn.example", f"{REPORT}?partnerskab=fyn")


def test_a_member_of_two_partnerships_lands_at_the_report_that_the_mail_tells_of(
    as_sofie: FlaskClient, frozen: dict[str, Any]
) -> None:
    with acting_for(cast.tenant("vordingborg")):
        other = db.session.scalars(select(Partnership)).one()
        too = Member(
            partnership_id=other.id, party_tenant_id=cast.tenant("faaborg-midtfyn"), bears=False, joined_on=date(2014, 2, 1)
        )  # fmt: skip
        db.session.add(too)
        db.session.flush()
        period = db.session.scalars(select(Period).order_by(Period.starts_on)).first()
        assert period
        built = build.build(other, period, date(2014, 6, 1), now()).content
    for _ in range(2):
        drain(now())
    with acting_for(cast.tenant("faaborg-midtfyn")):
        told = db.session.scalars(select(Message.path).where(Message.template == "report_ready")).all()
    pages = [as_sofie.get(path).text for path in told]
    names = [content["partnership"]["name"] for content in (frozen, built)]
    assert sorted(next(name for name in names if f"{name}, perioden" in page) for page in pages) == sorted(names)


def test_a_meeting_that_has_been_held_says_so(as_sofie: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        last = db.session.scalars(select(SteeringMeeting).order_by(SteeringMeeting.held_on)).all()[-1]
    assert "Holdt" in as_sofie.get(HOME).text
    with standing_at(now().replace(year=last.held_on.year + 1)):
        assert "Næste møde" not in as_sofie.get(HOME).text


def test_a_meeting_that_is_called_off_is_not_the_next_and_says_so(as_sofie: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        ahead = select(SteeringMeeting).where(SteeringMeeting.held_on >= today()).order_by(SteeringMeeting.held_on)
        off, after = db.session.scalars(ahead.limit(2)).all()
        meetings.call_off(off, by=cast.actor("cille"))
        gone, following = long_day(off.held_on), long_day(after.held_on)
    first, _, rest = as_sofie.get(HOME).text.partition("<h2>Rapporter</h2>")
    assert gone not in first and following in first
    lines = {day: next(line for line in rest.split("</tr>") if day in line) for day in (gone, following)}
    assert "Aflyst" in lines[gone] and "Planlagt" not in lines[gone] and "Næste" in lines[following]


def test_the_pages_cost_four_statements_at_most(as_sofie: FlaskClient, frozen: dict[str, Any]) -> None:
    for url in (HOME, REPORT):
        as_sofie.get(url)
        with statements() as seen:
            assert as_sofie.get(url).status_code == 200
        assert len(seen) <= PAGE, "\n".join(seen)
