"""Signed links: how a mentor or a youth without an account gets in (security, section 3)."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.orm import Mapped

from mentorkorps.clock import real_now
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants.rows import CaseRow, one_of
from tenants.scope import db, tenant_id
from tenants.users import hashed

PURPOSES = ["mentor_answer", "youth_answer", "meeting", "second_yes", "follow_up", "moved_on", "start"]
LIFETIME = timedelta(days=30)
SINGLE_USE = {"mentor_answer", "youth_answer", "second_yes", "moved_on"}

_key: list[bytes] = []


def use_secret(secret: str) -> None:
    """Every process that writes or reads links says the secret once at start."""
    _key[:] = [hashlib.sha256(b"links:" + secret.encode()).digest()]


class Link(CaseRow):
    """One purpose, one holder, one subject. The token is derived from the id; only its hash is stored."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("tenant_id", "token_hash"), one_of("purpose", PURPOSES), one_of("holder", ["mentor", "youth", "contact"]))

    token_hash: Mapped[str]
    purpose: Mapped[str]
    holder: Mapped[str]
    subject_id: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @classmethod
    def to(cls, purpose: str, subject_id: UUID, holder: str, *, lives: timedelta = LIFETIME) -> Self:
        """A new link for `holder` to one `subject_id`."""
        link_id = uuid4()
        link = cls(
            id=link_id, token_hash=hashed(token_of(tenant_id(), link_id)), purpose=purpose, holder=holder,
            subject_id=subject_id, made_at=real_now(), expires_at=real_now() + lives,
        )  # fmt: skip
        db.session.add(link)
        db.session.flush()
        return link

    @property
    def token(self) -> str:
        """The secret part of the address."""
        return token_of(self.tenant_id, self.id)

    @classmethod
    def found(cls, token: str) -> Self:
        """The link with that token; NotFound for a foreign or made-up one, Refused when it has run out."""
        link = db.session.scalar(select(cls).where(cls.tenant_id == tenant_id(), cls.token_hash == hashed(token)))
        if link is None:
            raise NotFound("Link")
        if link.revoked_at or link.expires_at < real_now():
            raise Refused(_("Linket virker ikke længere. Ring til os, så sender vi et nyt."))
        return link

    def use(self) -> None:
        """Spends a single-use link; Refused when it was spent before."""
        if self.purpose not in SINGLE_USE:
            return
        spent = update(Link).where(Link.id == self.id, Link.used_at.is_(None)).values(used_at=real_now())
        if not db.session.scalar(spent.returning(Link.id)):
            raise Refused(_("Du har allerede svaret. Ring til os, hvis du vil ændre dit svar."))

    @classmethod
    def revoke(cls, *subject_ids: UUID) -> None:
        """All links to these subjects die now."""
        gone = update(cls).where(cls.subject_id.in_(subject_ids), cls.revoked_at.is_(None)).values(revoked_at=real_now())
        db.session.execute(gone)


def token_of(tenant: UUID, link_id: UUID) -> str:
    """256 bits that only who knows the secret can make."""
    digest = hmac.digest(_key[0], tenant.bytes + link_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
