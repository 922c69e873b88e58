"""A transaction acts in one tenant for life, and a connection carries nothing from one to the next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.youths import Youth
from tenants.registry import Tenant
from tenants.scope import acting_for, current, db, one_connection, own_id, tenant_id
from tests.isolation.ground import Ground

YOUTHS = {"svendborg": "Ayla", "nyborg": "Maja", "vordingborg": "Noah"}
pytestmark = pytest.mark.usefixtures("product")


def _names() -> list[str]:
    return list(db.session.scalars(select(Youth.first_name)))


def test_each_tenant_reads_its_own_youths(ground: Ground) -> None:
    for slug, youth in YOUTHS.items():
        with acting_for(ground.tenants[slug]):
            assert _names() == [youth]


def test_a_second_tenant_is_refused(ground: Ground) -> None:
    with acting_for(ground.tenants["svendborg"]) as scope:
        scope.enter(ground.tenants["svendborg"])
        with pytest.raises(RuntimeError, match="one tenant for life"):
            scope.enter(ground.tenants["nyborg"])
        assert _names() == ["Ayla"]


def test_a_second_home_is_refused(ground: Ground) -> None:
    with acting_for(ground.tenants["svendborg"], home=ground.tenants["dygtige-unge"]) as scope:
        with pytest.raises(RuntimeError, match="one home for life"):
            scope.settle(ground.tenants["uu"])
        assert scope.home == ground.tenants["dygtige-unge"]


def test_the_tenant_may_be_entered_after_the_transaction_has_begun(ground: Ground) -> None:
    with acting_for(None, home=ground.tenants["dygtige-unge"]) as scope:
        assert _names() == []
        scope.enter(ground.tenants["nyborg"])
        assert _names() == ["Maja"]


def test_without_a_scope_nothing_touches_the_database(product: Flask) -> None:
    for ask in (current, tenant_id, own_id, lambda: db.session.execute(text("SELECT 1")), lambda: Youth.get(uuid4())):
        with pytest.raises(RuntimeError, match="scope"):
            ask()
        db.session.remove()


def test_in_no_tenant_only_the_directory_can_be_read(ground: Ground) -> None:
    with acting_for(None):
        assert _names() == []
        assert db.session.scalar(select(func.count()).select_from(Tenant)) == len(ground.tenants)
        with pytest.raises(RuntimeError, match="no tenant"):
            Youth.get(uuid4())


@pytest.mark.parametrize(("table", "get"), [("youths", Youth.get), ("matches", Match.get), ("matches", Match.locked)])
def test_a_neighbours_id_and_a_made_up_one_are_the_same_not_found(
    ground: Ground, table: str, get: Callable[[UUID], object]
) -> None:
    theirs = next(row["id"] for row in ground.rows(table) if row["owner"] == ground.tenants["svendborg"])
    refusals = []
    for one in (theirs, uuid4()):
        with acting_for(ground.tenants["nyborg"]), pytest.raises(NotFound) as refusal:
            get(one)
        refusals.append((type(refusal.value), refusal.value.args))
    assert refusals[0] == refusals[1]


def test_an_object_is_not_served_to_another_scope(ground: Ground) -> None:
    with acting_for(ground.tenants["svendborg"]):
        ayla = db.session.scalars(select(Youth)).one()
        key = {"tenant_id": ayla.tenant_id, "id": ayla.id}
        with acting_for(ground.tenants["nyborg"]):
            assert ayla not in db.session
            assert db.session.get(Youth, key) is None
        assert db.session.get(Youth, key) is ayla


@pytest.mark.parametrize(
    "read",
    [
        lambda: db.session.scalars(text("SELECT first_name FROM youths")),
        lambda: db.session.scalars(select(Youth.__table__.c.first_name)),
        lambda: db.session.connection().scalars(select(Youth.__table__.c.first_name)),
        lambda: db.session.scalars(select(Youth.first_name).from_statement(text("SELECT first_name FROM youths"))),
        lambda: db.session.scalars(select(text("first_name")).select_from(text("youths"))),
    ],
    ids=["text", "core", "connection", "from_statement", "bare"],
)
def test_whoever_goes_past_the_models_still_sees_nothing_of_the_neighbour(read: Any, ground: Ground) -> None:
    with acting_for(ground.tenants["nyborg"]):
        assert list(read()) == ["Maja"]


@pytest.mark.parametrize("statement", ["UPDATE youths SET postcode = '5000'", "DELETE FROM consents"])
def test_a_statement_without_a_where_reaches_only_the_own_rows(statement: str, ground: Ground) -> None:
    table = "youths" if "youths" in statement else "consents"
    own = [row for row in ground.rows(table) if row["owner"] == ground.tenants["nyborg"]]
    with acting_for(ground.tenants["nyborg"]):
        outcome: Any = db.session.execute(text(statement))
        assert outcome.rowcount == len(own) > 0
        db.session.rollback()


def test_a_row_for_a_neighbour_is_refused(ground: Ground) -> None:
    with acting_for(ground.tenants["nyborg"]):
        db.session.add(Youth(tenant_id=ground.tenants["svendborg"], first_name="Ib", languages=[]))
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.flush()
        db.session.rollback()
        assert _names() == ["Maja"]


def test_the_scope_holds_after_a_commit_and_after_an_error(ground: Ground) -> None:
    with acting_for(ground.tenants["svendborg"]):
        db.session.commit()
        assert _names() == ["Ayla"]
        with pytest.raises(DBAPIError):
            db.session.execute(text("SELECT 1 / 0"))
        db.session.rollback()
        assert _names() == ["Ayla"]


def test_an_error_leaves_nothing_for_the_next_on_the_connection(ground: Ground) -> None:
    with pytest.raises(ZeroDivisionError), acting_for(ground.tenants["svendborg"]):
        assert _names() == ["Ayla"]
        raise ZeroDivisionError
    with db.engine.connect() as connection:
        assert not connection.scalar(text("SELECT current_setting('app.tenant', true)"))
        assert connection.scalar(text("SELECT count(*) FROM youths")) == 0


def test_one_connection_serves_several_tenants_in_turn(ground: Ground) -> None:
    with one_connection():
        for slug in ("svendborg", "nyborg", "svendborg"):
            with acting_for(ground.tenants[slug]):
                assert _names() == [YOUTHS[slug]]
        with acting_for(None):
            assert _names() == []


def test_on_a_lent_connection_the_scope_around_goes_on_in_its_own_tenant(ground: Ground) -> None:
    with one_connection(), acting_for(ground.tenants["svendborg"]):
        assert _names() == [YOUTHS["svendborg"]]
        with acting_for(ground.tenants["nyborg"]):
            assert _names() == [YOUTHS["nyborg"]]
        assert _names() == [YOUTHS["svendborg"]]
        assert db.session.scalar(text("SELECT array_agg(first_name) FROM youths")) == [YOUTHS["svendborg"]]


def test_on_a_lent_connection_a_scope_that_is_refused_leaves_nothing_and_the_rest_stands(ground: Ground) -> None:
    renamed, read = "UPDATE youths SET last_name = :name", text("SELECT last_name FROM youths")
    with pytest.raises(ZeroDivisionError), one_connection():
        with acting_for(ground.tenants["svendborg"]):
            db.session.execute(text(renamed), {"name": "Kept"})
            with pytest.raises(NotFound), acting_for(ground.tenants["nyborg"]):
                db.session.execute(text(renamed), {"name": "Lost"})
                raise NotFound("Youth")
            assert db.session.scalar(read) == "Kept"
        with acting_for(ground.tenants["nyborg"]):
            assert db.session.scalar(read) not in (None, "Lost")
            raise ZeroDivisionError  # the others find the cast as it was


def test_without_savepoints_a_scope_that_is_refused_leaves_nothing_of_the_others_either(ground: Ground) -> None:
    renamed, read = text("UPDATE youths SET last_name = :name"), text("SELECT last_name FROM youths")
    with one_connection(savepoints=False):
        with acting_for(ground.tenants["svendborg"]):
            db.session.execute(renamed, {"name": "Lost"})
        with pytest.raises(NotFound), acting_for(ground.tenants["nyborg"]):
            db.session.execute(renamed, {"name": "Lost"})
            raise NotFound("Youth")
    for slug in ("svendborg", "nyborg"):
        with acting_for(ground.tenants[slug]):
            assert db.session.scalar(read) not in (None, "Lost")


@pytest.mark.parametrize("setting", ["app.tenant", "app.home"])
def test_a_connection_that_comes_back_with_a_context_is_not_handed_out(setting: str, ground: Ground) -> None:
    with db.engine.connect() as connection:
        left_over = {"name": setting, "tenant": str(ground.tenants["svendborg"])}
        connection.execute(text("SELECT set_config(:name, :tenant, false)"), left_over)
        connection.commit()
    with pytest.raises(RuntimeError, match="came back"), db.engine.connect():
        pass
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM youths")) == 0
