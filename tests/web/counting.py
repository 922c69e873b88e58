"""How many statements a page costs the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tenants.scope import db

DOOR = 8  # what it costs to settle who asks, where from, and where they act, before a page begins
PAGE = DOOR + 4


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that the pages asked for inside have sent."""
    seen: list[str] = []

    def note(*call: Any) -> None:
        seen.append(call[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
