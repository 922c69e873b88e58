"""Each partner chooses one to three of its own people, and they read what belongs to the group and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.steering import Seat
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.forms import submit
from tests.steering_meetings.scene import employ_birgitte, following, seat, seat_of

SEATS = "/svendborg/styregruppemedlemmer"


def _user(slug: str, name: str) -> User:
    with acting_for(cast.tenant(slug)):
        return db.session.scalars(select(User).where(User.subject == name)).one()


def _door(client: FlaskClient) -> str:
    """The page on which a member is chosen."""
    links = client.get(SEATS).text.split('href="')
    return next(part.split('"')[0] for part in links if part.startswith(SEATS) and "vaelg" in part[:90])


def _choose(client: FlaskClient, name: str, *, status: int = 303) -> None:
    assert submit(client, _door(client), follow=False, user=str(_user("svendborg", name).id)).status_code == status


def test_kim_chooses_karen_who_may_read_from_then_on(app: Flask, as_kim: FlaskClient, as_karen: FlaskClient) -> None:
    assert "I mangler et medlem" in as_kim.get(SEATS).text
    assert as_karen.get("/svendborg/styregruppemoeder").status_code == 403
    _choose(as_kim, "karen")
    page = as_kim.get(SEATS).text
    assert "Karen Holm" in page and "I mangler et medlem" not in page and "15-06-2014" in page
    assert as_karen.get("/svendborg/styregruppemoeder").status_code == 200
    assert as_karen.get("/svendborg/styregruppe").status_code == 200


def test_the_seat_outlives_a_sign_in_and_ends_with_the_seat(
    app: Flask, as_kim: FlaskClient, as_karen: FlaskClient
) -> None:
    _choose(as_kim, "karen")
    with acting_for(cast.tenant("svendborg")):
        db.session.scalars(select(User).where(User.subject == "karen")).one().grant_exactly(
            frozenset({"case_worker"}), now()
        )
    assert as_karen.get("/svendborg/styregruppemoeder").status_code == 200
    submit(as_kim, SEATS, to=f"{SEATS}/{seat_of('kim')}/ud")
    assert as_karen.get("/svendborg/styregruppemoeder").status_code == 403
    assert as_karen.get("/svendborg/unge").status_code == 200
    with acting_for(cast.tenant("svendborg")):
        assert db.session.scalars(select(Seat.until)).all() == [today()]


def test_a_fourth_is_refused_and_so_is_the_same_twice(as_kim: FlaskClient) -> None:
    for name in ("karen", "kim", "dorte"):
        _choose(as_kim, name)
    assert "/vaelg" not in as_kim.get(SEATS).text
    submit(as_kim, SEATS, to=f"{SEATS}/{_seats()[0]}/ud")
    _choose(as_kim, "karen" if not _holds("karen") else "kim" if not _holds("kim") else "dorte")
    assert len(_seats()) == 3


def _seats() -> list[object]:
    with acting_for(cast.tenant("svendborg")):
        return list(db.session.scalars(select(Seat.id).where(Seat.until.is_(None)).order_by(Seat.person)))


def _holds(name: str) -> bool:
    with acting_for(cast.tenant("svendborg")):
        whose = select(User.id).where(User.subject == name)
        return db.session.scalar(select(Seat.id).where(Seat.user_id.in_(whose), Seat.until.is_(None))) is not None


def test_a_partner_sees_the_others_members_but_changes_none(app: Flask, as_kim: FlaskClient) -> None:
    seat("sofie", "rune")
    page = as_kim.get(SEATS).text
    assert "Sofie Dam" in page and "Rune Vang" in page and "sofie@" not in page
    assert submit(as_kim, _door(as_kim), to=f"{SEATS}/{seat_of('sofie')}/ud").status_code == 404


def test_the_corps_has_no_seats_by_the_agreement_of_fyn_and_nobody_elsewhere_reads(
    app: Flask, as_cille: FlaskClient, as_nora: FlaskClient
) -> None:
    seat("kim", "sofie")
    meeting = f"styregruppemoeder/{following().id}"
    assert "ikke pladser" in as_cille.get("/dygtige-unge/styregruppemedlemmer").text
    assert as_cille.get(f"/dygtige-unge/{meeting}").status_code == 403  # corps staff are not the group
    assert as_nora.get(f"/vordingborg/{meeting}").status_code == 404  # the neighbour
    assert "Sofie Dam" not in as_nora.get("/vordingborg/styregruppemedlemmer").text
    assert employ_birgitte(app).get(f"/dygtige-unge/{meeting}").status_code == 200


@pytest.mark.parametrize("name", ["karen", "rune", "ulla", "dorte"])
def test_who_has_no_seat_and_no_role_reads_nothing(app: Flask, name: str) -> None:
    client, slug = cast.signed_in(app.test_client(), name), cast.PEOPLE[name][0]
    for page in ("styregruppemoeder", f"styregruppemoeder/{following().id}", "styregruppemedlemmer"):
        assert client.get(f"/{slug}/{page}").status_code == 403
