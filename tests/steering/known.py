"""What was known of a plan's facts at the end of a day: what had not happened yet is taken out."""

from dataclasses import replace
from datetime import date

from tests.steering.planted import Pair, Plan, Proposed


def known(plans: list[Plan], day: date) -> list[Plan]:
    """The plans as they stood."""
    return [_plan(plan, day) for plan in plans if plan.sent_on <= day]


def _plan(plan: Plan, day: date) -> Plan:
    away = [(closed_on, opened_on) for closed_on, opened_on in plan.away if opened_on <= day]
    still = next((closed_on for closed_on, opened_on in plan.away if closed_on <= day < opened_on), None)
    return replace(
        plan, away=away, closed_on=_by(plan.closed_on, day) or still, returned_on=_by(plan.returned_on, day), concerns=[],
        read_on=[], proposals=[_proposed(one, day) for one in plan.proposals if one.on <= day],
        reserved_on=_by(plan.reserved_on, day), freed_on=_by(plan.freed_on, day),
    )  # fmt: skip


def _proposed(one: Proposed, day: date) -> Proposed:
    began = one.pair is not None and one.pair.started_on <= day
    return Proposed(one.on, _by(one.fell_on, day), _pair(one.pair, day) if one.pair and began else None)


def _pair(pair: Pair, day: date) -> Pair:
    """Of its follow-ups the one that was open then, too."""
    ended = pair.ended_on is not None and pair.ended_on <= day
    steps = []
    for due, done, how in pair.follow_ups:
        if done is None or done > day:
            steps.append((due, None, None))
            break
        steps.append((due, done, how))
    return replace(
        pair, ended_on=pair.ended_on if ended else None, reason=pair.reason if ended else None, follow_ups=steps,
        outcomes=[one for one in pair.outcomes if one[1] <= day], moved=[one for one in pair.moved if one[1] and one[1] <= day],
        meetings=[one for one in pair.meetings if one[0] <= day], pauses=[],
    )  # fmt: skip


def _by(happened: date | None, day: date) -> date | None:
    return happened if happened and happened <= day else None
