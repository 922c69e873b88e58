"""Frozen versions of the terms: every fact, a checksum over them, and what changed since the one before (FY-03, DF-04)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import local
from mentorkorps.language import N_, _
from tenants import audit
from tenants.agreements.parties import PartyRole
from tenants.quotas.words import rule_sentences
from tenants.registry import Member, Partnership, Tenant
from tenants.rows import PoolRow, inside
from tenants.scope import db
from tenants.terms.comparing import FIELDS, WORDS, shown
from tenants.terms.standing import Facts, Standing, read_agreement
from tenants.users import Actor

#: Facts of a version that no file of terms states; the others are called as in `tenants.terms`.
OWN_WORDS = {"joined": N_("Er med fra"), "left": N_("Er med til og med"), "role": N_("Rolle")}
ROLE_WORDS = {"pays": N_("betaler"), "takes_part": N_("deltager"), "operates": N_("driver")}
#: Facts about one party's own part: a change of them asks that party and the operator again; any other change asks all.
OF_ONE_PARTY = ("line", "quota", "quota_rules", "contribution")


class TermsVersion(PoolRow):
    """The terms as they stood when frozen. The operator's; disclosed to the members; never changed."""

    __tablename__ = "terms_versions"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        UniqueConstraint("tenant_id", "partnership_id", "version"),
    )

    partnership_id: Mapped[UUID]
    version: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    why: Mapped[str]
    facts: Mapped[list[dict[str, Any]]]  # {"path": […], "value": as `packed`}
    changes: Mapped[list[dict[str, Any]]]  # {"path": […], "old": …, "new": …}
    asks: Mapped[list[str]]  # slugs of the parties that this version asks to accept
    checksum: Mapped[str]  # SHA-256 of the facts

    partnership: Mapped[Partnership] = relationship(viewonly=True)

    @property
    def known(self) -> Facts:
        """The facts as they were: path → value."""
        return {tuple(one["path"]): unpacked(one["value"]) for one in self.facts}

    @property
    def is_whole(self) -> bool:
        """Whether the facts still give the checksum."""
        return self.checksum == checksum_of(self.facts)

    @property
    def sentences(self) -> list[str]:
        """What changed, a sentence each, in the reader's language."""
        names = {path[1]: str(value) for path, value in self.known.items() if path[0] == "tenant" and path[2] == "name"}
        return [told(tuple(one["path"]), unpacked(one["old"]), unpacked(one["new"]), names) for one in self.changes]

    @classmethod
    def newest(cls, partnership: Partnership) -> Self | None:
        """The version in force; None before the first is frozen."""
        within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
        return db.session.scalar(select(cls).filter_by(**within).order_by(cls.version.desc()).limit(1))


def freeze(partnership: Partnership, at: datetime, why: str, *, by: Actor) -> TermsVersion | None:
    """A new version where the terms differ from the newest; None where they do not. Act for the operator (FY-03, DF-04)."""
    newest, facts = TermsVersion.newest(partnership), facts_here(partnership)
    before = newest.known if newest else {}
    paths = sorted(path for path in facts.keys() | before.keys() if facts.get(path) != before.get(path))
    if not paths:
        return None
    changes = [
        {"path": list(p), "old": packed(before.get(p)), "new": packed(facts.get(p))}
        for p in paths
        if newest is not None
    ]
    kept = [{"path": list(path), "value": packed(facts[path])} for path in sorted(facts)]
    version = TermsVersion(
        partnership_id=partnership.id, version=newest.version + 1 if newest else 1, made_at=at, made_by=by.signature, why=why,
        facts=kept, changes=changes, asks=_asked(paths, facts, local(at).date()), checksum=checksum_of(kept),
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    audit.record("agreement.frozen", version, by=by, why=why)
    return version


def facts_here(partnership: Partnership) -> Facts:
    """Every fact of the agreement as it stands in the database. Act for the operator."""
    slugs = {tenant.id: tenant for tenant in db.session.scalars(select(Tenant))}
    here = Standing()
    read_agreement(here, partnership.slug, partnership.tenant_id, {one.id: one.slug for one in slugs.values()})
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
    for member in db.session.scalars(select(Member).filter_by(**within)):
        party = slugs[member.party_tenant_id]
        here.facts |= {("tenant", party.slug, "name"): party.name, ("tenant", party.slug, "kind"): party.kind}
        here.facts |= {("member", party.slug): member.bears, ("joined", party.slug): member.since}
        if member.left_on:
            here.facts["left", party.slug] = member.left_on
    for role in db.session.scalars(select(PartyRole).filter_by(**within)):
        if role.until is None:
            here.facts["role", slugs[role.party_tenant_id].slug, role.role] = role.since
    return here.facts


def _asked(paths: Sequence[tuple[str, ...]], facts: Facts, day: date) -> list[str]:
    """The members that the changes touch. One that leaves is asked about its own part as long as it is in."""
    members = {path[1] for path in facts if path[0] == "member" and ("left", path[1]) not in facts}
    leaving = {path[1] for path in facts if path[0] == "left" and facts[path] >= day}
    if any(path[0] not in OF_ONE_PARTY for path in paths):
        return sorted(members)
    operators = {path[1] for path in facts if path[0] == "role" and path[2] == "operates"}
    return sorted((members | leaving) & ({path[2] for path in paths} | operators))


def told(path: tuple[str, ...], old: Any, new: Any, names: Mapping[str, str]) -> str:
    """One change as a sentence."""
    kind, *rest = path
    words = {**FIELDS, **ROLE_WORDS}
    parts = [_(words[part]) if part in words else names.get(part, part) for part in rest]
    what = ", ".join([_((WORDS | OWN_WORDS)[kind]), *parts])
    if kind == "quota_rules":
        return _("%(what)s: %(rules)s.", what=what, rules="; ".join(changed_rules(old or {}, new or {})))
    if isinstance(old, dict) or isinstance(new, dict):
        return _("%(what)s er ændret. Reglerne står under Program.", what=what)
    return _("%(what)s: fra %(old)s til %(new)s.", what=what, old=shown(old), new=shown(new))


def changed_rules(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Each rule of a quota that says something else, in words; none is left out because it is small."""
    was, now = rule_sentences(old), rule_sentences(new)
    said = [now[key] for key in now if now[key] != was.get(key)]
    return said or [_("gælder ikke længere")]


def checksum_of(facts: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over the facts in one fixed writing."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def packed(value: Any) -> Any:
    """A fact as JSON keeps it, so that it can be read back as it was."""
    if isinstance(value, Decimal):
        return {"decimal": f"{value:.2f}"}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return {"tuple": [packed(one) for one in value]}
    return {"table": value} if isinstance(value, dict) else value


def unpacked(value: Any) -> Any:
    """What `packed` put away."""
    if not isinstance(value, dict):
        return value
    [(kind, inner)] = value.items()
    readers: dict[str, Any] = {
        "decimal": Decimal, "day": date.fromisoformat, "table": lambda table: table,
        "tuple": lambda items: tuple(unpacked(one) for one in items),
    }  # fmt: skip
    return readers[kind](inner)
