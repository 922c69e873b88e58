"""The log of the house: who did and who read what, for the data protection officer. Reading it is logged too."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, Select, or_, select, tuple_

from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.log_words import GROUPS, about, named, said, who
from mentorkorps.youths import Youth
from tenants import audit
from tenants.audit import AuditEntry
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("logs", __name__)

PER_PAGE = 100


@room.get("/<slug>/log")
@may("read the logs")
def index(slug: str) -> ResponseReturnValue:
    """The newest entries first, a hundred at a time; `slags` is the kind of act, `foer` where the page before ended."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    group = request.args.get("slags", "")
    if group and group not in GROUPS:
        abort(404)
    rows = db.session.execute(_page(group, _cursor())).all()
    shown = rows[:PER_PAGE]
    audit.record("log.read", None, by=actor(), why=group)
    return render_template(
        "logs/index.html", lines=_lines(shown), groups=GROUPS, group=group, is_newest="foer" not in request.args,
        before=_mark(shown[-1].AuditEntry) if len(rows) > PER_PAGE else None,
    )  # fmt: skip


def _page(group: str, before: tuple[datetime, UUID] | None) -> Select[AuditEntry, str | None]:
    """One entry more than is shown tells whether there is a next page."""
    query = select(AuditEntry, Tenant.name.label("house")).outerjoin(Tenant, Tenant.id == AuditEntry.actor_tenant_id)
    if group:
        query = query.where(or_(*(AuditEntry.act.startswith(act, autoescape=True) for act in GROUPS[group].acts)))
    if before:
        query = query.where(tuple_(AuditEntry.at, AuditEntry.id) < tuple_(*before))
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(PER_PAGE + 1)


def _lines(rows: Sequence[Row[AuditEntry, str | None]]) -> list[tuple[datetime, str, str, str, str]]:
    """When, who, from where, what, and about whom."""
    names = _names(rows)
    entries = [(row.AuditEntry, row.house) for row in rows]
    return [(entry.at, named(entry), who(entry, house), said(entry), about(entry, names)) for entry, house in entries]


def _mark(entry: AuditEntry) -> str:
    return f"{entry.at.isoformat()}_{entry.id}"


def _cursor() -> tuple[datetime, UUID] | None:
    written = request.args.get("foer")
    if not written:
        return None
    at, _, entry_id = written.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(entry_id)
    except ValueError:
        abort(404)


def _names(rows: Sequence[Row[AuditEntry, str | None]]) -> dict[UUID, str]:
    """The names of the youths that the entries are about, for those who may see a journal anyway."""
    youths = {row.AuditEntry.subject_id for row in rows if row.AuditEntry.subject_kind == "Youth"}
    if not youths or not allowed("read the journal"):
        return {}
    return {youth.id: youth.name for youth in db.session.scalars(select(Youth).where(Youth.id.in_(youths)))}
