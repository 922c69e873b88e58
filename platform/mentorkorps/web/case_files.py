"""The audit file of a pair as page, PDF and CSV, and the municipality's random audit of its files (STAR 2019, MO-13)."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from werkzeug.utils import secure_filename
from wtforms.validators import InputRequired

from mentorkorps import case_file
from mentorkorps.case_file import RATINGS, CaseFile, FileAudit
from mentorkorps.clock import today
from mentorkorps.language import N_, _, speaking
from mentorkorps.matches import Match
from mentorkorps.web import oversight
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.widgets import Form, LongText, Radios
from tenants import audit
from tenants.scope import db

room = Blueprint("case_files", __name__)

#: Who may know the municipality's case number.
CASE_ROLES = frozenset({"coordinator", "dpo"})
WORDS = {
    0: N_("0: intet er skrevet"),
    1: N_("1: det meste mangler"),
    2: N_("2: vigtige ting mangler"),
    3: N_("3: noget mangler"),
    4: N_("4: næsten alt er der"),
    5: N_("5: alt er der"),
}


class RatingForm(Form):
    """How good a file is."""

    rating = Radios(N_("Hvor god er mappen?"), [InputRequired()], choices={str(n): WORDS[n] for n in RATINGS})
    note = LongText(N_("Hvad så du?"), rows=3)


@room.get("/<slug>/par/<uuid:match_id>/sagsmappe")
@may("read case files")
def show(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The file to read; the reading is logged."""
    match = _match(match_id)
    return render_template("case_file/show.html", match=match, file=_read(match, "page"))


@room.get("/<slug>/par/<uuid:match_id>/sagsmappe/pdf")
@may("read case files")
def pdf(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The file on paper (PDF/UA-1), in the reader's language."""
    match = _match(match_id)
    return _file(match, case_file.render_pdf(_read(match, "pdf")), "pdf", "application/pdf")


@room.get("/<slug>/par/<uuid:match_id>/sagsmappe/csv")
@may("read case files")
def as_csv(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The file for a spreadsheet, in Danish whoever fetches it: it goes into the municipality's own system."""
    match = _match(match_id)
    with speaking("da"):
        written = case_file.render_csv(_read(match, "csv"))
    return _file(match, written, "csv", "text/csv; charset=utf-8")


def _match(match_id: UUID) -> Match:
    """The pair of a youth that the reader reaches; NotFound for another's."""
    match = Match.get(match_id)
    oversight.find_case(match.youth_id)
    return match


def _read(match: Match, how: str) -> CaseFile:
    audit.record("case_file.read", match, by=actor(), why=how)
    return case_file.compile_file(match, case_number=bool(actor().roles & CASE_ROLES), reader=actor())


def _file(match: Match, written: bytes, ending: str, content_type: str) -> Response:
    name = secure_filename(f"sagsmappe-{match.started_on:%Y-%m-%d}-{str(match.id)[:8]}.{ending}")
    return Response(
        written, headers={"Content-Type": content_type, "Content-Disposition": f'attachment; filename="{name}"'}
    )


@room.get("/<slug>/sagsmapper")
@may("audit case files")
def index(slug: str) -> ResponseReturnValue:
    """The files drawn by lot in this quarter, with their ratings."""
    quarter = case_file.quarter_of(today())
    told = joinedload(FileAudit.match).options(joinedload(Match.youth), joinedload(Match.mentor))
    drawn = list(db.session.scalars(case_file.audits_of(quarter).options(told)))
    rated = [one.rating for one in drawn if one.rating is not None]
    return render_template(
        "case_file/index.html", drawn=drawn, quarter=quarter, wanted=case_file.A_QUARTER,
        average=sum(rated) / len(rated) if rated else None, is_whole=len(drawn) >= case_file.A_QUARTER,
    )  # fmt: skip


@room.post("/<slug>/sagsmapper/traek")
@may("audit case files")
def draw(slug: str) -> ResponseReturnValue:
    """Draws until there are five."""
    count = case_file.draw(by=actor())
    one = N_("1 mappe er trukket. Læs den, og giv den et tal.")
    more = N_("%(count)s mapper er trukket. Læs dem, og giv dem et tal.")
    flash(_(one if count == 1 else more, count=count), "success")
    return redirect(url_for(".index", slug=slug), 303)


@room.get("/<slug>/sagsmapper/<uuid:audit_id>")
@room.post("/<slug>/sagsmapper/<uuid:audit_id>")
@may("audit case files")
def rate(slug: str, audit_id: UUID) -> ResponseReturnValue:
    """A file is rated from 0 to 5, with a note."""
    drawn = FileAudit.get(audit_id)
    form = RatingForm(rating=None if drawn.rating is None else str(drawn.rating), note=drawn.note)
    return act(
        form, lambda: drawn.rate(int(form.rating.data), form.note.data or "", by=actor()),
        _("Mappen har fået sit tal."), url_for(".index", slug=slug), "case_file/rate.html", drawn=drawn,
    )  # fmt: skip
