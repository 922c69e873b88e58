"""Moving running pairs to newer rules: seen first, then done, one or all. Until then a pair keeps the rules it began with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from mentorkorps.clock import today
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.pause import Pause
from mentorkorps.follow_ups.plan import Standing, Window, look_again, next_step
from mentorkorps.follow_ups.steps import open_follow_up, replan
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.programmes import Rules, complete
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

PORTION = 100


@dataclass(frozen=True)
class Move:
    """What moving one pair would do to its next step."""

    match_id: UUID
    pair: str
    of: dict[str, int]  # the versions of the rules it keeps
    before: Window
    after: Window
    stands: bool  # asked already, or on the list: the step stays, and the next one follows the new rules


def same_rules(one: Rules, other: Rules) -> bool:
    """Whether they say the same, whatever their versions are called."""
    return {**complete(one), "of": None} == {**complete(other), "of": None}


@dataclass(frozen=True)
class Behind:
    """The running pairs here whose rules say something else than the newest: how many, and which they are."""

    count: int
    are: ColumnElement[bool]

    @classmethod
    def of(cls, rules: Rules) -> "Behind":
        """Of all running pairs; asks for the few different sets of rules that they keep, not for the pairs."""
        running = select(Match.rules, func.count()).where(Match.ended_at.is_(None)).group_by(Match.rules)
        older = [(kept, count) for kept, count in db.session.execute(running) if not same_rules(kept, rules)]
        keeps = or_(false(), *(Match.rules == kept for kept, _count in older))
        return cls(sum(count for _kept, count in older), and_(Match.ended_at.is_(None), keeps))

    def among(self, ids: Sequence[UUID] | None) -> Sequence[UUID]:
        """The pairs behind: of `ids`, or where it is None all of them."""
        here = (self.are,) if ids is None else (self.are, Match.id.in_(ids))
        return db.session.scalars(select(Match.id).where(*here).order_by(Match.id)).all()


def preview(behind: Behind, rules: Rules, *, skip: int, limit: int) -> Sequence[Move]:
    """What `rules` would do to `limit` of the pairs behind after `skip` of them, the one with the nearest step first."""
    made = FollowUp.done_at.is_not(None), FollowUp.done_how != "ended"
    last = (
        select(FollowUp.done_on, FollowUp.kind)
        .where(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id, *made)
        .order_by(FollowUp.serial.desc())
        .limit(1)
        .correlate(Match)
        .lateral()
    )
    rows = db.session.execute(
        select(
            Match, FollowUp, Pause.look_again_on, last.c.done_on, last.c.kind, Youth.first_name, Mentor.first_name,
            Mentor.last_name,
        )
        .join(FollowUp, and_(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id))
        .join(Youth, and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id))
        .join(Mentor, and_(Mentor.tenant_id == Match.mentor_tenant_id, Mentor.id == Match.mentor_id))
        .outerjoin(Pause, and_(Pause.tenant_id == Match.tenant_id, Pause.match_id == Match.id, Pause.ended_at.is_(None)))
        .outerjoin(last, true())
        .where(behind.are, FollowUp.done_at.is_(None))
        .order_by(FollowUp.opens_on, Match.id)
        .offset(skip)
        .limit(limit)
    )  # fmt: skip
    return [
        _move_of(
            match, step, Standing(match.started_on, match.first_met_on, on, kind, match.agreed_until), look_on, pair, rules
        )
        for match, step, look_on, on, kind, *pair in rows
    ]  # fmt: skip


def _move_of(
    match: Match, step: FollowUp, pair: Standing, look_on: date | None, names: list[str], rules: Rules
) -> Move:
    before = Window(step.kind, step.opens_on, step.due_on)
    stands = step.asked_at is not None or step.raised_at is not None
    moved = look_again(look_on, rules) if look_on else next_step(pair, rules, today())
    after = before if stands else moved
    youth, *mentor = names
    return Move(match.id, f"{youth} · {' '.join(mentor)}", dict(match.rules.get("of", {})), before, after, stands)


def move_all(ids: Sequence[UUID], rules: dict[str, Any], *, by: Actor) -> None:
    """Moves every pair of `ids`, read in portions. Refused as `move` says."""
    for first in range(0, len(ids), PORTION):
        for match in db.session.scalars(
            select(Match).where(Match.id.in_(ids[first : first + PORTION])).order_by(Match.id)
        ):
            move(match, rules, by=by)


def move(match: Match, rules: dict[str, Any], *, by: Actor) -> None:
    """The pair keeps `rules` from now on, and its next step follows them unless somebody has been asked already.

    Refused for an ended pair, or one that keeps them already.
    """
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet og beholder sine regler."))
    if same_rules(match.rules, rules):
        raise Refused(_("Parret følger allerede de regler."))
    match.rules = rules
    db.session.flush()
    step = open_follow_up(match)
    if step is not None and step.raised_at is None:
        replan(step)
    audit.record("match.rules_moved", match, by=by)
    if step is not None:
        text = danish(
            N_("Parret følger nu programmets nye regler. Næste opfølgning: %(first)s til %(last)s."),
            first=f"{step.opens_on:%d-%m-%Y}",
            last=f"{step.due_on:%d-%m-%Y}",
        )
        JournalNote.write(match.youth, "rules_moved", text, by=by, match_id=match.id)
