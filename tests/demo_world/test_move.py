"""The demo on other ports than last time: the cast signs in at the new address, with the accounts they had."""

from flask import Flask
from sqlalchemy import select

from demo_world.prepare import admit_cast, move
from tenants.providers import Provider
from tenants.scope import acting_for, db
from tenants.users import User
from tests.cast import tenant
from tests.conftest import Cluster

BEFORE, NOW = "http://127.0.0.1:8401", "http://127.0.0.1:9001"


def test_providers_and_accounts_follow_the_demo_world_to_its_new_address(
    app: Flask, cluster: Cluster, database: str
) -> None:
    admit_cast(BEFORE)
    move(NOW, cluster.config(database))
    with acting_for(tenant("svendborg")):
        assert [one.issuer for one in Provider.all_here()] == [f"{NOW}/idp/svendborg"]
        issuers = set(db.session.scalars(select(User.issuer).where(User.name == "Karen Holm")))
        assert f"{NOW}/idp/svendborg" in issuers and f"{BEFORE}/idp/svendborg" not in issuers
    admit_cast(NOW)
    with acting_for(tenant("svendborg")):
        karens = select(User.id).where(User.issuer == f"{NOW}/idp/svendborg", User.subject == "karen")
        assert len(db.session.scalars(karens).all()) == 1
