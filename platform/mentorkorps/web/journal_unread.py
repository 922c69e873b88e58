"""What nobody has read in time, for the coordinator: youths, and never a list of people (FY-38, section 5 row 1)."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import journal
from mentorkorps.language import _
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of
from mentorkorps.youths import reach

room = Blueprint("journal_unread", __name__)

PER_PAGE = 50


@room.get("/<slug>/journal/ulaeste")
@may("mind the journal")
def index(slug: str) -> ResponseReturnValue:
    """The youths about whom notes have not been read in time, with a reminder and the way to another contact person."""
    days, weeks = journal.limits()
    lines = journal.unread(days, weeks)
    page, pages = page_of(len(lines), PER_PAGE)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "journal/unread.html", lines=shown, total=len(lines), page=page, pages=pages, slug=g.tenant.slug, days=days,
        weeks=", ".join(map(str, weeks)),
    )  # fmt: skip


@room.post("/<slug>/journal/ulaeste/<uuid:youth_id>/paamind")
@may("mind the journal")
def remind(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """One mail to whoever is to read; once a day."""
    journal.remind(reach.find(youth_id, actor()), by=actor())
    flash(_("Påmindelsen er sendt."), "success")
    return redirect(url_for(".index", slug=slug), 303)
