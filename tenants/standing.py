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
    def _compiled(self) -> tuple[str, dict[str, object], dict[str, Callable[[], object]]]:
        compiled = select(*self._questions()).compile(
            dialect=db.engine.dialect, compile_kwargs={"render_postcompile": True}
        )
        asked_anew = {name: bind.callable for bind, name in compiled.bind_names.items() if bind.callable}
        return compiled.string, dict(compiled.params), asked_anew

    def ask(self) -> Sequence[bool]:
        """The answers, in the order of the questions; what this transaction has changed is seen."""
        db.session.flush()
        statement, fixed, asked_anew = self._compiled
        asked_with = {**fixed, **{name: value() for name, value in asked_anew.items()}}
        return tuple(db.session.connection().exec_driver_sql(statement, asked_with).one())
