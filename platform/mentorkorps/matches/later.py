"""A result that is agreed and has not begun: kept with its day, and counted from that day only (FY-08).

A youth who is to begin school on 1 August has it written down in June. Until then it is work to be done later: on its day it
becomes an outcome as any other, and only then do figures, lists and the case file know of it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from mentorkorps.clock import COPENHAGEN, now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches.end import reached
from mentorkorps.matches.facts import OUTCOMES, OWED_TO, Outcome
from mentorkorps.matches.match import Match
from mentorkorps.refused import NotFound, Refused
from tenants import audit, outbox
from tenants.outbox import OutboxItem
from tenants.rows import new_id
from tenants.scope import db
from tenants.users import Actor

MORNING = time(5)
FURTHEST = timedelta(days=365)


class Expected(NamedTuple):
    """One that has not begun."""

    item_id: UUID
    kind: str
    begins_on: date

    @classmethod
    def of(cls, item: OutboxItem) -> Self:
        """As it was put down."""
        return cls(item.id, item.payload["outcome"], date.fromisoformat(item.payload["begins_on"]))


def expect(match: Match, kind: str, begins_on: date, *, by: Actor, owed_to: Collection[str] = ()) -> None:
    """Keeps a result that begins on a day to come. Refused for an unknown kind, further away than a year, or twice the same."""
    if kind not in OUTCOMES:
        raise Refused(_("Vælg et af de seks resultater."))
    if begins_on > today() + FURTHEST:
        raise Refused(_("Skriv en dag inden for et år. Det, der ligger længere ude, er en plan og ikke et resultat."))
    if any((one.kind, one.begins_on) == (kind, begins_on) for one in expected_of(match)):
        raise Refused(_("Resultatet er allerede skrevet ned."))
    said = {
        "match_id": str(match.id), "outcome": kind, "begins_on": begins_on.isoformat(), "said_by": by.name,
        "owed_to": [one for one in OWED_TO if one in owed_to],
    }  # fmt: skip
    outbox.post("outcome_begins", f"outcome:{new_id()}", said, run_at=datetime.combine(begins_on, MORNING, COPENHAGEN))
    audit.record("outcome.expected", match, by=by, why=kind)
    _note(match, N_("Aftalt resultat: %(kind)s fra den %(day)s. Det tæller, når det er begyndt."), kind, begins_on, by)


def begins(match_id: str, outcome: str, begins_on: str, said_by: str, owed_to: list[str]) -> None:
    """Its day has come. What somebody has written down meanwhile stands as it is."""
    match, day = Match.locked(UUID(match_id)), date.fromisoformat(begins_on)
    known = Outcome.match_id == match.id, Outcome.kind == outcome, Outcome.began_on == day
    if db.session.scalar(select(Outcome.id).where(*known)) is None:
        reached(match, outcome, day, by=Actor("system", said_by), owed_to=owed_to)


def keep_all(match: Match, days: Mapping[str, date], *, by: Actor, owed_to: Collection[str] = ()) -> None:
    """Several results at once, each with its own day, begun or to begin; Refused as `reached` and `expect`."""
    for kind, day in days.items():
        (expect if day > today() else reached)(match, kind, day, by=by, owed_to=owed_to)


def call_off(match: Match, item_id: UUID, *, by: Actor) -> None:
    """It does not come to anything. NotFound for another pair's, and for what has begun."""
    item = db.session.scalar(_waiting(match).where(OutboxItem.id == item_id).with_for_update())
    if item is None:
        raise NotFound("Expected")
    one = Expected.of(item)
    item.done_at, item.reply = now(), "called off"
    db.session.flush()
    audit.record("outcome.called_off", match, by=by, why=one.kind)
    text = N_("Det aftalte resultat blev ikke til noget: %(kind)s fra den %(day)s.")
    _note(match, text, one.kind, one.begins_on, by)


def expected_of(match: Match) -> list[Expected]:
    """By day."""
    return [Expected.of(item) for item in db.session.scalars(_waiting(match))]


def waiting(match_id: ColumnElement[str] | str) -> tuple[ColumnElement[bool], ...]:
    """What has not begun of that pair, asked of the outbox."""
    of_pair = OutboxItem.kind == "outcome_begins", OutboxItem.payload["match_id"].astext == match_id
    return *of_pair, OutboxItem.done_at.is_(None), OutboxItem.dead_at.is_(None)


def _waiting(match: Match) -> Select[OutboxItem]:
    return select(OutboxItem).where(*waiting(str(match.id))).order_by(OutboxItem.run_at, OutboxItem.id)


def _note(match: Match, text: str, kind: str, day: date, by: Actor) -> None:
    said = danish(text, kind=OUTCOMES[kind], day=f"{day:%d-%m-%Y}")
    JournalNote.write(match.youth, "outcome", said, by=by, match_id=match.id)
