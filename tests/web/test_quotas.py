"""The quota on a page: places counted, warned of, opened, waited for, and moved between partners with both sides' yes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mentorkorps.clock import now, standing_at
from mentorkorps.matching import Proposal, propose, withdraw
from mentorkorps.matching.suggest import suggest
from mentorkorps.messages import Message
from mentorkorps.youths import Enrolment
from tenants.quotas import Quota, Transfer, carry_over, room_of
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.pair import matched
from tests.web.counting import DOOR, statements
from tests.web.test_inbox import bent, enrolled, page
from workers.perform import drain

CORPS = "dygtige-unge"


def agreed(slug="svendborg", **facts):
    """What the agreement says of the quota of that municipality, in every period."""
    with acting_for(cast.tenant(CORPS)):
        for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant(slug))):
            for name, value in ({"minimum": 0} | facts).items():
                setattr(quota, name, value)


def quota_of(slug="svendborg", period="2014"):
    """The quota and its room."""
    with acting_for(cast.tenant(slug)):
        for quota in db.session.scalars(select(Quota)):
            if quota.period.name == period:
                return quota, room_of(quota)
    raise AssertionError(slug)


def proposed(youth_id, slug="svendborg"):
    """Cille has proposed the first mentor that can be; the answer of the page."""
    with acting_for(cast.tenant(slug), home=cast.tenant(CORPS)):
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth_id)).one()
        best = next(one for one in suggest(enrolment, date(2014, 6, 15)) if one.is_proposable)
        return propose(enrolment, best, by=cast.actor("cille")).id


def roomy():
    """Mentors enough for everybody."""
    with acting_for(cast.tenant(CORPS)):
        for name in ("Maja", "Per", "Lars"):
            cast.recruit(name, "Lund", "car_mechanic", capacity=2)


def letters(slug):
    """Who got which letter of a quota in that house."""
    drain(now())
    with acting_for(cast.tenant(slug)):
        kinds = Message.template.in_(["places_used", "places_asked", "texts_used", "texts_asked"])
        found = db.session.scalars(select(Message).where(kinds).order_by(Message.written_at, Message.id))
        return sorted((one.to_address, one.template, one.counts["percent"]) for one in found)


def test_a_place_is_reserved_by_a_proposal_and_spent_by_both_yeses(as_kim):
    matched(as_kim)
    room = quota_of()[1]
    assert (room.spent, room.reserved, room.free) == (1, 0, 34)
    shown = as_kim.get("/svendborg/kvote").text
    assert "34" in shown and "For tidligt" in shown and "En plads reserveres, når korpset foreslår" in shown


def test_at_80_and_100_per_cent_kim_and_the_corps_are_told_once_without_a_name(as_kim):
    roomy()
    agreed(maximum=5)
    ids = [enrolled(f"Ung{n}") for n in range(5)]
    for n in range(4):
        proposed(ids[n])
    assert letters("svendborg") == [("kim@svendborg.example", "places_used", 80)]
    last = proposed(ids[4])
    assert letters("svendborg")[0] == ("kim@svendborg.example", "places_used", 80)
    with acting_for(cast.tenant("svendborg"), home=cast.tenant(CORPS)):
        withdraw(Proposal.get(last), "Prøver igen", by=cast.actor("cille"))
    proposed(ids[4])
    assert [line[1:] for line in letters("svendborg")] == [("places_used", 80), ("places_used", 100)]
    assert letters(CORPS) == [("cille@dygtige-unge.example", "places_used", n) for n in (80, 100)]
    shown = as_kim.get("/svendborg/kvote").text
    assert "80 %: 4 af 5" in shown and "100 %: 5 af 5" in shown and "Ung" not in shown.partition("<main")[2]


def test_beyond_the_quota_the_municipality_is_asked_and_its_dated_yes_opens_it(as_kim, as_cille):
    roomy()
    agreed(maximum=1, beyond="ask")
    first, second = enrolled("Ayla"), enrolled("Jonas")
    proposed(first)
    assert ("kim@svendborg.example", "places_asked", 100) in letters("svendborg")
    refused = submit(as_cille, page(second), mentor=bent())
    assert refused.status_code == 409 and "Kommunen er spurgt om flere" in refused.text
    quota = quota_of()[0]
    assert "Vil I åbne flere pladser?" in as_kim.get("/svendborg/kvote").text
    submit(as_kim, f"/svendborg/kvote/{quota.id}/flere/places", places="2")
    assert quota_of()[1].capacity == 3
    assert "Kim Bro, 15-06-2014" in as_kim.get("/svendborg/kvote").text
    proposed(second)


def test_where_the_agreement_says_stop_nobody_opens_more(as_kim):
    answer = submit(as_kim, f"/svendborg/kvote/{quota_of()[0].id}/flere/places", places="2")
    assert answer.status_code == 409 and "Aftalen siger ikke" in answer.text


def test_beyond_the_quota_the_youth_waits_in_line_and_the_first_gets_the_free_place(as_cille):
    roomy()
    agreed(maximum=1, beyond="wait")
    ayla, jonas, mille = (enrolled(name) for name in ("Ayla", "Jonas", "Mille"))
    out = proposed(ayla)
    for minute, youth in enumerate((jonas, mille)):
        with standing_at(now() + timedelta(minutes=minute)):
            assert "Den unge står i kø til en plads." in submit(as_cille, page(youth), mentor=bent()).text
    inbox = as_cille.get("/dygtige-unge/indbakke").text
    assert "Nr. 1 i køen til en plads." in inbox and "Nr. 2 i køen til en plads." in inbox
    assert "nr. 1 i køen" in as_cille.get(page(jonas)).text and "nr. 2 i køen" in as_cille.get(page(mille)).text
    with acting_for(cast.tenant("svendborg"), home=cast.tenant(CORPS)):
        withdraw(Proposal.get(out), "Prøver igen", by=cast.actor("cille"))
    submit(as_cille, page(mille), mentor=bent())
    assert "nr. 2 i køen" in as_cille.get(page(mille)).text
    assert "er foreslået" in submit(as_cille, page(jonas), mentor=bent()).text
    assert "nr. 1 i køen" in as_cille.get(page(mille)).text


def offered(as_kim, places):
    """Kim has offered Faaborg-Midtfyn so many places; the offer's id."""
    form = f"/svendborg/kvote/{quota_of()[0].id}/tilbyd"
    answer = submit(as_kim, form, taker="faaborg-midtfyn", places=str(places), price="7.600,00")
    assert answer.status_code == 200, answer.text
    with acting_for(cast.tenant("svendborg")):
        newest = select(Transfer.id).order_by(Transfer.offered_at.desc(), Transfer.id)
        return db.session.scalars(newest.where(Transfer.ended_at.is_(None), Transfer.accepted_at.is_(None))).first()


