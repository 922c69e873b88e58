"""The terms are frozen with a checksum; each party says yes; what changes later asks those whom it touches (FY-03, DF-04)."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.partnership import import_partnership
from mentorkorps.refused import Refused
from tenants.agreements import Agreement
from tenants.agreements.accepting import Acceptance, accept, answers
from tenants.agreements.parties import PartyRole
from tenants.agreements.renewing import Renewal, decide, decisions, warning
from tenants.agreements.versions import TermsVersion
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast

FYN = cast.TERMS / "fyn.toml"
EVERYBODY = ["dygtige-unge", "faaborg-midtfyn", "nyborg", "svendborg", "svendborg-erhvervsskole", "uu"]


def fyn() -> Partnership:
    """The partnership as the house acted in sees it."""
    return db.session.scalars(select(Partnership).where(Partnership.slug == "fyn")).one()


def newest() -> TermsVersion:
    version = TermsVersion.newest(fyn())
    assert version is not None
    return version


def changed(folder: Path, old: str, new: str) -> None:
    """The file of Fyn with one thing changed, imported again."""
    text = FYN.read_text(encoding="utf-8")
    assert old in text
    (folder / "fyn.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    import_partnership(folder / "fyn.toml")


def says_yes(name: str) -> Acceptance:
    by = cast.actor(name)
    with acting_for(cast.tenant(cast.PEOPLE[name][0])):
        return accept(newest(), now(), by=by)


def waiting() -> list[str]:
    with acting_for(cast.tenant("dygtige-unge")):
        return [one.slug for one in answers(fyn()) if one.waits]


def test_the_first_version_is_frozen_when_the_file_is_read_and_asks_everybody(app: Flask) -> None:
    with acting_for(cast.tenant("nyborg")):
        version = newest()
        assert (version.version, version.is_whole, version.changes) == (1, True, [])
        assert version.asks == EVERYBODY
        assert version.known["quota", "2014", "svendborg"] == (30, 35)
        assert version.known["agreement", "decide_renewal_by"] == date(2015, 12, 31)
    assert sorted(waiting()) == EVERYBODY


def test_a_yes_has_a_person_a_time_and_the_checksum_and_pressed_twice_it_is_one(app: Flask) -> None:
    first, again = says_yes("kim"), says_yes("kim")
    assert first.id == again.id and (first.person, first.accepted_at) == ("Kim Bro", now())
    with acting_for(cast.tenant("uu")):  # every party sees who has said yes
        [seen] = db.session.scalars(select(Acceptance))
        assert seen.checksum == newest().checksum
    assert "svendborg" not in waiting() and "nyborg" in waiting()


def test_a_changed_quota_asks_the_municipality_and_the_operator_again_and_nobody_else(
    app: Flask, tmp_path: Path
) -> None:
    for name in ("kim", "sofie", "cille"):
        says_yes(name)
    changed(tmp_path, "quota = [30, 35]", "quota = [30, 36]")
    with acting_for(cast.tenant("svendborg")):
        version = newest()
        assert version.version == 2 and version.asks == ["dygtige-unge", "svendborg"]
        assert version.sentences == ["Kvote, 2014, Svendborg Kommune: fra 30-35 til 30-36."]
    assert sorted(set(waiting()) & {"svendborg", "faaborg-midtfyn", "dygtige-unge"}) == ["dygtige-unge", "svendborg"]


def test_a_new_target_asks_everybody_and_an_old_page_accepts_nothing(app: Flask, tmp_path: Path) -> None:
    with acting_for(cast.tenant("svendborg")):
        old = newest()
    changed(tmp_path, "target = [80, 100]", "target = [90, 100]")
    assert sorted(waiting()) == EVERYBODY
    kim = cast.actor("kim")
    with acting_for(cast.tenant("svendborg")), pytest.raises(Refused, match="nyeste version"):
        accept(db.session.merge(old), now(), by=kim)


def test_a_house_outside_the_partnership_neither_reads_nor_accepts(app: Flask) -> None:
    with acting_for(cast.tenant("svendborg")):
        version_id = newest().id
    with acting_for(cast.tenant("vordingborg")):
        assert db.session.scalar(select(TermsVersion).where(TermsVersion.id == version_id)) is None


def test_roles_are_facts_with_days(app: Flask) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        rows = db.session.scalars(select(PartyRole)).all()
        found: dict[UUID, set[str]] = {}
        for row in rows:
            assert row.since == date(2014, 2, 1) and row.until is None
            found.setdefault(row.party_tenant_id, set()).add(row.role)
    assert found[cast.tenant("nyborg")] == {"pays", "takes_part"}
    assert found[cast.tenant("uu")] == {"takes_part"}
    assert found[cast.tenant("dygtige-unge")] == {"operates"}


def test_each_party_decides_about_the_renewal_for_itself_and_may_change_its_mind(app: Flask) -> None:
    kim = cast.actor("kim")
    with acting_for(cast.tenant("svendborg")):
        agreement = db.session.scalars(select(Agreement)).one()
        with pytest.raises(Refused, match="hvad der skal ændres"):
            decide(agreement, "change", " ", now(), by=kim)
        first = decide(agreement, "go_on", "", now(), by=kim)
        assert decide(agreement, "go_on", "", now(), by=kim).id == first.id
        decide(agreement, "change", "Flere pladser", now() + timedelta(days=1), by=kim)
    with acting_for(cast.tenant("nyborg")):
        agreement = db.session.scalars(select(Agreement)).one()
        said = {one.slug: one.renewal.says if one.renewal else None for one in decisions(agreement, newest())}
        assert said["svendborg"] == "change" and said["nyborg"] is None and "dygtige-unge" not in said
        assert len(db.session.scalars(select(Renewal)).all()) == 2


@pytest.mark.parametrize(
    ("day", "mark"),
    [(date(2015, 9, 1), None), (date(2015, 10, 2), 90), (date(2015, 12, 1), 30), (date(2015, 12, 24), 7),
     (date(2015, 12, 31), 7), (date(2016, 1, 1), -1)],
)  # fmt: skip
def test_whoever_has_not_decided_is_warned_in_good_time(day: date, mark: int | None) -> None:
    assert warning(date(2015, 12, 31), day) == mark
