"""What the command line says where the house is not set up yet."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mentorkorps.cli import cli
from mentorkorps.language import language
from mentorkorps.refused import Refused
from tests.conftest import Cluster
from tests.house.source import ROOT

CLI = ROOT / "platform" / "mentorkorps" / "cli"


@pytest.mark.parametrize("command", ["check", "serve"])
@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        ("nobody_made_this", "The database is not set up yet"),
        ("postgres", "The tables are not there yet"),
    ],
)
def test_before_migrate_a_command_says_in_one_line_what_to_run(
    cluster: Cluster, database: str, sentence: str, command: str
) -> None:
    line = refusal(cluster, database, command)
    assert line.startswith(sentence) and line.endswith("Run: mentorkorps migrate")


def test_where_another_program_listens_the_server_says_so_in_one_line(cluster: Cluster, tables: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        line = refusal(cluster, tables, "serve", "--bind", address)
    assert line.startswith(f"{address} cannot be listened on") and line.endswith("with --bind.")


def refusal(cluster: Cluster, database: str, *command: str) -> str:
    """The one line that a command ends with at once."""
    told = {
        "DATABASE_URL": cluster.url("mk_worker", database), "REDIS_URL": cluster.redis_url, "SECRET_KEY": "not secret " * 5,
        "BASE_URL": "http://127.0.0.1:8400", "MAIL_URL": "discard:", "MAIL_FROM": "korps@mentorkorps.example",
        "PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"],
    }  # fmt: skip
    start = [sys.executable, "-c", "from mentorkorps.cli import main; main()", *command]
    ran = subprocess.run(start, env=told, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    [line] = ran.stderr.strip().splitlines()
    return line


def test_the_list_of_commands_has_each_in_a_whole_sentence() -> None:
    def lists(group: click.Group) -> dict[str, str]:
        context = click.Context(group)
        named = {name: group.get_command(context, name) for name in group.list_commands(context)}
        assert None not in named.values()
        below = [lists(command) for command in named.values() if isinstance(command, click.Group)]
        said = {f"{group.name} {name}": command.get_short_help_str(60) for name, command in named.items() if command}
        return {**said, **{name: text for one in below for name, text in one.items()}}

    assert [name for name, text in lists(cli).items() if text.endswith("...") or not text.endswith(".")] == []


def test_a_command_speaks_english_and_danish_to_who_asks_for_it(tmp_path: Path) -> None:
    """One language in help, output and refusal; what it writes for readers is in theirs."""
    command = ["provider", "set", "svendborg", str(tmp_path / "none.toml")]
    for asked, sentence in (([], "cannot be read"), (["--language", "da"], "kan ikke læses")):
        refused = CliRunner().invoke(cli, [*asked, *command]).exception
        assert isinstance(refused, Refused) and sentence in str(refused)
    assert language() == "da"  # of this process, as before


def test_no_help_and_no_sentence_of_a_command_is_in_danish_alone() -> None:
    told = [text for group in _groups(cli) for command in group for text in _helps(command)]
    assert len(told) > 40
    assert [text for text in told if re.search("[æøåÆØÅ]", text)] == []
    bare = re.compile(r"(?:echo|Refused|ClickException)\(\s*f?\"[^\"]*[æøåÆØÅ]")
    assert [path.name for path in sorted(CLI.glob("*.py")) if bare.search(path.read_text())] == []


def _groups(group: click.Group) -> Iterator[list[click.Command]]:
    context = click.Context(group)
    below = [group.get_command(context, name) for name in group.list_commands(context)]
    yield [command for command in below if command]
    for command in below:
        if isinstance(command, click.Group):
            yield from _groups(command)


def _helps(command: click.Command) -> Iterator[str]:
    yield command.help or ""
    yield command.short_help or ""
    yield from (option.help or "" for option in command.params if isinstance(option, click.Option))
