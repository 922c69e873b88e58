"""What the pair does: the seven points of the catalogue, and the visit to the mentor's workplace (VB-06, HT-16)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from mentorkorps.courses.running import check_day, locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match, Meeting
from mentorkorps.programmes import setting
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

CATALOGUE = {
    "own_wishes": N_("Støtte den unge i at lykkes med egne ønsker og mål"),
    "motivate": N_("Motivere og styrke selvtilliden"),
    "clarify": N_("Afklare interesser, styrker og mål på kort og lang sigt"),
    "try_new": N_("Prøve noget nyt og få mod"),
    "labour_market": N_("Vise arbejdsmarkedet frem"),
    "network": N_("Introducere for relevante parter og udvide netværket"),
    "experiences": N_("Give oplevelser"),
}
VISIT = {"workplace_visit": N_("Besøge mentors arbejdsplads")}
ACTIVITIES = CATALOGUE | VISIT


class Activity(CaseRow):
    """One point of the catalogue, ticked on a day; where the two met that day, it was at the meeting."""

    __tablename__ = "activities"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "kind", "done_on"),
        one_of("kind", list(ACTIVITIES)),
    )

    match_id: Mapped[UUID]
    kind: Mapped[str]
    done_on: Mapped[date]
    logged_at: Mapped[datetime]
    logged_by: Mapped[str]


def catalogue(rules: Mapping[str, Any]) -> dict[str, str]:
    """The activities that the programme of the pair knows; empty where it uses none."""
    points = CATALOGUE if setting(rules, "course", "activities") else {}
    return points | (VISIT if setting(rules, "meetings", "workplace_visit") else {})


def activities_of(match: Match) -> list[Activity]:
    """What has been ticked, the newest first."""
    ticked = select(Activity).where(Activity.match_id == match.id).order_by(Activity.done_on.desc(), Activity.kind)
    return list(db.session.scalars(ticked))


def tick(match: Match, kinds: Iterable[str], done_on: date, *, by: Actor) -> list[Activity]:
    """Ticks points of the catalogue as done on a day; what was ticked for that day before is left.

    Refused without a point, for one the programme does not know, a day to come or before the start, or an ended pair.
    """
    locked_running(match)
    check_day(match, done_on)
    wanted, known = set(kinds), catalogue(match.rules)
    if not wanted or not wanted <= set(known):
        raise Refused(_("Vælg mindst en aktivitet fra listen."))
    there = {one.kind for one in activities_of(match) if one.done_on == done_on}
    new = [kind for kind in known if kind in wanted - there]
    if not new:
        raise Refused(_("Aktiviteterne er allerede skrevet ned for den dag. Tak."))
    ticked = [
        Activity(match_id=match.id, kind=k, done_on=done_on, logged_at=now(), logged_by=by.signature) for k in new
    ]
    db.session.add_all(ticked)
    db.session.flush()
    for one in ticked:
        audit.record("activity.ticked", one, by=by)
    done = "; ".join(ACTIVITIES[kind] for kind in new)
    text = danish(N_("Aktiviteter den %(day)s: %(done)s."), day=f"{done_on:%d-%m-%Y}", done=done)
    JournalNote.write(match.youth, "activity", text, by=by, match_id=match.id)
    return ticked


def lacks_visit(match: Match, ticked: Iterable[Activity]) -> bool:
    """A visit to the workplace is expected in every course, and none has been made yet (HT-16)."""
    if not setting(match.rules, "meetings", "workplace_visit"):
        return False
    met_there = any(meeting.took_place and meeting.place == "workplace" for meeting in match.meetings)
    return not met_there and all(one.kind not in VISIT for one in ticked)


def visit_is_missing() -> ColumnElement[bool]:
    """`lacks_visit`, asked of the database about each match."""
    met_there = (
        select(Meeting.id)
        .where(Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id)
        .where(Meeting.took_place, Meeting.place == "workplace")
    )
    ticked = (
        select(Activity.id)
        .where(Activity.tenant_id == Match.tenant_id, Activity.match_id == Match.id)
        .where(Activity.kind.in_(VISIT))
    )
    expected = Match.rules["meetings"]["workplace_visit"].as_boolean()
    return func.coalesce(expected, False) & ~met_there.exists() & ~ticked.exists()
