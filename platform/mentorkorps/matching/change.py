"""Wishes that change on the way: the youth has a say in the choice of a mentor all the time (MO-10)."""

from typing import Any

from sqlalchemy import select

from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants.scope import db
from tenants.users import Actor

WORDS = {
    "education_goal": N_("mål for uddannelse"),
    "job_goal": N_("mål for job"),
    "trades": N_("ønskede fag"),
    "main_need": N_("hvad den unge har mest brug for"),
    "wished_gender": N_("mentors køn"),
    "wished_traits": N_("hvordan mentor skal være"),
    "wished_area": N_("hvor den unge helst vil mødes"),
    "matters_most": N_("hvad der betyder mest"),
    "special_regards": N_("særlige hensyn"),
}


def wishes_are_open(enrolment: Enrolment) -> bool:
    """The youth waits for a mentor, or has one now."""
    if enrolment.sent_at is None:
        return False
    if enrolment.closed_at is None:
        return True
    running = select(Match.id).where(Match.youth_id == enrolment.youth_id, Match.ended_at.is_(None))
    return db.session.scalar(running.limit(1)) is not None


def change_wishes(enrolment: Enrolment, answers: dict[str, Any], *, by: Actor) -> bool:
    """Keeps the new goals and wishes, and writes in the journal what they are about; False when nothing is new (MO-10).

    The suggestions follow at once; a proposal that is out stays out. Refused when the youth neither waits for a mentor
    nor has one, and when no trade is left.
    """
    enrolment.lock()
    if not wishes_are_open(enrolment):
        raise Refused(_("Den unge venter ikke på en mentor og har ingen lige nu, så ønskerne kan ikke ændres."))
    changed = enrolment.change_wishes(answers, by=by)
    if changed:
        about = ", ".join(WORDS[name] for name in WORDS if name in changed)
        text = danish(N_("Den unges mål og ønsker er ændret: %(what)s."), what=about)
        JournalNote.write(enrolment.youth, "wishes_changed", text, by=by)
    return bool(changed)
