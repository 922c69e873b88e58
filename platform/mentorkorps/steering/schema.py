"""What the JSON of a report looks like, written down for machines: a JSON Schema (draft 2020-12), served at one address."""

from pathlib import Path

#: The number in the address: it changes only when a field of the JSON changes its meaning or goes away.
NUMBER = 2
_FILE = Path(__file__).parent / "report.schema.json"


def text() -> str:
    """The schema of a report's content; it holds for the older numbers, too."""
    return _FILE.read_text(encoding="utf-8")
