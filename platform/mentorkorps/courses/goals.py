"""Goals in versions: written by youth and mentor together, re-assessed under way, never overwritten (VB-04, VB-05)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

#: Under which every goal stands (VB-04); keeping a place at work or school is one of its own (MO-07).
OVERALL = {
    "education": N_("At komme i uddannelse"),
    "job": N_("At komme i job"),
    "retention": N_("At blive på arbejdspladsen eller uddannelsen"),
}
#: What the support is about (MO-03).
AREAS = {
    "practical": N_("Praktisk støtte"),
    "social": N_("Social støtte"),
    "professional": N_("Faglig støtte"),
    "training": N_("Oplæring"),
}
ACTS = {"set": N_("Sat"), "changed": N_("Ændret"), "achieved": N_("Nået"), "dropped": N_("Opgivet")}
OPEN = ("set", "changed")


class Goal(CaseRow):
    """One version of one goal. `number` says which goal of the pair it is; the newest version says how it stands."""

    __tablename__ = "goals"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "number", "version"),
        one_of("overall", list(OVERALL)),
        one_of("act", list(ACTS)),
    )

    match_id: Mapped[UUID]
    number: Mapped[int]
    version: Mapped[int]
    act: Mapped[str]
    overall: Mapped[str]
    areas: Mapped[list[str]]
    text: Mapped[str]
    written_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    @property
    def is_open(self) -> bool:
        """Still worked for."""
        return self.act in OPEN


def goals_of(match: Match) -> list[Goal]:
    """Every version of every goal, goal by goal, the newest version first."""
    every = select(Goal).where(Goal.match_id == match.id).order_by(Goal.number, Goal.version.desc())
    return list(db.session.scalars(every))


def newest(versions: Sequence[Goal]) -> list[Goal]:
    """The newest version of each goal, of versions as `goals_of` sorts them."""
    return list({goal.number: goal for goal in reversed(versions)}.values())


def set_goal(match: Match, overall: str, areas: Sequence[str], text: str, *, by: Actor) -> Goal:
    """A new goal. Refused without a sentence, an overall goal and an area, or for an ended pair."""
    locked_running(match)
    _check(overall, areas, text)
    last = db.session.scalar(select(func.max(Goal.number)).where(Goal.match_id == match.id))
    goal = _written(match, (last or 0) + 1, 1, "set", overall, areas, text, by)
    note = danish(N_("Nyt mål: %(text)s (%(overall)s)"), text=goal.text, overall=OVERALL[overall])
    JournalNote.write(match.youth, "goal", note, by=by, match_id=match.id)
    return goal


def change_goal(match: Match, number: int, overall: str, areas: Sequence[str], text: str, *, by: Actor) -> Goal:
    """A new version of an open goal; the old one stays. Refused as `set_goal`, and when the goal is reached or given up."""
    before = _open_version(match, number)
    _check(overall, areas, text)
    goal = _written(match, number, before.version + 1, "changed", overall, areas, text, by)
    note = danish(N_("Mål %(number)s er ændret: %(text)s"), number=number, text=goal.text)
    JournalNote.write(match.youth, "goal", note, by=by, match_id=match.id)
    return goal


def close_goal(match: Match, number: int, act: str, *, by: Actor) -> Goal:
    """The goal is achieved or dropped today; kept as a version of its own. Refused when it was closed before."""
    if act not in ("achieved", "dropped"):
        raise Refused(_("Vælg, om målet er nået eller opgivet."))
    before = _open_version(match, number)
    goal = _written(match, number, before.version + 1, act, before.overall, before.areas, before.text, by)
    note = N_("Mål %(number)s er nået: %(text)s") if act == "achieved" else N_("Mål %(number)s er opgivet: %(text)s")
    JournalNote.write(
        match.youth, "goal", danish(note, number=number, text=goal.text), by=by, match_id=match.id
    )  # fmt: skip
    return goal


def _open_version(match: Match, number: int) -> Goal:
    locked_running(match)
    of_goal = select(Goal).where(Goal.match_id == match.id, Goal.number == number)
    before = db.session.scalar(of_goal.order_by(Goal.version.desc()).limit(1))
    if before is None or not before.is_open:
        raise Refused(_("Målet er allerede nået eller opgivet. Skriv et nyt mål i stedet."))
    return before


def _check(overall: str, areas: Sequence[str], text: str) -> None:
    if not text.strip():
        raise Refused(_("Skriv målet med jeres egne ord."))
    if overall not in OVERALL or not areas or not set(areas) <= set(AREAS):
        raise Refused(_("Vælg det overordnede mål og mindst ét område."), about=("overall", "areas"))


def _written(
    match: Match, number: int, version: int, act: str, overall: str, areas: Sequence[str], text: str, by: Actor
) -> Goal:
    goal = Goal(
        match_id=match.id, number=number, version=version, act=act, overall=overall, areas=list(areas), text=text.strip(),
        written_on=today(), written_at=now(), written_by=by.signature,
    )  # fmt: skip
    db.session.add(goal)
    db.session.flush()
    audit.record(f"goal.{act}", goal, by=by)
    return goal
