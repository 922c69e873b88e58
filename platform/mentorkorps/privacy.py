"""The disclosure ladder: what each person sees of the other, step by step. Pages by link print this, no more.

A page gets a dict made by `what_…_sees`; a field that is not on the ladder for that reader at that step is not in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import selectinload

from mentorkorps import concerns, courses, follow_ups, geography, trades
from mentorkorps.clock import local, today
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.journal.export import document
from mentorkorps.journal.note import notes_about
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.youths import Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

#: step → reader → fields. The mentor is asked first; the youth never learns of a no or its reason.
LADDER: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "draft": {"enroller": ("everything",)},
    "sent": {
        "enroller": ("everything",),
        "corps": ("name", "phone", "email", "contact_person", "goals", "wishes", "languages", "special_regards"),
    },
    "proposed": {
        "mentor": ("age_band", "area", "trades", "education_goal", "job_goal", "special_regards"),
        "youth": ("mentor_trade", "mentor_position", "company_size"),
    },
    "matched": {
        "mentor": ("youth_first_name", "youth_phone", "contact_name", "contact_phone", "contact_email"),
        "youth": ("mentor_first_name", "mentor_phone", "workplace", "contact_name", "contact_phone"),
    },
    "stopped": {"mentor": (), "youth": ("contact_name", "contact_phone")},
    "ended": {"mentor": (), "youth": (), "contact": ("youth_first_name", "started_on")},
}

BANDS = ((0, 14), (15, 17), (18, 20), (21, 24), (25, 29))


def age_band(youth: Youth, day: date) -> str:
    """The youth's age on `day` to within a few years: enough to say yes to, too little to find anybody by."""
    age = youth.age(day)
    if age is None:
        return _("Ikke oplyst")
    for first, last in BANDS:
        if age <= last:
            return _("%(first)s-%(last)s år", first=first, last=last)
    return _("30 år eller mere")


def tells_who(youth: Youth, text: str) -> str:
    """What in `text`, which a mentor reads before both have said yes, tells who the youth is: a name of the youth's, the phone
    or the mail as it stands there; empty where nothing does. A name counts as names are written, so "august" is a month."""
    written = re.split(r"[^\w@.+-]+", text)
    names = {part for name in (youth.first_name, youth.last_name) for part in name.split() if len(part) > 1}
    shown = [word for word in (one.strip(".-") for one in written) if word.removesuffix("s") in names or word in names]
    mail = [word for word in written if youth.email and youth.email.casefold() in word.casefold()]
    digits = youth.phone.removeprefix("+45")
    phone = [digits] if digits and digits in re.sub(r"\D", "", text) else []
    return next(iter(shown + mail + phone), "")


def what_mentor_sees(proposal: Proposal) -> dict[str, Any]:
    """Of the youth, before both have said yes."""
    return _seen("proposed", "mentor", proposal)


def what_youth_sees(proposal: Proposal) -> dict[str, Any]:
    """Of the mentor, before both have said yes."""
    return _seen("proposed", "youth", proposal)


def what_pair_sees(match: Match, reader: str) -> dict[str, Any]:
    """Of the other, when both have said yes and until the pair ends; nothing while an authority has stopped their contact
    (DF-33), and afterwards what "ended" allows."""
    if match.is_running:
        return _seen("stopped" if follow_ups.is_stopped(match) else "matched", reader, match)
    return _seen("ended", reader, match)


def journal_for_insight(youth: Youth, *, by: Actor) -> Iterator[str]:
    """Everything that is written about the youth, as texts to hand out: internal paragraphs too, who had copies, and concerns.

    The journal is part of insight (GDPR, article 15; FY-38); that it was taken out is in the trail.
    """
    audit.record("journal.insight", youth, by=by)
    for note in db.session.scalars(notes_about(youth).options(selectinload(JournalNote.copies))).unique():
        yield document(note, youth.case_number)
        yield "".join(_copy_line(copy) for copy in note.copies)
    yield from courses.told_about(youth)
    yield from (danish(N_("%(day)s: %(words)s"), day=day, words=words) for day, words in concerns.told_about(youth))


def _copy_line(copy: NoteCopy) -> str:
    read = f"{local(copy.read_at):%d-%m-%Y}" if copy.read_at else danish(N_("ikke læst"))
    return danish(N_("Kopi til kontaktperson: %(read)s"), read=read) + "\n"


def _seen(step: str, reader: str, source: Proposal | Match) -> dict[str, Any]:
    return {field: FIELDS[field](source) for field in LADDER[step].get(reader, ())}


def _area(proposal: Proposal) -> str:
    return geography.town(proposal.enrolment.wished_area or proposal.youth.postcode)


def _size(proposal: Proposal) -> str:
    company = proposal.mentor.company
    return _("%(size)s ansatte", size=company.size) if company else ""


def _workplace(match: Match) -> str:
    company = match.mentor.company
    return company.name if company else ""


def _of_contact(name: str) -> Callable[[Any], str]:
    return lambda match: getattr(match.youth.contact_person, name, "")


#: How each field of the ladder is read from a proposal or a match.
FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "age_band": lambda proposal: age_band(proposal.youth, today()),
    "area": _area,
    "trades": lambda proposal: [trades.title(key) for key in proposal.enrolment.trades],
    "education_goal": lambda proposal: proposal.enrolment.education_goal,
    "job_goal": lambda proposal: proposal.enrolment.job_goal,
    "special_regards": lambda proposal: proposal.enrolment.special_regards,
    "mentor_trade": lambda proposal: trades.title(proposal.mentor.occupation),
    "mentor_position": lambda proposal: proposal.mentor.position,
    "company_size": _size,
    "youth_first_name": lambda match: match.youth.first_name,
    "youth_phone": lambda match: match.youth.phone,
    "contact_name": _of_contact("name"),
    "contact_phone": _of_contact("phone"),
    "contact_email": _of_contact("email"),
    "mentor_first_name": lambda match: match.mentor.first_name,
    "mentor_phone": lambda match: match.mentor.phone,
    "workplace": _workplace,
    "started_on": lambda match: match.started_on,
}
