"""Which cases a notice is about: the municipality's own case numbers, and never a name (FY-38)."""

from collections.abc import Iterable
from typing import Any

from mentorkorps.youths import Youth


def cases_of(youths: Iterable[Youth]) -> dict[str, Any]:
    """The own case numbers of these youths, in order, and how many have none that may be said in a mail."""
    numbers = [number_of(youth) for youth in {youth.id: youth for youth in youths}.values()]
    return {"numbers": sorted(set(filter(None, numbers))), "others": numbers.count("")}


def number_of(youth: Youth) -> str:
    """The case number as it may be said; empty where there is none, or where somebody wrote a name into it."""
    number = youth.case_number.strip()
    has_name = any(name in number.lower() for name in youth.name.lower().split() if len(name) > 1)
    return number if any(mark.isdigit() for mark in number) and not has_name else ""
