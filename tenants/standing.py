"""What is asked every day by every tenant, and made once: a statement, with the day and the moment as they stand whenever
it is asked. Making one costs more than asking it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

from sqlalchemy import ColumnElement, Date, DateTime, bindparam, select

from mentorkorps.clock import now, today
from tenants.scope import db

TODAY = bindparam("today", callable_=today, type_=Date())
NOW = bindparam("now", callable_=now, type_=DateTime(timezone=True))


class Look:
    """Several questions to the tenant acted in, each answered by yes or no, in one statement that is compiled once."""

    def __init__(self, questions: Callable[[], Sequence[ColumnElement[bool]]]) -> None:
        self._questions = questions

    @cached_property
    def _compiled(self) -> tuple[str, dict[str, object]]:
        asked = select(*self._questions())
        compiled = asked.compile(dialect=db.engine.dialect, compile_kwargs={"render_postcompile": True})
        return compiled.string, dict(compiled.params)

    def ask(self) -> Sequence[bool]:
        """The answers, in the order of the questions; what this transaction has changed is seen."""
        db.session.flush()
        statement, asked_with = self._compiled
        return tuple(db.session.connection().exec_driver_sql(statement, {**asked_with, TODAY.key: today()}).one())
