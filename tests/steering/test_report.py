"""The report: one content for every member, frozen, measured against the agreement, and naming nobody."""

import io
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError

from mentorkorps.clock import now
from mentorkorps.steering import Report, SteeringMeeting, build, canonical, render_pdf
from mentorkorps.steering.menu import COUNTED
from mentorkorps.steering.related import FOLLOWS_FROM, PART_OF
from tenants.billing import issue_due
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.counting import count
from tests.steering.planted import FIRST, MUNICIPALITIES, invent, plant
from tests.steering.reports import CUT_OFF, built, by_key

WITHIN = {measure.key: measure.within or (measure.parts or ("", ""))[1] for measure in COUNTED} | {
    measure.parts[0]: measure.parts[1] for measure in COUNTED if measure.parts
}


def test_matched_youths_stand_against_target_and_target_to_date_together_and_per_municipality(job: Flask) -> None:
    plans = invent(2, 90)
    plant(plans)
    cut_off = date(2014, 7, 24)
    expected = {slug: count(plans, slug, FIRST, CUT_OFF, cut_off)["matched"] for slug in MUNICIPALITIES}
    row = by_key(built(cut_off=cut_off))["matched"]
    total = sum(expected.values())
    assert (row["target"], row["target_max"], row["target_to_date"]) == (80, 100, 40)
    assert (row["realised"], row["deviation"]) == (total, total - 40)
    assert row["deviation_percent"] == pytest.approx(100 * (total - 40) / 40, abs=0.05)
    assert row["on_course"] == (total >= 40)
    for cell in row["tenants"]:
        assert (cell["target"], cell["target_max"], cell["target_to_date"]) == (30, 35, 15)
        assert cell["deviation"] == cell["realised"] - 15 == expected[cell["tenant"]] - 15


def test_every_row_with_a_target_carries_realised_and_deviation(job: Flask) -> None:
    plant(invent(1))
    content = built()
    for fields in [cell for row in content["rows"] for cell in (row, *row["tenants"]) if "target" in cell]:
        assert {"target", "target_to_date", "realised", "deviation", "deviation_percent"} <= fields.keys()
    assert {row["target"] for row in content["rows"] if "target" in row} == {80, 100, 85, 70, 90, 4000, 2}


def test_every_percentage_is_computed_from_the_rows_shown(job: Flask) -> None:
    plant(invent(3, 150))
    rows = by_key(built())
    assert {row["key"] for row in rows.values() if row["unit"] == "percent"} == {
        key for key in rows if "of" in rows[key]
    }
    shares = [row for row in rows.values() if "of" in row or "per" in row]
    assert sum(row["realised"] is not None for row in shares) >= 15
    for row in shares:
        part, whole = (rows[key] for key in (row.get("of") or row["per"]))
        times = 100 if "of" in row else 60 if row["unit"] == "minutes" else 1
        cells = zip(row["tenants"], part["tenants"], whole["tenants"], strict=False)
        for cell, p, w in ((row, part, whole), *cells):
            if cell["realised"] is not None:
                near = 0.5 if row["unit"] == "kroner" else 0.05
                assert cell["realised"] == pytest.approx(times * p["realised"] / w["realised"], abs=near), row["key"]


def test_the_success_targets_say_too_early_under_ten_youths(job: Flask) -> None:
    plant(invent(1)[:6])
    rows = by_key(built())
    for key in ("outcome_share", "outcome_share_mature"):
        assert rows[key]["realised"] is None
        assert rows[key].get("too_early") or rows[key].get("hidden")
    assert rows["outcome_share"]["too_early"] is True
    assert rows["outcome_share"]["on_course"] is None


def test_small_cells_outside_the_open_list_are_hidden_and_the_open_ones_are_not(job: Flask) -> None:
    plant(invent(1)[:12])
    content = built()
    known = {row["key"]: [cell["realised"] for cell in row["tenants"]] for row in content["rows"]}
    for row in content["rows"]:
        if row["open"]:
            assert not any(cell.get("hidden") for cell in (row, *row["tenants"])), row["key"]
        elif row["unit"] in ("youths", "pairs") and row["key"] not in FOLLOWS_FROM:
            wholes = [known[key] for key in (*PART_OF.get(row["key"], ()), WITHIN.get(row["key"], "")) if key in known]
            for index, cell in enumerate(row["tenants"]):
                if cell["realised"] is not None and cell["realised"] < 5:
                    assert any(whole[index] in (0, cell["realised"]) for whole in wholes), (row["key"], "none of none")
    kinds = [
        by_key(content)[kind]
        for kind in ("praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")
    ]
    assert [row["tenants"] for row in kinds] == [[]] * 6
    shown = [
        cell["realised"] is not None or "too_early" in cell
        for row in content["rows"]
        for cell in (row, *row["tenants"])
    ]
    print(f"cells shown: {sum(shown)} of {len(shown)}")


