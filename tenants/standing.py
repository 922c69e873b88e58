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
    def _compiled(self) -> tuple[str, list[tuple[object, Callable[[], object] | None]]]:
        compiled = select(*self._questions()).compile(
            dialect=db.engine.dialect, compile_kwargs={"render_postcompile": True}
        )
        asked_anew = {name: bind.callable for bind, name in compiled.bind_names.items()}
        fixed = compiled.params
        return compiled.string, [(fixed[name], asked_anew.get(name)) for name in compiled.positiontup or ()]

    def ask(self) -> Sequence[bool]:
        """The answers, in the order of the questions; what this transaction has changed is seen."""
        db.session.flush()
        statement, values = self._compiled
        asked_with = tuple(anew() if anew else value for value, anew in values)
        return tuple(db.session.connection().exec_driver_sql(statement, asked_with).one())
