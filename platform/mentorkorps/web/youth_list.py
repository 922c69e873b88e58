"""The list of youths: each with where it stands in words. A fixed number of statements, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.dialects.postgresql import array

from mentorkorps.clock import today
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.language import _
from mentorkorps.matches import Match, Meeting
from mentorkorps.matching import Proposal
from mentorkorps.matching.waiting import Clock
from mentorkorps.web.formats import day
from mentorkorps.web.searching import finds
from mentorkorps.youths import ContactPerson, Enrolment, Youth
from mentorkorps.youths.reach import reachable_enrolments
from tenants.scope import db
from tenants.users import Actor

PER_PAGE = 50


@dataclass(frozen=True)
class Standing:
    """Where a youth stands, in words, and how it is coloured."""

    text: str
    kind: str = "neutral"


@dataclass(frozen=True)
class Line:
    """One youth in the list."""

    youth_id: UUID
    enrolment_id: UUID
    name: str
    sent_at: datetime | None
    standing: Standing
    next_on: date | None
    unread: int

    @property
    def is_draft(self) -> bool:
        """Not sent yet."""
        return self.sent_at is None


@dataclass(frozen=True)
class Listing:
    """One page of a list."""

    lines: Sequence[Line]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, ceil(self.total / PER_PAGE))


def listing(actor: Actor, page: int = 1, sought: str = "") -> Listing:
    """The youths `actor` reaches in the tenant acted in, of those that fit the words: drafts first, then the newest. Five
    statements."""
    found = _rows(actor, sought)
    rows = db.session.execute(found.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    ids = [row.youth_id for row in rows]
    proposed, matched, unread = _proposed(ids), _matched(ids), _unread(ids, actor)
    lines = [
        Line(
            row.youth_id, row.id, f"{row.first_name} {row.last_name}".strip(), row.sent_at,
            _standing_of(row, row.youth_id in proposed, matched.get(row.youth_id)),
            _next_of(matched.get(row.youth_id)), unread.get(row.youth_id, 0),
        )
        for row in rows
    ]  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    return Listing(lines, page, total)


def standing(enrolment: Enrolment, proposed: bool, match: Match | None) -> Standing:
    """Where one youth stands."""
    return _standing_of(enrolment, proposed, match)


def _standing_of(enrolment: Any, proposed: bool, match: Any) -> Standing:
    if enrolment.closed_at is not None:
        return _closed(enrolment, match)
    if enrolment.sent_at is None:
        return Standing(_("Kladde"))
    if proposed:
        return Standing(_("Forslag ude"), "info")
    clock = Clock(enrolment.sent_at, enrolment.promise_days, today(), enrolment.returned_at)
    if clock.is_again:
        again = _("Venter igen siden %(since)s, dag %(day)s", since=day(clock.since), day=clock.days)
        return Standing(again, "error" if clock.is_late else "warning")
    kind = "error" if clock.is_late else "warning" if clock.is_soon else "info"
    return Standing(_("Venter på forslag, dag %(day)s af %(days)s", day=clock.days, days=clock.promise), kind)


def _closed(enrolment: Any, match: Any) -> Standing:
    if enrolment.close_reason != "matched" or match is None:
        return Standing(_("Trukket tilbage %(day)s", day=day(enrolment.closed_at)))
    if match.ended_on is not None:
        return Standing(_("Afsluttet %(day)s", day=day(match.ended_on)))
    return Standing(_("Forløb i gang siden %(day)s", day=day(match.started_on)), "success")


def _rows(actor: Actor, sought: str) -> Select[*tuple[Any, ...]]:
    kept = reachable_enrolments(actor).where((Enrolment.sent_at.is_not(None)) | (Enrolment.closed_at.is_(None)))
    columns = (
        Enrolment.id, Enrolment.youth_id, Enrolment.sent_at, Enrolment.promise_days, Enrolment.returned_at,
        Enrolment.closed_at, Enrolment.close_reason, Youth.first_name, Youth.last_name,
    )  # fmt: skip
    youth = and_(Youth.tenant_id == Enrolment.tenant_id, Youth.id == Enrolment.youth_id)
    order = Enrolment.sent_at.desc().nulls_first(), Enrolment.begun_at.desc(), Enrolment.id
    kept = kept.join(Youth, youth)
    if sought:
        contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
        named = Youth.first_name, Youth.last_name, ContactPerson.name
        kept = kept.outerjoin(ContactPerson, contact).where(finds(sought, named, _wishes, Enrolment.tenant_id))
    return kept.with_only_columns(*columns).order_by(*order)


def _wishes(occupations: list[str]) -> ColumnElement[bool]:
    return Enrolment.trades.op("?|", is_comparison=True)(array(occupations))


def _proposed(ids: Sequence[UUID]) -> set[UUID]:
    still_open = Proposal.youth_id.in_(ids), Proposal.fell_at.is_(None), Proposal.started_at.is_(None)
    return set(db.session.scalars(select(Proposal.youth_id).where(*still_open)))


def _matched(ids: Sequence[UUID]) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """The latest match of each, with the next date agreed."""
    meeting = and_(Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id)
    latest = (
        select(Match.youth_id, Match.started_on, Match.ended_on, func.max(Meeting.next_on).label("next_on"))
        .outerjoin(Meeting, meeting)
        .where(Match.youth_id.in_(ids))
        .group_by(Match.tenant_id, Match.id)
        .order_by(Match.started_at)
    )
    return {row.youth_id: row for row in db.session.execute(latest)}


def _next_of(match: Any) -> date | None:
    if match is None or match.ended_on is not None or match.next_on is None or match.next_on < today():
        return None
    return date(match.next_on.year, match.next_on.month, match.next_on.day)


def _unread(ids: Sequence[UUID], actor: Actor) -> dict[UUID, int]:
    """Copies that wait for the actor as contact person."""
    note = and_(JournalNote.tenant_id == NoteCopy.tenant_id, JournalNote.id == NoteCopy.note_id)
    contact = and_(ContactPerson.tenant_id == NoteCopy.tenant_id, ContactPerson.id == NoteCopy.contact_person_id)
    mine = ContactPerson.user_tenant_id == actor.tenant_id, ContactPerson.user_id == actor.user_id
    counted = (
        select(JournalNote.youth_id, func.count())
        .select_from(NoteCopy)
        .join(JournalNote, note)
        .join(ContactPerson, contact)
        .where(JournalNote.youth_id.in_(ids), NoteCopy.read_at.is_(None), *mine)
        .group_by(JournalNote.youth_id)
    )
    return dict(db.session.execute(counted).all())
