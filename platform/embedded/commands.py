"""Commands that run in the foreground on the embedded servers: the tests, the bench, the product's command line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from embedded import frontend
from embedded.cannot_start import CannotStart
from embedded.environment import DISPATCH, ROOT, WEB, WORKER, Ground, Ports, bare
from embedded.signals import wait_for

ROLES = {
    "serve": WEB,
    "worker": WORKER,
    "dispatch": DISPATCH,
    "migrate": WORKER,
    "partnership": WORKER,
    "simulate": WORKER,
    "report": WORKER,
    "invoice": WORKER,
    "journal": WORKER,
    "provider": WORKER,
    "tenant": WORKER,
    "check": WORKER,
}
OWNERS = {"migrate", "simulate", "tenant"}
MOST_PROCESSES = 4
BENCH = ROOT / "tests" / "bench" / "run.py"


def test(data: Path, arguments: Sequence[str]) -> int:
    """Run pytest with its arguments on test servers of its own; the answer is pytest's exit code."""
    return _on_test_servers(data, [sys.executable, "-m", "pytest", *_side_by_side(arguments), *arguments])


def _side_by_side(arguments: Sequence[str]) -> list[str]:
    """A process for each core, where the arguments name no file of tests and do not ask to look on."""
    alone = {"-s", "--pdb", "--trace", "--collect-only", "--co"}
    if any(each in alone or each.startswith("-n") or Path(each.partition("::")[0]).exists() for each in arguments):
        return []
    return ["-n", str(min(os.cpu_count() or 1, MOST_PROCESSES)), "--dist", "loadfile"]


def bench(data: Path, parts: Sequence[str]) -> int:
    """Print the tables of speeds."""
    if not BENCH.exists():
        raise CannotStart(f"There is no bench yet: {BENCH.relative_to(ROOT)} is missing.")
    return _on_test_servers(data, [sys.executable, str(BENCH), *parts])


def mentorkorps(data: Path, arguments: Sequence[str], ports: Ports) -> int:
    """Run the product's command line, on servers that are started where it needs them, beside the demo that runs there."""
    program = [str(Path(sys.executable).with_name("mentorkorps")), *arguments]
    name = next((each for each in arguments if not each.startswith("-")), "")
    if name not in ROLES or "--help" in arguments:
        return _foreground(program, bare())
    ground = Ground.ready(data)
    ports = Ports.of_demo(ground.data) or ports
    try:
        told = ground.told_to_owner(ports) if name in OWNERS else ground.told_to(ROLES[name], ports)
        chosen = {key: os.environ[key] for key in told.keys() & os.environ.keys() - {"DATABASE_URL", "PATH"}}
        return _foreground(program, told | chosen)
    finally:
        ground.leave()


def _on_test_servers(data: Path, command: Sequence[str]) -> int:
    frontend.fetch()
    ground = Ground.ready(data, servers_in="test-servers", durable=False)
    try:
        told = bare() | {"DATABASE_URL": ground.admin_url, "REDIS_URL": ground.redis_url}
        return _foreground(command, told, cwd=ROOT)
    finally:
        ground.leave()


def _foreground(command: Sequence[str], environment: dict[str, str], cwd: Path | None = None) -> int:
    return wait_for(subprocess.Popen(command, env=environment, cwd=cwd))
