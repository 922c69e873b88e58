"""The files around the code: lock, read-me, licence, and what is never checked in."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from mentorkorps.cli import COMMANDS
from mentorkorps.config import HERE, folder
from tests.house.source import ROOT, modules, name_of, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OWN = {"mentorkorps", "tenants", "workers"}
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_package_is_locked_with_its_hashes():
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    assert len(entries) > 50
    locked = re.compile(r"[a-z0-9._-]+==[^\n]*\\\n +--hash=sha256:")
    assert not [entry.splitlines()[0] for entry in entries if not locked.match(entry)]


def test_the_locks_name_no_registry():
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", LOCK.replace("--no-emit-index-url", ""))
    npm = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in npm
    assert not re.search(r'"resolved":', npm)


def test_every_package_that_the_project_names_is_locked():
    extras = PROJECT["project"]["optional-dependencies"].values()
    named = [*PROJECT["project"]["dependencies"], *(name for extra in extras for name in extra)]
    locked = set(re.findall(r"^([a-z0-9._-]+)==", LOCK, flags=re.MULTILINE))
    assert not {re.split(r"[\[<>=~! ]", name)[0].lower().replace("_", "-") for name in named} - locked


def test_what_the_product_imports_it_names_itself():
    """An installation has what `dependencies` names, and not what the tests bring."""
    named = {re.split(r"[\[<>=~! ]", one)[0].lower() for one in PROJECT["project"]["dependencies"]}
    brings = packages_distributions()
    files = modules("platform/mentorkorps", "tenants", "workers", "migrations")
    missing = {
        f"{name_of(path)}: {name}" for path in files for name in imported(path) - sys.stdlib_module_names - OWN
        if not named & {one.lower().replace("_", "-") for one in brings.get(name, [])}
    }  # fmt: skip
    assert not missing


def imported(path: Path) -> set[str]:
    """The packages that a file imports, anywhere in it."""
    nodes = list(ast.walk(tree(path)))
    whole = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in whole | parts}


def test_what_is_made_here_is_never_checked_in():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/var/", "/node_modules/", "/.venv/", "/platform/mentorkorps/web/static/vendor/"} <= set(ignored)


def test_the_licence_is_declared_and_named():
    assert PROJECT["project"]["license"] == "EUPL-1.2"
    assert "EUPL-1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_wheel_takes_along_what_the_product_reads():
    wheel = PROJECT["tool"]["hatch"]["build"]
    assert wheel["targets"]["wheel"]["force-include"] == {
        name: f"mentorkorps/_{name.rpartition('/')[2]}" for name in ("templates", "migrations", "deploy/partnerships")
    }
    assert "platform/mentorkorps/web/static/vendor/" in wheel["artifacts"], (
        "it is ignored by git, and would be left out"
    )
    assert (folder("templates") / "layout.html").exists() and (folder("migrations") / "env.py").exists()
    assert list((HERE / "translations" / "en").glob("*.po"))


def test_the_first_page_of_the_project_names_the_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    usage = (ROOT / "run").read_text(encoding="utf-8")
    for command in ("demo", "test", "bench", "mentorkorps"):
        assert f"./run {command}" in usage
        assert f"./run {command}" in readme
    named = set(re.findall(r"\./run mentorkorps ([a-z]+)", readme))
    assert named <= set(COMMANDS), "the read-me names a command that does not exist"
    assert set(re.findall(r"\./run ([a-z]+)", readme)) <= {"demo", "test", "bench", "mentorkorps"}


@pytest.mark.parametrize("page", ["README.md", "STYLE.md", "deploy/runbook.md", "deploy/roles.md"])
def test_what_a_page_points_to_is_there(page: str):
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]
    files = re.findall(r"`((?:[a-z_-]+/)+[a-z_0-9-]+\.[a-z]+)`", path.read_text(encoding="utf-8"))
    assert not [file for file in files if not any((base / file).exists() for base in (ROOT, path.parent, HERE))]


def test_the_settings_are_described():
    described = (ROOT / "deploy" / "roles.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.py"))
    read = set(re.findall(r'env(?:iron)?(?:\.get\(|\[)"([A-Z_]+)"', code))
    assert len(read) > 7
    assert not {name for name in read if f"`{name}`" not in described}


def test_nothing_in_the_product_reads_another_setting():
    readers = {
        path.relative_to(HERE).as_posix()
        for path in HERE.rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    assert readers == {
        "config.py",
        "clock.py",
        "cli/migrate.py",
        "cli/simulate.py",
        "cli/tenant.py",
    }  # the last two ask for the administrator only


def test_no_file_speaks_of_an_issue():
    """What a file is for stands in it; where a wish came from is the history's."""
    kinds = ("*.py", "*.html", "*.txt", "*.md", "*.toml", "*.po", "*.csv")
    files = [path for top in ("platform", "tenants", "workers", "templates", "tests", "deploy", "migrations", "docs")
             for kind in kinds for path in (ROOT / top).rglob(kind)]  # fmt: skip
    spoken = re.compile(r"\b[Ii]ssues? #?[0-9]")
    assert len(files) > 500
    assert not [name_of(path) for path in files if spoken.search(path.read_text(encoding="utf-8"))]
