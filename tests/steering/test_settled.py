"""A period is followed until it is settled, and a success target is held against those who could have reached it."""

import csv
import io
from copy import deepcopy
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.steering import SteeringMeeting, build, council
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.first_page import verdict
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.planted import Pair, Plan, Proposed, invent, plant
from tests.steering.reports import built, by_key


def test_an_ended_period_is_reported_at_every_meeting_until_nothing_more_can_come_of_it(job: Flask) -> None:
    pair = Pair(date(2014, 11, 1), trade=True, ended_on=date(2015, 4, 10), reason="goal_reached")
    plant(
        [
            Plan(
                "nyborg",
                date(2014, 10, 1),
                closed_on=date(2014, 11, 1),
                proposals=[Proposed(date(2014, 10, 20), pair=pair)],
            )
        ]
    )
    with acting_for(cast.tenant("dygtige-unge")):
        meetings = select(SteeringMeeting.held_on).where(
            SteeringMeeting.held_on.between(date(2015, 1, 1), date(2015, 12, 31))
        )
        days = db.session.scalars(meetings.order_by(SteeringMeeting.held_on)).all()
        told = {}
        for held_on in days:
            frozen = build.freeze_due(held_on - timedelta(days=7), now())
            told[held_on] = {(report.period.name, report.cut_off == held_on - timedelta(days=8)) for report in frozen}
    assert len(days) >= 4
    both, alone = {("2014", True), ("2015", True)}, {("2015", True)}
    settled = next(held_on for held_on in days if held_on - timedelta(days=8) >= date(2015, 7, 3))
    assert {held_on: both if held_on <= settled else alone for held_on in days} == told


def test_no_success_target_is_missed_by_youths_who_have_only_just_begun(job: Flask) -> None:
    plant(invent(2, 90))
    early = built(cut_off=date(2014, 6, 15))
    rows = by_key(early)
    assert rows["outcome_share"]["realised"] is not None
    for key in ("outcome_share", "moved_share"):
        assert (rows[key]["target_to_date"], rows[key]["deviation"], rows[key]["on_course"]) == (None, None, None)
        assert rows[key]["label"] in verdict(early)["untold"]
    assert not {"outcome_share", "moved_share"} & {topic["key"] for topic in early["decide"]}


def test_as_youths_have_had_six_months_the_target_to_date_grows_to_the_target(job: Flask) -> None:
    plant(invent(2, 90))
    half, whole = by_key(built(cut_off=date(2014, 12, 31))), by_key(built(cut_off=date(2015, 9, 30)))
    could, begun = half["youths_mature"]["realised"], half["youths"]["realised"]
    assert 10 <= could < begun
    share = half["outcome_share"]
    assert share["target_to_date"] == round(70 * could / begun, 1)
    assert share["on_course"] == (share["realised"] >= share["target_to_date"])
    assert whole["outcome_share"]["target_to_date"] == 70
    assert {cell["target_to_date"] for cell in whole["outcome_share"]["tenants"]} == {70}


def test_the_council_is_told_no_small_number_that_only_the_partners_show_each_other(job: Flask) -> None:
    plant(invent(1, 90))
    content = deepcopy(built(cut_off=date(2014, 10, 2)))
    rows = by_key(content)
    rows["any_outcome"]["realised"], rows["outcome_share"]["realised"], rows["waiting"]["realised"] = 3, 5.4, 4
    rows["youths"]["realised"] = 56
    told = " ".join(
        [*council.brief(content)["sentences"], *(one["value"] for one in council.brief(content)["figures"])]
    )
    assert "3 af 56" not in told and "5,4" not in told and "ventede 4" not in told
    assert "kan regnes ud, når den er slut" in told, "the whole year's price is not shared by those matched so far"


def test_the_council_is_not_told_how_many_of_those_who_wait_leave_few_who_have_not_waited_too_long(job: Flask) -> None:
    plant(invent(1, 90))
    content = deepcopy(built(cut_off=date(2014, 10, 2)))
    rows = by_key(content)

    def said(waiting: int, long: int) -> str:
        rows["waiting"]["realised"], rows["waiting_too_long"]["realised"] = waiting, long
        return " ".join(council.brief(content)["sentences"])

    assert "5 af dem" not in said(7, 5) and "ventede 7 " in said(7, 5)
    assert "6 af dem" in said(12, 6) and "7 af dem" in said(7, 7)


def test_a_hidden_figure_has_empty_columns_where_it_has_no_target(job: Flask) -> None:
    plant(invent(1)[:12])
    content = built()
    lines = list(csv.DictReader(io.StringIO(render_csv(content).decode("utf-8-sig")), delimiter=";"))
    hidden = [line for line in lines if line["Realiseret"] == "skjult"]
    assert hidden
    without = {row["key"] for row in content["rows"] if "target" not in row}
    assert {line["Mål til dato"] for line in hidden if line["Nøgle"] in without} == {""}
