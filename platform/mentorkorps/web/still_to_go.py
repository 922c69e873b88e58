"""Saying of a message that it goes later, and why: else whoever pressed the button thinks that nothing was sent (VB-19)."""

from collections.abc import Mapping
from uuid import UUID

from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.messages import StillToGo, still_to_go
from mentorkorps.web.formats import moment

TODAY_S = N_("%(name)s får beskeden den %(moment)s, for der er allerede sendt en anden besked i dag.")
PUT_OFF = N_("%(name)s får beskeden den %(moment)s. Der sendes højst én besked om dagen.")
AT_NIGHT = N_("%(name)s får beskeden den %(moment)s. Om aftenen, om natten og på helligdage sendes der ikke.")


def told_later(about: UUID, names: Mapping[str, str]) -> list[str]:
    """A sentence for each message about it that has not gone; `names` says who is called what, and whom to tell of."""
    return [_sentence(one, names[one.holder]) for one in still_to_go(about) if one.holder in names]


def _sentence(one: StillToGo, name: str) -> str:
    later = TODAY_S if one.wanted_on == today() else PUT_OFF
    return _(later if one.is_put_off else AT_NIGHT, name=name, moment=moment(one.goes_at))
