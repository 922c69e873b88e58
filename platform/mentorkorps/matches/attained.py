"""What a pair led to beside the six outcomes: education kept or completed (FY-49), and effects of a long pair (DF-34)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches.match import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

ATTAINMENTS = {
    "kept_in_education": N_("Fastholdt i uddannelse"),
    "completed_education": N_("Gennemført en erhvervskompetencegivende uddannelse"),
}
EFFECTS = {
    "trust": N_("Tror mere på fremtiden"),
    "insight": N_("Har fået indsigt i samfundet"),
    "clarified": N_("Er blevet afklaret"),
    "no_gap_year": N_("Valgte uddannelse frem for et sabbatår"),
    "completed": N_("Gennemførte i stedet for at falde fra"),
    "family": N_("Familien er overbevist om et realistisk valg"),
    "labour_market": N_("Forstår arbejdsmarkedet"),
}
LONG_MONTHS = 6  # effects are asked of pairs that have lasted longer (DF-34)


class Attainment(CaseRow):
    """Education kept or completed: an outcome of its own, outside the 70 per cent, so in a table that nobody counts there."""

    __tablename__ = "attainments"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("kind", list(ATTAINMENTS)),
        UniqueConstraint("tenant_id", "match_id", "kind", "seen_on"),
    )

    match_id: Mapped[UUID]
    kind: Mapped[str]
    seen_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class Effect(CaseRow):
    """What a long pair did for the youth, as staff see it."""

    __tablename__ = "effects"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("kind", list(EFFECTS)),
        UniqueConstraint("tenant_id", "match_id", "kind"),
    )

    match_id: Mapped[UUID]
    kind: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]


def attained(match: Match, kind: str, seen_on: date, *, by: Actor) -> Attainment:
    """Remembers education kept or completed (FY-49). Refused for a day to come or before the start, or twice the same."""
    if seen_on > today():
        raise Refused(_("Resultatet ligger ude i fremtiden. Skriv det, når det er begyndt."))
    if seen_on < match.started_on:
        raise Refused(_("Resultatet begyndte før forløbet og kan ikke tælle med."))
    same = Attainment.match_id == match.id, Attainment.kind == kind, Attainment.seen_on == seen_on
    if db.session.scalar(select(Attainment.id).where(*same)):
        raise Refused(_("Resultatet er allerede skrevet ned."))
    row = Attainment(match_id=match.id, kind=kind, seen_on=seen_on, recorded_at=now(), recorded_by=by.name)
    db.session.add(row)
    db.session.flush()
    audit.record("attainment.recorded", row, by=by)
    text = danish(N_("Uddannelse: %(kind)s, %(day)s."), kind=ATTAINMENTS[kind], day=f"{seen_on:%d-%m-%Y}")
    JournalNote.write(match.youth, "outcome", text, by=by, match_id=match.id)
    return row


def lasted_long(match: Match, day: date) -> bool:
    """Over six months from the start to the end, or to `day` while it runs (DF-34)."""
    last, first = (match.ended_on or day) - timedelta(days=1), match.started_on
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day) >= LONG_MONTHS


def note_effects(match: Match, kinds: Collection[str], *, by: Actor) -> None:
    """The effects that staff see are exactly `kinds`; the same again changes nothing. Refused for a pair of six months or less."""
    before = {row.kind: row for row in effects_of(match)}
    if before.keys() == set(kinds):
        return
    if not lasted_long(match, today()):
        raise Refused(_("Virkninger skrives først, når forløbet har varet over 6 måneder."))
    for kind in before.keys() - set(kinds):
        db.session.delete(before[kind])
    new = [kind for kind in EFFECTS if kind in set(kinds) - before.keys()]
    db.session.add_all(Effect(match_id=match.id, kind=kind, noted_at=now(), noted_by=by.name) for kind in new)
    db.session.flush()
    audit.record("effects.noted", match, by=by)
    said = ", ".join(EFFECTS[kind] for kind in EFFECTS if kind in kinds)
    text = danish(N_("Virkninger af forløbet: %(said)s."), said=said) if said else danish(N_("Virkninger: ingen."))
    JournalNote.write(match.youth, "effects", text, by=by, match_id=match.id)


def effects_of(match: Match) -> list[Effect]:
    """What has been noted, in the order of the list."""
    found = db.session.scalars(select(Effect).where(Effect.match_id == match.id))
    return sorted(found, key=lambda row: list(EFFECTS).index(row.kind))


def attainments_of(match: Match) -> list[Attainment]:
    """By day."""
    mine = select(Attainment).where(Attainment.match_id == match.id)
    return list(db.session.scalars(mine.order_by(Attainment.seen_on, Attainment.kind)))


def attained_all(match: Match, days: Mapping[str, date], *, by: Actor) -> None:
    """Each kind with its day."""
    for kind, seen_on in days.items():
        attained(match, kind, seen_on, by=by)
