"""What each room adds to the page of a pair: a function that answers the values of its part of the template."""

from collections.abc import Callable, Mapping
from typing import Any

from mentorkorps.matches import Match
from mentorkorps.web import channels, course_part, pair_concerns, pair_endings, pair_plan
from mentorkorps.web.pair_facts import Facts

Part = Callable[[Match, Facts], Mapping[str, Any]]

#: Each with a template `pairs/_<room>.html` that the page includes.
PARTS: tuple[Part, ...] = (
    pair_plan.part,
    pair_concerns.part,
    course_part.part,
    channels.part,
    pair_endings.ending_part,
)


def shown(match: Match, facts: Facts) -> dict[str, Any]:
    """The values of all parts."""
    return {name: value for part in PARTS for name, value in part(match, facts).items()}
