"""Every template is used, and what is used is there."""

import ast
import re
from fnmatch import fnmatchcase

from jinja2 import Environment, meta

from tests.house.source import TEMPLATES, modules, templates, tree

#: Every brick once: the page that tests/web/test_design.py looks at.
FOR_THE_TESTS = {"design.html"}
PAGES = [path for path in templates() if path.suffix == ".html"]


def test_every_page_is_shown_and_every_page_shown_exists():
    named = _named_in_code()
    there = {path.relative_to(TEMPLATES).as_posix() for path in PAGES}
    assert {name for name in named if not any(fnmatchcase(page, name) for page in there)} == set(), (
        "named, but not there"
    )
    used = {page for page in there if any(fnmatchcase(page, name) for name in named)} | FOR_THE_TESTS
    while more := {other for page in used for other in _referred(page)} - used:
        used |= more
    assert used - there == set(), "a template refers to one that is not there"
    assert there - used == set(), "nobody shows it"


def test_a_template_asks_nothing_of_the_database_and_runs_no_script_of_its_own():
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\.query\b|db\.session|\bselect\(", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|\|\s*safe\b", text), path


def test_the_paper_has_its_page():
    papers = {path.name for path in templates() if path.suffix == ".typ"}
    named = {name for path in modules() for name in re.findall(r'"([a-z_]+\.typ)"', path.read_text(encoding="utf-8"))}
    assert papers == named


def _referred(page: str) -> set[str]:
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    return {name for name in meta.find_referenced_templates(Environment(autoescape=True).parse(text)) if name}


def _named_in_code() -> set[str]:
    """Names of pages in the product's code; a gap in an f-string may be anything."""
    found = set()
    for path in modules():
        inside = {id(part) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                found.add(node.value)
    return {name for name in found if re.fullmatch(r"[a-z_*/0-9]+\.html", name)}
