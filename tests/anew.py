"""One database that is as the template before each test: what the test before has written is taken back.

A copy takes a quarter of a second, and whoever asks it first asks a server that knows none of its tables; this takes a few
thousandths, and the product keeps its connections. Where more was changed than rows, it is copied after all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

#: What the product's own connections are called, and ours: they stay when a test is over, and any other is ended.
STAYS = "stays"
#: So often, and then copied anew: rows that were taken back still lie in their files.
MOST = 250
_CATALOGUES = (
    "pg_attribute", "pg_class", "pg_constraint", "pg_default_acl", "pg_namespace", "pg_policy", "pg_proc", "pg_trigger",
)  # fmt: skip
_NEWEST = "(SELECT (count(*), max(xmin::text::bigint))::text FROM {})"
_SHAPE = f"SELECT {', '.join(_NEWEST.format(catalogue) for catalogue in _CATALOGUES)}"
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND (application_name <> %s OR state <> 'idle')
"""
#: Rows are written back as they were, with no trigger and no key that looks. Whoever changes this forgets how the questions are
#: planned, which takes longer than asking them: so they are asked by another.
_PLAIN = "-c session_replication_role=replica"
_NOW = "SELECT pg_current_xact_id()::text::bigint"
_TABLES = """
    SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' GROUP BY c.oid
"""


@dataclass
class Anew:
    """The database `name`; `copy` makes it as the template is, at whatever cost."""

    copy: Callable[[], None]
    address: str
    _connections: tuple[Connection, Connection] | None = None
    _kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _shape: Any = None
    _changed: str = ""
    _since: int = 0
    _times: int = 0

    def __call__(self) -> None:
        """From here on it is as the template."""
        self._times += 1
        if self._connections is None or self._times > MOST or not self._take_back(*self._connections):
            self.close()
            self.copy()
            asks = psycopg.connect(self.address, autocommit=True, application_name=STAYS)
            self._connections = asks, psycopg.connect(self.address, options=_PLAIN, application_name=STAYS)
            self._times = 0
            self._keep(asks)

    def close(self) -> None:
        """Nobody needs it any more."""
        for connection in self._connections or ():
            connection.close()
        self._connections = None

    def _keep(self, connection: Connection) -> None:
        """What stands in the tables, and the question in which of them something else does."""
        self._kept = {
            table: (columns := ", ".join(names), _rows(connection, table, columns))
            for table, names in connection.execute(_TABLES)
        }
        asked = (_other_rows(table, rows.count(b"\n")) for table, (_, rows) in self._kept.items())
        self._changed = f"WITH past AS (SELECT %s::bigint AS id) {' UNION ALL '.join(asked)}"
        self._shape = connection.execute(_SHAPE).fetchone()
        self._since = connection.execute(_NOW).fetchone()[0]

    def _take_back(self, asks: Connection, writes: Connection) -> bool:
        """False where it was not only rows that changed."""
        asks.execute(_END_OTHERS, [STAYS])
        if asks.execute(_SHAPE, prepare=True).fetchone() != self._shape:
            return False
        changed = [table for (table,) in asks.execute(self._changed, [self._since], prepare=True)]
        if not changed:
            return True
        with writes.transaction():
            for table in changed:
                columns, rows = self._kept[table]
                writes.execute(f"DELETE FROM {table}", prepare=False)
                if rows:
                    with writes.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                        copy.write(rows)
            self._since = writes.execute(_NOW).fetchone()[0]
        return True


def _rows(connection: Connection, table: str, columns: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _other_rows(table: str, number: int) -> str:
    """The table's name, where it has other rows than the `number` that it was copied with."""
    if not number:
        return f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"
    return (
        f"SELECT '{table}' FROM {table} HAVING count(*) <> {number} OR max(xmin::text::bigint) > (SELECT id FROM past)"
    )
