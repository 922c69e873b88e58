"""`mentorkorps tenant …`: a tenant opened and closed, its data taken out, and its data erased with a proof."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.exc import IntegrityError

from mentorkorps import first_day, process
from mentorkorps.clock import now, today
from mentorkorps.config import Config
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import exit
from tenants.exit.erasing import due, erase
from tenants.exit.export import MANIFEST, as_json, manifest_of
from tenants.opening import check, in_use
from tenants.registry import KINDS, OPERATOR, Tenant
from tenants.rows import new_id
from tenants.scope import acting_for, db
from tenants.users import SYSTEM


@click.group()
def tenant() -> None:
    """A tenant's way in, and its way out."""


@tenant.command("export", short_help="Writes everything that a tenant owns into a folder.")
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(slug: str, folder: Path) -> None:
    """Writes everything SLUG owns into FOLDER: a file for each table, and a manifest with checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    with _product(), acting_for(_home(slug)):
        files = list(exit.files_of())
        manifest = manifest_of(files, now())
    for name, content, _rows in files:
        (folder / name).write_bytes(content)
    (folder / MANIFEST).write_bytes(as_json(manifest))
    click.echo(_("%(count)s filer er skrevet i %(folder)s.", count=len(files) + 1, folder=folder))


@tenant.command("open", short_help="Opens a tenant.")
@click.argument("slug")
@click.option("--name", required=True, help="As people know it.")
@click.option("--kind", required=True, help="municipality, school, guidance or corps; operator for who runs this.")
@click.option("--admin-mail", "mail", default="", help="Who begins there, and gets a letter.")
def open_(slug: str, name: str, kind: str, mail: str) -> None:
    """Opens SLUG in one transaction, and says what its first day holds. An operator's house is the administrator's to open."""
    if kind == OPERATOR:
        _open_operator(slug, name)
    else:
        with _product():
            home = first_day.open_house(slug, name, kind, mail, now(), by=SYSTEM)
            with acting_for(None):
                opened = Tenant.by_id(home)
            for step in first_day.steps(opened):
                click.echo(f"{'✓' if step.done else '·'} {step.name}")
    click.echo(_("%(slug)s er åbnet.", slug=slug))


@tenant.command("close", short_help="Decides the end of a tenant.")
@click.argument("slug")
@click.option("--on", "last_day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@click.option("--why", required=True)
@click.option("--yes", is_flag=True, help="Close without asking.")
def close(slug: str, last_day: datetime, why: str, yes: bool) -> None:
    """Says what follows, asks, and decides the end of SLUG: a last export is made, and its data go some days after."""
    with _product(), acting_for(_home(slug)):
        for sentence in _what_follows(last_day.date()):
            click.echo(sentence)
        if not yes and not click.confirm(_("Skal organisationen lukkes?")):
            raise Refused(_("Intet er ændret."))
        end = exit.close(last_day.date(), why, now(), by=SYSTEM)
    click.echo(
        _("%(slug)s lukkes %(day)s. Data slettes %(erased)s.", slug=slug, day=end.closed_on, erased=end.erase_on)
    )


@tenant.command("reopen", short_help="Takes the end of a tenant back.")
@click.argument("slug")
def reopen(slug: str) -> None:
    """Takes the end of SLUG back, until its data are erased."""
    with _product(), acting_for(_home(slug)):
        exit.reopen(now(), by=SYSTEM)
    click.echo(_("Lukningen af %(slug)s er fortrudt.", slug=slug))


@tenant.command("erase", short_help="Erases the tenants whose day has come.")
@click.option(
    "--proof", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where proofs go."
)
def erase_due(folder: Path) -> None:
    """Erases the tenants whose day has come, as the administrator of ADMIN_DATABASE_URL, and writes a proof of each."""
    folder.mkdir(parents=True, exist_ok=True)
    with _administrator() as engine:
        with engine.connect() as connection:
            waiting = due(connection, today())
        for home, slug in waiting:
            with engine.begin() as connection:
                proof = erase(connection, home, now(), Config.from_env().secret_key)
            (folder / f"{slug}-erased.json").write_text(
                json.dumps(proof, ensure_ascii=False, indent=2), encoding="utf-8"
            )
            click.echo(_("%(slug)s er slettet: %(count)s rækker.", slug=slug, count=sum(proof["deleted"].values())))
    if not waiting:
        click.echo(_("Ingen organisation skal slettes i dag."))


def _what_follows(last_day: date) -> Iterator[str]:
    counts = first_day.standing_here()
    yield _("Konti: %(people)s. Forløb i gang: %(pairs)s. Tilmeldinger, der venter: %(waiting)s.",
            people=counts.people, pairs=counts.pairs, waiting=counts.waiting)  # fmt: skip
    yield _("Efter %(day)s kan ingen ændre noget, og data slettes %(erased)s. Til da kan lukningen fortrydes.",
            day=last_day, erased=exit.erase_day(last_day))  # fmt: skip


def _open_operator(slug: str, name: str) -> None:
    """No role of the product may make such a house, so that none can become one."""
    check(slug, name, OPERATOR, kinds=(*KINDS, OPERATOR))
    with _administrator() as engine, engine.begin() as connection:
        try:
            row = {"id": new_id(), "slug": slug, "name": name.strip(), "kind": OPERATOR}
            connection.execute(insert(Tenant).values(row))
        except IntegrityError:
            raise in_use(slug) from None


def _home(slug: str) -> UUID:
    with acting_for(None):
        try:
            return Tenant.called(slug).id
        except NotFound:
            raise Refused(_("Der er ingen organisation, der hedder %(slug)s her.", slug=slug)) from None


@contextmanager
def _product() -> Iterator[None]:
    with process.start(Config.from_env()).app_context():
        try:
            yield
        finally:
            db.engine.dispose()


@contextmanager
def _administrator() -> Iterator[Engine]:
    url = os.environ.get("ADMIN_DATABASE_URL", "")
    if not url:
        raise Refused(_("Det gør administratoren alene: sæt ADMIN_DATABASE_URL, og kør kommandoen igen."))
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
