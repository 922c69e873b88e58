"""The youth, and what the youth has consented to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.channel import CHANNELS, Addressed
from mentorkorps.youths.contact import ContactPerson
from tenants.rows import CaseRow, inside, one_of, together


class Youth(Addressed, CaseRow):
    """A youth whom the tenant bears (FY-48)."""

    __tablename__ = "youths"
    __table_args__ = (
        inside("contact_persons", "contact_person_id"),
        one_of("channel", list(CHANNELS)),
        together("sms_stopped_at", "sms_stopped_number"),
    )

    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="")
    born_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    gender: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default=list)  # spoken well enough to meet a mentor (FY-23): da, en
    page_language: Mapped[str] = mapped_column(default="da")
    case_number: Mapped[str] = mapped_column(default="")
    contact_person_id: Mapped[UUID | None]

    contact_person: Mapped[ContactPerson | None] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def age(self, day: date) -> int | None:
        """Whole years on `day`."""
        if self.born_on is None:
            return None
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


class Consent(CaseRow):
    """What the youth (or a guardian) has agreed to, and when."""

    __tablename__ = "consents"
    __table_args__ = (inside("youths", "youth_id"), CheckConstraint("withdrawn_at >= given_at", name="in_order"))

    youth_id: Mapped[UUID]
    purpose: Mapped[str]
    given_at: Mapped[datetime]
    given_by: Mapped[str]  # youth or guardian
    taken_by: Mapped[str]  # the case worker's name
    withdrawn_at: Mapped[datetime | None]
