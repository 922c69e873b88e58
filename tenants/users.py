"""Accounts: a user in one home tenant, the roles granted there, and the sessions in which the user is signed in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.language import N_
from tenants.rows import PoolRow, PrivateRow, inside, one_of
from tenants.scope import db, own_id

ROLES = {
    "case_worker": N_("Sagsbehandler"),
    "counsellor": N_("Vejleder"),
    "coordinator": N_("Koordinator"),
    "corps_staff": N_("Korpsmedarbejder"),
    "steering_member": N_("Styregruppemedlem"),
    "tenant_admin": N_("Administrator"),
    "dpo": N_("Databeskyttelsesrådgiver"),
    "signatory": N_("Underskriver"),
    "operator": N_("Driftsansvarlig"),
}
#: What somebody in a role may be called instead, as "counsellor:teacher" in a provider's map; it gives no right (FY-17).
TITLES = {"consultant": N_("Konsulent"), "teacher": N_("Underviser")}
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)


#: How somebody who came by link is called where the name is nobody's business.
BY_LINK = {
    "mentor": N_("Mentor"),
    "youth": N_("Den unge"),
    "contact": N_("Kontaktperson"),
    "party": N_("Part i en aftale"),
}


@dataclass(frozen=True)
class Actor:
    """Who does something: a user, a mentor, youth or contact person by link, or the system."""

    kind: str
    name: str
    tenant_id: UUID | None = None
    user_id: UUID | None = None
    roles: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """What logs and notes keep: the name, but of who came by link only the part they play (disclosure ladder)."""
        return BY_LINK.get(self.kind, self.name)


SYSTEM = Actor("system", "Mentorkorps")


class User(PoolRow):
    """A person with an account in its home tenant; identity is (issuer, subject), never the mail address."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("tenant_id", "issuer", "subject"),)

    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    disabled_at: Mapped[datetime | None]

    grants: Mapped[list["Grant"]] = relationship(viewonly=True, lazy="selectin")

    @property
    def roles(self) -> frozenset[str]:
        """What the user may be here."""
        return frozenset(g.role for g in self.grants if g.revoked_at is None)

    @property
    def called(self) -> list[str]:
        """What the user is here, as sentences of the catalogue: a title where one goes with the role, else the role."""
        standing = [(grant.role, grant.title) for grant in self.grants if grant.revoked_at is None]
        return sorted(TITLES[title] if title else ROLES[role] for role, title in standing)

    @property
    def actor(self) -> Actor:
        """The user as the one who does something."""
        return Actor("user", self.name, self.tenant_id, self.id, self.roles)

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return str(self.id)

    @classmethod
    def known_as(cls, issuer: str, subject: str) -> Self | None:
        """The user of this home with that identity."""
        return db.session.scalar(
            select(cls).where(cls.tenant_id == own_id(), cls.issuer == issuer, cls.subject == subject)
        )

    def grant_exactly(self, roles: frozenset[str], at: datetime) -> None:
        """From now on the provider gives the user these roles and no others; what is taken away stays on record.

        A role may come with a title (`TITLES`). A role that the house itself has given is another matter, and stays.
        """
        wanted = dict(parted(role) for role in sorted(roles))
        given = [grant for grant in self.grants if grant.revoked_at is None and not grant.by_house]
        for grant in given:
            if wanted.get(grant.role, "") != grant.title:
                grant.revoked_at = at
        held = {grant.role for grant in given if grant.revoked_at is None}
        db.session.add_all(
            Grant(tenant_id=self.tenant_id, user_id=self.id, role=role, title=title, given_at=at)
            for role, title in wanted.items()
            if role not in held
        )
        db.session.flush()
        db.session.expire(self, ["grants"])

    def seat(self, at: datetime) -> None:
        """The house lets the user sit in the steering group, whatever the provider says at the next sign-in (FY-12)."""
        given = Grant(tenant_id=self.tenant_id, user_id=self.id, role="steering_member", given_at=at, by_house=True)
        db.session.add(given)
        db.session.flush()
        db.session.expire(self, ["grants"])

    def unseat(self, at: datetime) -> None:
        """What `seat` gave is over."""
        for grant in self.grants:
            if grant.by_house and grant.revoked_at is None:
                grant.revoked_at = at
        db.session.flush()


class Grant(PoolRow):
    """A role given to a user, from one moment to another."""

    __tablename__ = "grants"
    __table_args__ = (
        inside("users", "user_id"),
        one_of("role", list(ROLES)),
        one_of("title", list(TITLES)),
        CheckConstraint("NOT by_house OR role = 'steering_member'", name="house_gives_seats"),
    )

    user_id: Mapped[UUID]
    role: Mapped[str]
    title: Mapped[str | None]
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    by_house: Mapped[bool] = mapped_column(default=False)  # by whoever chooses there, not by the provider


class SignIn(PrivateRow):
    """A session: a random token, stored hashed; idle and absolute end in real time (security, section 3)."""

    __tablename__ = "sign_ins"
    __table_args__ = (inside("users", "user_id"), UniqueConstraint("tenant_id", "token_hash"))

    user_id: Mapped[UUID]
    token_hash: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    id_token: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship(viewonly=True)

    @classmethod
    def open(cls, user: User, at: datetime, *, id_token: str = "") -> tuple[Self, str]:
        """A new session of `user` and the token for its cookie."""
        token = secrets.token_urlsafe(32)
        sign_in = cls(
            tenant_id=user.tenant_id,
            user_id=user.id,
            token_hash=hashed(token),
            started_at=at,
            seen_at=at,
            id_token=id_token,
        )
        db.session.add(sign_in)
        db.session.flush()
        return sign_in, token

    @classmethod
    def found(cls, token: str, at: datetime) -> Self | None:
        """The running session of this home with that token, marked as seen; None when it has ended or run out."""
        sign_in = db.session.scalar(
            select(cls).where(
                cls.tenant_id == own_id(), cls.token_hash == hashed(token), cls.ended_at.is_(None),
                cls.seen_at > at - IDLE, cls.started_at > at - ABSOLUTE,
            )
        )  # fmt: skip
        if sign_in is None or not sign_in.user.is_active:
            return None
        if at - sign_in.seen_at > timedelta(minutes=1):
            sign_in.seen_at = at
        return sign_in


class PendingSignIn(PrivateRow):
    """A sign-in under way at the provider: single-use, ten minutes, bound to one browser."""

    __tablename__ = "pending_sign_ins"
    __table_args__ = (UniqueConstraint("tenant_id", "state_hash"),)

    state_hash: Mapped[str]
    browser_hash: Mapped[str]
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    issuer: Mapped[str]
    redirect_uri: Mapped[str]
    after: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def parted(role: str) -> tuple[str, str | None]:
    """A role, and the title that it comes with or None."""
    name, _colon, title = role.partition(":")
    return name, title or None


def hashed(token: str) -> str:
    """How tokens are stored."""
    return hashlib.sha256(token.encode()).hexdigest()
