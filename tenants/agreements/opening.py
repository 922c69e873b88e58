"""What every party knows from the beginning: who recruits, who matches, and whom one rings in doubt (FY-13, FY-20)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import Partnership
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

QUESTIONS = {
    "recruits": N_("Hvem hverver mentorerne?"),
    "proposes": N_("Hvem finder mentoren til den unge?"),
    "hotline": N_("Hvem ringer man til, når man er i tvivl?"),
}


class OpeningAnswer(PoolRow):
    """One answer. Disclosed to the members; a newer row stands instead."""

    __tablename__ = "opening_answers"
    __table_args__ = (inside("partnerships", "partnership_id"), one_of("question", list(QUESTIONS)))

    partnership_id: Mapped[UUID]
    question: Mapped[str]
    who: Mapped[str]
    phone: Mapped[str]
    answered_at: Mapped[datetime]
    answered_by: Mapped[str]


def answer(partnership: Partnership, said: Mapping[str, str], phone: str, at: datetime, *, by: Actor) -> None:
    """Keeps the three answers of a partnership of the house's own; what is said already is not written again. The hotline is
    from then on the one shown at enrolment. Refused with what is missing."""
    if any(not said[question].strip() for question in QUESTIONS) or not phone.strip():
        raise Refused(_("Alle tre spørgsmål skal have et svar, og hotlinen et telefonnummer."))
    standing = opening_of(partnership)
    for question in QUESTIONS:
        number = phone.strip() if question == "hotline" else ""
        old = standing.get(question)
        if old is None or (old.who, old.phone) != (said[question].strip(), number):
            row = OpeningAnswer(
                partnership_id=partnership.id, question=question, who=said[question].strip(), phone=number, answered_at=at,
                answered_by=by.signature,
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            audit.record("opening.answered", row, by=by, why=question)
    partnership.hotline_name, partnership.hotline_phone = said["hotline"].strip(), phone.strip()


def opening_of(partnership: Partnership) -> dict[str, OpeningAnswer]:
    """The newest answer to each question; what is unanswered is missing."""
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
    newest = select(OpeningAnswer).filter_by(**within).ext(distinct_on(OpeningAnswer.question))
    rows = db.session.scalars(newest.order_by(OpeningAnswer.question, OpeningAnswer.answered_at.desc()))
    return {row.question: row for row in rows}
