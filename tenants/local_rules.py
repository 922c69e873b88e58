"""What a municipality has adjusted in its programme, in versions: new pairs begin under the newest (FY-13, section 2)."""

from datetime import date, datetime
from functools import cache
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, Uuid, bindparam, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.programmes import complete, disordered, norms
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Programme, bearing_here
from tenants.rows import CaseRow
from tenants.scope import db, tenant_id
from tenants.users import Actor

#: Sections of a profile that a tenant may adjust for itself. Ages, languages, the promise and the targets are the agreement's.
ADJUSTABLE = (
    "follow_up",
    "meetings",
    "season",
    "silence",
    "asking",
    "alarm",
    "journal",
    "exit",
    "course",
    "calendar",
    "concerns",
    "tasks",
)


class LocalRules(CaseRow):
    """One version of a tenant's adjustments, whole: section → setting → value. Never changed; a newer one is in force."""

    __tablename__ = "local_rules"
    __table_args__ = (UniqueConstraint("tenant_id", "version"),)

    version: Mapped[int]
    adjustments: Mapped[dict[str, Any]]
    programme_version: Mapped[int]  # of the programme it was made against
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_user_id: Mapped[UUID | None]
    why: Mapped[str]

    @classmethod
    def newest(cls) -> "LocalRules | None":
        """The version in force here; None where nothing is adjusted."""
        return db.session.scalar(_newest())

    @classmethod
    def keep(cls, adjustments: dict[str, Any], programme: Programme, why: str, *, by: Actor) -> Self:
        """A new version."""
        version = (db.session.scalar(select(func.max(cls.version))) or 0) + 1
        row = cls(
            version=version, adjustments=adjustments, programme_version=programme.version, made_at=now(), made_by=by.name,
            made_by_user_id=by.user_id, why=why,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        db.session().info.pop("rules", None)
        audit.record("programme.adjusted", row, by=by, why=why)
        return row


@cache
def _newest() -> Select[LocalRules]:
    return select(LocalRules).order_by(LocalRules.version.desc()).limit(1)


def adjust(section: str, values: dict[str, Any], why: str, *, by: Actor) -> LocalRules:
    """From now on new pairs here keep `values` in that section; what is as the programme says is no adjustment.

    Refused for a section that is the agreement's, without a reason, for values out of order or more than one norm, or
    where nothing changes.
    """
    programme, newest = Programme.of_here(today()), LocalRules.newest()
    if section not in ADJUSTABLE:
        raise Refused(_("Det står i aftalen og kan ikke tilpasses her."))
    if not why.strip():
        raise Refused(_("Skriv kort, hvorfor reglerne ændres."))
    _check(section, values)
    said = complete(programme.profile)[section]
    known = dict(newest.adjustments) if newest else {}
    changed = {name: value for name, value in values.items() if said[name] != value}
    adjusted = {key: value for key, value in {**known, section: changed}.items() if value}
    if adjusted == known:
        raise Refused(_("Reglerne siger det allerede."))
    return LocalRules.keep(adjusted, programme, why.strip(), by=by)


def _check(section: str, values: dict[str, Any]) -> None:
    wrong = disordered(section, values)
    if wrong:
        raise Refused(_("Det sidste tal kan ikke være mindre end det første."))
    if section == "meetings" and len(norms(values)) > 1:
        raise Refused(_("Vælg én norm: møder om måneden, timer om måneden eller møder i sæsonen. Sæt de andre til 0."))


def rules_here(day: date) -> dict[str, Any]:
    """What a pair that begins here on `day` keeps: the programme with the tenant's own adjustments, every setting spelled
    out, and under "of" the versions of both; read once in a transaction. NotFound where the tenant bears youths in no
    programme."""
    known: dict[date, dict[str, Any]] = db.session().info.setdefault("rules", {})
    if day not in known:
        found = db.session.execute(_in_force(), {"day": day, "here": tenant_id()}).one_or_none()
        if found is None:
            raise NotFound("Programme")
        known[day] = rules_of(*found)
    return known[day]


@cache
def _in_force() -> Select[Programme, LocalRules]:
    """The programme and the newest adjustments, at once."""
    adjusted = bearing_here().outerjoin(LocalRules, LocalRules.tenant_id == bindparam("here", type_=Uuid()))
    return adjusted.add_columns(LocalRules).order_by(LocalRules.version.desc())


def rules_of(programme: Programme, local: LocalRules | None) -> dict[str, Any]:
    """As `rules_here`, of a programme and adjustments read already."""
    of = {"programme": programme.version, "local": local.version if local else 0}
    return complete(programme.profile, local.adjustments if local else None) | {"of": of}
