"""What was not read in ten working days comes to Kim as youths, and never as a list of colleagues (section 5, row 1)."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import standing_at
from mentorkorps.journal import Absence, daily_digest
from mentorkorps.journal.unread import due_on
from mentorkorps.youths import ContactPerson
from tenants.audit import AuditEntry
from tenants.registry import Programme
from tenants.scope import acting_for, db
from tests.cast import tenant, youth_named
from tests.forms import submit
from tests.journal.scenes import HERE, at, ayla, copies, letters, written
from tests.web.counting import PAGE, statements

LIST = f"/{HERE}/journal/ulaeste"
MONDAY, LAST, AFTER = date(2014, 6, 16), date(2014, 6, 30), date(2014, 7, 1)


def told(day: date = MONDAY, *names: str) -> None:
    """Notes about these youths are told of on that day."""
    with standing_at(at(day)):
        for name in names or ("Ayla",):
            written(of=name)
        with acting_for(tenant(HERE)):
            daily_digest()


def seen_on(client: FlaskClient, day: date) -> str:
    with standing_at(at(day)):
        return client.get(LIST).text


@pytest.mark.parametrize(
    ("told_on", "away", "due"),
    [
        (date(2014, 6, 16), [], date(2014, 6, 30)),
        (date(2014, 4, 14), [], date(2014, 5, 1)),  # Easter: three days that are none
        (date(2014, 6, 16), [(date(2014, 6, 18), date(2014, 6, 20))], date(2014, 7, 3)),
        (date(2014, 7, 4), [], date(2014, 8, 8)),  # weeks 28-30 stand still
        (date(2014, 12, 23), [], date(2015, 1, 13)),
        (date(2014, 6, 13), [(date(2014, 6, 1), date(2014, 6, 15))], date(2014, 6, 27)),
    ],
)
def test_ten_working_days_without_absence_and_the_weeks_of_summer(told_on: date, away: list, due: date) -> None:
    assert due_on(told_on, 10, away=away, weeks=[28, 29, 30]) == due


def test_ayla_is_on_the_list_on_the_eleventh_working_day_and_gone_when_read(
    as_kim: FlaskClient, as_karen: FlaskClient
) -> None:
    page = ayla()
    told()
    assert "Alt er læst til tiden." in seen_on(as_kim, LAST)
    text = seen_on(as_kim, AFTER)
    assert "Ayla Demir" in text and "2014-77" in text and "30-06-2014" in text
    as_karen.get(page)
    assert "Alt er læst til tiden." in seen_on(as_kim, AFTER)


def test_no_employee_is_named_or_counted(as_kim: FlaskClient) -> None:
    for name in ("Ayla", "Bo", "Cem"):
        ayla(first_name=name)
    told(MONDAY, "Ayla", "Ayla", "Bo", "Cem")
    text = seen_on(as_kim, AFTER)
    main = text[text.index("<main") : text.index("</main>")]
    assert "Bo Demir" in main and "Cem Demir" in main
    assert not any(word in main for word in ("Karen", "Holm", "karen@", "Kontaktperson:", "Kim"))
    rows = main[main.index("<tbody") : main.index("</tbody>")].split("<tr")[1:]
    assert len(rows) == 3 and not any(">4<" in row or ">3<" in row for row in rows)  # nowhere the sum of one reader
    with acting_for(tenant(HERE)):
        names = db.session.scalars(select(ContactPerson.name)).all()
    assert names == ["Karen Holm"] and not any(name in main for name in names)


def test_while_karen_is_away_nothing_is_late(as_kim: FlaskClient, as_karen: FlaskClient) -> None:
    ayla()
    told()
    with standing_at(at(MONDAY)):
        said = submit(as_karen, f"/{HERE}/fravaer", from_on="17-06-2014", until_on="27-06-2014")
    assert "Dit fravær er skrevet ned." in said.text and "27-06-2014" in said.text
    assert "Alt er læst til tiden." in seen_on(as_kim, date(2014, 7, 4))
    with acting_for(tenant(HERE)):
        [absence] = db.session.scalars(select(Absence)).all()
    with standing_at(at(MONDAY)):
        submit(as_karen, f"/{HERE}/fravaer", to=f"/{HERE}/fravaer/{absence.id}/slet")
    assert "Ayla Demir" in seen_on(as_kim, AFTER)


def test_kim_can_write_down_that_a_colleague_is_away(as_kim: FlaskClient, as_karen: FlaskClient) -> None:
    page = f"{ayla()}/kontaktperson"
    told()
    days = {"from_on": "17-06-2014", "until_on": "27-06-2014"}
    assert "27-06-2014" in submit(as_kim, page, to=f"{page}/fravaer", **days).text
    assert submit(as_kim, page, to=f"{page}/fravaer", **days).status_code == 409
    wrong = submit(as_kim, page, to=f"{page}/fravaer", from_on="17-06-2014", until_on="16-06-2014")
    assert wrong.status_code == 409 and "Den sidste dag skal ligge efter den første." in wrong.text
    assert "Alt er læst til tiden." in seen_on(as_kim, date(2014, 7, 4))
    assert submit(as_karen, page, to=f"{page}/fravaer", **days).status_code == 403


def test_ulla_says_at_home_that_she_is_away_and_it_holds_in_both_municipalities(as_ulla: FlaskClient) -> None:
    from tests.cast import actor, enrol

    ulla = actor("ulla")
    for slug in (HERE, "nyborg"):
        with acting_for(tenant(slug), home=ulla.tenant_id):
            enrol(ulla)
    submit(as_ulla, "/uu/fravaer", from_on="16-06-2014", until_on="20-06-2014")
    for slug in (HERE, "nyborg"):
        with acting_for(tenant(slug)):
            assert [one.registered_by for one in db.session.scalars(select(Absence))] == ["Ulla Kær"]
    page = as_ulla.get("/uu/fravaer").text
    assert "Svendborg Kommune" in page and "Nyborg Kommune" in page


def test_a_reminder_goes_once_a_day_with_the_case_number(as_kim: FlaskClient) -> None:
    ayla()
    told()
    with acting_for(tenant(HERE)):
        button = f"{LIST}/{youth_named('Ayla').id}/paamind"
    with standing_at(at(AFTER)):
        assert "Påmindelsen er sendt." in submit(as_kim, LIST, to=button).text
        assert submit(as_kim, LIST, to=button).status_code == 409
    [(address, text)] = letters("unread")
    assert address == "karen@svendborg.example" and "sag 2014-77" in text and "Ayla" not in text
    with acting_for(tenant(HERE)):
        acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "journal.reminded")).all()
    assert acts == ["journal.reminded"]


def test_re_routing_takes_the_youth_off_the_list(as_kim: FlaskClient) -> None:
    page = ayla()
    told()
    with standing_at(at(AFTER)):
        assert f'href="{page}/kontaktperson"' in as_kim.get(LIST).text
        to = {"name": "Kim Bro", "email": "kim@svendborg.example", "phone": "", "page_language": "da"}
        submit(as_kim, f"{page}/kontaktperson", **to, case_number="")
        assert "Alt er læst til tiden." in as_kim.get(LIST).text
    assert ("karen@svendborg.example", True, False, True) in copies()


def test_the_list_is_the_coordinator_s_and_of_the_own_municipality(as_karen: FlaskClient, as_rune: FlaskClient) -> None:
    assert as_karen.get(LIST).status_code == 403
    assert as_rune.get(LIST).status_code == 404 and as_rune.get("/nyborg/journal/ulaeste").status_code == 403


def test_the_list_takes_as_many_statements_with_many_youths_as_with_one(app: Flask, as_kim: FlaskClient) -> None:
    names = ["Ayla", *(f"Ung{number}" for number in range(8))]
    for name in names:
        ayla(first_name=name)
    told(MONDAY, *names)
    seen_on(as_kim, AFTER)
    with statements() as seen:
        assert "Ung7" in seen_on(as_kim, AFTER)
    assert len(seen) <= PAGE, "\n".join(seen)


def test_the_days_and_the_weeks_are_settings_of_the_programme_and_the_page_prints_them(as_kim: FlaskClient) -> None:
    with acting_for(tenant("dygtige-unge")):
        for programme in db.session.scalars(select(Programme)):
            programme.profile = programme.profile | {"journal": {"read_within_working_days": 3, "paused_weeks": [29]}}
    ayla()
    told()
    text = seen_on(as_kim, date(2014, 6, 20))
    assert "Ayla Demir" in text and "inden for 3 arbejdsdage. Fravær og ugerne 29 er trukket fra." in text
