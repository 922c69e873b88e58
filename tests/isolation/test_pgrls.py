"""A second opinion: the linter and the prover pgrls on the migrated database."""

import json
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from typing import Any

from tests.conftest import ROOT
from tests.isolation.ground import Ground

ALLOWED = tomllib.loads((ROOT / "deploy" / "pgrls-allowed.toml").read_text())["allowed"]


def _pgrls(ground: Ground, *words: str) -> subprocess.CompletedProcess[str]:
    address = ["--config", str(ROOT / "deploy" / "pgrls.toml"), "--database-url", ground.cluster.admin(ground.database)]
    command = [sys.executable, "-m", "pgrls", *words, *address, "--format", "json"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def _allows(entry: dict[str, Any], finding: dict[str, str]) -> bool:
    return finding["rule_id"] in entry["rules"] and fnmatchcase(finding["location"], entry["at"])


def test_the_linter_finds_nothing_without_a_written_reason(ground: Ground) -> None:
    findings = json.loads(_pgrls(ground, "lint").stdout)["violations"]
    serious = [one for one in findings if one["severity"] in ("error", "warning")]
    assert [one["location"] for one in serious if not any(_allows(entry, one) for entry in ALLOWED)] == []


def test_every_exception_has_a_reason_and_is_still_needed(ground: Ground) -> None:
    findings = json.loads(_pgrls(ground, "lint").stdout)["violations"]
    assert all(len(entry["reason"].split()) > 5 for entry in ALLOWED)
    unused = {
        (entry["at"], rule)
        for entry in ALLOWED
        for rule in entry["rules"]
        if not any(_allows(entry | {"rules": [rule]}, one) for one in findings)
    }
    assert unused == set()


def test_the_prover_finds_no_way_from_one_tenant_to_another(ground: Ground) -> None:
    known = [word for name in ("tenant", "home", "own") for word in ("--auth-function", f"sec.{name}")]
    for mode in ("cross-tenant", "write"):
        outcome = _pgrls(ground, "verify", "--mode", mode, *known)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        summary = json.loads(outcome.stdout)["summary"]
        assert summary["leak"] == 0 < summary["isolated"]
