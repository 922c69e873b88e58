"""The steps before a start: each has a name on the screen, its output in the log, and its seconds when it is done."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from embedded.cannot_start import CannotStart
from embedded.environment import ROOT

WIDEST = 80


@dataclass(frozen=True)
class Step:
    """One command to run to its end."""

    name: str
    command: Sequence[str]


@contextmanager
def shown(console: Console, name: str) -> Iterator[Status]:
    """Show that a step is under way, and its seconds when it has succeeded."""
    begun = time.monotonic()
    with console.status(f"{name} …") as status:
        yield status
    console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - begun:.1f} s[/]", highlight=False)


def run_step(console: Console, step: Step, environment: dict[str, str], log: Path) -> None:
    """Run a step's command and show the last line it wrote. CannotStart quotes that line when it fails."""
    last = ""
    with shown(console, step.name) as status, log.open("a") as out:
        process = subprocess.Popen(
            step.command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            for line in process.stdout or ():
                out.write(line)
                last = line.strip() or last
                status.update(f"{step.name} … [dim]{escape(last[:WIDEST])}[/]")
            code = process.wait()
        finally:
            _end(process)
    if code != 0:
        raise CannotStart(f"{step.name}: failed (code {code}). {last} The whole output is in {log}")


def _end(process: "subprocess.Popen[str]") -> None:
    if process.stdout:
        process.stdout.close()
    if process.poll() is None:
        process.terminate()
        process.wait()
