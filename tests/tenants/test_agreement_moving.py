"""A party moves between two partnerships of one house in one act; what it has not used is paid back when it has left."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.partnership import import_partnership, move_party
from mentorkorps.refused import NotFound, Refused
from tenants import billing
from tenants.agreements.moving import Place, leave
from tenants.agreements.versions import TermsVersion
from tenants.billing import Contribution, issue_due
from tenants.quotas import Quota, offer
from tenants.registry import Member, Partnership, Programme, Tenant
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import as_it_stands, submit
from tests.tenants.test_agreement_versions import fyn
from tests.tenants.test_money_refunds import contribution, pay, refund

LAST = date(2014, 9, 30)
CORPS, NYBORG = "dygtige-unge", "nyborg"
AFTER = datetime(2014, 10, 1, 9, tzinfo=COPENHAGEN)


def nyborg_has_paid_and_leaves() -> None:
    """The year is invoiced in June, Nyborg pays its 133.000 and VAT, and leaves by the end of September."""
    with acting_for(cast.tenant(CORPS)):
        for invoice in issue_due(today(), now()):
            if invoice.buyer["name"] == "Nyborg Kommune":
                pay(invoice, invoice.total)
        leave(fyn(), cast.tenant(NYBORG), LAST, "Byrådet", now(), today(), by=cast.actor("cille"))


@pytest.fixture
def left(app: Flask) -> Iterator[None]:
    """In the corps' house, on the day after Nyborg's last one; 2014 runs for the others."""
    nyborg_has_paid_and_leaves()
    with standing_at(AFTER), acting_for(cast.tenant(CORPS)):
        yield


def test_whoever_left_in_mid_period_is_paid_back_what_it_has_not_used(left: None) -> None:
    with pytest.raises(Refused, match="løber endnu"):
        refund(1, "svendborg")
    made = refund(20, NYBORG)
    assert (made.places, made.amount, made.credit_note.vat) == (20, Decimal("80000.00"), Decimal("20000.00"))
    with pytest.raises(Refused, match="15 ubrugte"):
        refund(16, NYBORG)


def test_not_before_its_last_day_is_over(app: Flask) -> None:
    nyborg_has_paid_and_leaves()
    last = datetime(2014, 9, 30, 9, tzinfo=COPENHAGEN)
    with standing_at(last), acting_for(cast.tenant(CORPS)), pytest.raises(Refused, match="løber endnu"):
        refund(1, NYBORG)


def test_nothing_follows_into_a_period_that_a_party_does_not_have(left: None) -> None:
    owed = contribution(NYBORG)
    own = Quota.period_id == owed.period_id, Quota.party_tenant_id == owed.party_tenant_id
    db.session.scalars(select(Quota).where(*own)).one().carry_over = "all"
    db.session.flush()
    assert billing.unused(owed) == 35


def test_places_paid_back_are_nobodys_to_offer_or_to_use(left: None) -> None:
    refund(33, NYBORG)
    db.session.commit()
    with acting_for(cast.tenant(NYBORG)):
        quota = Quota.of_here(today())
        with pytest.raises(Refused, match="ikke længere part"):
            offer(quota, Tenant.called("svendborg"), 1, None, now(), by=cast.actor("rune"))
        with pytest.raises(NotFound):
            Programme.of_here(today())  # nobody is enrolled or proposed there any more


def second(folder: Path) -> None:
    """Dygtige Unge operates another partnership as well, with Assens."""
    text = (cast.TERMS / "vordingborg.toml").read_text(encoding="utf-8")
    text = text.replace(
        'slug = "vordingborg"\nname = "Erhvervsmentor Vordingborg', 'slug = "vest"\nname = "Erhvervsmentor Vest'
    )
    text = text.replace('operator = "vordingborg"', 'operator = "dygtige-unge"').replace("Vordingborg", "Assens")
    corps = '[[parties]]\nslug = "dygtige-unge"\nname = "Dygtige Unge (Foreningen Nydansker)"\nkind = "corps"\nbears = false\n\n'
    text = text.replace('"vordingborg"', '"assens"').replace("[[periods]]", corps + "[[periods]]", 1)
    (folder / "vest.toml").write_text(text, encoding="utf-8")
    assert import_partnership(folder / "vest.toml")


def vest() -> Partnership:
    return db.session.scalars(select(Partnership).where(Partnership.slug == "vest")).one()


def test_a_party_moves_overnight_in_one_act_with_one_reason(app: Flask, tmp_path: Path) -> None:
    second(tmp_path)
    day = LAST + timedelta(days=1)
    places = {"2014": Place((5, 8), Decimal(20_000), day), "2015": Place((10, 10), Decimal(0), day)}
    with acting_for(cast.tenant(CORPS)):
        nyborg = Tenant.called(NYBORG)
        move_party(fyn(), vest(), nyborg, LAST, places, "Ligger nærmere Assens", now(), by=cast.actor("cille"))
    with acting_for(cast.tenant(CORPS)):
        for one in (fyn(), vest()):
            version = TermsVersion.newest(one)
            assert version is not None and version.why == "Ligger nærmere Assens"
        owed = select(Contribution.amount).where(Contribution.party_tenant_id == cast.tenant(NYBORG))
        assert sorted(db.session.scalars(owed)) == [Decimal(20_000), Decimal(133_000), Decimal(160_000)]
    for at, name in ((datetime(2014, 9, 30, 9, tzinfo=COPENHAGEN), "fyn"), (AFTER, "vest")):
        with standing_at(at), acting_for(cast.tenant(NYBORG)):
            assert Programme.of_here(today()).partnership.slug == name


def test_who_cannot_join_the_other_stays_where_it_is(app: Flask, tmp_path: Path) -> None:
    second(tmp_path)
    by = cast.actor("cille")
    with pytest.raises(Refused, match="tidligst"), acting_for(cast.tenant(CORPS)):
        move_party(fyn(), vest(), Tenant.called(NYBORG), date(2014, 6, 1), {}, "Flytter", now(), by=by)
    with pytest.raises(Refused, match="allerede med"), acting_for(cast.tenant(CORPS)):
        move_party(fyn(), fyn(), Tenant.called(NYBORG), LAST, {}, "Flytter", now(), by=by)
    with acting_for(cast.tenant(CORPS)):
        assert not db.session.scalars(select(Member.id).where(Member.left_on.is_not(None))).all()


def test_cille_sees_what_it_means_in_both_before_she_moves_nyborg(
    app: Flask, tmp_path: Path, as_cille: FlaskClient
) -> None:
    second(tmp_path)
    home = as_cille.get("/dygtige-unge/aftale").text
    where = "/dygtige-unge/aftale/fyn/parter/nyborg/flyt/vest"
    assert where in home and "Flyt til Erhvervsmentor Vest" in home
    said = {"last_day": "30-09-2014", "why": "Ligger nærmere Assens", "least_0": "5", "most_0": "8", "paid_0": "20.000"}
    first = submit(as_cille, where, **as_it_stands(as_cille.get(where).text) | said)
    assert first.status_code == 200 and "Erhvervsmentor Vest: 2014" in first.text and "60-70" in first.text
    sure = as_it_stands(first.text) | {"why": "Ligger nærmere Assens", "sikker": "ja"}
    assert "Nyborg Kommune er flyttet" in submit(as_cille, where, **sure).text
    assert as_cille.get("/dygtige-unge/aftale/fyn/parter/nyborg/flyt/findes-ikke").status_code == 404
