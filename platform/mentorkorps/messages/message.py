"""A message: what was said to whom, by which template, about what; delivered from the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.links import Link
from tenants.rows import CaseRow, inside, one_of

BY_POST = ["mail", "sms"]  # the channels by which a message travels; a call is made by staff


class Message(CaseRow):
    """One mail or text message. It carries no personal content: a sentence and a link."""

    __tablename__ = "messages"
    __table_args__ = (
        inside("links", "link_id"),
        Index("ix_messages_about", "tenant_id", "about_id"),
        Index("ix_messages_of_link", "tenant_id", "link_id"),
        one_of("holder", ["mentor", "youth", "contact", "staff", "party"]),
        one_of("channel", BY_POST),
    )

    template: Mapped[str]
    holder: Mapped[str]
    channel: Mapped[str] = mapped_column(default="mail")
    to_address: Mapped[str]  # a mail address, or a number as it is dialled
    sender: Mapped[str] = mapped_column(default="")  # the name a text message comes from
    language: Mapped[str] = mapped_column(default="da")
    link_id: Mapped[UUID | None]
    path: Mapped[str] = mapped_column(default="")  # for those who sign in: where to look
    person_id: Mapped[UUID | None]  # mentor, youth or contact person
    about_id: Mapped[UUID | None]
    cases: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # the receiver's own case numbers, and how many have none
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # how many of what, for a letter that says so
    calendar_entry: Mapped[str] = mapped_column(default="")  # as it goes along, for the receiver's calendar
    written_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]  # a text message: as the gateway reports

    link: Mapped[Link | None] = relationship(viewonly=True, lazy="joined")
