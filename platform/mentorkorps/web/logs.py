"""The log of the house: who did and who read what, for the data protection officer. Reading it is logged too."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import CompoundSelect, Row, Select, and_, func, or_, select, tuple_, union_all

from mentorkorps.concerns import Concern
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.web.access import actor, allowed, may
from mentorkorps.web.log_groups import GROUPS
from mentorkorps.web.log_words import about, named, said, who
from mentorkorps.youths import Enrolment, Youth
from tenants import audit
from tenants.audit import AuditEntry
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("logs", __name__)

PER_PAGE = 100
#: What an entry can be about that leads to a youth.
OF_A_YOUTH: Mapping[str, Any] = {
    "Youth": Youth, "Enrolment": Enrolment, "Proposal": Proposal, "Match": Match, "Concern": Concern,
}  # fmt: skip


@room.get("/<slug>/log")
@may("read the logs")
def index(slug: str) -> ResponseReturnValue:
    """The newest entries first, a hundred at a time; `slags` is the kind of act, `ung` whom it is about (the whole name), and
    `foer` where the page before ended."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    group = request.args.get("slags", "")
    if group and group not in GROUPS:
        abort(404)
    name = " ".join(request.args.get("ung", "").split()) if allowed("oversee cases") else ""
    rows = db.session.execute(_page(group, name, _cursor())).all()
    shown = rows[:PER_PAGE]
    audit.record("log.read", None, by=actor(), why=group)
    return render_template(
        "logs/index.html", lines=_lines(shown), groups=GROUPS, group=group, is_newest="foer" not in request.args,
        name=name, before=_mark(shown[-1].AuditEntry) if len(rows) > PER_PAGE else None,
    )  # fmt: skip


def _page(group: str, name: str, before: tuple[datetime, UUID] | None) -> Select[AuditEntry, str | None]:
    """One entry more than is shown tells whether there is a next page."""
    query = select(AuditEntry, Tenant.name.label("house")).outerjoin(Tenant, Tenant.id == AuditEntry.actor_tenant_id)
    if group:
        query = query.where(or_(*(AuditEntry.act.startswith(act, autoescape=True) for act in GROUPS[group].acts)))
    if name:
        about = _about_youths().subquery()
        query = query.where(
            AuditEntry.subject_id.in_(select(about.c.id).where(func.lower(about.c.name) == name.lower()))
        )
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
    """The names of the youths that the entries are about, for those who may look a case up anyway."""
    subjects = {row.AuditEntry.subject_id for row in rows if row.AuditEntry.subject_kind in OF_A_YOUTH}
    if not subjects or not allowed("read the journal"):
        return {}
    about = _about_youths().subquery()
    return dict(db.session.execute(select(about.c.id, about.c.name).where(about.c.id.in_(subjects))).all())


def _about_youths() -> CompoundSelect[UUID, str]:
    """What an entry can be about that is a youth's, with the youth's name."""
    name = (Youth.first_name + " " + Youth.last_name).label("name")
    of_them = (
        select(table.id, name).join(Youth, and_(Youth.tenant_id == table.tenant_id, Youth.id == table.youth_id))
        for table in OF_A_YOUTH.values()
        if table is not Youth
    )
    return union_all(select(Youth.id, name), *of_them)
