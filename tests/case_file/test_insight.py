"""Kim hands out everything that is held on Ayla: the journal is only a part of it (GDPR, article 15)."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Column, MetaData, Text

from mentorkorps import follow_ups, tables
from mentorkorps.calls import Outcome, log_call
from mentorkorps.case_file import FileAudit
from mentorkorps.case_file.insight import without_words
from mentorkorps.clock import now, today
from mentorkorps.matches import Match, reached
from tenants.rows import CaseRow
from tenants.scope import acting_for, db
from tests import cast
from tests.courses.pairs import AYLA, paired

HERE = "svendborg"


@pytest.fixture
def ayla(app) -> str:
    """Ayla's page, with something of most kinds behind her."""
    pair, cille = paired(*AYLA), cast.actor("cille")
    with acting_for(cast.tenant(HERE), home=cast.tenant("dygtige-unge")):
        match = Match.get(pair)
        step = follow_ups.open_follow_up(match)
        assert step is not None
        follow_ups.answer(step, "youth", "met", "yes", by=cille)
        log_call(match, Outcome("no_answer"), by=cille)
        reached(match, "spare_time_job", today(), by=cille)
        drawn = {"quarter": "2014-2", "drawn_at": now(), "drawn_by": "Kim Holm", "note": "Formålet mangler."}
        db.session.add(FileAudit(match_id=pair, **drawn))
        return f"/{HERE}/unge/{match.youth_id}"


def test_insight_holds_messages_answers_calls_outcomes_audits_and_who_looked(as_kim: FlaskClient, ayla: str) -> None:
    as_kim.get(ayla)
    told = as_kim.get(f"{ayla}/journal.txt").text
    for words in (
        "Beskeder til den unge:", "Svar på opfølgninger:", "Spørgsmål: met; Svar: yes", "Opkald:", "Udfald: no_answer",
        "Resultater:", "Slags: spare_time_job", "Kontrol af sagsmappen:", "Formålet mangler.", "Samtykker:", "Mål for job: ",
        "Hvem der har set og gjort noget:",
    ):  # fmt: skip
        assert words in told


def test_a_concern_is_part_of_insight(as_kim: FlaskClient, as_cille: FlaskClient) -> None:
    from tests.concerns import chain

    youth_id = chain.paired(as_cille)
    chain.raised(as_cille, youth_id, internal="Hun kommer ikke i skole.")
    assert "Hun kommer ikke i skole." in as_kim.get(f"/{HERE}/unge/{youth_id}/journal.txt").text


def test_another_youth_s_rows_are_not_in_it(as_kim: FlaskClient, ayla: str) -> None:
    with acting_for(cast.tenant(HERE)):
        other = cast.enrol(cast.actor("karen"), first_name="Bo", last_name="Anden", email="bo@ung.example").youth_id
    mine, others = (
        as_kim.get(address).text for address in (f"{ayla}/journal.txt", f"/{HERE}/unge/{other}/journal.txt")
    )
    assert "Anden" not in mine and "no_answer" not in others and "bo@ung.example" in others


def test_every_table_that_leads_to_a_youth_is_told_with_words() -> None:
    assert without_words(tables.METADATA) == set()


def test_a_table_or_a_column_added_tomorrow_without_words_is_found() -> None:
    tomorrow = MetaData()
    for table in tables.METADATA.tables.values():
        table.to_metadata(tomorrow)
    tomorrow.tables["answers"].append_column(Column("mood", Text))
    new = tomorrow.tables["calls"].to_metadata(tomorrow, name="visits")
    assert issubclass(FileAudit, CaseRow) and new.name == "visits"
    assert without_words(tomorrow) == {"visits", "answers.mood"}
