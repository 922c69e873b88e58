"""Companies that mentors come from."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.language import N_
from tenants.rows import PoolRow, one_of

SECTORS = {"private": N_("Privat"), "public": N_("Offentlig"), "association": N_("Forening")}


class Company(PoolRow):
    """A workplace."""

    __tablename__ = "companies"
    __table_args__ = (CheckConstraint("employees >= 0", name="employees_counted"), one_of("sector", list(SECTORS)))

    name: Mapped[str]
    sector: Mapped[str] = mapped_column(default="private")
    employees: Mapped[int]
    first_contact_on: Mapped[date | None]

    @property
    def size(self) -> str:
        """How large, as told to a youth who has not yet said yes: never the name."""
        return (
            "1-9"
            if self.employees < 10
            else "10-49"
            if self.employees < 50
            else "50-249"
            if self.employees < 250
            else "250+"
        )
