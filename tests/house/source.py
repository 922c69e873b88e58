"""The code base as data: its files, its functions, its calls. What the tests of the house read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("platform/mentorkorps", "tenants", "workers")
OURS = (*PRODUCT, "platform/demo_world", "platform/embedded")
TEMPLATES = ROOT / "templates"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """The path as a person would say it."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> list[Path]:
    """The Python files under `folders` (the product's, where none are named)."""
    return sorted(path for folder in folders or PRODUCT for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Every part of a file, as `ast.walk` comes by it."""
    return list(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, inner ones too."""
    return (node for node in nodes(path) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


@cache
def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """Every call of a file, with the name that is called as it is written: `outbox.post`, `_`."""
    return [(written(node.func), node) for node in nodes(path) if isinstance(node, ast.Call)]


def written(node: ast.expr) -> str:
    """As `ast.unparse` says it, which takes a hundred times as long for a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        return f"{written(node.value)}.{node.attr}"
    return ast.unparse(node)


def sentences(node: ast.AST) -> set[str]:
    """Every string constant inside `node`."""
    return {leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}


def templates() -> list[Path]:
    """The product's templates of every kind."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())
