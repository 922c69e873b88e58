"""The belt in the models, alone: on a connection that row security does not bind they still keep to the tenant."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, delete, func, select, update
from sqlalchemy.orm import aliased

from mentorkorps.journal import NoteCopy
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.youths import Youth
from tenants import scope
from tenants.scope import acting_for, db
from tests.conftest import Cluster
from tests.isolation.ground import Ground


@pytest.fixture(autouse=True)
def unbound(cluster: Cluster, filled: str, product: Flask) -> Iterator[None]:
    """Every scope uses a connection of the administrator; what is done is rolled back."""
    engine = create_engine(cluster.admin(filled))
    with engine.connect() as connection:
        transaction = connection.begin()
        token = scope._lent.set(connection)
        yield
        scope._lent.reset(token)
        transaction.rollback()
    engine.dispose()


def test_row_security_is_out_of_the_way(ground: Ground) -> None:
    with acting_for(ground.tenants["nyborg"]):
        assert db.session.connection().scalar(select(func.count()).select_from(Youth.__table__)) == 3


def test_reading_keeps_to_the_tenant(ground: Ground) -> None:
    other = aliased(Youth)
    with acting_for(ground.tenants["nyborg"]):
        assert [youth.first_name for youth in db.session.scalars(select(Youth))] == ["Maja"]
        assert db.session.scalars(select(Youth.first_name)).all() == ["Maja"]
        assert db.session.scalars(select(other.first_name)).all() == ["Maja"]
        assert db.session.scalar(select(func.count()).select_from(Youth)) == 1
        assert db.session.scalar(select(func.count()).select_from(Match).join(Youth, Youth.id == Match.youth_id)) == 1
        assert db.session.scalars(select(Youth).order_by(Youth.id).limit(1)).one().first_name == "Maja"


def test_changing_keeps_to_the_tenant(ground: Ground) -> None:
    with acting_for(ground.tenants["nyborg"]):
        changed = db.session.execute(update(Youth).values(postcode="5800").returning(Youth.first_name))
        assert changed.scalars().all() == ["Maja"]
        gone = db.session.execute(delete(NoteCopy).returning(NoteCopy.tenant_id))
        assert set(gone.scalars()) == {ground.tenants["nyborg"]}


def test_finding_keeps_to_the_tenant(ground: Ground) -> None:
    [ayla] = [row["id"] for row in ground.rows("youths") if row["owner"] == ground.tenants["svendborg"]]
    with acting_for(ground.tenants["nyborg"]):
        with pytest.raises(NotFound):
            Youth.get(ayla)
        assert db.session.scalar(select(Youth).where(Youth.id == ayla)) is None


def test_a_new_row_belongs_to_the_tenant_acted_in(ground: Ground) -> None:
    with acting_for(ground.tenants["nyborg"], home=ground.tenants["dygtige-unge"]):
        youth = Youth(first_name="Ib", languages=[])
        db.session.add(youth)
        db.session.flush()
        assert youth.tenant_id == ground.tenants["nyborg"]
