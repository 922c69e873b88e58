"""No sentence in one language only, and no value that is missing in a sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from tests.house import words
from tests.house.source import calls, modules, name_of, templates, tree

MARKS = {"_", "N_", "language._"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SPOKEN = [path for path in templates() if path.suffix in {".html", ".txt"}]
#: Read by whoever runs the installation, in English: the command line's help and checks, and the log.
TO_OPERATORS = "platform/mentorkorps/cli/"
#: Names of places, and what the people of a simulated year write themselves: nobody translates what a person wrote.
NOT_OUR_WORDS = ("platform/mentorkorps/geography/", "platform/mentorkorps/simulation/")
#: The name of the product, language names in their own language, and marks that are the same everywhere.
SAME_EVERYWHERE = {"Mentorkorps", "Dansk", "English", "kr", "PDF", "JSON", "CVR", "URL"}
READ_OUT = re.compile(r'\b(?:aria-label|title|alt|placeholder|label)="([^"]*)"')


def test_every_sentence_has_its_english():
    missing = words.missing()
    assert not missing, f"{len(missing)} sentences without English: python -m tests.house.words prints them"


def test_the_catalogue_says_nothing_that_nobody_says():
    assert not words.stale()


def test_a_sentence_stands_in_one_file_of_the_catalogue():
    seen = [sentence for path in words.files() for sentence, _ in words.entries(path)]
    assert sorted(seen) == sorted(set(seen))


def test_both_languages_have_the_same_values():
    odd = [danish for danish, english in words.english().items() if english and _values(danish) != _values(english)]
    assert not odd


def test_every_sentence_with_values_can_be_filled():
    for text in {*words.said(), *words.english().values()}:
        if _values(text):
            assert text % dict.fromkeys(_values(text), "x"), text


def test_a_sentence_gets_the_values_it_names():
    odd = [f"{where}: {sentence}" for where, sentence, given in _spoken() if _values(sentence) != given]
    assert not odd


def test_a_sentence_is_written_out_or_marked():
    built = []
    for path in modules():
        for name, call in calls(path):
            if name in MARKS and not _is_whole(call.args[0]):
                built.append(f"{name_of(path)}:{call.lineno}")
    assert not built, "a sentence is not put together from pieces"


def test_a_page_says_nothing_that_is_not_translated():
    assert not {f"{name_of(path)}: {text}" for path in SPOKEN for text in _bare(path)}


def test_the_code_says_nothing_in_danish_that_is_not_translated():
    bare = []
    for path in modules():
        if not name_of(path).startswith((TO_OPERATORS, *NOT_OUR_WORDS)):
            marked = {id(leaf) for name, call in calls(path) if name in MARKS for leaf in ast.walk(call)}
            marked |= {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}  # docstrings
            for leaf in ast.walk(tree(path)):
                if id(leaf) not in marked and isinstance(leaf, ast.Constant) and _is_a_sentence(leaf.value):
                    bare.append(f"{name_of(path)}:{leaf.lineno} {leaf.value[:60]}")
    assert not bare


def _values(sentence: str) -> set[str]:
    return set(PLACEHOLDER.findall(sentence))


def _is_whole(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_whole(node.body) and _is_whole(node.orelse)
    return not isinstance(node, ast.JoinedStr | ast.BinOp)


def _spoken() -> Iterator[tuple[str, str, set[str]]]:
    """Every call of `_` on a written-out sentence: where, which, and the values it is given."""
    for path in modules():
        for name, call in calls(path):
            named = {keyword.arg for keyword in call.keywords}
            if name in MARKS - {"N_"} and isinstance(call.args[0], ast.Constant) and None not in named:
                yield f"{name_of(path)}:{call.lineno}", str(call.args[0].value), {str(key) for key in named}
    for path in SPOKEN:
        for call in _parsed(path).find_all(nodes.Call):
            is_ours = isinstance(call.node, nodes.Name) and call.node.name == "_"
            if is_ours and isinstance(call.args[0], nodes.Const) and not call.dyn_kwargs:
                yield f"{name_of(path)}:{call.lineno}", call.args[0].value, {pair.key for pair in call.kwargs}


def _parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


def _bare(path: Path) -> Iterator[str]:
    """Words in a template that no `_()` surrounds: in the text, and in the attributes that are read out."""
    text = "".join(_written(_parsed(path)))
    text = text.replace(" mk-narrow", "").replace(
        ' data-title=""', ""
    )  # the blocks that fill an attribute of an element
    found = [attribute[1] for attribute in READ_OUT.finditer(text)] + [
        re.sub(r"<[^>]*>|<!--.*?-->", " ", text, flags=re.DOTALL)
    ]
    for piece in found:
        for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"&#?\w+;", " ", piece)):
            if word not in SAME_EVERYWHERE:
                yield word


def _written(node: nodes.Node) -> Iterator[str]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        else:
            yield from _written(child)


def _is_a_sentence(text: object) -> bool:
    """Danish meant to be read: several words, a Danish letter, and none of the marks of a query or a key."""
    return (
        isinstance(text, str)
        and bool(re.search(r"[æøåÆØÅ]", text))
        and " " in text.strip()
        and not re.search(r"[{}=*\\]", text)
    )
