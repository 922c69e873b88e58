"""What a municipality adjusts under "Program" holds also where no pair has kept any rules: reading, proposals, concerns (FY-13)."""

from datetime import date, datetime

from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.concerns import open_concern
from mentorkorps.journal.unread import limits
from mentorkorps.matching import Proposal
from mentorkorps.youths import Youth
from tenants.local_rules import adjust
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant
from tests.pair import proposed
from workers.perform import drain

HERE = "svendborg"


def adjusted(section: str, **values: object) -> None:
    with standing_at(datetime(2014, 6, 15, 9, tzinfo=COPENHAGEN)), acting_for(tenant(HERE)):
        adjust(section, values, "Vi gør det hurtigere.", by=actor("kim"))


def test_the_days_within_which_notes_are_read(app: Flask) -> None:
    adjusted("journal", read_within_working_days=5)
    with standing_at(datetime(2014, 6, 17, 9, tzinfo=COPENHAGEN)), acting_for(tenant(HERE)):
        assert limits()[0] == 5


def test_the_silence_after_which_a_proposal_is_reminded_and_rung_about(app: Flask) -> None:
    adjusted("silence", remind_after_working_days=1, raise_after_working_days=2)
    with standing_at(datetime(2014, 6, 16, 9, tzinfo=COPENHAGEN)):
        proposed()
    stood: dict[int, tuple[bool, bool]] = {}
    for day in (16, 17, 18):
        with standing_at(datetime(2014, 6, day, 12, tzinfo=COPENHAGEN)):
            drain(now(), [tenant(HERE)])
        with acting_for(tenant(HERE)):
            row = db.session.scalars(select(Proposal)).one()
            stood[day] = row.reminded_at is not None, row.raised_at is not None
    assert stood == {16: (False, False), 17: (True, False), 18: (True, True)}


def test_the_deadline_of_a_concern_about_a_youth_without_a_pair(app: Flask) -> None:
    adjusted("concerns", working_days_1=1)
    with standing_at(datetime(2014, 6, 17, 9, tzinfo=COPENHAGEN)):
        with acting_for(tenant(HERE)):
            enrol(actor("karen"))
        with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
            youth, said = db.session.scalars(select(Youth)).one(), {"about": "home", "internal": "Sov i bussen."}
            concern = open_concern(youth, **said, is_danger=False, by=actor("cille"))
            assert concern.now.deadline == date(2014, 6, 18)
