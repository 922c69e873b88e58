"""`mentorkorps report`: the steering group's report as JSON, PDF, Excel workbook or Danish CSV, as it was published."""

import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from mentorkorps import process, steering
from mentorkorps.clock import last_whole_day, now
from mentorkorps.config import Config
from mentorkorps.language import _, speaking
from mentorkorps.refused import Refused
from mentorkorps.steering import Report, asked, build
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.pack import render_json
from mentorkorps.steering.paper import render_pdf
from mentorkorps.steering.workbook import render_xlsx
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db, own_id

FORMATS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "json": render_json, "pdf": render_pdf, "xlsx": render_xlsx, "csv": render_csv,
}  # fmt: skip


@click.command(short_help="Prints the newest report of a partnership.")
@click.argument("name")
@click.option("--period", required=True, help="The agreement's name of the period, such as 2014.")
@click.option("--format", "kind", type=click.Choice(sorted(FORMATS)), default="json", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@click.option("--build", "anew", is_flag=True, help="Build and publish a new report now.")
@click.option("--cut-off", type=click.DateTime(["%Y-%m-%d"]), help="With --build: the last day counted (yesterday).")
def report(name: str, period: str, kind: str, out: Path | None, anew: bool, cut_off: datetime | None) -> None:
    """Prints the newest report of partnership NAME for a period; builds one where there is none yet."""
    config = Config.from_env()
    app = process.start(config)
    steering.use_reporting(config.report_database_url)
    with app.app_context():
        until = cut_off.date() if cut_off else last_whole_day()
        try:
            if until > last_whole_day():
                raise Refused(_("Dagen er ikke slut endnu. Rapporten kan gøres op til og med dagen før i dag."))
            content = published(name, period, anew=anew or cut_off is not None, cut_off=until)
        finally:
            db.engine.dispose()
    with speaking("da"):
        text = FORMATS[kind](content)
    if out:
        out.write_bytes(text)
        click.echo(_("Rapporten ligger i %(file)s.", file=out), err=True)
    else:
        sys.stdout.buffer.write(text)


def published(name: str, period_name: str, *, anew: bool, cut_off: date) -> dict[str, Any]:
    """The content of the newest report of partnership `name`; built now where `anew` or where there is none. Refused as
    `asked.ask_for`: what two reports of nearly the same days tell apart would be a few persons."""
    with acting_for(operator_of(name)):
        own = Partnership.tenant_id == own_id(), Partnership.slug == name
        partnership = db.session.scalars(select(Partnership).where(*own)).one()
        period = build.period_called(partnership, period_name)
        if period is None:
            raise Refused(_("Aftalen for %(name)s har ingen periode %(period)s.", name=name, period=period_name))
        newest = Report.newest(period)
        if newest is None or anew:
            asked.refuse_too_soon(period, cut_off)
            with speaking("da"):
                newest = build.build(partnership, period, cut_off, now())
        return newest.content


def operator_of(name: str) -> UUID:
    """The tenant that operates partnership `name`; Refused where none does, or more than one."""
    with acting_for(None):
        tenants = db.session.scalars(select(Tenant.id).order_by(Tenant.slug)).all()
    operators = [tenant for tenant in tenants if _operates(tenant, name)]
    if len(operators) != 1:
        raise Refused(_("Der er ikke netop ét partnerskab, der hedder %(name)s.", name=name))
    return operators[0]


def _operates(tenant: UUID, name: str) -> bool:
    with acting_for(tenant):
        own = Partnership.tenant_id == tenant, Partnership.slug == name
        return db.session.scalar(select(Partnership.id).where(*own)) is not None
