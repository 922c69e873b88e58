"""Everything a tenant owns, as files: one for each table, and a manifest with their checksums."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tenants import audit, outbox
from tenants.rows import Base, PrivateRow, together
from tenants.scope import db, own_id
from tenants.users import Actor

#: Not data of the tenant but keys to the house, work under way, and earlier exports.
LEFT_OUT = frozenset(
    {"sign_ins", "pending_sign_ins", "providers", "links", "link_codes", "outbox", "data_exports", "tenants"}
)
AT_ONCE = 500
MANIFEST = "manifest.json"


class DataExport(PrivateRow):
    """An export asked for, and the archive when it has been made."""

    __tablename__ = "data_exports"
    __table_args__ = (together("made_at", "manifest", "content"),)

    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    made_at: Mapped[datetime | None]
    manifest: Mapped[dict[str, Any] | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)


def ask(at: datetime, *, by: Actor) -> DataExport:
    """An export of the house's data is made by the next free worker; while one is on its way it is that one."""
    waiting = select(DataExport).where(DataExport.tenant_id == own_id(), DataExport.made_at.is_(None))
    known = db.session.scalar(waiting)
    if known is not None:
        return known
    export = DataExport(asked_at=at, asked_by=by.signature)
    db.session.add(export)
    db.session.flush()
    audit.record("data.export_asked", export, by=by)
    outbox.post("export_data", f"export_data:{export.id}", {"export_id": str(export.id)})
    return export


def make(export_id: UUID, at: datetime) -> None:
    """Makes the archive of an export that was asked for; again changes nothing."""
    export = DataExport.get(export_id)
    if export.made_at is not None:
        return
    files = list(files_of())
    manifest = manifest_of(files, at)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content, _rows_in_it in files:
            packed.writestr(name, content)
        packed.writestr(MANIFEST, as_json(manifest))
    export.made_at, export.manifest, export.content = at, manifest, archive.getvalue()


def files_of() -> Iterator[tuple[str, bytes, int]]:
    """Each table with rows of the house as (name, JSON Lines in UTF-8, how many rows); also what others keep about it."""
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        if table.name not in LEFT_OUT:
            lines = [as_json(dict(row)) for row in _rows(table)]
            if lines:
                yield f"{table.name}.jsonl", b"\n".join(lines) + b"\n", len(lines)


def manifest_of(files: list[tuple[str, bytes, int]], at: datetime) -> dict[str, Any]:
    """What stands beside the files: rows and SHA-256 of each."""
    return {"tenant": str(own_id()), "made_at": at.isoformat(), "files": [_entry(*one) for one in files]}


def as_json(value: Any) -> bytes:
    """One fixed writing: keys in order, dates and amounts as texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()


def _entry(name: str, content: bytes, rows: int) -> dict[str, Any]:
    return {"file": name, "rows": rows, "sha256": hashlib.sha256(content).hexdigest()}


def _rows(table: Table) -> Iterator[Any]:
    mine = table.c.tenant_id == own_id()
    if "party_tenant_id" in table.c:
        mine = or_(mine, table.c.party_tenant_id == own_id())
    found = db.session.execute(select(table).where(mine).order_by(table.c.id), execution_options={"yield_per": AT_ONCE})
    yield from found.mappings()