def test_unused_places_move_with_both_sides_yes_and_stay_on_the_record(as_kim, as_sofie, as_cille):
    one = offered(as_kim, 5)
    assert (quota_of()[1].free, quota_of("faaborg-midtfyn")[1].capacity) == (30, 35)
    submit(as_sofie, "/faaborg-midtfyn/kvote", to=f"/faaborg-midtfyn/kvote/tilbud/{one}/ja")
    assert (quota_of()[1].capacity, quota_of("faaborg-midtfyn")[1].capacity) == (30, 40)
    for visitor, slug in ((as_kim, "svendborg"), (as_sofie, "faaborg-midtfyn"), (as_cille, CORPS)):
        shown = visitor.get(f"/{slug}/kvote").text
        assert "Ja fra Sofie Dam, 15-06-2014" in shown and "Kim Bro, 15-06-2014" in shown and "7.600,00 kr." in shown


@pytest.mark.parametrize("ending", ["nej", "tilbage"])
def test_an_offer_refused_or_taken_back_frees_the_places(as_kim, as_sofie, ending):
    one = offered(as_kim, 5)
    visitor, slug = (as_sofie, "faaborg-midtfyn") if ending == "nej" else (as_kim, "svendborg")
    submit(visitor, f"/{slug}/kvote", to=f"/{slug}/kvote/tilbud/{one}/{ending}")
    assert quota_of()[1].free == 35
    again = submit(as_sofie, "/faaborg-midtfyn/kvote", to=f"/faaborg-midtfyn/kvote/tilbud/{one}/ja")
    assert again.status_code == 409 and quota_of()[1].capacity == 35


