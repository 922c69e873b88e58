"""Who cares for a pair: one of the house that proposed it, or nobody, and then it is everybody's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true, update

from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db, own_id
from tenants.users import Actor, Grant, User


@dataclass(frozen=True)
class Whose:
    """Whose pairs are asked for. What somebody cares for who no longer works there counts as nobody's."""

    staff: frozenset[UUID]
    carer: UUID | None = None  # None: everybody's
    with_nobodys: bool = False

    def among(self, cared_by: ColumnElement[UUID]) -> ColumnElement[bool]:
        """The condition on the column that names who cares."""
        if self.carer is None:
            return true()
        theirs: ColumnElement[bool] = cared_by == self.carer
        return or_(theirs, cared_by.is_(None), cared_by.not_in(self.staff)) if self.with_nobodys else theirs


def staff_here() -> Sequence[User]:
    """Who of the house one comes from may follow up pairs today, by name."""
    return db.session.scalars(_granted(Grant.revoked_at.is_(None)).where(User.disabled_at.is_(None))).all()


def names_of_staff() -> dict[UUID, str]:
    """The same, only what they are called."""
    working = _granted(Grant.revoked_at.is_(None)).where(User.disabled_at.is_(None))
    return dict(db.session.execute(working.with_only_columns(User.id, User.name)).all())


def ever_staff_here() -> Sequence[User]:
    """The same, and those who once might: their pairs are still theirs by name."""
    return db.session.scalars(_granted()).all()


def _granted(*still: ColumnElement[bool]) -> Select[User]:
    works = select(Grant.user_id).where(Grant.tenant_id == own_id(), Grant.role == "corps_staff", *still)
    return select(User).where(User.tenant_id == own_id(), User.id.in_(works)).order_by(User.name, User.id)


def hand_over(match: Match, to: UUID | None, *, by: Actor) -> None:
    """From now on `to` cares for the pair, or nobody. Refused where `to` does not work in the corps, or does so already."""
    match.lock()
    name = _name_of(to)
    if match.carer_id == to:
        raise Refused(_("Det er allerede sådan. Der er ikke ændret noget."))
    _give(match, to, name, by)


def hand_over_all(of: UUID | None, to: UUID | None, *, by: Actor) -> int:
    """Everything here that `of` cares for (None: that nobody does) goes to `to`; how many running pairs that was.

    Refused as `hand_over`. Open proposals go along, and ended pairs for the contacts after the end.
    """
    name = _name_of(to)
    if of == to:
        raise Refused(_("Vælg to forskellige."))
    running = db.session.scalars(_cared_by(of).where(Match.ended_at.is_(None))).all()
    for match in running:
        _give(match, to, name, by)
    if of is not None:
        for rows in (Match, Proposal):
            db.session.execute(update(rows).where(rows.carer_id == of).values(carer_id=to))
    return len(running)


def _cared_by(of: UUID | None) -> Select[Match]:
    ours = select(Match).where(Match.caring_tenant_id == own_id()).order_by(Match.started_at, Match.id)
    return ours.where(Match.carer_id == of if of else Match.carer_id.is_(None)).with_for_update()


def _name_of(to: UUID | None) -> str:
    found: Collection[str] = [user.name for user in staff_here() if user.id == to]
    if to is not None and not found:
        raise Refused(_("Vælg en, der arbejder i korpset."))
    return next(iter(found), "")


def _give(match: Match, to: UUID | None, name: str, by: Actor) -> None:
    match.carer_id = to
    db.session.flush()
    audit.record("match.handed_over", match, by=by)
    if to:
        text = danish(N_("%(name)s er nu tovholder for forløbet i korpset."), name=name)
    else:
        text = danish(N_("Forløbet har lige nu ingen tovholder i korpset. Alle i korpset følger det."))
    JournalNote.write(match.youth, "handed_over", text, by=by, match_id=match.id)
