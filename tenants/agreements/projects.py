"""A funded project under the umbrella: its period and funder, its targets and deliverables, and what has come of each (DF-01)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import Partnership
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

#: What an aim is measured by: a count of the system's own rows in the project's days, or what is written down as delivered.
MEASURES = {
    "mentors": N_("Mentorer, der er kommet til"),
    "youths": N_("Unge, der er tilmeldt"),
    "matches": N_("Forløb, der er begyndt"),
    "delivered": N_("Skrives ned, når det er leveret"),
}


class Project(PoolRow):
    """What a funder pays for between two days; append-only, disclosed to the members."""

    __tablename__ = "projects"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        UniqueConstraint("tenant_id", "partnership_id", "name"),
        CheckConstraint("starts_on <= ends_on", name="in_order"),
    )

    partnership_id: Mapped[UUID]
    name: Mapped[str]
    funder: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    set_up_at: Mapped[datetime]
    set_up_by: Mapped[str]


class ProjectAim(PoolRow):
    """A target or a deliverable: so many, on the last of the days; append-only, disclosed as its project."""

    __tablename__ = "project_aims"
    __table_args__ = (
        inside("projects", "project_id"),
        UniqueConstraint("tenant_id", "project_id", "words"),
        one_of("measure", list(MEASURES)),
        CheckConstraint("wanted > 0", name="some"),
    )

    project_id: Mapped[UUID]
    words: Mapped[str]
    measure: Mapped[str]
    wanted: Mapped[int]
    due_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


class ProjectDelivery(PoolRow):
    """So many were delivered on a day, or taken back again; append-only, disclosed as its aim."""

    __tablename__ = "project_deliveries"
    __table_args__ = (inside("project_aims", "aim_id"), CheckConstraint("count <> 0", name="some"))

    aim_id: Mapped[UUID]
    delivered_on: Mapped[date]
    count: Mapped[int]
    note: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def set_up(
    partnership: Partnership, name: str, funder: str, reference: str, starts_on: date, ends_on: date, *, by: Actor
) -> Project:
    """A project of a partnership that the house operates (DF-01). Refused for a name in use, and days in the wrong order."""
    if ends_on < starts_on:
        raise Refused(_("Den sidste dag skal ligge efter den første."), about=("starts_on", "ends_on"))
    _hold(partnership.id)
    known = db.session.scalars(projects_of(partnership)).all()
    if any(one.name.lower() == name.lower() for one in known):
        raise Refused(_("Der er allerede et projekt, der hedder %(name)s.", name=name))
    project = Project(
        partnership_id=partnership.id, name=name, funder=funder, reference=reference, starts_on=starts_on, ends_on=ends_on,
        set_up_at=now(), set_up_by=by.name,
    )  # fmt: skip
    db.session.add(project)
    db.session.flush()
    audit.record("project.set_up", project, by=by)
    return project


def aim(project: Project, words: str, measure: str, wanted: int, due_on: date, *, by: Actor) -> ProjectAim:
    """A target or deliverable more. Refused for a day outside the project, and for what is there already."""
    if not project.starts_on <= due_on <= project.ends_on:
        raise Refused(_("Dagen skal ligge i projektets periode."))
    _hold(project.id)
    if any(one.words.lower() == words.lower() for one in aims_of([project.id]).get(project.id, [])):
        raise Refused(_("%(what)s står der allerede.", what=words))
    row = ProjectAim(
        project_id=project.id, words=words, measure=measure, wanted=wanted, due_on=due_on, written_at=now(), written_by=by.name
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("project.aimed", row, by=by)
    return row


def deliver(aim_id: UUID, delivered_on: date, count: int, note: str, *, by: Actor) -> ProjectDelivery:
    """So many of an aim are delivered; a number below nought takes back what was written by mistake (DF-01).

    Refused for nothing, for a day to come or before the project, for more taken back than was delivered, and for what the
    system counts itself; NotFound for another house's.
    """
    row = ProjectAim.get(aim_id)
    project = Project.get(row.project_id)
    if row.measure != "delivered":
        raise Refused(_("Det tælles af sig selv og skrives ikke ned."))
    if not project.starts_on <= delivered_on <= today():
        raise Refused(_("Skriv en dag fra projektets første dag til i dag."))
    _hold(row.id)
    if not count or delivered([row.id]).get(row.id, 0) + count < 0:
        raise Refused(_("Skriv, hvor mange. Der kan ikke tages flere tilbage, end der er leveret."))
    made = ProjectDelivery(
        aim_id=row.id, delivered_on=delivered_on, count=count, note=note, written_at=now(), written_by=by.name
    )
    db.session.add(made)
    db.session.flush()
    audit.record("project.delivered", made, by=by, why=str(count))
    return made


def projects_of(partnership: Partnership) -> Select[Project]:
    """The newest first."""
    here = Project.tenant_id == partnership.tenant_id, Project.partnership_id == partnership.id
    return select(Project).where(*here).order_by(Project.starts_on.desc(), Project.name)


def aims_of(projects: Iterable[UUID]) -> dict[UUID, list[ProjectAim]]:
    """The aims of each of these projects, by their days."""
    found: dict[UUID, list[ProjectAim]] = {}
    rows = select(ProjectAim).where(ProjectAim.project_id.in_(list(projects)))
    for row in db.session.scalars(rows.order_by(ProjectAim.due_on, ProjectAim.words)):
        found.setdefault(row.project_id, []).append(row)
    return found


def delivered(aims: Iterable[UUID]) -> dict[UUID, int]:
    """How many have been delivered of each of these aims."""
    rows = select(ProjectDelivery.aim_id, func.sum(ProjectDelivery.count)).group_by(ProjectDelivery.aim_id)
    found = db.session.execute(rows.where(ProjectDelivery.aim_id.in_(list(aims))))
    return {row[0]: int(row[1]) for row in found}


def _hold(key: UUID) -> None:
    """Two who write the same at once: the second sees the first's."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"projects {key}"))))
