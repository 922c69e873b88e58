"""What a programme's rules say about the four levels of a concern, one sentence each (DF-18)."""

from functools import partial

from mentorkorps.concerns import ladder
from mentorkorps.language import N_, _
from mentorkorps.programmes.settings import Rules


def _level(level: int, rules: Rules) -> str:
    name, days = ladder.name({"concerns": rules}, level), rules[f"working_days_{level}"]
    if rules[f"corps_owns_{level}"]:
        one = N_("%(name)s. Den ansvarlige er en af dem, der driver programmet, og har 1 arbejdsdag.")
        more = N_("%(name)s. Den ansvarlige er en af dem, der driver programmet, og har %(days)s arbejdsdage.")
    else:
        one = N_("%(name)s. Den ansvarlige har 1 arbejdsdag.")
        more = N_("%(name)s. Den ansvarlige har %(days)s arbejdsdage.")
    return _(one if days == 1 else more, name=name, days=days)


LEVELS = tuple(
    ((f"level_{level}", f"corps_owns_{level}", f"working_days_{level}"), partial(_level, level))
    for level in range(1, ladder.TOP + 1)
)
