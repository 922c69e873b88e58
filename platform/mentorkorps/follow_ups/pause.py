"""A pause: a stretch in which nobody is asked, with the day on which somebody looks at the pair again (DF-33)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Exists, Index, exists, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.language import N_
from mentorkorps.matches import Match
from tenants.rows import CaseRow, inside, one_of, together
from tenants.scope import db

REASONS: Mapping[str, str] = {
    "remand": N_("Den unge er varetægtsfængslet"),
    "authority": N_("En myndighed har stoppet kontakten"),
    "illness": N_("Sygdom"),
    "travel": N_("Ferie eller rejse"),
    "life": N_("Der sker for meget lige nu"),
    "other": N_("En anden grund"),
}
#: Contact is not theirs to take up again: an authority has stopped it, and only a person ends the pause.
SUSPENDED = frozenset({"remand", "authority"})


class Pause(CaseRow):
    """One pause of a pair, at most one at a time. It ends by itself on `until_on`, where that is known and nobody forbids it."""

    __tablename__ = "pauses"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("reason", list(REASONS)),
        CheckConstraint("from_on <= look_again_on", name="looked_at_later"),
        CheckConstraint("from_on <= until_on", name="in_order"),
        together("ended_at", "ended_on", "ended_by"),
        Index("uq_pauses_one_open", "tenant_id", "match_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    match_id: Mapped[UUID]
    reason: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # nobody knows: open-ended
    look_again_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")  # for the corps alone
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]

    match: Mapped[Match] = relationship(viewonly=True)

    @property
    def is_suspension(self) -> bool:
        """An authority has stopped the contact."""
        return self.reason in SUSPENDED


def is_paused() -> Exists:
    """Of a query that reads matches: those that pause, who are asked nothing."""
    return exists().where(Pause.tenant_id == Match.tenant_id, Pause.match_id == Match.id, Pause.ended_at.is_(None))


def is_stopped(match: Match) -> bool:
    """Whether an authority has stopped the contact of the pair."""
    paused = open_pause(match)
    return paused is not None and paused.is_suspension


def open_pause(match: Match) -> Pause | None:
    """The pause the pair is in."""
    return db.session.scalar(select(Pause).where(Pause.match_id == match.id, Pause.ended_at.is_(None)))