def test_nobody_gives_more_than_is_unused_nor_says_yes_for_the_other(as_kim):
    one = offered(as_kim, 30)
    form = f"/svendborg/kvote/{quota_of()[0].id}/tilbyd"
    more = submit(as_kim, form, taker="nyborg", places="6")
    assert more.status_code == 409 and "Skriv et tal fra 1 til 5" in more.text
    own = submit(as_kim, "/svendborg/kvote", to=f"/svendborg/kvote/tilbud/{one}/ja")
    assert own.status_code == 409 and quota_of()[1].capacity == 35


def test_a_stranger_and_a_case_worker_move_nothing(as_kim, as_nora, as_rune):
    one, quota = offered(as_kim, 5), quota_of()[0]
    assert as_rune.get("/nyborg/kvote").status_code == 403
    assert as_nora.get(f"/vordingborg/kvote/{quota.id}/tilbyd").status_code == 404
    shown = as_nora.get("/vordingborg/kvote").text
    assert "Svendborg" not in shown
    assert submit(as_nora, "/vordingborg/kvote", to=f"/vordingborg/kvote/tilbud/{one}/ja").status_code == 404


def test_unused_places_follow_into_the_next_period_once(app):
    agreed(carry_over="places", carry_over_most=4)
    with standing_at(now() + timedelta(days=210)), acting_for(cast.tenant(CORPS)):
        assert (carry_over(date(2015, 1, 11), now()), carry_over(date(2015, 1, 12), now())) == (3, 0)
    assert quota_of(period="2015")[1].capacity == 44
    assert quota_of("nyborg", "2015")[1].capacity == 40


def test_a_place_on_which_nobody_met_is_given_back_only_if_the_agreement_says_so(as_cille, as_kim):
    from mentorkorps.follow_ups import end_match
    from mentorkorps.matches import Match

    matched(as_kim)
    with acting_for(cast.tenant("svendborg"), home=cast.tenant(CORPS)):
        match = db.session.scalars(select(Match)).one()
        match.rules = match.rules | {"place_back_when_never_met": True}
        db.session.flush()
        end_match(match, "never_met", by=cast.actor("cille"))
    assert quota_of()[1].taken == 0


def test_the_corps_sees_a_line_for_each_municipality_and_the_whole_of_one_behind_its_name(as_cille, as_kim):
    matched(as_cille)
    shown = as_cille.get("/dygtige-unge/kvote").text.partition("<main")[2]
    now_on, later_on = shown.split("</details>")[0].split("<details")
    assert now_on.count("<tr") == later_on.count("<tr") == 4 and "Aftalt" in now_on
    assert "Nyborg Kommune" in later_on and "mk-tile" not in shown
    [line] = [row for row in now_on.split("<tr") if "Svendborg Kommune" in row]
    assert "30-35" in line and "34 af 35" in line
    whole = as_cille.get(f"/dygtige-unge/kvote/{quota_of()[0].id}").text
    assert "Aftalt: 30-35" in whole and "Mål:" not in whole and "Når alle er taget" in whole
    assert as_kim.get(f"/svendborg/kvote/{quota_of('nyborg')[0].id}").status_code == 404


def test_the_page_costs_few_statements(as_cille):
    as_cille.get("/dygtige-unge/kvote")
    with statements() as seen:
        as_cille.get("/dygtige-unge/kvote")
    assert len(seen) <= DOOR + 6, "\n".join(seen)
