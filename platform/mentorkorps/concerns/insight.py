"""What a youth who asks for insight is told of the concerns about him or her.

That it was raised, what about, each step and how it ended, with the words of staff and contact persons. What somebody
else said, a mentor by link, is kept back: it is a third person's words, given in trust, and the coordinator weighs it by hand.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mentorkorps.concerns.concern import STEPS, Concern
from mentorkorps.concerns.troubles import ABOUT
from mentorkorps.language import N_, _, danish
from mentorkorps.youths import Youth
from tenants.scope import db

KEPT_BACK = N_("Sagt af en anden og holdt tilbage.")


def told_about(youth: Youth) -> list[tuple[str, str]]:
    """(day, what is told) of every concern about the youth, oldest first; in the reader's language but for what was written."""
    every = select(Concern).where(Concern.youth_id == youth.id).order_by(Concern.opened_at, Concern.id)
    return [line for one in db.session.scalars(every.options(selectinload(Concern.steps))) for line in _of(one)]


def _of(concern: Concern) -> Iterator[tuple[str, str]]:
    words = concern.internal if concern.opened_by_kind == "user" else danish(KEPT_BACK)
    yield f"{concern.opened_on:%d-%m-%Y}", _("%(about)s: %(words)s", about=_(ABOUT[concern.about]), words=words)
    for step in concern.steps[1:]:
        yield f"{step.taken_at:%d-%m-%Y}", _("%(step)s: %(words)s", step=_(STEPS[step.kind]), words=step.why)
