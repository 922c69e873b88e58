"""A file of terms that leaves a municipality hardly more than it has used says so before it is agreed to, and then tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from demo_world.sms_office import SECRET, TOKEN
from mentorkorps.cli import cli
from mentorkorps.clock import now, today
from mentorkorps.gateways import sms
from tenants.quotas import Opening, Quota, QuotaNotice, reserve
from tenants.scope import acting_for, db
from tests import cast
from tests.cast import TERMS
from tests.messages.test_text_quota import written
from tests.web.test_quotas import letters

CORPS = "dygtige-unge"
FYN = (TERMS / "fyn.toml").read_text()
TEXTS = '\n[quota]\nbeyond = "ask"\n[quota.messages]\nsms = {sms}\nbeyond = "ask"\n'

pytestmark = pytest.mark.usefixtures("app", "environment")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "aftale.toml"


def imported(file: Path, terms: str, *options: str) -> str:
    """What the command says."""
    file.write_text(terms)
    return CliRunner().invoke(cli, ["--language", "da", "partnership", "import", str(file), *options]).output


def taken(places: int, slug: str = "svendborg") -> None:
    with acting_for(cast.tenant(slug), home=cast.tenant(CORPS)):
        for _ in range(places):
            reserve(Quota.of_here(today(), locked=True), now())


def noticed(slug: str = "svendborg") -> list[tuple[str, int, int, int]]:
    with acting_for(cast.tenant(slug)):
        kept = select(QuotaNotice.what, QuotaNotice.percent, QuotaNotice.used, QuotaNotice.capacity)
        return [tuple(row) for row in db.session.execute(kept.order_by(QuotaNotice.told_at))]


def lowered(most: int) -> str:
    """Svendborg's first quota: 35 in the file, `most` from now on."""
    return FYN.replace("quota = [30, 35]", f"quota = [0, {most}]", 1)


def test_a_smaller_quota_is_said_against_what_is_used_and_changes_nothing_unasked(file: Path) -> None:
    taken(7)
    said = imported(file, lowered(8))
    assert "Bemærk: Svendborg Kommune har brugt eller reserveret 7 pladser i 2014. Filen giver 8." in said
    assert "Kommunen og korpset får besked." in said
    assert noticed() == [] and letters("svendborg") == []


def test_agreed_to_it_tells_the_municipality_and_the_corps_once(file: Path) -> None:
    taken(7)
    assert "Filen giver 8" in imported(file, lowered(8), "--yes")
    assert noticed() == [("places", 80, 7, 8)]
    assert letters("svendborg") == [("kim@svendborg.example", "places_used", 80)]
    assert letters(CORPS) == [("cille@dygtige-unge.example", "places_used", 80)]
    assert "Filen giver" not in imported(file, lowered(8), "--yes") and len(noticed()) == 1


def test_what_is_far_from_used_is_a_change_like_any_other(file: Path) -> None:
    taken(7)
    assert "Bemærk: Svendborg" not in imported(file, lowered(20), "--yes")
    assert noticed() == [] == noticed("nyborg")


@pytest.fixture
def three_texts(file: Path) -> Iterator[None]:
    """Svendborg has a hundred text messages, and has written three to Ayla, who wishes them."""
    imported(file, FYN + TEXTS.format(sms=100), "--yes")
    sms.use("http://127.0.0.1:9/sms", TOKEN, SECRET)
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"), phone="20102032").youth.channel = "sms"
    assert written(3) == ["sms"] * 3
    yield
    sms.use(None)


def test_fewer_text_messages_than_have_been_sent_are_said_and_asked_about(three_texts: None, file: Path) -> None:
    said = imported(file, FYN + TEXTS.format(sms=2), "--yes")
    assert "Svendborg Kommune har sendt 3 SMS'er i 2014. Filen giver 2." in said and "Nyborg Kommune har" not in said
    assert noticed() == [("texts", 100, 3, 2)]
    with acting_for(cast.tenant("svendborg")):
        assert [one.what for one in db.session.scalars(select(Opening))] == ["texts"]
