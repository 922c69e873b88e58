"""Which of a person's questions still wait for an answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import real_now
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.questions import questions_for
from mentorkorps.links import Link
from mentorkorps.matches import Match, SecondYes
from tenants.scope import db


def still_asked(links: Sequence[UUID]) -> list[tuple[Link, Match]]:
    """Of these links of the tenant acted in the live ones whose question is unanswered, the newest for each, with the pair."""
    live = Link.revoked_at.is_(None), Link.used_at.is_(None), Link.expires_at > real_now()
    found = db.session.scalars(select(Link).where(Link.id.in_(links), *live).order_by(Link.made_at)).all()
    newest = {(link.purpose, link.subject_id): link for link in found}.values()
    return [(link, pair) for link in newest if (pair := _pair_that_waits(link)) and pair.is_running]


def _pair_that_waits(link: Link) -> Match | None:
    if link.purpose == "follow_up":
        step = FollowUp.get(link.subject_id)
        return step.match if questions_for(step, link.holder) else None
    if link.purpose == "second_yes":
        theirs = SecondYes.match_id == link.subject_id, SecondYes.side == link.holder, SecondYes.answered_at.is_(None)
        return Match.get(link.subject_id) if db.session.scalar(select(SecondYes.id).where(*theirs)) else None
    return None
