"""What a match costs and what it draws on, as plain calculations on days and counts."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.refused import Refused
from tenants import billing
from tenants.agreements import Period
from tenants.billing import Cost, Draw, Received, Subsidy, Terms, draws, issue_due
from tenants.scope import acting_for, db
from tests import cast

CORPS, HERE, THERE = uuid4(), uuid4(), uuid4()
SPRING, SUMMER = date(2014, 3, 1), date(2014, 7, 1)


def kr(amount: str) -> Decimal:
    return Decimal(amount)


def given(party: UUID, most: int | None = None, *, amount: str = "0", on: date = SPRING) -> Subsidy:
    """500 kr. for each of at most so many matches of 2014, or one amount; granted on that day."""
    per_match, in_all = (kr("500.00"), kr("500.00") * most) if most else (None, kr(amount))
    return Subsidy(
        id=uuid4(), tenant_id=CORPS, party_tenant_id=party, amount=in_all, per_match=per_match, most_matches=most,
        starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), decided_on=on, decided_how="granted",
    )  # fmt: skip


def test_under_ten_started_matches_it_is_too_early_to_say_a_price() -> None:
    money = {"contribution": kr("133000.00"), "sponsor": kr("10000.00")}
    early, now_known = Cost(money, 9), Cost(money, 10)
    assert early.paid_per_match is None and early.income_per_match is None
    assert (now_known.paid_per_match, now_known.income_per_match) == (kr("13300.00"), kr("14300.00"))


def test_a_price_is_rounded_to_the_ore_and_half_an_ore_goes_up() -> None:
    assert Cost({"contribution": kr("100.05")}, 10).paid_per_match == kr("10.01")
    assert Cost({"contribution": kr("400000.00")}, 11).paid_per_match == kr("36363.64")


def test_the_matches_draw_until_the_grant_is_used() -> None:
    grant = given(HERE, 3)
    assert draws([grant], {HERE: {SPRING: 2}})[grant.id] == Draw(2, kr("1000.00"), kr("500.00"))
    assert draws([grant], {HERE: {SPRING: 2, SUMMER: 2}})[grant.id] == Draw(3, kr("1500.00"), kr("0.00"))


def test_a_match_draws_on_one_grant_the_municipalitys_own_before_one_in_common() -> None:
    common, own = given(CORPS, 2), given(HERE, 1, on=SUMMER)
    found = draws([common, own], {HERE: {SPRING: 2}, THERE: {SPRING: 2}})
    assert (found[own.id].matches, found[common.id].matches) == (1, 2)


def test_what_is_granted_first_is_drawn_on_first() -> None:
    late, early = given(HERE, 5, on=SUMMER), given(HERE, 2)
    found = draws([late, early], {HERE: {SUMMER: 3}})
    assert (found[early.id].matches, found[late.id].matches) == (2, 1)


def test_one_amount_is_used_by_the_first_match_and_stands_beside_another_grant() -> None:
    whole, each = given(HERE, amount="20000.00"), given(HERE, 5)
    assert draws([whole], {HERE: {}})[whole.id] == Draw(0, kr("0.00"), kr("20000.00"))
    found = draws([whole, each], {HERE: {SPRING: 3}})
    assert found[whole.id] == Draw(3, kr("20000.00"), kr("0.00")) and found[each.id].matches == 3


def test_other_days_other_municipalities_and_what_is_not_granted_draw_nothing() -> None:
    grant, waiting = given(HERE, 5), given(HERE, 5)
    waiting.decided_how = None
    found = draws([grant, waiting], {THERE: {SPRING: 4}, HERE: {date(2013, 12, 31): 1, date(2015, 1, 1): 1}})
    assert found == {grant.id: Draw(0, kr("0.00"), kr("2500.00"))}


@pytest.mark.parametrize(
    "said",
    [{}, {"amount": kr("1"), "per_match": kr("1"), "most_matches": 1}, {"per_match": kr("1")}, {"amount": kr("0.005")}],
    ids=["nothing", "both", "half", "parts of an ore"],
)
def test_terms_are_either_an_amount_or_a_price_and_a_number(app: Flask, said: dict[str, Decimal]) -> None:
    with pytest.raises(Refused):
        _ = Terms(SPRING, SUMMER, **said).in_all


def test_the_costs_are_a_function_of_the_period_and_the_counts_and_sum_exactly(app: Flask) -> None:
    svendborg, nyborg = cast.tenant("svendborg"), cast.tenant("nyborg")
    with acting_for(cast.tenant("dygtige-unge")):
        period = db.session.scalars(select(Period).where(Period.name == "2014")).one()
        own, cille = cast.tenant("dygtige-unge"), cast.actor("cille")
        issue_due(today(), now())
        for party, amount in ((svendborg, "0.10"), (svendborg, "0.20"), (own, "7000.01")):
            billing.enter("sponsor", "Fynbanken", party, Received(period, kr(amount), today()), by=cille)
        found = billing.costs(period, {svendborg: 10, nyborg: 9})
    assert found.per_party[svendborg].by_source == {"contribution": kr("133000.00"), "sponsor": kr("0.30")}
    assert found.per_party[svendborg].paid_per_match == kr("13300.00")
    assert found.per_party[nyborg].paid_per_match is None and own not in found.per_party
    assert (found.together.income, found.together.matches) == (kr("406000.31"), 19)
    assert found.together.other == kr("7000.31") and found.together.income_per_match == kr("21368.44")
