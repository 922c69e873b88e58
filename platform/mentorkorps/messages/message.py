"""A message: what was said to whom, by which template, about what; delivered from the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.links import Link
from tenants.rows import CaseRow, inside, one_of


class Message(CaseRow):
    """One mail. It carries no personal content: a sentence and a link."""

    __tablename__ = "messages"
    __table_args__ = (inside("links", "link_id"), one_of("holder", ["mentor", "youth", "contact", "staff"]))

    template: Mapped[str]
    holder: Mapped[str]
    to_address: Mapped[str]
    language: Mapped[str] = mapped_column(default="da")
    link_id: Mapped[UUID | None]
    path: Mapped[str] = mapped_column(default="")  # for those who sign in: where to look
    about_id: Mapped[UUID | None]
    written_at: Mapped[datetime]

    link: Mapped[Link | None] = relationship(viewonly=True, lazy="joined")
