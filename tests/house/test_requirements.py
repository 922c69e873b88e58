"""The table of requirements tells the truth: what is said to be done names the tests that show it."""

import ast
import csv
from functools import cache

from tests.house.source import ROOT, functions

COLUMNS = ["id", "priority", "requirement", "state", "test", "note"]


@cache
def rows() -> list[dict[str, str]]:
    with (ROOT / "tests" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_stands_once_with_its_priority_and_state():
    assert all(list(row) == COLUMNS for row in rows())
    ids = [row["id"] for row in rows()]
    assert len(ids) == len(set(ids)) == 150
    assert {row["state"] for row in rows()} <= {"full", "part", "no"}
    assert {row["priority"] for row in rows()} <= {"M", "S", "C"}


def test_what_is_done_names_tests_that_exist():
    missing = [f"{row['id']}: {name}" for row in rows() for name in row["test"].split() if not _exists(name)]
    assert not missing


def test_what_is_done_is_shown_and_what_is_not_names_no_test():
    assert not [row["id"] for row in rows() if (row["state"] == "no") == bool(row["test"])]
    assert not [row["id"] for row in rows() if row["state"] == "part" and not row["note"]], (
        "part: the note says what is missing"
    )


def _exists(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    return path.startswith("tests/") and file.is_file() and function.startswith("test_") and function in _tests(path)


@cache
def _tests(path: str) -> set[str]:
    return {function.name for function in functions(ROOT / path) if isinstance(function, ast.FunctionDef)}
