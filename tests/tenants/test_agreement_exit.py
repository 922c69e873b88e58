"""The way out: what a house owns is taken out, its end decided, its data erased after the agreed days, and that is proved."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, text

from mentorkorps.cli import cli
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.refused import Refused
from tenants import exit
from tenants.agreements.moving import leave
from tenants.exit.erasing import erase, is_genuine
from tenants.scope import acting_for
from tenants.users import SYSTEM
from tests import cast
from tests.conftest import Cluster
from tests.tenants.conftest import SECRET
from tests.tenants.test_agreement_versions import fyn

DAY = datetime(2014, 8, 1, 9, tzinfo=COPENHAGEN)


def nyborg_is_closed() -> None:
    """Nyborg leaves the partnership, has agreed on 31 days, takes its data out, and closes."""
    cille = cast.actor("cille")
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Maja")
        exit.accept(31, now(), by=cast.actor("rune"))
    with acting_for(cast.tenant("dygtige-unge")):
        leave(fyn(), cast.tenant("nyborg"), today(), "Byrådet har besluttet det", now(), today(), by=cille)
    with acting_for(cast.tenant("nyborg")):
        made = exit.ask(now(), by=SYSTEM)
        exit.make(made.id, now())
        end = exit.close(date(2014, 6, 30), "Går ud", now(), by=SYSTEM)
        assert end.erase_on == date(2014, 7, 31)


def erased(cluster: Cluster, database: str, slug: str, at: datetime = DAY) -> dict[str, Any]:
    engine = create_engine(cluster.admin(database))
    try:
        with engine.begin() as connection:
            return erase(connection, cast.tenant(slug), at, SECRET)
    finally:
        engine.dispose()


def left(cluster: Cluster, database: str, table: str, slug: str) -> int:
    engine = create_engine(cluster.admin(database))
    try:
        with engine.connect() as connection:
            counted = text(f"SELECT count(*) FROM {table} WHERE tenant_id = :t")
            return int(connection.scalar(counted, {"t": cast.tenant(slug)}) or 0)
    finally:
        engine.dispose()


def test_a_party_is_not_closed_before_it_has_left(app: Flask) -> None:
    with acting_for(cast.tenant("nyborg")), pytest.raises(Refused, match="stadig part"):
        exit.close(date(2014, 6, 30), "Går ud", now(), by=SYSTEM)


def test_after_the_agreed_days_all_is_gone_and_the_proof_counts_and_names_nobody(
    app: Flask, cluster: Cluster, database: str
) -> None:
    nyborg_is_closed()
    with pytest.raises(Refused, match="dagen for sletning"):
        erased(cluster, database, "nyborg", datetime(2014, 7, 30, 9, tzinfo=COPENHAGEN))
    proof = erased(cluster, database, "nyborg")
    assert proof["deleted"]["youths"] == 1 and proof["deleted"]["users"] == 1 and proof["export"]
    assert "Maja" not in str(proof) and "Rune" not in str(proof)
    assert is_genuine(proof, SECRET) and not is_genuine(proof | {"erased_at": "2020"}, SECRET)
    for table in ("youths", "users", "audit_entries", "enrolments", "outbox", "data_exports"):
        assert left(cluster, database, table, "nyborg") == 0, table
    assert left(cluster, database, "users", "svendborg") > 0
    with pytest.raises(Refused, match="kun én gang"):
        erased(cluster, database, "nyborg")


def test_the_command_writes_the_files_and_their_checksums(app: Flask, environment: None, tmp_path: Path) -> None:
    nyborg_is_closed()
    said = CliRunner().invoke(cli, ["tenant", "export", "nyborg", str(tmp_path / "out")], catch_exceptions=False)
    assert "files have been written" in said.output
    content = (tmp_path / "out" / "youths.jsonl").read_bytes()
    assert hashlib.sha256(content).hexdigest() in (tmp_path / "out" / "manifest.json").read_text()
    with standing_at(DAY):
        said = CliRunner().invoke(cli, ["tenant", "erase", "--proof", str(tmp_path / "proof")], catch_exceptions=False)
    assert "nyborg is erased" in said.output and (tmp_path / "proof" / "nyborg-erased.json").exists()
