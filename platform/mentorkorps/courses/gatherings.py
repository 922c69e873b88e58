"""Meetings of more than the two: the match meeting, with the municipality, with the network, with the family (MO-05, DF-10)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from mentorkorps.courses.running import check_day, locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import PLACES, Match
from mentorkorps.programmes import setting
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

KINDS = {
    "match_meeting": N_("Matchmøde"),
    "municipality": N_("Møde med kommunen"),
    "network": N_("Netværksmøde"),
    "family": N_("Møde med den unges familie"),
}
#: The setting of the programme that lets a kind in.
SETTINGS = {
    "match_meeting": "match_meeting",
    "municipality": "network_meetings",
    "network": "network_meetings",
    "family": "family_meeting",
}
PARTICIPANTS = {
    "youth": N_("Den unge"),
    "mentor": N_("Mentor"),
    "contact_person": N_("Kontaktperson"),
    "supporter": N_("Støtteperson"),
    "corps": N_("Korpset"),
    "family": N_("Familien"),
    "school": N_("Skolen"),
    "company": N_("Virksomheden"),
    "other": N_("Andre"),
}


class Gathering(CaseRow):
    """A meeting of its own kind: it counts to no norm, and is no meeting of the two."""

    __tablename__ = "gatherings"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "kind", "held_on"),
        one_of("kind", list(KINDS)),
        one_of("place", list(PLACES)),
    )

    match_id: Mapped[UUID]
    kind: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str]
    participants: Mapped[list[str]]
    logged_at: Mapped[datetime]
    logged_by: Mapped[str]


def kinds(rules: Mapping[str, Any]) -> dict[str, str]:
    """The kinds of meeting that the programme of the pair knows; empty where it uses none."""
    return {kind: name for kind, name in KINDS.items() if setting(rules, "course", SETTINGS[kind])}


def gatherings_of(match: Match) -> list[Gathering]:
    """The newest first."""
    held = select(Gathering).where(Gathering.match_id == match.id)
    return list(db.session.scalars(held.order_by(Gathering.held_on.desc(), Gathering.kind)))


def log_gathering(
    match: Match, kind: str, held_on: date, place: str, participants: Sequence[str], *, by: Actor
) -> Gathering:
    """Remembers who met whom, and where.

    Refused for an unknown kind or place, fewer than two people, a day to come or before the start, an ended pair, the
    same twice, and a second meeting with the family: the mentor's promise is one (DF-14).
    """
    locked_running(match)
    check_day(match, held_on)
    if kind not in kinds(match.rules) or place not in PLACES:
        raise Refused(_("Vælg, hvilket slags møde det var, og hvor det blev holdt."))
    if len(set(participants)) < 2 or not set(participants) <= set(PARTICIPANTS):
        raise Refused(_("Sæt kryds ved mindst to, der var med."))
    _check_new(match, kind, held_on)
    gathering = Gathering(
        match_id=match.id, kind=kind, held_on=held_on, place=place, participants=[p for p in PARTICIPANTS if p in participants],
        logged_at=now(), logged_by=by.signature,
    )  # fmt: skip
    db.session.add(gathering)
    db.session.flush()
    audit.record("gathering.logged", gathering, by=by)
    JournalNote.write(match.youth, "gathering", _sentence(gathering), by=by, match_id=match.id)
    return gathering


def _check_new(match: Match, kind: str, held_on: date) -> None:
    for one in gatherings_of(match):
        if one.kind == kind and one.held_on == held_on:
            raise Refused(_("Mødet er allerede skrevet ned. Tak."))
        if one.kind == kind == "family":
            raise Refused(_("Mentor har mødt familien én gang, som det er aftalt."))


def _sentence(gathering: Gathering) -> str:
    return danish(
        N_("%(kind)s den %(day)s. Sted: %(place)s. Med: %(who)s."), kind=KINDS[gathering.kind],
        day=f"{gathering.held_on:%d-%m-%Y}", place=PLACES[gathering.place],
        who=", ".join(PARTICIPANTS[one] for one in gathering.participants),
    )  # fmt: skip
