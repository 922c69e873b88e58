"""Høje-Taastrup's year: pairs in the two weeks after the summer holiday, the first meeting two weeks later, and no question
in the school holidays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.follow_ups import called, open_follow_up
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.messages import Message
from mentorkorps.partnership import import_partnership
from mentorkorps.web.inbox import _season
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tenants.users import Actor, User
from tests.cast import TERMS, enrol, recruit, tenant
from workers.perform import drain


def finn() -> Actor:
    """The municipal programme owner, who does everything there."""
    with acting_for(tenant("hoeje-taastrup")):
        return db.session.scalars(select(User)).one().actor


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """Acting in Høje-Taastrup that day."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN)
    with standing_at(moment), acting_for(tenant("hoeje-taastrup")):
        yield


@pytest.fixture
def school_year(app: Flask) -> Flask:
    """The municipality has imported its programme, and Bent's colleague Otto is a mentor there."""
    import_partnership(TERMS / "hoeje-taastrup.toml", at=datetime(2024, 8, 1, 9, tzinfo=COPENHAGEN))
    with on(date(2024, 8, 1)):
        user = User(
            issuer="https://id.htk.example", subject="finn", name="Finn Lykke", email="finn@htk.example", phone=""
        )
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"coordinator", "corps_staff", "case_worker"}), now())
        recruit("Otto", "Krag", "car_mechanic", postcode="2630")
    return app


def matched(day: date) -> None:
    """Noah and Otto have both said yes that day."""
    with on(day):
        enrolment = enrol(finn(), first_name="Noah", postcode="2630", born_on=date(2006, 1, 1))
        propose(enrolment, next(one for one in suggest(enrolment, today()) if one.is_proposable), by=finn())
        proposal = db.session.scalars(select(Proposal)).one()
        mentor_says(proposal, True, by=finn())
        assert youth_says(proposal, True, by=finn()) is not None


def questions() -> int:
    with acting_for(tenant("hoeje-taastrup")):
        return len(db.session.scalars(select(Message.id).where(Message.template.like("follow_up%"))).all())


@pytest.mark.usefixtures("school_year")
def test_pairs_are_made_in_the_two_weeks_after_the_summer_holiday() -> None:
    window = (date(2024, 8, 12), date(2024, 8, 25))
    for day, told in (
        (date(2024, 8, 5), window),
        (date(2024, 8, 12), None),
        (date(2024, 8, 25), None),
        (date(2024, 9, 2), window),
    ):
        with on(day):
            assert _season() == told, day


@pytest.mark.usefixtures("school_year")
def test_the_pair_is_asked_two_weeks_after_the_match_and_never_in_the_school_holidays() -> None:
    matched(date(2024, 9, 30))
    with on(date(2024, 9, 30)):
        step = open_follow_up(db.session.scalars(select(Match)).one())
        assert step is not None
        assert (step.kind, step.opens_on) == ("first_meeting", date(2024, 10, 21))  # 14 October is in the holiday
    for number in range(12, 21):
        drain_on(date(2024, 10, number))
    assert questions() == 0
    drain_on(date(2024, 10, 21))
    assert questions() == 2
    with on(date(2024, 10, 22)):
        match = db.session.scalars(select(Match)).one()
        step = open_follow_up(match)
        assert step is not None
        called(step, "De mødes på skolen.", by=finn())
        assert db.session.scalars(select(Enrolment)).one().closed_at is not None


def drain_on(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=COPENHAGEN)
    with standing_at(at):
        drain(at, [tenant("hoeje-taastrup")])
