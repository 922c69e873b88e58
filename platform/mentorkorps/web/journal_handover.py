"""Handing the journal over to the municipality's own system: what is left, the batches, and their files (FY-38, MO-13)."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps.journal import Handover
from mentorkorps.journal.export import name_of, packed
from mentorkorps.journal.handover import batches, how_many_new, left_by_youth
from mentorkorps.language import _
from mentorkorps.web.access import actor, home_id, may
from mentorkorps.web.paging import page_of
from tenants.scope import acting_for, db
from tenants.users import Actor

room = Blueprint("journal_handover", __name__)

PER_PAGE = 50
BATCHES = 20


@room.get("/<slug>/journal/aflevering")
@may("mind the journal")
def index(slug: str) -> ResponseReturnValue:
    """What has not been handed over yet, by youth, and the latest batches: one counts when its files have been fetched."""
    left = left_by_youth()
    every = left.order_by(None).subquery()
    youths, notes = db.session.execute(select(func.count(), func.coalesce(func.sum(every.c.notes), 0))).one()
    page, pages = page_of(youths, PER_PAGE)
    lines = db.session.execute(left.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    new = db.session.scalar(how_many_new()) or 0
    made = db.session.execute(batches().limit(BATCHES)).all()
    return render_template(
        "journal/handover.html", lines=lines, youths=youths, new=new, waiting=notes - new, batches=made, page=page, pages=pages,
        slug=g.tenant.slug,
    )  # fmt: skip


@room.post("/<slug>/journal/aflevering")
@may("mind the journal")
def make(slug: str) -> ResponseReturnValue:
    """Takes what is left as a new batch; the files are fetched by its link."""
    Handover.make(by=actor())
    flash(_("Afleveringen er klar. Hent den herunder."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@room.get("/<slug>/journal/aflevering/<uuid:batch_id>.zip")
@may("mind the journal")
def files(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """The files of a batch, sent piece by piece; they are handed over when the last has gone."""
    batch = Handover.get(batch_id)
    batch.fetch(by=actor())
    name = {"Content-Disposition": f'attachment; filename="{name_of(batch)}"'}
    pieces = stream_with_context(_pieces(g.tenant.id, home_id(), batch_id, actor()))
    return Response(pieces, content_type="application/zip", headers=name)


def _pieces(tenant: UUID, home: UUID, batch_id: UUID, by: Actor) -> Iterator[bytes]:
    """In a transaction of its own: the request's is over when its first piece goes out."""
    with acting_for(tenant, home=home):
        batch = Handover.get(batch_id)
        yield from packed(batch)
        Handover.get(batch_id).arrive(by=by)
