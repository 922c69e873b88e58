"""What companies were asked, offer and gave stands in the report: the operator's own counts, and what came of it together only."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from mentorkorps.behind import LISTS, Window, how_much
from mentorkorps.clock import standing_at
from mentorkorps.field_partners.company_contact import own_partnerships
from mentorkorps.matches import Match, reached
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Facts, Offer, log_ask, offer, placement
from mentorkorps.steering.companies import CAME_OF, COMPANIES
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.furnished import stamp
from tests.steering.planted import MUNICIPALITIES, invent, plant
from tests.steering.reports import built, by_key

CORPS, CUT_OFF = "dygtige-unge", date(2014, 12, 31)
KEYS = [measure.key for measure in COMPANIES]


def asked(answers: list[str]) -> None:
    """So many mentors more, each with an answer; the last one had said no before."""
    with standing_at(stamp(date(2014, 5, 1))), acting_for(cast.tenant(CORPS)):
        for number, answer in enumerate(answers):
            mentor = cast.recruit(f"Nr{number}", "Holm", "carpenter")
            if number == len(answers) - 1:
                log_ask(mentor, "no", by=cast.actor("cille"))
            with standing_at(stamp(date(2014, 5, 2))):
                log_ask(mentor, answer, by=cast.actor("cille"))


def offered(*places: int, until_on: date | None = None) -> None:
    """An offer of so many places each, by the first mentor who said yes."""
    with standing_at(stamp(date(2014, 5, 3))), acting_for(cast.tenant(CORPS)):
        said = log_ask(db.session.scalars(select(Mentor).limit(1)).one(), "yes", by=cast.actor("cille"))
        for count in places:
            facts = Facts("spare_time_job", "", count, date(2014, 5, 3), until_on, "Svendborg", "")
            offer.make(said, own_partnerships()[0], facts, by=cast.actor("cille"))


def given(*counts: int, begun_on: date | None = None) -> None:
    """In each municipality so many youths get a place of the largest offer."""
    for slug, count in zip(MUNICIPALITIES, counts, strict=True):
        with standing_at(stamp(date(2014, 11, 1))), acting_for(cast.tenant(slug), home=cast.tenant(CORPS)):
            largest = db.session.scalars(select(Offer).order_by(Offer.places.desc())).first()
            early = select(Match).where(Match.started_on < date(2014, 10, 1)).order_by(Match.started_on, Match.id)
            for match in db.session.scalars(early.limit(count)).all():
                assert largest
                place = placement.give(match, largest, by=cast.actor("cille"))
                if begun_on:
                    placement.begin(place, begun_on, by=cast.actor("cille"))


def behind_it(content: dict[str, Any]) -> dict[str, Any]:
    """What the list behind each of the figures comes to, of all the municipalities, on the day of the report."""
    first, last = (date.fromisoformat(content["period"][name]) for name in ("starts_on", "ends_on"))
    cut_off, found = date.fromisoformat(content["cut_off"]), dict.fromkeys(CAME_OF, 0)
    cille = cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):
        window = Window(own_partnerships()[0].id, first, last, cut_off, cut_off)
        keys = [key for key, one in LISTS.items() if one.may == "keep offers"]
        found |= dict(db.session.execute(how_much(keys, by=cille), window.asked_with(cille)).mappings().one())
    for slug in MUNICIPALITIES:
        with acting_for(cast.tenant(slug), home=cast.tenant(CORPS)):
            here = db.session.execute(how_much(CAME_OF, by=cille), window.asked_with(cille)).mappings().one()
            found |= {key: found[key] + number for key, number in here.items()}
    return found


def otherwise(content: dict[str, Any]) -> dict[str, Any]:
    """Which figures of the corps and of companies are told otherwise than their list says."""
    rows, lists = by_key(content), behind_it(content)
    shown = {key: rows[key]["realised"] for key in lists if key in rows and not rows[key].get("hidden")}
    return {key: (number, lists[key]) for key, number in shown.items() if number != lists[key]}


def told(content: dict[str, Any]) -> dict[str, Any]:
    rows = by_key(content)
    return {key: rows[key]["realised"] for key in KEYS if key in rows}


def test_a_report_says_nothing_of_companies_before_one_is_asked(job: Flask) -> None:
    plant(invent(4, 30))
    assert told(built()) == {}


def test_who_is_ready_to_do_more_is_a_share_of_those_asked_by_their_newest_answer(job: Flask) -> None:
    asked(["yes"] * 6 + ["later"] * 2 + ["no"] * 3 + ["yes"])
    content = built()
    rows = told(content)
    assert (rows["mentors_asked"], rows["mentors_ready"], rows["ready_share"]) == (12, 7, 58.3)
    assert otherwise(content) == {}
    content = built(cut_off=date(2014, 5, 1))  # only the last one, who said no then
    before = told(content)
    assert otherwise(content) == {}
    assert (before["mentors_asked"], before["mentors_ready"]) == (None, None)


def test_few_who_were_asked_are_not_told_of(job: Flask) -> None:
    asked(["yes", "no"])
    rows = by_key(built())
    assert rows["mentors_asked"]["hidden"] and rows["mentors_ready"]["hidden"] and rows["ready_share"]["too_early"]


def test_that_few_are_ready_or_few_are_not_is_not_told_beside_all_who_were_asked(job: Flask) -> None:
    asked(["yes", "no", "no", "no", "later", "no"])
    rows = by_key(built())
    assert rows["mentors_asked"]["realised"] == 6 and rows["mentors_ready"]["hidden"]


def test_offers_are_open_filled_or_over(job: Flask) -> None:
    plant(invent(4, 90))
    offered(40, 2)
    offered(5, until_on=date(2014, 6, 1))
    with standing_at(stamp(date(2014, 11, 2))), acting_for(cast.tenant(CORPS)):
        small = db.session.scalars(select(Offer).where(Offer.places == 2)).one()
        offer.take(small, cast.tenant("svendborg"), date(2014, 11, 2), places=2, by=cast.actor("cille"))
    content = built()
    rows = told(content)
    assert (rows["offers_made"], rows["offers_filled"], rows["offers_open"]) == (3, 1, 1)
    assert otherwise(content) == {}
    content = built(cut_off=date(2014, 6, 1))
    before = told(content)
    assert otherwise(content) == {}
    assert (before["offers_made"], before["offers_filled"], before["offers_open"]) == (3, 0, 3)


def test_places_are_told_together_where_enough_stand_behind_them(job: Flask) -> None:
    plant(invent(4, 90))
    offered(40)
    given(5, 4, 4, begun_on=date(2014, 10, 20))
    content = built()
    rows = by_key(content)
    assert (rows["offer_places"]["realised"], rows["placements_begun"]["realised"]) == (13, 13)
    assert otherwise(content) == {}
    assert rows["offer_places"]["tenants"] == [] and rows["outcomes_of_three"]["hidden"]
    assert told(built(cut_off=date(2014, 10, 31)))["offer_places"] is None


def test_few_places_are_hidden_and_so_is_what_one_municipality_could_work_out(job: Flask) -> None:
    plant(invent(4, 90))
    offered(40)
    given(2, 1, 1)
    assert by_key(built())["offer_places"]["hidden"]
    offered(41)  # a youth has one place of an offer
    given(10, 0, 0)
    assert by_key(built())["offer_places"]["hidden"]


def test_outcomes_of_the_three_together_are_counted(job: Flask) -> None:
    plant(invent(4, 90))
    expected = 0
    for slug in MUNICIPALITIES:
        with standing_at(stamp(date(2014, 11, 1))), acting_for(cast.tenant(slug), home=cast.tenant(CORPS)):
            early = select(Match).where(Match.started_on < date(2014, 10, 1)).order_by(Match.started_on, Match.id)
            for number, match in enumerate(db.session.scalars(early.limit(8)).all()):
                three = ["mentor", "youth", "job_centre"] if number % 4 else ["mentor"]
                reached(match, "subsidised_job", date(2014, 10, 29), by=cast.actor("cille"), owed_to=three)
                programme = select(Enrolment.programme_tenant_id).where(Enrolment.id == Proposal.enrolment_id)
                whose = db.session.scalar(programme.where(Proposal.id == match.proposal_id))
                expected += len(three) == 3 and whose == cast.tenant(CORPS)
    content = built()
    assert expected > 10 and told(content)["outcomes_of_three"] == expected
    assert otherwise(content) == {}
