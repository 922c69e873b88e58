"""A party joins or leaves in mid-period: seen before it is done, nothing deleted, nobody new enrolled after the last day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps import across
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.partnership import join_partnership
from mentorkorps.refused import NotFound, Refused
from mentorkorps.youths import Enrolment
from tenants.agreements.moving import Effect, Place, join, leave, leaving
from tenants.agreements.parties import PartyRole
from tenants.agreements.versions import TermsVersion
from tenants.billing import Contribution, issue_due
from tenants.quotas import Quota
from tenants.registry import Member, Programme, Tenant
from tenants.scope import acting_for, db
from tests import cast
from tests.tenants.test_agreement_versions import fyn

LAST = date(2014, 9, 30)


def nyborg_leaves(last_day: date = LAST) -> None:
    by = cast.actor("cille")
    with acting_for(cast.tenant("dygtige-unge")):
        leave(fyn(), cast.tenant("nyborg"), last_day, "Byrådet har besluttet det", now(), today(), by=by)


def effects(last_day: date = LAST) -> list[Effect]:
    with acting_for(cast.tenant("dygtige-unge")):
        return leaving(fyn(), cast.tenant("nyborg"), last_day)


def test_what_a_leaving_does_is_seen_before_it_is_done(app: Flask) -> None:
    first, second = effects()
    assert (first.quota, first.quotas_before, first.quotas_after) == ((30, 35), (90, 105), (60, 70))
    assert first.is_due and first.rest_after == Decimal(1000)  # prepaid in February
    assert first.misses_target  # 70 places for a target of 80
    assert not second.is_due and (second.rest_before, second.rest_after) == (Decimal(0), Decimal(160_000))
    with acting_for(cast.tenant("dygtige-unge")):
        assert db.session.scalars(select(Member.left_on).where(Member.left_on.is_not(None))).all() == []


def test_nothing_is_deleted_and_the_next_year_is_not_invoiced(app: Flask) -> None:
    nyborg_leaves()
    with acting_for(cast.tenant("dygtige-unge")):
        mine = {"party_tenant_id": cast.tenant("nyborg")}
        assert len(db.session.scalars(select(Contribution).filter_by(**mine)).all()) == 2
        assert len(db.session.scalars(select(Quota).filter_by(**mine)).all()) == 2
        issued = issue_due(date(2015, 1, 1), now())
        billed = [one.party_tenant_id for one in issued]
    assert billed.count(cast.tenant("nyborg")) == 1 and billed.count(cast.tenant("svendborg")) == 2


def test_enrolment_ends_with_the_last_day_and_the_corps_still_reaches_the_running_pairs(app: Flask) -> None:
    nyborg_leaves()
    rune = cast.actor("rune")
    with standing_at(datetime(2014, 9, 30, 9, tzinfo=COPENHAGEN)), acting_for(cast.tenant("nyborg")):
        cast.enrol(rune, first_name="Maja")
    with standing_at(datetime(2014, 10, 1, 9, tzinfo=COPENHAGEN)), acting_for(cast.tenant("nyborg")):
        with pytest.raises((Refused, NotFound)):
            cast.enrol(rune, first_name="Sif")
        with pytest.raises(NotFound):
            Programme.of_here(today())
        assert len(db.session.scalars(select(Enrolment).where(Enrolment.sent_at.is_not(None))).all()) == 1
        assert db.session.scalar(across.serving(today()).where(Member.party_tenant_id == cast.tenant("nyborg")))


def test_roles_end_and_a_version_asks_those_who_stay(app: Flask) -> None:
    nyborg_leaves()
    with acting_for(cast.tenant("dygtige-unge")):
        version = TermsVersion.newest(fyn())
        assert version is not None and version.why == "Byrådet har besluttet det" and "nyborg" not in version.asks
        assert "Er med til og med, Nyborg Kommune: fra intet til 30. september 2014." in version.sentences
        ended = db.session.scalars(select(PartyRole).where(PartyRole.until.is_not(None))).all()
        assert {(one.role, one.until) for one in ended} == {("pays", LAST), ("takes_part", LAST)}


def test_a_party_leaves_once_and_the_operator_never(app: Flask) -> None:
    nyborg_leaves()
    with pytest.raises(Refused, match="allerede meldt ud"):
        nyborg_leaves()
    by = cast.actor("cille")
    with acting_for(cast.tenant("dygtige-unge")), pytest.raises(Refused, match="driver partnerskabet"):
        leave(fyn(), cast.tenant("dygtige-unge"), LAST, "Slut", now(), today(), by=by)
    with acting_for(cast.tenant("dygtige-unge")), pytest.raises(Refused, match="tidligst"):
        leave(fyn(), cast.tenant("svendborg"), date(2014, 6, 1), "Slut", now(), today(), by=by)


def vordingborg_joins(first_day: date) -> None:
    by = cast.actor("cille")
    places = {
        "2014": Place((5, 10), Decimal(20_000), first_day),
        "2015": Place((20, 20), Decimal(80_000), date(2015, 1, 1)),
    }
    with acting_for(cast.tenant("dygtige-unge")):
        join_partnership(fyn(), Tenant.called("vordingborg"), first_day, places, "Ny part", now(), by=by)


def test_a_municipality_bears_youths_in_one_partnership_at_a_time(app: Flask) -> None:
    with pytest.raises(Refused, match="bærer unge i partnerskabet"):
        vordingborg_joins(date(2014, 8, 1))


def test_a_party_that_moves_leaves_one_partnership_and_joins_another_the_day_after(app: Flask) -> None:
    """Nyborg leaves Fyn, and comes back: the same door as a party from another partnership."""
    nyborg_leaves()
    by = cast.actor("cille")
    with acting_for(cast.tenant("dygtige-unge")):
        nyborg = Tenant.called("nyborg")
        with pytest.raises(Refused, match="allerede med"):
            join(fyn(), nyborg, LAST, {}, "Tilbage", now(), by=by)
    day = LAST + timedelta(days=1)
    places = {"2014": Place((5, 8), Decimal(0), day), "2015": Place((10, 10), Decimal(0), day)}
    with acting_for(cast.tenant("dygtige-unge")):
        join_partnership(fyn(), Tenant.called("nyborg"), day, places, "Tilbage", now(), by=by)
        version = TermsVersion.newest(fyn())
        assert version is not None and version.known["quota", "2014", "nyborg"] == (5, 8) and "nyborg" in version.asks
    with standing_at(datetime(2014, 10, 1, 9, tzinfo=COPENHAGEN)), acting_for(cast.tenant("nyborg")):
        assert Programme.of_here(today())
