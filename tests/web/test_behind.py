"""Each own figure opens the list behind it, for who has the list of youths anyway; and the log tells who did."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.field_partners.company_contact import own_partnerships
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Facts, log_ask, offer
from mentorkorps.youths import Enrolment
from tenants.audit import AuditEntry
from tenants.registry import Member, Partnership
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.concerns.chain import raised
from tests.pair import matched
from tests.steering.planted import invent
from tests.web.counting import DOOR, statements
from tests.web.test_own_figures import lines, rolled
from tests.web.test_steering import freeze

PERIOD = "fra=2014-02-15&til=2014-12-31"


def listed(client, address):
    """The names on a list, with where each leads and the cells beside."""
    rows = re.findall(r"<tr.*?</tr>", client.get(address).text, re.DOTALL)[1:]
    cells = [re.findall(r'mk-cell">(.*?)</span>', row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<.*?>", "", cell)).strip() for cell in row] for row in cells]


def links(client, address, name):
    """Where the figures of a line lead."""
    rows = re.findall(r"<tr.*?</tr>", client.get(address).text, re.DOTALL)
    row = next(row for row in rows if f"<summary>{name}</summary>" in row)
    return [unescape(href) for href in re.findall(r'<a href="(.*?)"', row)]


@pytest.fixture
def ayla(app):
    """Ayla has a mentor, and Per of Nyborg waits."""
    matched(app.test_client())
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Per")
    rolled()


def test_kim_opens_the_list_behind_a_figure_and_from_it_the_youth(as_kim, ayla):
    assert lines(as_kim, "/svendborg/tal")["Tilmeldte unge"][-1] == "1"
    quarter, together = links(as_kim, "/svendborg/tal", "Tilmeldte unge")
    for address in (quarter, together):
        assert listed(as_kim, address) == [["Ayla Demir", "15-06-2014", "Karen Holm"]]
    page = as_kim.get(together).text
    assert "Unge, hvis tilmelding er sendt til korpset i perioden." in page
    youth = re.search(r'href="(/svendborg/unge/[0-9a-f-]{36})"', page)
    assert as_kim.get(youth[1]).status_code == 200


def test_a_figure_of_nought_opens_nothing(as_kim, ayla):
    assert links(as_kim, "/svendborg/tal", "Afsluttede forløb") == []


def test_karen_finds_her_own_youths_alone_and_is_told_so(as_karen, ayla):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    address = f"/svendborg/tal/enrolled?{PERIOD}"
    assert [row[0] for row in listed(as_karen, address)] == ["Ayla Demir"]
    assert "Tallet for hele kommunen kan være større." in as_karen.get(address).text


def test_the_steering_group_and_the_neighbour_open_none(as_sofie, as_rune, ayla):
    assert links(as_sofie, "/faaborg-midtfyn/tal", "Tilmeldte unge") == []
    assert as_sofie.get(f"/faaborg-midtfyn/tal/enrolled?{PERIOD}").status_code == 403
    assert as_rune.get(f"/svendborg/tal/enrolled?{PERIOD}").status_code == 404
    assert [row[0] for row in listed(as_rune, f"/nyborg/tal/enrolled?{PERIOD}")] == ["Per Demir"]


def test_the_corps_sees_how_many_there_are_in_each_municipality_and_opens_each_list(as_cille, ayla):
    assert lines(as_cille, "/dygtige-unge/tal")["Tilmeldte unge"][-1] == "2"
    each = links(as_cille, "/dygtige-unge/tal", "Tilmeldte unge")[-1]
    assert listed(as_cille, each) == [
        ["Faaborg-Midtfyn Kommune", "0"], ["Nyborg Kommune", "1"], ["Svendborg Kommune", "1"], ["I alt", "2"]
    ]  # fmt: skip
    svendborg = unescape(re.search(r'href="(/svendborg/tal/.*?)"', as_cille.get(each).text)[1])
    assert [row[0] for row in listed(as_cille, svendborg)] == ["Ayla Demir"]
    running = as_cille.get(f"/svendborg/tal/running?{PERIOD}").text
    pair = re.search(r'href="(/svendborg/par/[0-9a-f-]{36})"', running)
    assert as_cille.get(pair[1]).status_code == 200


def test_the_corps_is_told_the_places_that_each_municipality_has_taken(as_cille, ayla):
    assert listed(as_cille, f"/dygtige-unge/tal/places_taken?{PERIOD}") == [
        ["Faaborg-Midtfyn Kommune", "0"], ["Nyborg Kommune", "0"], ["Svendborg Kommune", "1"], ["I alt", "1"]
    ]  # fmt: skip


def test_who_opened_a_list_stands_in_the_log(as_kim, ayla):
    as_kim.get(f"/svendborg/tal/running?{PERIOD}")
    with acting_for(cast.tenant("svendborg")):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "figure.opened")).one()
    assert (entry.actor_name, entry.why) == ("Kim Bro", "running")


@pytest.mark.parametrize(
    "asked",
    [
        "price?" + PERIOD,
        "nobody?" + PERIOD,
        "enrolled",
        "enrolled?fra=i%20dag&til=2014-12-31",
        "enrolled?fra=2014-12-31&til=2014-01-01",
        "norm_met?fra=2014-01-01&til=9999-12-31",
        "norm_met?fra=0001-01-01&til=2014-12-31",
        "waiting?fra=2014-01-01&til=2014-12-31&opgjort=9999-12-31",
    ],
)
def test_what_has_no_list_is_not_found(as_kim, asked):
    assert as_kim.get(f"/svendborg/tal/{asked}").status_code == 404


@pytest.mark.parametrize(
    "figure",
    ["enrolled", "waiting", "follow_ups_on_time", "any_outcome", "norm_met", "bekymringer/concerns", "penge/invoiced"],
)
def test_a_list_costs_the_same_however_long_it_is(as_kim, ayla, figure):
    with statements() as seen:
        assert as_kim.get(f"/svendborg/tal/{figure}?{PERIOD}").status_code == 200
    assert len(seen) <= DOOR + 5


def test_what_a_price_is_computed_from_says_nothing_of_money_to_who_may_not_see_it(as_karen, as_cille, ayla):
    price = f"/tal/paid_per_match?{PERIOD}"
    for client in (as_karen, as_cille):
        page = client.get(f"/svendborg{price}").text
        assert ">Begyndte forløb<" in page and ">Faktureret<" not in page
    assert ">Faktureret<" in as_cille.get(f"/dygtige-unge{price}").text


def test_of_concerns_karen_is_listed_those_that_she_is_told_of_alone(as_karen, as_kim, ayla):
    with acting_for(cast.tenant("svendborg")):
        kim = cast.actor("kim").user_id
        youths = [
            cast.youth_named("Ayla").id,
            cast.enrol(
                cast.actor("karen"), first_name="Per", contact_user_id=kim, contact_email="kim@svendborg.example"
            ).youth_id,
        ]
    for youth_id in youths:
        raised(as_kim, youth_id)
    address = f"/svendborg/tal/bekymringer/concerns?{PERIOD}"
    assert len(listed(as_kim, address)) == 2
    assert [row[0] for row in listed(as_karen, address)] == ["Ayla Demir"]


def test_karen_is_listed_the_places_of_her_own_youths_alone(as_karen, as_kim, ayla):
    address = f"/svendborg/tal/places_taken?{PERIOD}"
    assert [row[0] for row in listed(as_karen, address)] == ["Ayla Demir"]
    with acting_for(cast.tenant("svendborg")):
        youth = cast.youth_named("Ayla")
        kim = cast.actor("kim").user_id
        db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth.id)).one().begun_by_user_id = kim
        youth.contact_person.user_id = youth.contact_person.user_tenant_id = None
        youth.contact_person.email = "en.anden@svendborg.example"
    assert [row[0] for row in listed(as_kim, address)] == ["Ayla Demir"]
    assert "Der er ingen på listen." in as_karen.get(address).text


def test_the_corps_opens_no_list_of_a_municipalitys_other_partnership(as_cille, ayla):
    address = f"/svendborg/tal/places_taken?{PERIOD}&partnerskab="
    assert len(listed(as_cille, address + "fyn")) == 1
    with acting_for(cast.tenant("vordingborg")):
        alone = db.session.scalars(select(Partnership)).one()
        db.session.add(
            Member(partnership_id=alone.id, party_tenant_id=cast.tenant("svendborg"), bears=True, joined_on=today())
        )
    assert as_cille.get(address + "vordingborg").status_code == 404


def test_the_corps_opens_who_was_asked_who_offers_and_where_its_companies_are(as_cille, as_kim, app):
    with acting_for(cast.tenant("dygtige-unge")):
        bent = db.session.scalars(select(Mentor).where(Mentor.first_name == "Bent")).one()
        said = log_ask(bent, "yes", by=cast.actor("cille"))
        facts = Facts("spare_time_job", "", 3, today(), None, "Svendborg", "")
        offer.make(said, own_partnerships()[0], facts, by=cast.actor("cille"))
    freeze((), today())
    page = as_cille.get("/dygtige-unge/styregruppe/2014/1").text
    found = dict(re.findall(r'<a href="(?P<address>/dygtige-unge/tal/korps/(\w+)\?[^"]*)">', page))
    opens = {figure: unescape(address) for address, figure in found.items()}
    assert {"offers_made", "offers_open", "companies", "new_companies"} <= opens.keys()
    assert not {"mentors", "mentors_asked"} & opens.keys()  # of one mentor the report does not tell
    opens |= {few: opens["companies"].replace("/companies?", f"/{few}?") for few in ("mentors", "mentors_asked")}
    assert listed(as_cille, opens["mentors"])[0][0] == listed(as_cille, opens["mentors_asked"])[0][0] == "Bent Madsen"
    assert listed(as_cille, opens["offers_open"])[0] == ["Madsens Værksted", "15-06-2014", "3"]
    assert listed(as_cille, opens["new_companies"])[0][0] == "Madsens Værksted"
    for address in opens.values():
        assert as_kim.get(address).status_code == 404
        assert as_kim.get(address.replace("dygtige-unge", "svendborg")).status_code == 403
        assert as_cille.get(address.replace("dygtige-unge", "svendborg")).status_code == 404


def test_a_list_leads_only_where_its_reader_may_go(app, played):
    with acting_for(cast.tenant("faaborg-midtfyn")):
        sofie = db.session.scalars(select(User).where(User.subject == "sofie")).one()
        sofie.grant_exactly(frozenset({"steering_member", "dpo"}), now())
    page = cast.signed_in(app.test_client(), "sofie").get("/faaborg-midtfyn/styregruppe/2014/1").text
    assert set(re.findall(r'href="/[^"]*/tal/([^"?]*)', page)) == {"penge/contributions"}


def number_of(text):
    """12.345,6 kr. as a number; none of what is said in words."""
    digits = re.sub(r"[^\d,-]", "", text).replace(",", ".")
    return float(digits) if digits else None


def opened(client, address):
    """The numbers behind a figure: how many rows its list has, page by page, and the sum of its amounts; or of one that is
    computed, what it is computed from. In five statements, and one now and then that the session is in use."""
    with statements() as seen:
        page = client.get(address).text
    assert len(seen) <= DOOR + 6, address
    rows = [row for row in listed(client, address) if row]
    if "Regnet ud fra" in page:
        return [number_of(row[1]) for row in rows]
    count, side = int(re.search(r"Antal på listen: (\d+)", page)[1]), 2
    while len(rows) < count:
        rows += listed(client, f"{address}&side={side}")
        side += 1
    amounts = [cell for row in rows for cell in row[1:3] if re.fullmatch(r"-?[\d.]+(,\d+)?", cell)]
    return len(rows), sum(map(number_of, amounts))


def agrees(figure, value, behind):
    """Whether what is behind a figure comes to it."""
    if value is None:  # too early to tell, of so few
        return isinstance(behind, list) and behind[1] < 10
    if isinstance(behind, list):
        return "median" in figure or "ninetieth" in figure or "_per_" in figure or figure == "own_hours" or (
            abs(100 * behind[0] / behind[1] - value) < 0.051
        )  # fmt: skip
    count, amount = behind
    units = {"meeting_hours": 60, "course_months": 30.4375, "contributions": 1, "invoiced": 1}
    return abs(amount / units[figure] - value) < 0.051 if figure in units else count == value


def figures_with_lists(page):
    """Every figure of a page that opens something: its key, where it leads, and what it says."""
    found = re.findall(r'<a href="(/svendborg/tal/(?:\w+/)?(\w+)\?[^"]*)">([^<]*)', page)
    return [(figure, unescape(address), number_of(text)) for address, figure, text in found]


@pytest.fixture
def played(app):
    """A year of many youths, counted and frozen in a report."""
    freeze(invent(3, 150), date(2014, 6, 15))


def test_every_figure_of_the_own_figures_that_has_rows_opens_as_many(as_kim, played):
    with standing_at(datetime(2015, 6, 30, 9, tzinfo=COPENHAGEN)):
        rolled()
        found = figures_with_lists(as_kim.get("/svendborg/tal?vis=periode").text)
        assert {"promise_kept", "moved_yes", "any_outcome_finished", "concerns", "waiting_too_long", "wait_median"} <= {
            figure for figure, *_rest in found
        }
        for figure, address, value in found:
            assert agrees(figure, value, opened(as_kim, address)), (figure, value)


def test_every_figure_of_the_reports_own_column_that_has_rows_opens_as_many(as_kim, played):
    page = as_kim.get("/svendborg/styregruppe/2014/1").text
    found = figures_with_lists(page)
    assert {"promise_due", "could_last_8_months", "places_taken", "meeting_hours", "notes_read", "contributions"} - {
        figure for figure, *_rest in found
    } == {"could_last_8_months"}  # none can have lasted so long in June
    assert "/faaborg-midtfyn/tal" not in page
    for figure, address, value in found:
        assert agrees(figure, value, opened(as_kim, address)), (figure, value)
    assert "Rapporten ændres aldrig" in as_kim.get(found[0][1]).text


def test_the_steering_group_opens_what_its_house_pays_and_no_youth(as_sofie, played):
    page = as_sofie.get("/faaborg-midtfyn/styregruppe/2014/1").text
    assert set(re.findall(r'href="/[^"]*/tal/([^"?]*)', page)) == {"penge/contributions"}
    paid = unescape(re.search(r'href="(/faaborg-midtfyn/tal/penge/contributions[^"]*)"', page)[1])
    assert len(listed(as_sofie, paid)) == 1
    assert as_sofie.get(paid.replace("penge/contributions", "promise_due")).status_code == 403


def test_a_programme_alone_and_a_counsellor_have_their_lists_too(as_nora, as_ulla, ayla):
    with acting_for(cast.tenant("vordingborg")):
        cast.enrol(cast.actor("nora"), first_name="Liv")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    assert [row[0] for row in listed(as_nora, f"/vordingborg/tal/waiting?{PERIOD}")] == ["Liv Demir"]
    assert [row[0] for row in listed(as_ulla, f"/svendborg/tal/waiting?{PERIOD}")] == ["Ida Demir"]
    assert as_ulla.get(f"/uu/tal/waiting?{PERIOD}").status_code == 404
