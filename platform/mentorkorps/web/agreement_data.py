"""A house's own data: the terms of processing, the export, and what was decided about the end (per tenant)."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms.validators import InputRequired

from mentorkorps.clock import now
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.widgets import Form, WholeNumber
from tenants import audit, exit
from tenants.exit import DataExport, Exit, ProcessingAcceptance
from tenants.exit.processing import KEEP_DAYS, TEXT, VERSION
from tenants.scope import db

room = Blueprint("agreement_data", __name__)

SHOWN = 10


class ProcessingForm(Form):
    """The one thing that is agreed for each house."""

    keep_days = WholeNumber(
        N_("Dage fra sidste dag, til data slettes"),
        [InputRequired()],
        default=KEEP_DAYS,
        description=N_("Fra 7 til 365."),
    )


@room.get("/<slug>/aftale/databehandling")
@room.post("/<slug>/aftale/databehandling")
@may("take our data out")
def show(slug: str) -> ResponseReturnValue:
    """The terms with the yes of the house, its exports, and its end if that is decided."""
    if g.tenant.id != g.home.id:
        raise NotFound("Tenant")
    form = ProcessingForm()
    accepted = ProcessingAcceptance.newest()
    exports = select(DataExport).order_by(DataExport.asked_at.desc()).limit(SHOWN)
    return act(
        form, lambda: exit.accept(form.keep_days.data or 0, now(), by=actor()),
        _("Vilkårene for databehandling er accepteret."), url_for(".show", slug=slug), "agreement/data.html",
        accepted=accepted, text=TEXT, version=VERSION, end=Exit.here(), exports=db.session.scalars(exports).all(),
        is_current=accepted is not None and accepted.checksum == exit.text_checksum(),
    )  # fmt: skip


@room.post("/<slug>/aftale/databehandling/udtraek")
@may("take our data out")
def export(slug: str) -> ResponseReturnValue:
    """Asks for an export; a worker makes it."""
    if g.tenant.id != g.home.id:
        raise NotFound("Tenant")
    exit.ask(now(), by=actor())
    flash(_("Udtrækket er bestilt. Det ligger her om lidt."), "success")
    return redirect(url_for(".show", slug=slug), 303)


@room.get("/<slug>/aftale/databehandling/udtraek/<uuid:export_id>.zip")
@may("take our data out")
def archive(slug: str, export_id: UUID) -> ResponseReturnValue:
    """The files with their manifest; that they were taken is in the log."""
    made = DataExport.get(export_id)
    if made.content is None:
        raise NotFound("DataExport")
    audit.record("data.export_taken", made, by=actor())
    headers = {"Content-Type": "application/zip", "Content-Disposition": f'attachment; filename="{slug}-data.zip"'}
    return Response(made.content, headers=headers)
