"""The contact person who follows a youth: one for each person of the municipality, known by mail address (FY-38)."""

from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from tenants.rows import CaseRow
from tenants.scope import db


class ContactPerson(CaseRow):
    """Case worker or counsellor of youths; has an account (perhaps at a school or UU) or only a mail address."""

    __tablename__ = "contact_persons"

    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    page_language: Mapped[str] = mapped_column(default="da")  # of the mails: da, en
    user_tenant_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]

    @classmethod
    def named(cls, facts: dict[str, Any], *, instead_of: Self | None) -> Self:
        """The person with the address in `facts`: the one the municipality knows, or a new one.

        `instead_of` is whom the youth had: the same person where the address is not in `facts` or no other. Whoever was
        known keeps an account and what `facts` leave empty.
        """
        facts = facts | {"email": facts.get("email", instead_of.email if instead_of else "").strip()}
        person = instead_of if instead_of and plain(instead_of.email) == plain(facts["email"]) else None
        person = person or cls._known(facts["email"])
        if person is None and instead_of and not instead_of.email:
            person = instead_of
        if person is None:
            person = cls(name="", email="")
            db.session.add(person)
        account = {"user_id", "user_tenant_id"} if person.user_id else set()
        clears = {"phone"} if person is instead_of else set()
        for name, value in facts.items():
            if name not in account and (value or name in clears):
                setattr(person, name, value)
        db.session.flush()
        return person

    @classmethod
    def _known(cls, email: str) -> Self | None:
        if not email:
            return None
        return db.session.scalar(select(cls).where(same_address(cls.email, email)).order_by(cls.id).limit(1))


def plain(email: str) -> str:
    """An address as it is compared."""
    return email.strip().lower()


def same_address(column: InstrumentedAttribute[str], email: str) -> ColumnElement[bool]:
    """Whether `column` is that address, however it is written."""
    return func.lower(func.trim(column)) == plain(email)
