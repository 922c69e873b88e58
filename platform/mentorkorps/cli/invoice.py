"""`mentorkorps invoice export DIR`: every issued document as XML and PDF."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

from mentorkorps import invoices, process
from mentorkorps.config import Config
from mentorkorps.language import _
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db


@click.group()
def invoice() -> None:
    """Invoices that have been issued."""


@invoice.command("export", short_help="Writes what has been issued: Peppol and PDF.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--partnership", "name", help="Only of the one who operates this partnership.")
def export(folder: Path, name: str | None) -> None:
    """Writes what has been issued into FOLDER: a Peppol document and a PDF each; the same again changes nothing."""
    app = process.start(Config.from_env())
    with app.app_context():
        try:
            exported = [_of(tenant.id, folder, name) for tenant in _issuers()]
        finally:
            db.engine.dispose()
    count = sum(len(one.files) for one in exported)
    click.echo(_("%(count)s filer er skrevet i %(folder)s.", count=count, folder=folder))
    failed = [sentence for one in exported for sentence in one.failed]
    if failed:
        raise click.ClickException("\n".join(failed))


def _issuers() -> list[Tenant]:
    with acting_for(None):
        return list(db.session.scalars(select(Tenant).order_by(Tenant.slug)))


def _of(tenant: UUID, folder: Path, name: str | None) -> invoices.Exported:
    with acting_for(tenant):
        own = select(Partnership.id).where(Partnership.tenant_id == tenant)
        if db.session.scalar(own.where(Partnership.slug == name) if name else own) is None:
            return invoices.Exported([], [])
        return invoices.export(folder)
