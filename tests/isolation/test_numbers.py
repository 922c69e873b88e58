"""A number is the document's: neither process of the product can move a series, or leave or fill a gap, by SQL of its own."""

from uuid import uuid4

import pytest

from tests.isolation.ground import FORBIDDEN, Context, Ground, Voice, insert

ROLES, OPERATOR = ["mk_web", "mk_worker"], "dygtige-unge"
REFUSED = "23514"

pytestmark = pytest.mark.parametrize("role", ROLES)


def _next(voice: Voice) -> int:
    [(number,)] = voice.sees("SELECT next_number FROM number_series WHERE name = 'invoice'")
    return int(number)


@pytest.mark.parametrize("to", ["next_number + 1", "next_number - 1", "next_number + 100", "1"])
def test_a_series_is_not_moved_without_a_document(ground: Ground, role: str, to: str) -> None:
    with ground.speaking(role, Context("own", ground.tenants[OPERATOR])) as voice:
        assert voice.tries(f"UPDATE number_series SET next_number = {to} WHERE name = 'invoice'") == REFUSED
        assert voice.tries("UPDATE number_series SET name = 'other'") == FORBIDDEN
        assert voice.tries("DELETE FROM number_series") == FORBIDDEN


def test_the_reports_are_counted_one_by_one(ground: Ground, role: str) -> None:
    begun = {"tenant_id": str(ground.tenants[OPERATOR]), "id": str(uuid4()), "name": "report", "next_number": 1}
    with ground.speaking(role, Context("own", ground.tenants[OPERATOR])) as voice:
        voice.connection.execute(*insert("number_series", begun))
        for to, outcome in (("next_number + 1", 1), ("next_number + 2", REFUSED), ("next_number - 1", REFUSED)):
            assert voice.tries(f"UPDATE number_series SET next_number = {to} WHERE name = 'report'") == outcome


def test_a_second_series_or_one_from_the_middle_is_not_begun(ground: Ground, role: str) -> None:
    begun = [row for row in ground.rows("number_series") if row["owner"] == ground.tenants["vordingborg"]]
    row = next(row for row in begun if row["whole"]["name"] == "invoice")
    with ground.speaking(role, Context("own", ground.tenants["svendborg"])) as voice:
        moved = {"id": uuid4(), "tenant_id": ground.tenants["svendborg"]}
        assert voice.tries(*insert("number_series", row["whole"], **moved, next_number=7)) == REFUSED
        assert voice.tries(*insert("number_series", row["whole"], **moved, next_number=1)) == 1


def test_a_document_bears_the_next_number_and_takes_it(ground: Ground, role: str) -> None:
    row = next(row for row in ground.rows("invoices") if row["owner"] == ground.tenants[OPERATOR])
    alone = {"contribution_id": None, "corrects_id": None, "replaces_id": None, "kind": "invoice"}
    with ground.speaking(role, Context("own", ground.tenants[OPERATOR])) as voice:
        number = _next(voice)
        for wrong in (number + 1, number + 500, 0, -1):
            assert voice.tries(*insert("invoices", row["whole"], id=uuid4(), number=wrong, **alone)) == REFUSED
        assert voice.tries(*insert("invoices", row["whole"], id=uuid4(), number=number, **alone)) == 1
        voice.connection.execute(*insert("invoices", row["whole"], id=uuid4(), number=number, **alone))
        assert _next(voice) == number + 1
