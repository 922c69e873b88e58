"""Opens a partnership from its file: what the command line, the tests and a simulation call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from mentorkorps import quota_falls, schedule
from mentorkorps.agreement_notice import tell_who_waits
from mentorkorps.clock import local, now, today
from mentorkorps.language import N_, danish
from mentorkorps.steering_group.calendar import lay_out_meetings, meeting_days
from tenants.agreements.moving import join, move, opened
from tenants.agreements.settling import Place
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db, one_connection
from tenants.terms import Change, Imported, Terms, compare, import_terms, read
from tenants.users import SYSTEM, Actor


@dataclass(frozen=True)
class Opened:
    """What an import came to."""

    terms: Terms
    changes: list[Change]
    tenants: dict[str, UUID]
    is_new: bool


def import_partnership(
    path: Path,
    *,
    at: datetime | None = None,
    agree: Callable[[Terms, list[Change]], bool] = lambda terms, changes: True,
) -> Opened | None:
    """Imports the file at `path` whole (FY-01…FY-12), or leaves everything as it was.

    A partnership that is here already is changed only if `agree` says yes to the changes; None where it says no.
    BadTerms lists what is wrong with the file; Refused what can no longer be changed.
    """
    at = at or now()
    terms = read(path)
    foreseen = compare(terms)
    is_new = ("partnership", "name") in {change.path for change in foreseen if change.old is None}
    overwrites = any(change.old is not None for change in foreseen)
    if foreseen and (overwrites or not is_new) and not agree(terms, foreseen):
        return None
    with one_connection():
        imported = import_terms(terms, at)
        if imported.changes:
            _follow_up(terms, imported, at)
            quota_falls.tell(terms, imported.changes, at)
    return Opened(terms, imported.changes, imported.tenants, is_new)


def join_partnership(
    partnership: Partnership,
    party: Tenant,
    first_day: date,
    places: Mapping[str, Place],
    why: str,
    at: datetime,
    *,
    by: Actor,
) -> None:
    """A party joins in mid-period, and its daily work begins. Act for the operator. Refused as `moving.join` is."""
    member = join(partnership, party, first_day, places, why, at, by=by)
    with acting_for(party.id):
        schedule.begin(bears=member.bears, operates=False)
    tell_of_change(partnership)


def move_party(
    out_of: Partnership,
    into: Partnership,
    party: Tenant,
    last_day: date,
    places: Mapping[str, Place],
    why: str,
    at: datetime,
    *,
    by: Actor,
) -> None:
    """A party moves between two partnerships of the house, and its daily work goes on. Refused as `moving.move` is."""
    member = move(out_of, into, party, last_day, places, why, at, today(), by=by)
    with acting_for(party.id):
        schedule.begin(bears=member.bears, operates=False)
    tell_of_change(out_of)
    tell_of_change(into)


def tell_of_change(partnership: Partnership) -> None:
    """The parties whom the newest terms ask are told at once. Act for the operator."""
    tell_who_waits(partnership, today())


def refreeze(partnership: Partnership, why: str, *, by: Actor) -> None:
    """What a person has changed in the terms becomes a version under that name. Act for the operator."""
    db.session.flush()
    if opened(partnership, now(), today(), why, by=by):
        tell_of_change(partnership)


def _follow_up(terms: Terms, imported: Imported, at: datetime) -> None:
    steering = terms.steering
    days = meeting_days(steering.first_meeting, steering.every_months, terms.ends_on)
    with acting_for(imported.operator_id):
        lay_out_meetings(imported.partnership_id, days, hours=steering.hours, today=local(at).date())
        opened(
            Partnership.get(imported.partnership_id), at, local(at).date(), danish(N_("Aftalen er læst ind")), by=SYSTEM
        )
    for party in terms.parties:
        with acting_for(imported.tenants[party.slug]):
            schedule.begin(bears=party.bears, operates=imported.tenants[party.slug] == imported.operator_id)
