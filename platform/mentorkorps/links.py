"""Signed links: how a mentor or a youth without an account gets in (security, section 3)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import real_now
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants.rows import CaseRow, new_id, one_of
from tenants.scope import acting_for, db, tenant_id
from tenants.users import hashed
from tenants.writing import keep_all

PURPOSES = [
    "mentor_answer",
    "youth_answer",
    "meeting",
    "second_yes",
    "follow_up",
    "moved_on",
    "start",
    "exit",
    "goodbye",
    "field_signature",
]
LIFETIME = timedelta(days=30)
A_FEW_DAYS = timedelta(days=4)
LIFETIMES = dict.fromkeys(["start", "meeting", "goodbye"], timedelta(days=800))  # these die when the pair ends
SINGLE_USE = {"mentor_answer", "youth_answer", "second_yes", "moved_on", "field_signature"}
TRIES = 5
CLOSED = N_("For mange forkerte cifre: linket er lukket. Ring til os, så sender vi et nyt.")

_key: list[bytes] = []


def use_secret(secret: str) -> None:
    """Every process that writes or reads links says the secret once at start."""
    _key[:] = [hashlib.sha256(b"links:" + secret.encode()).digest()]


class Answered(Refused):
    """The link was spent by an answer before."""


class Link(CaseRow):
    """One purpose, one holder, one subject. The token is derived from the id; only its hash is stored."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_links_of_subject", "tenant_id", "subject_id"),
        one_of("purpose", PURPOSES),
        one_of("holder", ["mentor", "youth", "contact", "party"]),
    )

    token_hash: Mapped[str]
    purpose: Mapped[str]
    holder: Mapped[str]
    subject_id: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)

    @classmethod
    def to(cls, purpose: str, subject_id: UUID, holder: str) -> Self:
        """A new link for `holder` to one `subject_id`."""
        return cls.to_each([(purpose, subject_id, holder)])[0]

    @classmethod
    def to_each(cls, wanted: Sequence[tuple[str, UUID, str]]) -> list[Self]:
        """A new link for each purpose, subject and holder, in that order."""
        links = [cls._made(*one) for one in wanted]
        keep_all(links)
        return links

    @classmethod
    def _made(cls, purpose: str, subject_id: UUID, holder: str) -> Self:
        link_id, lives = new_id(), LIFETIMES.get(purpose, LIFETIME)
        return cls(
            id=link_id, token_hash=hashed(token_of(tenant_id(), link_id)), purpose=purpose, holder=holder,
            subject_id=subject_id, made_at=real_now(), expires_at=real_now() + lives, wrong_tries=0,
        )  # fmt: skip

    @property
    def token(self) -> str:
        """The secret part of the address."""
        return token_of(self.tenant_id, self.id)

    @classmethod
    def with_token(cls, token: str) -> Self:
        """The link with that token, alive or not; NotFound for a foreign or made-up one."""
        link = db.session.scalar(select(cls).where(cls.tenant_id == tenant_id(), cls.token_hash == hashed(token)))
        if link is None:
            raise NotFound("Link")
        return link

    @classmethod
    def found(cls, token: str) -> Self:
        """The live link with that token; NotFound as `with_token`, Refused as `check`."""
        link = cls.with_token(token)
        link.check()
        return link

    def check(self) -> None:
        """Refused, with what to do, when the link was spent (Answered), closed by wrong digits, revoked, or has run out."""
        if self.used_at:
            raise Answered(_("Du har allerede svaret. Ring til os, hvis du vil ændre dit svar."))
        if self.wrong_tries >= TRIES:
            raise Refused(_(CLOSED))
        if self.revoked_at or self.expires_at < real_now():
            raise Refused(
                _(
                    "Linket virker ikke længere. Det lukker, når det er for gammelt, eller når forløbet er slut. "
                    "Ring til os, hvis du mangler et nyt."
                )
            )

    def put_off(self, wait: timedelta) -> None:
        """It is sent only after `wait`; it lives as much longer where that is days, as a school's holidays are."""
        if wait > A_FEW_DAYS:
            self.expires_at += wait

    def use(self) -> None:
        """Spends a single-use link; Answered when it was spent before, also by a hand that presses at the same time."""
        if self.purpose not in SINGLE_USE:
            return
        spent = update(Link).where(Link.id == self.id, Link.used_at.is_(None)).values(used_at=real_now())
        if not db.session.scalar(spent.returning(Link.id)):
            raise Answered(_("Du har allerede svaret. Ring til os, hvis du vil ændre dit svar."))

    def prove(self, digits: str, phone: str) -> bool:
        """Whether `digits` are the last four of the holder's `phone`; Refused when the link has no tries left.

        Each try is counted before it is looked at, in a transaction of its own: neither a dropped cookie, nor a hundred
        tries at once, nor a failed request gives one more. A right answer sets the count back.
        """
        if not self._count_a_try():
            raise Refused(_(CLOSED))
        db.session.refresh(self)
        last = "".join(sign for sign in phone if sign.isdecimal())[-4:]
        if len(last) < 4 or not hmac.compare_digest(digits.encode(), last.encode()):
            return False
        self.wrong_tries = 0
        db.session.flush()
        return True

    def _count_a_try(self) -> bool:
        with acting_for(tenant_id()):
            left = Link.id == self.id, Link.wrong_tries < TRIES
            counted = update(Link).where(*left).values(wrong_tries=Link.wrong_tries + 1)
            return db.session.scalar(counted.returning(Link.id)) is not None

    @classmethod
    def revoke(cls, *subject_ids: UUID, purpose: str = "") -> None:
        """All links to these subjects die now; or those of one `purpose`."""
        alive = (
            cls.subject_id.in_(subject_ids),
            cls.revoked_at.is_(None),
            cls.purpose.in_([purpose] if purpose else PURPOSES),
        )
        db.session.execute(update(cls).where(*alive).values(revoked_at=real_now()))


def token_of(tenant: UUID, link_id: UUID) -> str:
    """256 bits that only who knows the secret can make."""
    digest = hmac.digest(_key[0], tenant.bytes + link_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def code_of(code_id: UUID) -> str:
    """Six digits that only who knows the secret can make: the code of that row, which keeps none of them."""
    digest = hmac.digest(_key[0], b"code:" + code_id.bytes, "sha256")
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06}"


def code_hash(code_id: UUID, code: str) -> str:
    """The code as it is kept: useless to who reads the row alone."""
    return hmac.new(_key[0], b"hash:" + code_id.bytes + code.encode(), "sha256").hexdigest()


def keyed(text: str) -> str:
    """A hash of `text` that only who knows the secret can make: for what must be told apart and not be read."""
    return hmac.new(_key[0], b"keyed:" + text.encode(), "sha256").hexdigest()
