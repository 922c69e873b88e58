"""What the command line says where the house is not set up yet."""

import os
import subprocess
import sys

import click
import pytest

from mentorkorps.cli import cli
from tests.conftest import Cluster


@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        ("nobody_made_this", "The database is not set up yet"),
        ("postgres", "The tables are not there yet"),
    ],
)
def test_before_migrate_a_command_says_in_one_line_what_to_run(cluster: Cluster, database: str, sentence: str) -> None:
    told = {
        "DATABASE_URL": cluster.url("mk_worker", database), "REDIS_URL": cluster.redis_url, "SECRET_KEY": "a secret of the tests",
        "BASE_URL": "http://127.0.0.1:8400", "MAIL_URL": "discard:", "MAIL_FROM": "korps@mentorkorps.example",
        "PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"],
    }  # fmt: skip
    command = [sys.executable, "-c", "from mentorkorps.cli import main; main()", "check"]
    ran = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    [line] = ran.stderr.strip().splitlines()
    assert line.startswith(sentence) and line.endswith("Run: mentorkorps migrate")


def test_the_list_of_commands_has_each_in_a_whole_sentence() -> None:
    def lists(group: click.Group) -> dict[str, str]:
        context = click.Context(group)
        named = {name: group.get_command(context, name) for name in group.list_commands(context)}
        assert None not in named.values()
        below = [lists(command) for command in named.values() if isinstance(command, click.Group)]
        said = {f"{group.name} {name}": command.get_short_help_str(60) for name, command in named.items() if command}
        return {**said, **{name: text for one in below for name, text in one.items()}}

    assert [name for name, text in lists(cli).items() if text.endswith("...") or not text.endswith(".")] == []
