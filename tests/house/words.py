"""Every sentence that the product says, and what the English catalogue makes of it.

python -m tests.house.words           prints what is missing as a catalogue to fill in
python -m tests.house.words --stale   prints the sentences that nobody says any more
"""

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from mentorkorps.language import CATALOGUE
from tests.house.source import modules, name_of, templates

KEYWORDS: dict[str, Any] = {"_": None, "N_": None}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


@cache
def said() -> dict[str, list[tuple[str, int]]]:
    """Every Danish sentence of the product with the places where it is said."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in [*modules(), *templates()]:
        for line, sentence in _in(path):
            found.setdefault(sentence, []).append((name_of(path), line))
    return found


@cache
def english() -> dict[str, str]:
    """The English catalogue: sentence by sentence."""
    return {sentence: english for path in files() for sentence, english in entries(path)}


def files() -> list[Path]:
    """The files of the English catalogue, one for each room."""
    return sorted(CATALOGUE.glob("*.po"))


def entries(path: Path) -> list[tuple[str, str]]:
    """Sentence and English of one file."""
    return [
        (str(entry.id), str(entry.string)) for entry in read_po(BytesIO(path.read_bytes()), locale="en") if entry.id
    ]


def missing() -> list[str]:
    """Sentences that have no English."""
    return [sentence for sentence in said() if not english().get(sentence)]


def stale() -> list[str]:
    """Sentences that are translated, but nobody says."""
    return [sentence for sentence in english() if sentence not in said()]


def skeleton() -> str:
    """What is missing, in the order of the files, as a catalogue whose English is still empty."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for sentence in missing():
        catalogue.add(sentence, locations=said()[sentence])
    text = BytesIO()
    write_po(text, catalogue, width=0, omit_header=True)
    return text.getvalue().decode()


def _in(path: Path) -> Iterator[tuple[int, str]]:
    if path.suffix == ".typ":
        return
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    with path.open("rb") as file:
        for line, sentence, _comments, _context in extract(method, file, KEYWORDS, (), OPTIONS):
            yield line, str(sentence)


if __name__ == "__main__":
    print("\n".join(stale()) if "--stale" in sys.argv[1:] else skeleton())
