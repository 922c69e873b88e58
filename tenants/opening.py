"""A tenant is opened: its line in the directory, and what is remembered of its first day."""

import re
from datetime import datetime
from typing import Self

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import KINDS, Tenant
from tenants.rows import PrivateRow
from tenants.scope import db, own_id, tenant_id
from tenants.users import Actor

SLUG = re.compile(r"[a-z0-9-]{2,40}")


class Opening(PrivateRow):
    """When the house was opened and by whom, and when its coordinator first read the rules it works by."""

    __tablename__ = "openings"
    __table_args__ = (UniqueConstraint("tenant_id"),)

    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    rules_read_at: Mapped[datetime | None]

    @classmethod
    def here(cls) -> Self | None:
        """The opening of the house; None where a partnership's file has brought it."""
        return db.session.scalar(select(cls).where(cls.tenant_id == own_id()))


def open_here(slug: str, name: str, kind: str, at: datetime, *, by: Actor) -> Opening:
    """The tenant acted in, whose id is new, stands in the directory from now on.

    Refused for a slug in use or of a wrong shape, a name that is empty, and a kind that there is not.
    """
    check(slug, name, kind)
    try:
        with db.session.begin_nested():
            db.session.add(Tenant(id=tenant_id(), slug=slug, name=name.strip(), kind=kind))
    except IntegrityError:
        raise in_use(slug) from None
    row = Opening(opened_at=at, opened_by=by.signature)
    db.session.add(row)
    db.session.flush()
    audit.record("tenant.opened", row, by=by)
    return row


def check(slug: str, name: str, kind: str, *, kinds: tuple[str, ...] = tuple(KINDS)) -> None:
    """Refused where a tenant cannot be called so, or is of none of `kinds`."""
    if not SLUG.fullmatch(slug):
        raise Refused(_("Adressen skal være 2 til 40 små bogstaver (a-z), tal og bindestreger: %(slug)s.", slug=slug))
    if not name.strip():
        raise Refused(_("Skriv organisationens navn."))
    if kind not in kinds:
        raise Refused(_("Slagsen %(kind)s findes ikke. Vælg mellem %(kinds)s.", kind=kind, kinds=", ".join(kinds)))


def in_use(slug: str) -> Refused:
    """The sentence about a slug that somebody has."""
    return Refused(_("Adressen %(slug)s er i brug. Vælg en anden.", slug=slug))


def rules_read(at: datetime) -> None:
    """The house's coordinator has the rules in front of the eyes; the first time counts."""
    opening = Opening.here()
    if opening is not None and opening.rules_read_at is None:
        opening.rules_read_at = at
