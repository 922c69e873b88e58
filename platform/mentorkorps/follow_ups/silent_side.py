"""One side has answered and the step is done: the other is still reminded once, and then the pair is rung about (FY-36)."""

from functools import cache

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.lists import list_too, with_people
from mentorkorps.follow_ups.waited import has_waited
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import Letter, ask
from mentorkorps.programmes import closed_ranges, is_resting, setting
from mentorkorps.working_days import working_days_after
from tenants.scope import db
from tenants.users import SYSTEM

REMINDED = {
    "mentor": N_("Korpset har mindet mentor om at svare."),
    "youth": N_("Korpset har mindet den unge om at svare."),
}
SILENT = {
    "mentor": N_("Mentor har ikke svaret. Korpset ringer."),
    "youth": N_("Den unge har ikke svaret. Korpset ringer."),
}


@cache
def half_answered() -> Select[FollowUp, str]:
    """Done steps with the side that was asked and has said nothing, while nothing later has been asked."""
    later, given = aliased(FollowUp), aliased(Answer)
    after = later.tenant_id == FollowUp.tenant_id, later.match_id == FollowUp.match_id, later.serial > FollowUp.serial
    moved_on = select(later.id).where(*after, or_(later.asked_at.is_not(None), later.kind == "pause")).exists()
    of_step = given.tenant_id == FollowUp.tenant_id, given.follow_up_id == FollowUp.id
    answered = select(given.id).where(*of_step, given.side == Link.holder).exists()
    asked = Link.tenant_id == FollowUp.tenant_id, Link.subject_id == FollowUp.id, Link.purpose == "follow_up"
    not_raised = or_(FollowUp.raised_at.is_(None), FollowUp.raised_at < FollowUp.done_at)
    return (
        select(FollowUp, func.min(Link.holder))
        .join(Match, (Match.tenant_id == FollowUp.tenant_id) & (Match.id == FollowUp.match_id))
        .join(Link, and_(*asked))
        .where(
            Match.ended_at.is_(None), FollowUp.done_how == "answered", FollowUp.asked_at.is_not(None), ~moved_on,
            ~answered, Link.holder.in_(["mentor", "youth"]), not_raised,
            has_waited(FollowUp.asked_at, Match.rules, "remind_after_working_days"),
            or_(FollowUp.reminded_at.is_(None), has_waited(FollowUp.asked_at, Match.rules, "raise_after_working_days")),
        )
        .group_by(FollowUp.tenant_id, FollowUp.id)
        .options(with_people(selectinload(FollowUp.match)))
        .order_by(FollowUp.id)
    )  # fmt: skip


def half_answered_due() -> ColumnElement[bool]:
    """Whether there is anybody to remind, or to ring."""
    return half_answered().exists()


def silent_sides(step: FollowUp) -> list[str]:
    """Who has said nothing to what was asked last, in this step or the one before it; nobody where nothing was asked."""
    asked = select(FollowUp.id).where(
        FollowUp.match_id == step.match_id, FollowUp.serial <= step.serial, FollowUp.asked_at.is_not(None)
    )
    last = db.session.scalar(asked.order_by(FollowUp.serial.desc()).limit(1))
    heard = set(db.session.scalars(select(Answer.side).where(Answer.follow_up_id == last)))
    return [side for side in ("mentor", "youth") if side not in heard] if last else []


def mind_silent_sides() -> None:
    """Reminds the side that is silent, once; rings about it once. What somebody rings about already stands."""
    letters: dict[Letter, FollowUp] = {}
    for step, side in db.session.execute(half_answered()).all():
        if is_resting(step.match.rules, today()):
            continue
        if step.reminded_at is None:
            if _has_passed(step, "remind_after_working_days"):
                person = step.match.mentor if side == "mentor" else step.match.youth
                letters[Letter(person, "follow_up_again", step.id, "follow_up", step.match.rules)] = step
                _tell(step, "reminded", REMINDED[side])
        elif _has_passed(step, "raise_after_working_days"):
            step.raised_at, step.raised_because = now(), "silence"
            list_too(step.match, "silence")
            _tell(step, "reminded", SILENT[side])
    asking = ask(list(letters))
    for letter, step in letters.items():
        step.reminded_at = asking.at(letter)


def _tell(step: FollowUp, act: str, text: str) -> None:
    JournalNote.write(step.match.youth, act, danish(text), by=SYSTEM, match_id=step.match_id)


def _has_passed(step: FollowUp, rule: str) -> bool:
    assert step.asked_at is not None
    rules, asked_on = step.match.rules, local(step.asked_at).date()
    return today() >= working_days_after(asked_on, setting(rules, "silence", rule), closed_ranges(rules))
