"""Funded projects of each partnership: period, funder, targets and deliverables beside what has come of them (DF-01, DF-02)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ScalarSelect, func, select
from wtforms.validators import InputRequired, Length, NumberRange

from mentorkorps import across
from mentorkorps.clock import COPENHAGEN, today
from mentorkorps.language import N_, _
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may, roles_here
from mentorkorps.web.acts import act
from mentorkorps.web.agreement_groups import own_partnership, seen_partnership
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Text, WholeNumber
from mentorkorps.youths import Enrolment
from tenants.agreements import projects
from tenants.agreements.projects import MEASURES, Project, ProjectAim
from tenants.scope import db

room = Blueprint("agreement_projects", __name__)

PER_PAGE, MOST = 10, 100_000
A_DAY = timedelta(days=1)


class ProjectForm(Form):
    """A new project."""

    name = Text(N_("Projektets navn"), [InputRequired(), Length(max=200)])
    funder = Text(N_("Bevillingsgiver"), [InputRequired(), Length(max=200)])
    reference = Text(N_("Reference"), [Length(max=200)], description=N_("Brevets eller sagens nummer."))
    starts_on = Day(N_("Gælder fra"), [InputRequired()])
    ends_on = Day(N_("Gælder til og med"), [InputRequired()])


class AimForm(Form):
    """A target or a deliverable."""

    words = Text(
        N_("Hvad skal nås eller leveres?"), [InputRequired(), Length(max=200)],
        description=N_("For eksempel: frivillige mentorer, kurser eller en håndbog."),
    )  # fmt: skip
    measure = Drop(N_("Hvordan tælles det?"), [InputRequired()], choices=MEASURES, default="delivered")
    wanted = WholeNumber(N_("Hvor mange?"), [InputRequired(), NumberRange(min=1, max=MOST)])
    due_on = Day(N_("Senest den"), [InputRequired()])


class DeliveryForm(Form):
    """What has been delivered."""

    delivered_on = Day(N_("Leveret den"), [InputRequired()])
    count = WholeNumber(
        N_("Hvor mange?"), [InputRequired(), NumberRange(min=-MOST, max=MOST)],
        description=N_("Skriv et tal under nul for at tage tilbage, hvad der er skrevet ved en fejl."),
    )  # fmt: skip
    note = LongText(N_("Bemærkning"), [Length(max=500)], rows=2)


class Line(NamedTuple):
    """One aim beside what has come of it; None where it is counted by the house that operates alone."""

    aim: ProjectAim
    realised: int | None

    @property
    def deviation(self) -> int | None:
        """Realised less wanted."""
        return None if self.realised is None else self.realised - self.aim.wanted

    @property
    def per_cent(self) -> int | None:
        """The deviation in per cent of what is wanted."""
        return None if self.deviation is None else round(self.deviation * 100 / self.aim.wanted)


@room.get("/<slug>/aftale/<partnership>/projekter")
@may("see the agreement")
def index(slug: str, partnership: str) -> ResponseReturnValue:
    """Every project with its aims, for every party of the partnership."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug, partnership=partnership))
    found = seen_partnership(partnership)
    own = projects.projects_of(found)
    page, pages = page_of(db.session.scalar(select(func.count()).select_from(own.order_by(None).subquery())) or 0, PER_PAGE)
    rows = db.session.scalars(own.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    keeps = found.tenant_id == g.home.id and "corps_staff" in roles_here()
    return render_template(
        "agreement/projects.html", partnership=found, keeps=keeps, projects=rows, lines=_lines(rows, keeps), page=page,
        pages=pages, measures=MEASURES, day=today(),
    )  # fmt: skip


@room.get("/<slug>/aftale/<partnership>/projekter/nyt")
@room.post("/<slug>/aftale/<partnership>/projekter/nyt")
@may("keep the agreement")
def set_up(slug: str, partnership: str) -> ResponseReturnValue:
    """One more."""
    found, form = own_partnership(partnership), ProjectForm()

    def verb() -> object:
        days = form.starts_on.data or today(), form.ends_on.data or today()
        said = form.name.data or "", form.funder.data or "", form.reference.data or ""
        return projects.set_up(found, *said, *days, by=actor())

    return _act(form, verb, _("Nyt projekt"), _("Projektet er gemt."), partnership)


@room.get("/<slug>/aftale/<partnership>/projekter/<uuid:project_id>/maal")
@room.post("/<slug>/aftale/<partnership>/projekter/<uuid:project_id>/maal")
@may("keep the agreement")
def aim(slug: str, partnership: str, project_id: UUID) -> ResponseReturnValue:
    """A target or deliverable more."""
    project = _project(partnership, project_id)
    form = AimForm(due_on=project.ends_on)

    def verb() -> object:
        said = form.words.data or "", form.measure.data or "", form.wanted.data or 0, form.due_on.data or today()
        return projects.aim(project, *said, by=actor())

    return _act(form, verb, _("Nyt mål i %(name)s", name=project.name), _("Målet er gemt."), partnership)


@room.get("/<slug>/aftale/<partnership>/projekter/maal/<uuid:aim_id>/leveret")
@room.post("/<slug>/aftale/<partnership>/projekter/maal/<uuid:aim_id>/leveret")
@may("keep the agreement")
def deliver(slug: str, partnership: str, aim_id: UUID) -> ResponseReturnValue:
    """What has come of it, written down."""
    row = ProjectAim.get(aim_id)
    _project(partnership, row.project_id)
    form = DeliveryForm(delivered_on=today())

    def verb() -> object:
        said = form.delivered_on.data or today(), form.count.data or 0, form.note.data or ""
        return projects.deliver(row.id, *said, by=actor())

    return _act(form, verb, _("Leveret: %(what)s", what=row.words), _("Det er skrevet ned."), partnership)


def _lines(shown: Sequence[Project], counts: bool) -> dict[UUID, list[Line]]:
    aims = projects.aims_of([one.id for one in shown])
    every = [aim for group in aims.values() for aim in group]
    by_hand = projects.delivered([aim.id for aim in every])
    counted = _counted({one.id: one for one in shown}, every) if counts else {}
    return {
        key: [Line(aim, by_hand.get(aim.id, 0) if aim.measure == "delivered" else counted.get(aim.id)) for aim in group]
        for key, group in aims.items()
    }


def _counted(shown: dict[UUID, Project], aims: Sequence[ProjectAim]) -> dict[UUID, int]:
    """What the system counts of each aim in its project's days, over all the houses that are served: numbers, and nobody."""
    here = {aim.id: _count(aim.measure, shown[aim.project_id]) for aim in aims if aim.measure == "mentors"}
    there = {aim.id: _count(aim.measure, shown[aim.project_id]) for aim in aims if aim.measure in ("youths", "matches")}
    found: dict[UUID, int] = {}
    if here:
        found = dict(zip(here, db.session.execute(select(*here.values())).one(), strict=True))
    if there:
        rows = [row for _house, row in across.read(g.home, select(*there.values()))]
        found |= {key: sum(row[place] for row in rows) for place, key in enumerate(there)}
    return found


def _count(measure: str, project: Project) -> ScalarSelect[int]:
    """So many of the tenant acted in; mentors of the house."""
    if measure == "mentors":
        came = Mentor.tenant_id == g.home.id, Mentor.recruited_on.between(project.starts_on, project.ends_on)
        return select(func.count()).where(*came).select_from(Mentor).scalar_subquery()
    if measure == "matches":
        begun = Match.started_on.between(project.starts_on, project.ends_on)
        return select(func.count()).where(begun).select_from(Match).scalar_subquery()
    sent = Enrolment.sent_at >= _midnight(project.starts_on), Enrolment.sent_at < _midnight(project.ends_on + A_DAY)
    return select(func.count(Enrolment.youth_id.distinct())).where(*sent).scalar_subquery()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _act(form: Form, verb: Callable[[], object], title: str, said: str, partnership: str) -> ResponseReturnValue:
    back = url_for(".index", slug=g.home.slug, partnership=partnership)
    return act(form, verb, said, back, "agreement/act.html", title=title, lead="")


def _project(slug: str, project_id: UUID) -> Project:
    found, project = own_partnership(slug), Project.get(project_id)
    if project.partnership_id != found.id:
        raise NotFound("Project")
    return project
