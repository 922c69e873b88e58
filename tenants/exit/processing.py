"""The terms of data processing: which version a tenant has accepted, who said so and when."""

import hashlib
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.config import folder
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import PoolRow
from tenants.scope import db, own_id
from tenants.users import Actor

VERSION = "1"
TEXT = "agreement/processing_text.html"
#: Days between the last day and the erasure; what the text says, and what may be agreed instead.
KEEP_DAYS, LEAST_DAYS, MOST_DAYS = 30, 7, 365


class ProcessingAcceptance(PoolRow):
    """The tenant's yes to one version of the terms, with the days agreed. Never changed."""

    __tablename__ = "processing_acceptances"
    __table_args__ = (UniqueConstraint("tenant_id", "accepted_at"),)

    version: Mapped[str]
    checksum: Mapped[str]  # SHA-256 of the text that was shown
    keep_days: Mapped[int]
    accepted_at: Mapped[datetime]
    person: Mapped[str]
    user_id: Mapped[UUID]

    @classmethod
    def newest(cls) -> Self | None:
        """What the house has accepted last."""
        own = select(cls).where(cls.tenant_id == own_id())
        return db.session.scalar(own.order_by(cls.accepted_at.desc()).limit(1))


def accept(keep_days: int, at: datetime, *, by: Actor) -> ProcessingAcceptance:
    """The house accepts the text as it stands; the same again is the same yes. Refused for too few or too many days."""
    if not LEAST_DAYS <= keep_days <= MOST_DAYS:
        raise Refused(_("Vælg mellem %(least)s og %(most)s dage.", least=LEAST_DAYS, most=MOST_DAYS))
    checksum = text_checksum()
    newest = ProcessingAcceptance.newest()
    if newest and (newest.checksum, newest.keep_days) == (checksum, keep_days):
        return newest
    assert by.user_id is not None
    row = ProcessingAcceptance(
        version=VERSION, checksum=checksum, keep_days=keep_days, accepted_at=at, person=by.name, user_id=by.user_id
    )
    db.session.add(row)
    db.session.flush()
    audit.record("processing.accepted", row, by=by, why=VERSION)
    return row


def text_checksum() -> str:
    """SHA-256 of the text as shipped."""
    return hashlib.sha256((folder("templates") / TEXT).read_bytes()).hexdigest()
