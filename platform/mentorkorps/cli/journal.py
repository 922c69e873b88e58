"""`mentorkorps journal export NAME DIR`: what a municipality's journal has not handed over yet, as files for its own system."""

from pathlib import Path

import click
from sqlalchemy import select

from mentorkorps import process
from mentorkorps.config import Config
from mentorkorps.journal import Handover
from mentorkorps.journal.export import name_of, packed
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import SYSTEM


@click.group()
def journal() -> None:
    """The journal: its notes for the municipality's own system."""


@journal.command(short_help="Hands over what has not been handed over yet.")
@click.argument("name")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--again", is_flag=True, help="Fetch the newest batch once more instead of making a new one.")
def export(name: str, folder: Path, again: bool) -> None:
    """Hands over what municipality NAME (its slug) has not handed over yet, as a ZIP in DIR. A second time gives only new notes.

    Schedule it to move the journal every night; whoever reads DIR reads personal data.
    """
    with process.start(Config.from_env()).app_context():
        try:
            file = hand_over(name, folder, again=again)
        finally:
            db.engine.dispose()
    click.echo(_("Afleveringen ligger i %(file)s.", file=file))


def hand_over(name: str, folder: Path, *, again: bool = False) -> Path:
    """The file of a new batch, or of the newest one; Refused where there is nothing new, NotFound where there never was a batch."""
    with acting_for(None):
        tenant = Tenant.called(name).id
    with acting_for(tenant):
        batch = _newest() if again else Handover.make(by=SYSTEM)
        batch.fetch(by=SYSTEM)
        batch_id, file = batch.id, folder / name_of(batch)
    folder.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    with acting_for(tenant), part.open("wb") as out:
        for piece in packed(Handover.get(batch_id)):
            out.write(piece)
    done = part.replace(file)
    with acting_for(tenant):
        Handover.get(batch_id).arrive(by=SYSTEM)
    return done


def _newest() -> Handover:
    batch = db.session.scalar(select(Handover).order_by(Handover.made_at.desc(), Handover.id).limit(1))
    if batch is None:
        raise NotFound("Handover")
    return batch
