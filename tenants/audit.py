"""The audit trail: who did or read what, append-only, with no text of a note in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, insert, text
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from tenants.rows import Base, CaseRow, TenantRow
from tenants.scope import db
from tenants.users import Actor


class AuditEntry(CaseRow):
    """One act or reading."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_newest", "tenant_id", text("at DESC"), text("id DESC")),)

    at: Mapped[datetime]
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    actor_kind: Mapped[str]
    actor_name: Mapped[str]
    actor_tenant_id: Mapped[UUID | None]
    actor_user_id: Mapped[UUID | None]
    why: Mapped[str]


_ENTRY = insert(Base.metadata.tables["audit_entries"])


def record(act: str, subject: TenantRow | None, *, by: Actor, why: str = "") -> None:
    """Writes `act` ("match.started", "note.read") about `subject` into the trail of the tenant acted in.

    Of who came by link no name is kept.
    """
    entry = {
        "at": now(), "act": act, "subject_kind": type(subject).__name__ if subject else "",
        "subject_id": subject.id if subject else None, "actor_kind": by.kind, "actor_name": by.signature,
        "actor_tenant_id": by.tenant_id, "actor_user_id": by.user_id, "why": why,
    }  # fmt: skip
    db.session.execute(_ENTRY, entry)
