"""Whoever leaves, moves or comes back: one quota at a time, no place twice, what was agreed and nothing that came later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.partnership import import_partnership, join_partnership, move_party, refreeze
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import billing
from tenants.agreements import opening
from tenants.agreements.accepting import answers
from tenants.agreements.moving import leave
from tenants.agreements.settling import Place
from tenants.agreements.versions import TermsVersion
from tenants.billing import Contribution, Invoice, issue_due
from tenants.quotas import Quota, Transfer, offer, room_of
from tenants.registry import Member, Tenant
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.steering_meetings.scene import MEETINGS, employ_birgitte, following
from tests.tenants.test_agreement_moving import AFTER, LAST, nyborg_has_paid_and_leaves, second, vest
from tests.tenants.test_agreement_versions import fyn
from tests.tenants.test_money_refunds import refund
from tests.web.test_quotas import enrolled, proposed, quota_of, roomy
from workers.perform import drain

CORPS, NYBORG = "dygtige-unge", "nyborg"
BACK = datetime(2015, 6, 1, 9, tzinfo=COPENHAGEN)
NEW_DAY = date(2015, 7, 1)


def leaves(slug: str, last_day: date) -> None:
    by = cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):
        leave(fyn(), cast.tenant(slug), last_day, "Byrådet", now(), today(), by=by)


def joins(slug: str, first_day: date, **places: Place) -> None:
    by = cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):
        given = {f"20{name[1:]}": place for name, place in places.items()}
        join_partnership(fyn(), Tenant.called(slug), first_day, given, "Igen med", now(), by=by)


def offered(places: int = 20) -> Transfer:
    """Nyborg offers Svendborg unused places."""
    with acting_for(cast.tenant(NYBORG)):
        return offer(Quota.of_here(today()), Tenant.called("svendborg"), places, None, now(), by=cast.actor("rune"))


@pytest.fixture
def moved(app: Flask, tmp_path: Path) -> Iterator[None]:
    """The day after Nyborg has moved from Fyn, where it had 35 places, to Vest, where it has 8."""
    second(tmp_path)
    day = LAST + timedelta(days=1)
    places = {"2014": Place((5, 8), Decimal(20_000), day), "2015": Place((10, 10), Decimal(0), day)}
    with acting_for(cast.tenant(CORPS)):
        move_party(fyn(), vest(), Tenant.called(NYBORG), LAST, places, "Ligger nærmere", now(), by=cast.actor("cille"))
    with standing_at(AFTER):
        yield


def test_a_municipality_that_has_moved_draws_on_the_quota_where_it_is(moved: None) -> None:
    rune, cille = cast.actor("rune"), cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):  # the rows change places on disk
        for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant(NYBORG))):
            quota.minimum = 1
    seen = set()
    for home in (None, cast.tenant(CORPS)):
        for locked in {False, home is not None}:
            with acting_for(cast.tenant(NYBORG), home=home):
                seen.add(Quota.of_here(today(), locked=locked).period.agreement.partnership.slug)
    assert seen == {"vest"}
    with acting_for(cast.tenant(NYBORG)):
        youth = cast.enrol(rune, first_name="Sif").id
    with acting_for(cast.tenant(NYBORG), home=cast.tenant(CORPS)):
        enrolment = Enrolment.get(youth)
        propose(enrolment, suggest(enrolment, today())[0], by=cille)
    with acting_for(cast.tenant(CORPS)):
        taken = select(Quota).where(Quota.party_tenant_id == cast.tenant(NYBORG))
        used = [one.period.agreement.partnership.slug for one in db.session.scalars(taken) if room_of(one).taken]
    assert used == ["vest"]


def test_a_place_is_paid_back_or_moved_and_never_both(app: Flask, as_kim: FlaskClient) -> None:
    offer_id = offered().id
    nyborg_has_paid_and_leaves()
    with standing_at(AFTER):
        with acting_for(cast.tenant(CORPS)):
            assert refund(33, NYBORG).places == 33
        answer = submit(as_kim, "/svendborg/kvote", to=f"/svendborg/kvote/tilbud/{offer_id}/ja", follow=False)
        assert answer.status_code == 409 and "Nyborg Kommune er ikke længere part" in answer.text
        with acting_for(cast.tenant("svendborg")):
            assert room_of(Quota.of_here(today())).capacity == 35


def test_an_offer_falls_away_with_the_party_that_made_it(app: Flask, as_kim: FlaskClient) -> None:
    offer_id = offered().id
    leaves(NYBORG, LAST)
    with standing_at(datetime(2014, 9, 30, 22, tzinfo=COPENHAGEN)):
        drain(now())
        with acting_for(cast.tenant("svendborg")):
            assert Transfer.answerable(offer_id).ended_at is None
    with standing_at(AFTER):
        drain(now())
        assert "Bortfaldet, fordi en part er gået ud" in as_kim.get("/svendborg/kvote").text
    with acting_for(cast.tenant(NYBORG)):
        assert Transfer.answerable(offer_id).ended_how == "lapsed"


def test_nothing_is_offered_to_a_party_that_has_left(app: Flask) -> None:
    leaves("svendborg", today())
    with standing_at(now() + timedelta(days=1)), pytest.raises(Refused, match="Svendborg Kommune er ikke længere part"):
        offered()


def test_who_comes_back_pays_what_was_agreed_then_and_nothing_for_the_days_out(app: Flask) -> None:
    leaves(NYBORG, LAST)
    with standing_at(BACK):
        with acting_for(cast.tenant(CORPS)):
            issue_due(today(), now())
        joins(NYBORG, NEW_DAY, y15=Place((10, 20), Decimal(80_000), NEW_DAY))
        with acting_for(cast.tenant(CORPS)):
            issue_due(NEW_DAY, now())
            own = Invoice.party_tenant_id == cast.tenant(NYBORG), Invoice.issued_on >= date(2015, 6, 1)
            fresh = db.session.scalars(select(Invoice).where(*own).order_by(Invoice.number)).all()
            assert [(one.amount, one.covers_to) for one in fresh][-1] == (Decimal("80000.00"), date(2015, 12, 31))
            owed = Contribution.party_tenant_id == cast.tenant(NYBORG)
            amounts = db.session.scalars(select(Contribution.amount).where(owed).order_by(Contribution.due_on)).all()
    assert amounts == [Decimal("133000.00"), Decimal("80000.00")]
    assert quota_of(NYBORG, "2015")[1].maximum == 20


def test_the_days_out_stand_and_the_days_before_them_too(app: Flask) -> None:
    leaves(NYBORG, LAST)
    with standing_at(BACK):
        joins(NYBORG, NEW_DAY, y15=Place((1, 2), Decimal(0), NEW_DAY))
    was_in = {
        date(2014, 6, 1): True,
        LAST: True,
        LAST + timedelta(days=1): False,
        date(2015, 6, 30): False,
        NEW_DAY: True,
    }
    with acting_for(cast.tenant(CORPS)):
        mine = Member.party_tenant_id == cast.tenant(NYBORG)
        found = {day: db.session.scalar(Member.in_force(day).where(mine)) is not None for day in was_in}
        version = TermsVersion.newest(fyn())
        assert version is not None and version.known["joined", NYBORG] == NEW_DAY
    assert found == was_in


def test_a_school_that_pays_is_asked_for_its_contribution(app: Flask) -> None:
    leaves("svendborg-erhvervsskole", today())
    due = date(2015, 1, 1)
    with standing_at(now() + timedelta(days=2)):
        joins("svendborg-erhvervsskole", today(), y15=Place((0, 0), Decimal(30_000), due))
        with acting_for(cast.tenant(CORPS)):
            mine = Contribution.party_tenant_id == cast.tenant("svendborg-erhvervsskole")
            assert db.session.scalars(select(Contribution.amount).where(mine)).all() == [Decimal(30_000)]


def test_what_is_previewed_is_what_is_done(app: Flask, as_cille: FlaskClient) -> None:
    leaves(NYBORG, LAST)
    with standing_at(BACK):
        where = "/dygtige-unge/aftale/fyn/parter/ny"
        said = {
            "party": NYBORG,
            "first_day": "01-07-2015",
            "why": "Igen",
            "least_0": "10",
            "most_0": "20",
            "paid_0": "80.000",
        }
        seen = submit(as_cille, where, **said)
        assert seen.status_code == 200 and "80.000,00 kr." in seen.text
        assert owed_for_2015() == [Decimal(160_000)]
        assert "Nyborg Kommune er med" in submit(as_cille, where, **said, sikker="ja").text
        assert owed_for_2015() == [Decimal(80_000)]


def owed_for_2015() -> list[Decimal]:
    """By Nyborg."""
    with acting_for(cast.tenant(CORPS)):
        mine = Contribution.party_tenant_id == cast.tenant(NYBORG), Contribution.due_on >= date(2015, 1, 1)
        return list(db.session.scalars(select(Contribution.amount).where(*mine)))


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Place((0, 1), Decimal(0), date(2014, 6, 20)), "3 pladser allerede brugt"),
        (Place((30, 35), Decimal(50_000), date(2014, 6, 20)), "allerede faktureret"),
    ],
)
def test_what_is_taken_and_what_is_invoiced_cannot_be_undone_by_coming_back(
    app: Flask, place: Place, sentence: str
) -> None:
    roomy()
    for number in range(3):
        proposed(enrolled(f"U{number}"))
    with acting_for(cast.tenant(CORPS)):
        issue_due(today(), now())
    leaves("svendborg", today())
    with standing_at(now() + timedelta(days=3)), pytest.raises(Refused, match=sentence):
        joins("svendborg", today(), y14=place)


def test_places_that_were_paid_back_are_not_had_again(app: Flask) -> None:
    nyborg_has_paid_and_leaves()
    with standing_at(AFTER):
        with acting_for(cast.tenant(CORPS)):
            refund(33, NYBORG)
        with pytest.raises(Refused, match="33 pladser betalt tilbage"):
            joins(NYBORG, today(), y14=Place((0, 35), Decimal(0), today()))
        joins(NYBORG, today(), y14=Place((0, 2), Decimal(0), today()))
    assert quota_of(NYBORG)[1].free == 2


def test_nobody_joins_in_the_past(app: Flask) -> None:
    leaves(NYBORG, today())
    with standing_at(AFTER), pytest.raises(Refused, match="tidligst være i dag"):
        joins(NYBORG, date(2014, 9, 1))


def test_a_partner_that_has_left_reads_nothing_of_what_comes_later(app: Flask, as_sofie: FlaskClient) -> None:
    birgitte, by = employ_birgitte(app), cast.actor("cille")
    leaves("faaborg-midtfyn", today())
    before = {page: as_sofie.get(f"/faaborg-midtfyn/{page}").status_code for page in ("kvote", "aftale")}
    with standing_at(now() + timedelta(days=11)):
        given = {"text": "Senere opgave", "party": str(cast.tenant("svendborg")), "due_on": "01-12-2014"}
        assert submit(birgitte, f"{MEETINGS}/{following().id}/opgave", **given).status_code == 200
        with acting_for(cast.tenant("svendborg")):
            offer(Quota.of_here(today()), Tenant.called(NYBORG), 7, Decimal(12_345), now(), by=cast.actor("kim"))
        with acting_for(cast.tenant(CORPS)):
            said = {"recruits": "Senere svar", "proposes": "b", "hotline": "Ny hotline"}
            opening.answer(fyn(), said, "62000099", now(), by=by)
            for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant(NYBORG))):
                quota.minimum, quota.maximum = 11, 13
            refreeze(fyn(), "Senere grund", by=by)
        pages = [
            as_sofie.get(f"/faaborg-midtfyn/{page}", follow_redirects=True)
            for page in ("kvote", "aftale", "styregruppemoeder")
        ]
        read = "".join(page.text for page in pages)
        assert {page.status_code for page in pages[:2]} == set(before.values()) == {200}
    for later in ("Senere", "12.345", "11-13"):  # whom to ring is for the running pairs, and stays told
        assert later not in read


def test_a_party_that_is_leaving_is_asked_about_its_own_quota_until_its_last_day(app: Flask) -> None:
    leaves(NYBORG, date(2014, 12, 31))
    by = cast.actor("cille")
    with acting_for(cast.tenant(CORPS)):
        for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant(NYBORG))):
            quota.minimum, quota.maximum = 1, 5
        refreeze(fyn(), "Færre pladser", by=by)
        version = TermsVersion.newest(fyn())
        assert version is not None and version.asks == [CORPS, NYBORG]
        assert next(one for one in answers(fyn()) if one.slug == NYBORG).waits
    with standing_at(datetime(2015, 1, 1, 9, tzinfo=COPENHAGEN)), acting_for(cast.tenant(CORPS)):
        assert NYBORG not in {one.slug for one in answers(fyn())}


def test_the_same_file_again_does_not_bring_back_who_has_left(app: Flask) -> None:
    leaves(NYBORG, today())
    asked: list[object] = []
    with standing_at(now() + timedelta(days=20)):
        imported = import_partnership(
            cast.TERMS / "fyn.toml", agree=lambda _terms, changes: bool(asked.extend(changes)) or True
        )
    assert asked == [] and imported is not None and imported.changes == []
    with acting_for(cast.tenant(CORPS)):
        mine = select(Member.left_on).where(Member.party_tenant_id == cast.tenant(NYBORG))
        assert db.session.scalars(mine).all() == [today()]


def test_nor_who_has_moved(moved: None) -> None:
    imported = import_partnership(cast.TERMS / "fyn.toml")
    assert imported is not None and imported.changes == []
    with acting_for(cast.tenant(NYBORG)):
        assert Quota.of_here(today()).period.agreement.partnership.slug == "vest"


def test_a_changed_quota_rule_is_told_in_words_where_the_terms_are_accepted(
    app: Flask, tmp_path: Path, as_cille: FlaskClient
) -> None:
    text = (cast.TERMS / "fyn.toml").read_text(encoding="utf-8")
    rule = '[quota]\nbeyond = "ask"\n'
    (tmp_path / "fyn.toml").write_text(
        text.replace("[quota]\n", rule, 1) if "[quota]\n" in text else f"{text}\n{rule}", encoding="utf-8"
    )
    import_partnership(tmp_path / "fyn.toml")
    with acting_for(cast.tenant(CORPS)):
        version = TermsVersion.newest(fyn())
        assert version is not None
        told = [sentence for sentence in version.sentences if "Nyborg" in sentence]
    sentence = "Kommunen bliver spurgt og kan åbne flere pladser."
    assert any(sentence in one for one in told)
    assert sentence in as_cille.get(f"/dygtige-unge/aftale/vilkaar/{version.id}").text
    assert sentence in as_cille.get("/dygtige-unge/aftale/fyn/aendringer").text


def test_the_last_period_is_paid_back_though_the_agreement_carries_over(app: Flask) -> None:
    """Nothing follows it, so nothing follows into it either."""
    with standing_at(datetime(2016, 1, 5, 9, tzinfo=COPENHAGEN)), acting_for(cast.tenant(CORPS)):
        for quota in db.session.scalars(select(Quota)):
            quota.carry_over = "all"
        db.session.flush()
        own = Contribution.party_tenant_id == cast.tenant(NYBORG)
        owed = db.session.scalars(select(Contribution).where(own).order_by(Contribution.due_on)).all()
        assert [billing.unused(one) for one in owed] == [0, 40]


def test_what_fell_due_before_it_left_is_still_owed_by_one_that_comes_back(app: Flask) -> None:
    leaves(NYBORG, LAST)
    with standing_at(AFTER):
        with pytest.raises(Refused, match="forfaldt, mens parten var med"):
            joins(NYBORG, today(), y14=Place((0, 2), Decimal(50_000), today()))
        joins(NYBORG, today(), y14=Place((0, 2), Decimal(0), today()))
        with acting_for(cast.tenant(CORPS)):
            issued = [one.amount for one in issue_due(today(), now()) if one.party_tenant_id == cast.tenant(NYBORG)]
    assert issued == [Decimal(133_000)]


def test_places_that_were_paid_back_leave_the_quota_once_however_often_it_comes_back(app: Flask) -> None:
    nyborg_has_paid_and_leaves()
    few = Place((0, 2), Decimal(0), AFTER.date())
    with standing_at(AFTER):
        with acting_for(cast.tenant(CORPS)):
            refund(30, NYBORG)
        joins(NYBORG, today(), y14=few)
        leaves(NYBORG, today() + timedelta(days=2))
    with standing_at(AFTER + timedelta(days=4)):
        with acting_for(cast.tenant(CORPS)):
            owed = db.session.scalars(select(Contribution).filter_by(party_tenant_id=cast.tenant(NYBORG))).all()
            assert max(billing.unused(one) for one in owed if one.due_on < today()) == 2
            assert refund(1, NYBORG).places == 1
        with pytest.raises(Refused, match="1 pladser betalt tilbage"):
            joins(NYBORG, today(), y14=few)
        joins(NYBORG, today(), y14=Place((0, 1), Decimal(0), today()))
    assert quota_of(NYBORG)[1].free == 1