def test_no_hidden_figure_is_what_its_shown_neighbours_leave_of_a_shown_whole(job: Flask) -> None:
    plans = invent(4, 90)
    for pair in [pair for plan in plans for pair in plan.pairs]:
        pair.moved = []
    answered = next(pair for plan in plans if not plan.elsewhere for pair in plan.pairs if pair.ended_on)
    answered.moved = [("youth", answered.ended_on, "yes")]
    plant(plans)
    rows = by_key(built())
    assert rows["moved_yes"]["hidden"]
    assert rows["youths"]["realised"] > 30
    assert rows["moved_unanswered"].get("hidden"), "all but the one who has answered"


def test_the_money_is_as_agreed_with_the_rest_of_a_thousand_shown(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        issue_due(date(2014, 6, 15), now())
    rows = by_key(built(cut_off=date(2014, 6, 15)))
    assert [cell["realised"] for cell in rows["contributions"]["tenants"]] == [133000] * 3
    assert [rows[key]["realised"] for key in ("contributions", "price", "rest", "invoiced")] == [
        399000,
        400000,
        1000,
        399000,
    ]
    assert (rows["cost_per_youth"]["target"], rows["cost_per_youth"]["too_early"]) == (4000, True)
    assert (rows["places_taken"]["maximum"], rows["places_taken"]["minimum"]) == (105, 90)


def test_every_member_gets_the_same_copy_and_numbers_run_on(job: Flask) -> None:
    built()
    second = built()
    assert second["number"] == 2
    for slug in ("svendborg", "nyborg", "faaborg-midtfyn", "uu", "svendborg-erhvervsskole", "dygtige-unge"):
        with acting_for(cast.tenant(slug)):
            period = db.session.scalars(select(Report)).first().period
            newest = Report.newest(period)
            assert newest and newest.is_intact
            assert canonical(newest.content) == canonical(second)


@pytest.mark.isolation
def test_a_report_never_changes_and_a_stranger_sees_none(job: Flask) -> None:
    built()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Report).values(note="bedre"))
    with acting_for(cast.tenant("vordingborg")):
        assert db.session.scalars(select(Report)).all() == []


def test_a_municipality_that_runs_alone_sees_all_its_own(job: Flask) -> None:
    with acting_for(cast.tenant("vordingborg")):
        partnership = db.session.scalars(select(Partnership)).one()
        period = db.session.scalars(build._periods(partnership)).first()
        content = build.build(partnership, period, date(2014, 6, 15), now()).content
    assert not any(cell.get("hidden") for row in content["rows"] for cell in (row, *row["tenants"]))
    assert len(render_pdf(content)) > 5000


def test_a_report_is_frozen_once_a_week_before_the_meeting(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        meeting = db.session.scalars(
            select(SteeringMeeting).where(SteeringMeeting.held_on > date(2014, 6, 15)).order_by(SteeringMeeting.held_on)
        ).first()
        before = [
            build.freeze_due(date.fromordinal(meeting.held_on.toordinal() - days), now()) for days in (8, 7, 6, 0)
        ]
    assert [len(reports) for reports in before] == [0, 1, 0, 0]


def test_the_pdf_is_tagged_danish_and_titled_and_has_the_figures(job: Flask) -> None:
    plant(invent(1))
    content = built()
    pdf = PdfReader(io.BytesIO(render_pdf(content)))
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"].startswith("da")
    assert "/StructTreeRoot" in pdf.root_object
    assert pdf.metadata and pdf.metadata.title == "Styregrupperapport 1: Erhvervsmentor fra Syd til Øst"
    assert b"pdfuaid" in pdf.root_object["/Metadata"].get_object().get_data()
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "Matchede unge" in words
    assert "80-100" in words
    assert "Faaborg-Midtfyn Kommune" in words
    assert "Tal, som parterne har aftalt at vise åbent, vises også, når de er små." in " ".join(words.split())


def test_text_that_looks_like_typst_stays_text(job: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Partnership).values(name='#panic("x") $ * _ = Korps'))
    assert "#panic" in PdfReader(io.BytesIO(render_pdf(built()))).pages[0].extract_text()
