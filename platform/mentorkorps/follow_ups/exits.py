"""Contacts after the end: the youth's next step and what was learned, the mentor's too (VB-16, VB-20, DF-35)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, UniqueConstraint, and_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now
from mentorkorps.follow_ups.plan import GRACE, TIGHT, add_months
from mentorkorps.language import N_
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.messages import withdraw
from mentorkorps.programmes import closed_ranges, setting
from mentorkorps.working_days import working_day_from
from mentorkorps.youths import Youth
from tenants.rows import CaseRow, inside, one_of, together
from tenants.scope import db, own_id

YES_NO = {"yes": N_("Ja"), "no": N_("Nej")}
#: One tap each; the first has room for some words. The last is asked until it is answered once.
EXIT_QUESTIONS: Mapping[str, Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "youth": {
        "next_step": (
            N_("Hvad er dit næste skridt?"),
            {
                "work": N_("Job eller praktik"),
                "education": N_("Uddannelse"),
                "looking": N_("Jeg leder stadig"),
                "talk": N_("Det vil jeg gerne tale med jer om"),
            },
        ),
        "story": (N_("Må vi fortælle andre om dit forløb?"), YES_NO),
    },
    "mentor": {
        "again": (
            N_("Vil du være mentor for en ny ung?"),
            {
                "yes": N_("Ja, gerne"),
                "later": N_("Ja, men senere"),
                "no": N_("Nej tak"),
                "talk": N_("Ring til mig om det"),
            },
        ),
        "story": (N_("Må vi fortælle andre om forløbet?"), YES_NO),
    },
}
WEEK = timedelta(weeks=1)
SECOND_WITHIN = timedelta(weeks=2)


class ExitContact(CaseRow):
    """One contact with youth or mentor after the end: a window of days, asked, reminded once, then rung."""

    __tablename__ = "exit_contacts"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("side", ["mentor", "youth"]),
        one_of("done_how", ["answered", "called", "dropped"]),
        CheckConstraint("opens_on <= due_on", name="in_order"),
        together("done_at", "done_how"),
        UniqueConstraint("tenant_id", "match_id", "side", "serial"),
        Index("ix_exit_contacts_open", "tenant_id", "opens_on", postgresql_where=text("done_at IS NULL")),
    )

    match_id: Mapped[UUID]
    side: Mapped[str]
    serial: Mapped[int]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]  # on the staff's list
    done_at: Mapped[datetime | None]
    done_how: Mapped[str | None]

    match: Mapped[Match] = relationship(viewonly=True)
    answers: Mapped[list["ExitAnswer"]] = relationship(viewonly=True)


class ExitAnswer(CaseRow):
    """One tap after the end, and the words that came with it."""

    __tablename__ = "exit_answers"
    __table_args__ = (
        inside("exit_contacts", "exit_contact_id"),
        UniqueConstraint("tenant_id", "exit_contact_id", "question"),
    )

    exit_contact_id: Mapped[UUID]
    question: Mapped[str]
    value: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]


def exit_windows(side: str, ended_on: date, rules: Mapping[str, Any]) -> list[tuple[date, date]]:
    """First and last day of each contact after the end, on working days outside the school's holidays; by the settings
    `exit` of the pair's rules. A window that the holidays shorten to nothing has a week."""
    first, last = setting(rules, "exit", f"{side}_weeks")
    windows = [(ended_on + first * WEEK, ended_on + last * WEEK)]
    months = setting(rules, "exit", "youth_months") if side == "youth" else 0
    if months:
        day = add_months(ended_on, months)
        windows.append((day, day + SECOND_WITHIN))
    closed = closed_ranges(rules)
    worked = [(working_day_from(opens, closed), working_day_from(due, closed)) for opens, due in windows]
    return [(opens, due if due - opens >= TIGHT else working_day_from(opens + GRACE, closed)) for opens, due in worked]


def plan_exits(match: Match, side: str, from_day: date) -> None:
    """Plans what `side` is asked after the end, once; a pair that never met has nothing to look back on."""
    planned = select(ExitContact.id).where(ExitContact.match_id == match.id, ExitContact.side == side).limit(1)
    if match.first_met_on is None or db.session.scalar(planned):
        return
    windows = enumerate(exit_windows(side, from_day, match.rules), start=1)
    db.session.add_all(
        ExitContact(match_id=match.id, side=side, serial=serial, opens_on=opens, due_on=due)
        for serial, (opens, due) in windows
    )
    db.session.flush()


def drop_youth_exits(match: Match) -> None:
    """The youth gets another mentor: what was to be asked about the last one falls away, also where it was on its way."""
    mine = ExitContact.match_id == match.id, ExitContact.side == "youth", ExitContact.done_at.is_(None)
    for contact in db.session.scalars(select(ExitContact).where(*mine)):
        withdraw(contact.id)
        Link.revoke(contact.id)
        contact.done_at, contact.done_how = now(), "dropped"
    db.session.flush()


def exits_of(match: Match) -> list[ExitContact]:
    """All contacts after the end, in the order they are due."""
    mine = select(ExitContact).where(ExitContact.match_id == match.id)
    return list(db.session.scalars(mine.order_by(ExitContact.opens_on, ExitContact.side)))


class ExitCall(NamedTuple):
    """One line of the call list: somebody to ring after the end."""

    exit_id: UUID
    match_id: UUID
    side: str
    youth_first_name: str
    mentor_first_name: str
    mentor_last_name: str
    youth_phone: str
    mentor_phone: str
    opens_on: date
    due_on: date
    raised_at: datetime | None

    @property
    def phone(self) -> str:
        """The number of whom to ring."""
        return self.mentor_phone if self.side == "mentor" else self.youth_phone


def exits_due(day: date) -> Select[*tuple[Any, ...]]:
    """Whom to ring after the end: who did not answer or wants to talk, as columns of `ExitCall`, the oldest first."""
    return (
        select(
            ExitContact.id, ExitContact.match_id, ExitContact.side, Youth.first_name, Mentor.first_name, Mentor.last_name,
            Youth.phone, Mentor.phone, ExitContact.opens_on, ExitContact.due_on, ExitContact.raised_at,
        )
        .join_from(ExitContact, Match, and_(Match.tenant_id == ExitContact.tenant_id, Match.id == ExitContact.match_id))
        .join(Youth, and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id))
        .join(Mentor, and_(Mentor.tenant_id == Match.mentor_tenant_id, Mentor.id == Match.mentor_id))
        .where(ExitContact.done_at.is_(None), ExitContact.raised_at.is_not(None), ExitContact.opens_on <= day)
        .where(Match.caring_tenant_id == own_id())
        .order_by(ExitContact.due_on, ExitContact.id)
    )  # fmt: skip
