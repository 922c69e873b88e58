"""How a person comes in and goes: a sign-in under way at a provider, the user it leads to, the sessions that follow.

All of it is of the house the person comes from, in real time; only what is told to the audit trail has the programme's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from mentorkorps.clock import now, real_now
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.providers import grantable
from tenants.scope import db, own_id
from tenants.users import ABSOLUTE, IDLE, SYSTEM, PendingSignIn, SignIn, User, hashed

MOST_SESSIONS = 5
PENDING_KEPT = timedelta(days=1)
SENTENCES = {
    "no_role": N_(
        "Din organisation kender dig, men har ikke givet dig en rolle i mentorordningen, så du er ikke logget ind. "
        "Bed den, der styrer adgang hos jer, om at give dig en."
    ),
    "unknown_user": N_(
        "Du har ikke en konto i mentorordningen, så du er ikke logget ind. "
        "Bed den, der styrer adgang hos jer, om at oprette dig."
    ),
    "disabled": N_(
        "Din konto er lukket, så du er ikke logget ind. Spørg den, der styrer adgang hos jer, hvis det er en fejl."
    ),
}


class NotAdmitted(Refused):
    """The provider vouches for the person, but there is no way in here. `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(_(SENTENCES[reason]))
        self.reason = reason


@dataclass(frozen=True)
class Visitor:
    """Who a provider says is at the door, with the roles its claims map to."""

    issuer: str
    subject: str
    name: str | None
    email: str | None
    roles: frozenset[str]


@dataclass(frozen=True)
class Left:
    """What the provider must be told to sign the person out there too."""

    issuer: str
    id_token: str


def remember(pending: PendingSignIn) -> None:
    """Keeps a sign-in under way until it is back; those of yesterday go."""
    db.session.execute(
        delete(PendingSignIn).where(
            PendingSignIn.tenant_id == own_id(), PendingSignIn.created_at < pending.created_at - PENDING_KEPT
        )
    )
    db.session.add(pending)


def take(state: str, browser: str, at: datetime) -> PendingSignIn | None:
    """The sign-in that this browser began with `state`, once: a second time there is none."""
    own = _begun(state).where(PendingSignIn.browser_hash == hashed(browser), PendingSignIn.used_at.is_(None))
    pending = db.session.scalar(own.with_for_update())
    if pending is not None:
        pending.used_at = at
    return pending


def was_begun(state: str) -> bool:
    """Whether a sign-in with `state` was begun here, in whichever browser."""
    return db.session.scalar(_begun(state)) is not None


def admit(visitor: Visitor, *, creates_users: bool, id_token: str) -> str:
    """The token of a new session for the visitor, whose roles are from now on exactly those of the provider.

    Errors: NotAdmitted for whoever has no role, no account where none is made, or a closed one.
    """
    user = User.known_as(visitor.issuer, visitor.subject)
    roles = grantable(visitor.roles)
    if user is not None and not user.is_active:
        raise NotAdmitted("disabled")
    if user is None and not creates_users:
        raise NotAdmitted("unknown_user")
    if not roles:
        raise NotAdmitted("no_role")
    user = user or _create(visitor)
    user.name, user.email = visitor.name or user.name, visitor.email or user.email
    user.grant_exactly(roles, now())
    _, token = SignIn.open(user, real_now(), id_token=id_token)
    _end_beyond(user, real_now())
    audit.record("signed_in", user, by=user.actor)
    return token


def turn_away(reason: str, visitor: Visitor | None) -> None:
    """Remembers a refused sign-in. Who was vouched for without a role loses those had before, and every session."""
    user = User.known_as(visitor.issuer, visitor.subject) if visitor else None
    if user is not None and reason == "no_role":
        user.grant_exactly(frozenset(), now())
        for sign_in in running(user, real_now()):
            end(sign_in, real_now())
    audit.record("sign_in.refused", user, by=user.actor if user else SYSTEM, why=reason)


def leave(token: str) -> Left | None:
    """Ends the session with that token; None where it had ended already."""
    sign_in = SignIn.found(token, real_now())
    if sign_in is None:
        return None
    left = Left(sign_in.user.issuer, sign_in.id_token)
    audit.record("signed_out", sign_in.user, by=sign_in.user.actor)
    end(sign_in, real_now())
    return left


def running(user: User, at: datetime) -> list[SignIn]:
    """The user's sessions that are neither ended nor run out, the newest first."""
    found = select(SignIn).where(
        SignIn.tenant_id == user.tenant_id, SignIn.user_id == user.id, SignIn.ended_at.is_(None),
        SignIn.seen_at > at - IDLE, SignIn.started_at > at - ABSOLUTE,
    )  # fmt: skip
    return list(db.session.scalars(found.order_by(SignIn.started_at.desc())))


def end_own(user: User, sign_in_id: UUID) -> None:
    """Ends one of the user's own sessions; NotFound."""
    sign_in = SignIn.get(sign_in_id)
    if sign_in.user_id != user.id:
        raise NotFound("SignIn")
    end(sign_in, real_now())


def end(sign_in: SignIn, at: datetime) -> None:
    """From `at` the session is over, and what the provider said about the person is forgotten."""
    sign_in.ended_at, sign_in.id_token = sign_in.ended_at or at, ""


def _begun(state: str) -> Select[PendingSignIn]:
    return select(PendingSignIn).where(PendingSignIn.tenant_id == own_id(), PendingSignIn.state_hash == hashed(state))


def _create(visitor: Visitor) -> User:
    """A new account, or the one that another browser of the same person made a moment ago."""
    name, email = visitor.name or visitor.subject, visitor.email or ""
    user = User(issuer=visitor.issuer, subject=visitor.subject, name=name, email=email)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        made = User.known_as(visitor.issuer, visitor.subject)
        if made is None:
            raise
        return made
    return user


def _end_beyond(user: User, at: datetime) -> None:
    for sign_in in running(user, at)[MOST_SESSIONS:]:
        end(sign_in, at)
