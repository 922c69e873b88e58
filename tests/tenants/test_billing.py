"""The contributions of Fyn become invoices when they are due: all of them, once, in numbers without gaps (FY-09)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, standing_at
from tenants.billing import Invoice, issue_due
from tenants.scope import acting_for, db
from tests import cast
from workers.perform import drain

SIGNED, DECEMBER, NEW_YEAR = date(2014, 2, 1), date(2014, 12, 2), date(2015, 1, 1)
ROW = tuple[int, Decimal, Decimal, date]


def issue(day: date) -> list[ROW]:
    """The corps' job on that day; what it issued as (number, amount, vat, day)."""
    with acting_for(cast.tenant("dygtige-unge")):
        return [row_of(one) for one in issue_due(day, datetime(day.year, day.month, day.day, 6, tzinfo=COPENHAGEN))]


def row_of(invoice: Invoice) -> ROW:
    return invoice.number, invoice.amount, invoice.vat, invoice.issued_on


def issued(slug: str = "dygtige-unge") -> list[ROW]:
    """Every invoice that tenant can read, by number."""
    with acting_for(cast.tenant(slug)):
        return [row_of(one) for one in db.session.scalars(select(Invoice).order_by(Invoice.number))]


def invoices(first: int, amount: int, vat: int, day: date) -> list[ROW]:
    return [(number, Decimal(amount), Decimal(vat), day) for number in range(first, first + 3)]


def test_nothing_is_invoiced_before_the_agreement_is_signed(app: Flask) -> None:
    assert issue(SIGNED - timedelta(days=1)) == issued() == []


@pytest.mark.parametrize("day", [SIGNED, date(2014, 2, 15)], ids=["at signing", "when the period begins"])
def test_the_first_year_is_three_invoices_of_133_000_and_vat(app: Flask, day: date) -> None:
    assert issue(day) == invoices(1, 133_000, 33_250, day) == issued()


def test_the_second_year_is_three_of_160_000_thirty_days_before_they_fall_due_and_the_numbers_go_on(app: Flask) -> None:
    first = issue(SIGNED)
    assert issue(DECEMBER - timedelta(days=1)) == []
    second = issue(DECEMBER)
    assert second == invoices(4, 160_000, 40_000, DECEMBER)
    with acting_for(cast.tenant("dygtige-unge")):
        assert set(db.session.scalars(select(Invoice.pay_by).where(Invoice.number > 3))) == {NEW_YEAR}
    assert issued() == first + second
    assert [number for number, *_rest in issued()] == [1, 2, 3, 4, 5, 6]


def test_asked_again_nothing_more_is_invoiced(app: Flask) -> None:
    issue(SIGNED)
    assert issue(SIGNED) == issue(date(2014, 12, 1)) == []
    assert len(issued()) == 3


def test_a_year_late_both_years_are_invoiced_the_oldest_first(app: Flask) -> None:
    assert [amount for _number, amount, *_rest in issue(NEW_YEAR)] == [133_000] * 3 + [160_000] * 3


def test_two_at_once_leave_no_gap_and_nothing_twice(app: Flask) -> None:
    together = Barrier(2)

    def one(_number: int) -> list[ROW]:
        with app.app_context():
            together.wait(timeout=30)
            return issue(SIGNED)

    with ThreadPoolExecutor() as pool:
        told = sorted(pool.map(one, range(2)))
    assert told == [[], invoices(1, 133_000, 33_250, SIGNED)]
    assert issue(NEW_YEAR) == invoices(4, 160_000, 40_000, NEW_YEAR)


def test_what_fails_takes_no_number(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), acting_for(cast.tenant("dygtige-unge")):
        issue_due(SIGNED, datetime(2014, 2, 1, 6, tzinfo=COPENHAGEN))
        raise ZeroDivisionError
    assert issue(SIGNED) == invoices(1, 133_000, 33_250, SIGNED)


def test_each_municipality_reads_its_own_invoice_and_no_neighbours(app: Flask) -> None:
    issue(SIGNED)
    for slug in ("svendborg", "faaborg-midtfyn", "nyborg"):
        assert len(issued(slug)) == 1
    assert issued("uu") == []


@pytest.fixture
def in_2015(app: Flask) -> Iterator[None]:
    """The morning's job has run on New Year's Day."""
    with standing_at(datetime(2015, 1, 2, 9, tzinfo=COPENHAGEN)):
        drain(datetime(2015, 1, 2, 9, tzinfo=COPENHAGEN), [cast.tenant("dygtige-unge")])
        yield


def test_the_job_issues_them_and_the_agreement_shows_the_rest_of_1_000(in_2015: None, as_cille: FlaskClient) -> None:
    assert [number for number, *_rest in issued()] == [1, 2, 3, 4, 5, 6]
    page = as_cille.get("/dygtige-unge/aftale").text
    assert page.count("133.000,00 kr.") >= 3 and page.count("160.000,00 kr.") >= 3
    assert "399.000,00 kr." in page and "1.000,00 kr." in page and "Ikke faktureret endnu" not in page
