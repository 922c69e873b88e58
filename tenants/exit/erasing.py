"""Erasure: the administrator's own act. No role of the product may delete what is written once, so none can do this."""

import hashlib
import hmac
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants.exit.closing import Exit
from tenants.exit.export import as_json
from tenants.exit.forgetting import forget
from tenants.rows import Base

#: What the bookkeeping act keeps (the places that partners moved at a price too), and what that stands on; the directory, and
#: the record of the exit itself.
KEPT = frozenset(
    {
        "tenants",
        "exits",
        "partnerships",
        "agreements",
        "periods",
        "contributions",
        "invoices",
        "incomes",
        "subsidies",
        "refunds",
        "invoice_lines",
        "payments",
        "quota_transfers",
    }
)


def due(connection: Connection, day: date) -> list[tuple[UUID, str]]:
    """Tenants whose day has come and whose data are still here: id and slug."""
    directory, exits = Base.metadata.tables["tenants"], Base.metadata.tables["exits"]
    query = select(directory.c.id, directory.c.slug).join(exits, exits.c.tenant_id == directory.c.id)
    rows = connection.execute(
        query.where(exits.c.erase_on <= day, exits.c.erased_at.is_(None), exits.c.withdrawn_at.is_(None)).order_by(
            directory.c.slug
        )
    )
    return [(row[0], row[1]) for row in rows]


def erase(connection: Connection, tenant: UUID, at: datetime, secret: str) -> dict[str, Any]:
    """Deletes every row of `tenant` in this transaction and returns the proof: counts for each table and no person.

    Refused where no end is decided, before its day, twice, without an export, and while another house's row points at one.
    """
    connection.execute(text("SET LOCAL row_security = off"))  # an administrator whom row security binds gets an error
    end = _end_of(connection, tenant, at.date())
    _free(connection, tenant, at)
    without_name, deleted = forget(connection, tenant, end["name"]), {}
    # what is deleted marks its month, so the marks go last
    for table in sorted(reversed(Base.metadata.sorted_tables), key=lambda table: table.name == "month_marks"):  # noqa: C414 (stable)
        count = _delete(connection, table, tenant) if table.name not in KEPT else 0
        if count:
            deleted[table.name] = count
    proof = {
        "tenant": end["slug"], "name": end["name"], "closed_on": str(end["closed_on"]), "erased_at": at.isoformat(),
        "deleted": deleted, "without_name": without_name, "kept": _kept(connection, tenant), "export": end["export"],
    }  # fmt: skip
    proof = signed(proof, secret)
    exits = Base.metadata.tables[Exit.__tablename__]
    standing = exits.c.tenant_id == tenant, exits.c.withdrawn_at.is_(None)
    connection.execute(update(exits).where(*standing).values(erased_at=at, proof=proof))
    return proof


def signed(proof: dict[str, Any], secret: str) -> dict[str, Any]:
    """The proof with its SHA-256 and the installation's signature (HMAC) over it."""
    checksum = hashlib.sha256(as_json(proof)).hexdigest()
    return proof | {"sha256": checksum, "signature": _signature(checksum, secret)}


def is_genuine(proof: dict[str, Any], secret: str) -> bool:
    """Whether a proof says what this installation signed."""
    said = {key: value for key, value in proof.items() if key not in ("sha256", "signature")}
    return hmac.compare_digest(signed(said, secret)["signature"], str(proof.get("signature", "")))


def _signature(checksum: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"erasure:{checksum}".encode(), "sha256").hexdigest()


def _end_of(connection: Connection, tenant: UUID, day: date) -> dict[str, Any]:
    tables = Base.metadata.tables
    exits, exports, directory = tables["exits"], tables["data_exports"], tables["tenants"]
    standing = exits.c.tenant_id == tenant, exits.c.withdrawn_at.is_(None)
    end = connection.execute(select(exits).where(*standing).with_for_update()).mappings().first()
    if end is None or end["erased_at"] is not None or end["erase_on"] > day:
        raise Refused(_("Organisationen skal være lukket, og dagen for sletning kommet, og der slettes kun én gang."))
    made = select(exports.c.manifest).where(exports.c.tenant_id == tenant, exports.c.made_at.is_not(None))
    manifest = connection.scalar(made.order_by(exports.c.made_at.desc()).limit(1))
    if manifest is None:
        raise Refused(_("Der er ikke lavet en eksport af organisationens data. Lav den først."))
    who = connection.execute(select(directory).where(directory.c.id == tenant)).mappings().one()
    return {**end, **who, "export": hashlib.sha256(as_json(manifest)).hexdigest()}


def _free(connection: Connection, tenant: UUID, at: datetime) -> None:
    """The mentors and companies of other houses are taken by nobody of this one any more: its pairs go with it."""
    for name in ("engagements", "offer_places"):
        table = Base.metadata.tables[name]
        taken = table.c.party_tenant_id == tenant, table.c.tenant_id != tenant, table.c.freed_at.is_(None)
        connection.execute(update(table).where(*taken).values(freed_at=at))


def _delete(connection: Connection, table: Table, tenant: UUID) -> int:
    """How many rows went. Refused where another house's row still points at one of them."""
    mine = table.c.tenant_id == tenant
    try:
        return connection.execute(delete(table).where(mine)).rowcount
    except IntegrityError as pointed:
        sentence = _(
            "Andre organisationers forløb hviler stadig på rækker i %(table)s. De slettes først.", table=table.name
        )
        raise Refused(sentence) from pointed


def _kept(connection: Connection, tenant: UUID) -> dict[str, int]:
    """What the bookkeeping act keeps, counted."""
    tables = [Base.metadata.tables[name] for name in sorted(KEPT - {"tenants", "exits"})]
    counts = {one.name: connection.scalar(select(func.count()).where(one.c.tenant_id == tenant)) or 0 for one in tables}
    return {name: count for name, count in counts.items() if count}
