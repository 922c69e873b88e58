"""The guards a migration puts on a table: one helper per kind of row. Without a guard a table is closed to everybody.

Each policy is granted to named roles. Every sub-select is evaluated once per statement, so a guarded scan costs the same
as an unguarded one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
from sqlalchemy import text

APP = "mk_web, mk_worker"
TENANT, HOME = "(SELECT sec.tenant())", "(SELECT sec.home())"
EITHER = f"({TENANT}, {HOME})"
OWN = "(SELECT sec.own())"
#: Disclosed to the members of the row's partnership.
MEMBER = (
    "EXISTS (SELECT 1 FROM members m WHERE m.tenant_id = {table}.tenant_id AND m.partnership_id = {table}.{key}"
    " AND m.party_tenant_id IN ((SELECT sec.tenant()), (SELECT sec.home())))"
)
#: As `MEMBER`, for what is told on a day: who has left reads what was told until its last day, and nothing that came later.
MEMBER_THEN = MEMBER[:-1] + " AND (m.left_on IS NULL OR m.left_on >= {day}))"


def guard_case(table: str, *, append_only: bool = False, later: tuple[str, ...] = ()) -> None:
    """Reached only by who acts in the row's tenant; pointers to other houses stand fast, but those named `later`."""
    _close(table)
    op.execute(
        f"CREATE POLICY tenant_floor ON {table} AS RESTRICTIVE TO {APP} "
        f"USING (tenant_id = {TENANT}) WITH CHECK (tenant_id = {TENANT})"
    )
    op.execute(f"CREATE POLICY allow ON {table} TO {APP} USING (true) WITH CHECK (true)")
    _grant(table, append_only=append_only, later=later)


@contextmanager
def rows_in_sight(*tables: str) -> Iterator[None]:
    """Inside, the owner reads and fills what stands in `tables`, for a new column; nobody else sees it done."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def guard_pointers(table: str, said: str) -> None:
    """A new row points to another house only as `said` (SQL) allows: what it points to is disclosed by it."""
    op.execute(f"CREATE POLICY pointer_floor ON {table} AS RESTRICTIVE FOR INSERT TO {APP} WITH CHECK ({said})")


def guard_pool(table: str, *, disclosed: str = "false", append_only: bool = False) -> None:
    """Read by who acts in or comes from the row's tenant, or to whom it is `disclosed` (SQL); written by the house alone."""
    _close(table)
    op.execute(f"CREATE POLICY pool_read ON {table} FOR SELECT TO {APP} USING (tenant_id IN {EITHER} OR {disclosed})")
    _write_own(table)
    _grant(table, append_only=append_only)


def disclose(table: str, to_whom: str) -> None:
    """Opens a pool table for reading where `to_whom` (SQL) holds, instead of what its guard said."""
    op.execute(f"ALTER POLICY pool_read ON {table} USING (tenant_id IN {EITHER} OR {to_whom})")


def guard_private(table: str) -> None:
    """Read and written by the house alone."""
    _close(table)
    op.execute(f"CREATE POLICY private_read ON {table} FOR SELECT TO {APP} USING (tenant_id = {OWN})")
    _write_own(table)
    _grant(table)


def guard_shared(table: str, *, append_only: bool = False, both_update: tuple[str, ...] = ()) -> None:
    """The owner keeps the row and the party reads it; both may update the columns `both_update`, and then nobody any other."""
    _close(table)
    owner, party = f"tenant_id IN {EITHER}", f"party_tenant_id IN {EITHER}"
    op.execute(f"CREATE POLICY shared_read ON {table} FOR SELECT TO {APP} USING ({owner} OR {party})")
    op.execute(f"CREATE POLICY owner_insert ON {table} FOR INSERT TO {APP} WITH CHECK ({owner})")
    who = f"{owner} OR {party}" if both_update else owner
    op.execute(f"CREATE POLICY keep ON {table} FOR UPDATE TO {APP} USING ({who}) WITH CHECK ({who})")
    op.execute(f"CREATE POLICY owner_delete ON {table} FOR DELETE TO {APP} USING ({owner})")
    _grant(table, append_only=append_only, columns=both_update)


def let_party_write(table: str, said: str) -> None:
    """The party, too, may write a new row of a shared table in the tenant acted in, where `said` (SQL) holds."""
    both = f"tenant_id IN {EITHER} OR (party_tenant_id = {TENANT} AND {said})"
    op.execute(f"ALTER POLICY owner_insert ON {table} WITH CHECK ({both})")


def let_party_keep(table: str) -> None:
    """The party, too, may change the columns of a shared table that may be changed."""
    both = f"tenant_id IN {EITHER} OR party_tenant_id IN {EITHER}"
    op.execute(f"ALTER POLICY keep ON {table} USING ({both}) WITH CHECK ({both})")


def disclose_shared(table: str, to_whom: str) -> None:
    """A shared table is read also where `to_whom` (SQL) holds."""
    read = f"tenant_id IN {EITHER} OR party_tenant_id IN {EITHER} OR {to_whom}"
    op.execute(f"ALTER POLICY shared_read ON {table} USING ({read})")


def guard_directory(table: str) -> None:
    """The public directory: everybody reads it, and a tenant is opened by acting for its new id."""
    _close(table)
    op.execute(f"CREATE POLICY directory_read ON {table} FOR SELECT TO {APP}, mk_dispatch USING (true)")
    op.execute(f"CREATE POLICY open_own ON {table} FOR INSERT TO {APP} WITH CHECK (id = {TENANT})")
    op.execute(
        f"CREATE POLICY keep_own ON {table} FOR UPDATE TO {APP} USING (id = {TENANT}) WITH CHECK (id = {TENANT})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE (name, kind) ON {table} TO {APP}")
    op.execute(f"GRANT SELECT ON {table} TO mk_dispatch")


def may_change(table: str, *columns: str) -> None:
    """Columns that came to an already guarded table later may be changed too."""
    op.execute(f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {APP}")


def keep_rows(table: str, *columns: str) -> None:
    """From now on no row goes, and of those that are there only `columns` may change."""
    op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {APP}")
    may_change(table, *columns)


def _close(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _write_own(table: str) -> None:
    own = f"tenant_id = {OWN}"
    op.execute(f"CREATE POLICY house_insert ON {table} FOR INSERT TO {APP} WITH CHECK ({own})")
    op.execute(f"CREATE POLICY house_update ON {table} FOR UPDATE TO {APP} USING ({own}) WITH CHECK ({own})")
    op.execute(f"CREATE POLICY house_delete ON {table} FOR DELETE TO {APP} USING ({own})")


def _grant(
    table: str, *, append_only: bool = False, columns: tuple[str, ...] = (), later: tuple[str, ...] = ()
) -> None:
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    if not append_only:
        op.execute(f"GRANT DELETE ON {table} TO {APP}")
        op.execute(f"GRANT UPDATE ({', '.join(columns or _changeable(table, later))}) ON {table} TO {APP}")


def _changeable(table: str, later: tuple[str, ...]) -> list[str]:
    """Every column but the key and the pointers to other houses: a row never moves, nor points to another's other row."""
    names = list(
        op.get_bind().scalars(
            text(
                "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:t AS regclass) AND attnum > 0 AND NOT attisdropped"
            ),
            {"t": table},
        )
    )
    houses = [n.removesuffix("_tenant_id") for n in names if n.endswith("_tenant_id")]
    fast = {"tenant_id", "id"} | {f"{house}{end}" for house in houses for end in ("_tenant_id", "_id")}
    return [n for n in names if n not in fast or n in later]
