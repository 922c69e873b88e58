"""A follow-up: a window of days in which the corps asks how it goes (FY-36)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, joinedload, relationship
from sqlalchemy.orm.interfaces import ORMOption

from mentorkorps.language import N_
from mentorkorps.matches import Match
from tenants.rows import CaseRow, inside, one_of

#: What a step is: has the first meeting been held; how does it go; the same at a fixed time (1, 3, 6 months, the agreed end);
#: somebody looks at a pair that pauses.
KINDS: Mapping[str, str] = {
    "first_meeting": N_("Har de mødtes?"),
    "check_in": N_("Hvordan går det?"),
    "mark": N_("Opfølgning til fast tid"),
    "pause": N_("Er pausen slut?"),
}
#: Why a pair is on the staff's list, in a sentence.
RAISED: Mapping[str, str] = {
    "silence": N_("Ingen af dem har svaret."),
    "worry": N_("En af dem er bekymret eller vil ringes op."),
    "not_met": N_("De har ikke mødtes endnu."),
    "second_yes": N_("Der mangler svar på, om de vil fortsætte efter første møde."),
    "alarm_rating": N_("En af dem har svaret, at det går mindre godt."),
    "alarm_no_next": N_("Der er ikke aftalt et nyt møde."),
    "alarm_not_met": N_("Det første møde er ikke holdt til tiden."),
    "alarm_one_sided": N_("Kun den ene af dem svarer."),
    "phone": N_("En af dem skal spørges på telefon."),
    "unreachable": N_("Beskeder til en af dem kommer ikke frem."),
    "pause_over": N_("Det er tid at høre, om pausen er slut."),
    "replied": N_("En af dem har svaret på en SMS."),
    "stop_broken": N_("Kontakten er stoppet af en myndighed, men de har haft kontakt."),
}


class FollowUp(CaseRow):
    """One contact with a pair, due between two days. A running match has exactly one that is open."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("kind", list(KINDS)),
        one_of("done_how", ["answered", "called", "ended"]),
        CheckConstraint("opens_on <= due_on", name="in_order"),
        CheckConstraint("(done_at IS NULL) = (done_how IS NULL)", name="done_coherence"),
        UniqueConstraint("tenant_id", "match_id", "serial"),
        Index("uq_follow_ups_one_open", "tenant_id", "match_id", unique=True, postgresql_where=text("done_at IS NULL")),
    )

    match_id: Mapped[UUID]
    serial: Mapped[int]
    kind: Mapped[str]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    raised_because: Mapped[str | None]  # one of RAISED
    raised_at: Mapped[datetime | None]  # on the staff's list
    done_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    done_how: Mapped[str | None]  # ended: it fell away, with the pair or for a pause

    match: Mapped[Match] = relationship(viewonly=True)
    answers: Mapped[list["Answer"]] = relationship(viewonly=True)

    @classmethod
    def beside(cls) -> Sequence[ORMOption]:
        """The pair and both people."""
        return (joinedload(cls.match).options(joinedload(Match.youth), joinedload(Match.mentor)),)


class Answer(CaseRow):
    """One tap to one question of a follow-up."""

    __tablename__ = "answers"
    __table_args__ = (
        inside("follow_ups", "follow_up_id"),
        one_of("side", ["mentor", "youth"]),
        UniqueConstraint("tenant_id", "follow_up_id", "side", "question"),
    )

    follow_up_id: Mapped[UUID]
    side: Mapped[str]
    question: Mapped[str]
    value: Mapped[str]
    answered_at: Mapped[datetime]
