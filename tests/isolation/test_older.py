"""An installation of an older version is brought up with what stands in it."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import psycopg
import pytest

from mentorkorps.cli.migrate import upgrade
from tests.conftest import PASSWORD, Cluster

HELD_ON = date(2014, 5, 14)


@pytest.fixture
def older(cluster: Cluster) -> Iterator[str]:
    """The version before the steering group's meetings could move, with one of its meetings."""
    name = f"mk_older_{uuid4().hex[:8]}"
    upgrade(cluster.admin(name), role_password=PASSWORD, to="0014")
    with psycopg.connect(cluster.admin(name)) as connection:
        connection.execute("SET session_replication_role = replica")  # a meeting without its partnership is enough
        connection.execute(
            "INSERT INTO steering_meetings (tenant_id, id, partnership_id, held_on, hours)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), %s, %s)",
            [HELD_ON, 2],
        )
    yield name
    cluster.drop(name)


def test_meetings_that_were_laid_out_before_stand_on_their_day(cluster: Cluster, older: str) -> None:
    upgrade(cluster.admin(older), role_password=PASSWORD)
    with psycopg.connect(cluster.admin(older)) as connection:
        assert connection.execute("SELECT planned_for, held_on FROM steering_meetings").fetchall() == [
            (HELD_ON, HELD_ON)
        ]
        forced = connection.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'steering_meetings'")
        assert forced.fetchone() == (True,)


@pytest.fixture
def agreed(cluster: Cluster) -> Iterator[str]:
    """The version before a school was asked about its conditions, with a school that had ticked two of them and signed."""
    name = f"mk_older_{uuid4().hex[:8]}"
    upgrade(cluster.admin(name), role_password=PASSWORD, to="0030")
    house, school, agreement = uuid4(), uuid4(), uuid4()
    with psycopg.connect(cluster.admin(name)) as connection:
        connection.execute("INSERT INTO tenants VALUES (%s, 'korpset', 'Korpset', 'corps')", [house])
        connection.execute(
            "INSERT INTO field_partners (tenant_id, id, name, kind, place, contact, made_at, made_by)"
            " VALUES (%s, %s, 'Skolen', 'school', '', '', now(), 'Cille')", [house, school]
        )  # fmt: skip
        for signed_on, conditions in (("2014-01-01", '["no_substitute"]'), ("2014-05-01", '["backed", "able"]')):
            connection.execute(
                "INSERT INTO field_agreements (tenant_id, id, partner_id, signed_on, signed_by, cooperation, interfaces, disputes,"
                " conditions, written_at, written_by) VALUES (%s, %s, %s, %s, E'Skolen\nMetal', '', '', '', %s, now(), 'Cille')",
                [house, agreement if conditions.startswith('["b') else uuid4(), school, signed_on, conditions],
            )
        for party, person in (("Korpset", "Cille"), ("Skolen", "Rektor")):
            connection.execute(
                "INSERT INTO field_signatures (tenant_id, id, agreement_id, party, person, signed_on, written_at, written_by)"
                " VALUES (%s, gen_random_uuid(), %s, %s, %s, '2014-05-01', now(), 'Cille')",
                [house, agreement, party, person],
            )
    yield name
    cluster.drop(name)


def test_what_a_school_had_agreed_to_is_its_answer_and_a_signature_says_how_it_came(
    cluster: Cluster, agreed: str
) -> None:
    upgrade(cluster.admin(agreed), role_password=PASSWORD)
    with psycopg.connect(cluster.admin(agreed)) as connection:
        answers = connection.execute(
            "SELECT condition, met, person, answered_on FROM field_conditions ORDER BY condition"
        )
        assert answers.fetchall() == [(one, True, "Skolen", date(2014, 5, 1)) for one in ("able", "backed")]
        ways = connection.execute("SELECT party, how FROM field_signatures ORDER BY party")
        assert ways.fetchall() == [("Korpset", "account"), ("Skolen", "paper")]


@pytest.fixture
def answered(cluster: Cluster) -> Iterator[str]:
    """The version before companies got a number of their own to ring, with somebody who answers them."""
    name = f"mk_older_{uuid4().hex[:8]}"
    upgrade(cluster.admin(name), role_password=PASSWORD, to="0036")
    house, user = uuid4(), uuid4()
    with psycopg.connect(cluster.admin(name)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO users (tenant_id, id, issuer, subject, name, email, phone)"
            " VALUES (%s, %s, 'i', 's', 'Cille', 'c@corps.example', '+4570102030')", [house, user],
        )  # fmt: skip
        connection.execute(
            "INSERT INTO company_contacts VALUES (%s, gen_random_uuid(), gen_random_uuid(), %s, 'Konsulent', now(), 'Cille')",
            [house, user],
        )
    yield name
    cluster.drop(name)


def test_who_answers_companies_keeps_the_number_of_the_account(cluster: Cluster, answered: str) -> None:
    upgrade(cluster.admin(answered), role_password=PASSWORD)
    with psycopg.connect(cluster.admin(answered)) as connection:
        assert connection.execute("SELECT phone FROM company_contacts").fetchall() == [("+4570102030",)]
        forced = "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname IN ('company_contacts', 'users')"
        assert len(connection.execute(forced).fetchall()) == 2
