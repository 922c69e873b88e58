"""What stands on an invoice is held to the same rules where it is issued as in a file of terms (FY-09)."""

import pytest

from tenants.billing.details import missing_of_buyer, plain

SVENDBORG = {
    "name": "Svendborg Kommune", "cvr": "99000015", "ean": "5798009900012", "street": "Rådhuspladsen 1", "postcode": "5700",
    "city": "Svendborg", "contact": "Kim Bro", "email": "", "order_number": "", "account_string": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("cvr", "hest", "Svendborg Kommune: CVR-nummeret mangler eller er forkert (8 cifre)."),
        ("ean", "123", "Svendborg Kommune: EAN-nummeret mangler eller er forkert (13 cifre)."),
        ("postcode", "57", "Svendborg Kommune: postnummeret er forkert (4 cifre)."),
        ("postcode", "", "Svendborg Kommune: adressen mangler (vej, postnummer og by)."),
        ("email", "kim", "Svendborg Kommune: mailadressen er forkert."),
    ],
)
def test_a_wrong_detail_is_told_before_the_invoice_is_issued(key: str, text: str, sentence: str) -> None:
    assert missing_of_buyer(SVENDBORG) == []
    assert missing_of_buyer(SVENDBORG | {key: text}) == [sentence]


def test_a_number_is_the_same_however_its_blanks_and_dots_stand() -> None:
    assert plain("cvr", " DK 99.00.02.28 ") == "99000228"
    assert plain("ean", "5798 0099 0001 2") == "5798009900012"
