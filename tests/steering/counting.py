"""The figures again, counted in plain Python over plain facts."""

from datetime import date, timedelta

from mentorkorps.steering.figures import OUTCOME_KINDS
from tests.steering.counting_more import more
from tests.steering.planted import Pair, Plan


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def count(plans: list[Plan], slug: str, first: date, last: date, cut_off: date) -> dict[str, int]:
    """Every figure of one municipality."""
    own = [plan for plan in plans if plan.slug == slug]
    mine = [plan for plan in own if not plan.elsewhere and plan.sent_on <= cut_off]
    until = min(last, cut_off)
    return (
        _enrolments(mine, first, until, cut_off)
        | _pairs(mine, first, until, cut_off)
        | _places(own, first, until, cut_off)
        | _results(mine, first, until, cut_off)
        | more(mine, first, until, cut_off)
    )


def _enrolments(mine: list[Plan], first: date, until: date, cut_off: date) -> dict[str, int]:
    promise = timedelta(days=28)
    new = [p for p in mine if first <= p.sent_on <= until]
    waiting = [p for p in mine if is_waiting(p, cut_off)]
    due = [
        p
        for p in new
        if _first(p, cut_off) or (p.sent_on + promise <= cut_off and not _is_closed(p, p.sent_on + promise))
    ]
    return {
        "enrolled": len(new),
        "enrolled_by_partner": sum(p.by_partner for p in new),
        "waiting": len(waiting),
        "waiting_too_long": sum(_since(p, cut_off) + promise <= cut_off for p in waiting),
        "proposed": sum(any(first <= x.on <= until for x in p.proposals) for p in mine),
        "promise_due": len(due),
        "promise_kept": sum((_first(p, cut_off) or date.max) <= p.sent_on + promise for p in due),
    }


def is_waiting(plan: Plan, day: date) -> bool:
    """Whether the enrolment is open, with no proposal to answer and no pair that runs."""
    until = [(x.on, x.pair.ended_on if x.pair else x.fell_on) for x in plan.proposals]
    taken = any(first <= day and (last is None or last > day) for first, last in until)
    return not _is_closed(plan, day) and not taken


def _is_closed(plan: Plan, day: date) -> bool:
    """On that day, whatever it is today."""
    return (plan.closed_on is not None and plan.closed_on <= day) or any(a <= day < b for a, b in plan.away)


def _since(plan: Plan, cut_off: date) -> date:
    """The wait begins with the enrolment, and anew each time the youth comes back."""
    back = [proposed.fell_on for proposed in plan.proposals] + [opened_on for _closed_on, opened_on in plan.away]
    return max([plan.sent_on, *(day for day in back if day and day <= cut_off)])


def _first(plan: Plan, cut_off: date) -> date | None:
    return min((x.on for x in plan.proposals if x.on <= cut_off), default=None)


def _pairs(mine: list[Plan], first: date, until: date, cut_off: date) -> dict[str, int]:
    known = [m for p in mine for m in p.pairs if m.started_on <= cut_off]
    new = [m for m in known if m.started_on >= first and m.started_on <= until]
    ended = [m for m in known if m.ended_on and first <= m.ended_on <= until]
    old = [m for m in new if months_after(m.started_on, 8) < cut_off]
    due = [
        (due, done) for m in known for serial, (due, done, how) in enumerate(m.follow_ups)
        if first <= due <= until and not (how == "ended" and done is not None and done <= due)
        and m.kind(serial) != "pause" and (done is None or done >= m.opens_on(due))
    ]  # fmt: skip
    return {
        "matched": sum(any(m in new for m in p.pairs) for p in mine),
        "matches": len(new),
        "trade_matches": sum(m.trade for m in new),
        "running": sum(_running(m, cut_off) for m in known),
        "ended": len(ended),
        "early_endings": sum(_early(m) for m in ended),
        "could_last_8_months": len(old),
        "lasted_8_months": sum(_running(m, cut_off) or m.ended_on > months_after(m.started_on, 8) for m in old),
        "follow_ups_due": len(due),
        "follow_ups_in_time": sum(done is not None and done <= day for day, done in due),
    }  # fmt: skip


def _running(pair: Pair, cut_off: date) -> bool:
    return pair.ended_on is None or pair.ended_on > cut_off


def _early(pair: Pair) -> bool:
    soon = pair.ended_on is not None and pair.ended_on < months_after(pair.started_on, 3)
    return soon and pair.reason not in ("goal_reached", "planned")


def _places(own: list[Plan], first: date, until: date, cut_off: date) -> dict[str, int]:
    taken = [
        p
        for p in own
        if p.reserved_on and first <= p.reserved_on <= until and (p.freed_on is None or p.freed_on > cut_off)
    ]
    return {
        "places_taken": len(taken),
        "places_open": sum(not any(m.started_on <= cut_off for m in p.pairs) for p in taken),
    }


def _results(mine: list[Plan], first: date, until: date, cut_off: date) -> dict[str, int]:
    started = [[m for m in p.pairs if first <= m.started_on <= until] for p in mine]
    youths = [pairs for pairs in started if pairs]
    bases = {
        "": youths,
        "_finished": [pairs for pairs in youths if all(m.ended_on and m.ended_on <= cut_off for m in pairs)],
        "_mature": [pairs for pairs in youths if months_after(min(m.started_on for m in pairs), 6) <= cut_off],
    }
    return {f"{name}{ending}": n for ending, base in bases.items() for name, n in _base(base, cut_off).items()}


def _base(youths: list[list[Pair]], cut_off: date) -> dict[str, int]:
    kinds = [{kind for m in pairs for kind, day in m.outcomes if m.started_on <= day <= cut_off} for pairs in youths]
    moved = [_answer(pairs, cut_off) for pairs in youths]
    return {
        "youths": len(youths),
        "any_outcome": sum(bool(found) for found in kinds),
        "four_kinds": sum(bool(found - {"spare_time_job", "subsidised_job"}) for found in kinds),
        **{kind: sum(kind in found for found in kinds) for kind in OUTCOME_KINDS},
        **{f"moved_{answer}": moved.count(answer) for answer in ("yes", "no", "unsure")},
        "moved_unanswered": moved.count(None),
    }


def _answer(pairs: list[Pair], cut_off: date) -> str | None:
    answers = [
        (side == "youth", day, m.started_on, answer)
        for m in pairs
        for side, day, answer in m.moved
        if day and day <= cut_off
    ]
    return max(answers)[3] if answers else None
