"""What is put into the outbox is what the workers know, and every letter has its template."""

import ast

from jinja2 import Environment, nodes

from mentorkorps import schedule
from mentorkorps.web import post
from tests.house.source import TEMPLATES, calls, functions, modules, name_of, sentences
from workers import kinds

KNOWN = {**kinds.SENDING, **kinds.INSIDE, **kinds.DAILY}
LETTERS = {"to_mentor", "to_youth", "to_contact", "to_staff", "to_party", "Letter"}


def test_every_kind_of_work_is_posted_and_has_its_job():
    posted = set(schedule.TIMES)
    for path in modules():
        for name, call in calls(path):
            if name == "outbox.post":
                kind = call.args[0]
                if isinstance(kind, ast.Constant):
                    posted.add(kind.value)
                else:  # the schedule posts the kinds of its own table; anybody else says which
                    assert name_of(path) == "platform/mentorkorps/schedule.py"
            if name == "outbox.post_all":
                pieces = (node.elts[0] for node in ast.walk(call) if isinstance(node, ast.Tuple))
                posted |= {kind.value for kind in pieces if isinstance(kind, ast.Constant)}
    assert posted == set(KNOWN)


def test_staff_can_be_told_of_every_kind_that_gave_up():
    assert set(post.KINDS) == set(KNOWN)


def test_a_kind_stands_in_one_list_only():
    assert len(kinds.SENDING) + len(kinds.INSIDE) + len(kinds.DAILY) == len(KNOWN)


def test_a_job_is_one_line():
    path = next(path for path in modules("workers") if path.name == "kinds.py")
    assert not list(functions(path)), "the rule stands in the domain"
    assert all(
        node.lineno == node.end_lineno for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Lambda)
    )


def test_every_letter_has_a_template_and_every_template_a_letter():
    there = {path.stem for path in (TEMPLATES / "mail").glob("*.txt")}
    assert there - _written() == set(), "templates that nobody sends"
    texts = {path.stem for path in (TEMPLATES / "sms").glob("*.txt")}
    assert _named() - there - texts == set(), "letters without a template"
    assert texts - there - _named() == {"any"}, "texts that nobody sends"


def test_the_first_line_of_a_letter_is_its_subject():
    for path in (TEMPLATES / "mail").glob("*.txt"):
        subject, blank, *text = path.read_text(encoding="utf-8").split("\n")
        assert subject.startswith('{{ _("') and subject.endswith('") }}'), path.name
        assert not blank, f"{path.name}: an empty line follows the subject"
        assert any(line.strip() for line in text), path.name


def test_a_letter_says_a_sentence_and_a_link_and_knows_no_person():
    for path in (TEMPLATES / "mail").glob("*.txt"):
        names = Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Name)
        assert {name.name for name in names} <= {"_", "url", "cases", "counts"}, path.name


def _named() -> set[str]:
    """Templates that a call to messages.to_… or _write names outright."""
    found = set()
    for path in modules():
        for name, call in calls(path):
            if name.removeprefix("messages.") in LETTERS and len(call.args) > 1:
                found |= sentences(call.args[1])
            elif name == "_write" and path.parent.name == "messages":
                found |= sentences(call.args[0])
    return found


def _written() -> set[str]:
    """As `_named`, and the strings of the modules that send, where a template is chosen a few lines before."""
    found = _named()
    for path in modules():
        if any(name.removeprefix("messages.") in LETTERS for name, _call in calls(path)):
            for _name, call in calls(path):
                found |= sentences(call)
    return found
