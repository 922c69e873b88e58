"""Whoever ends a pair is told of the concern that stays open; who is not in its chain is told nothing (DF-18, FY-08)."""

from flask import Flask
from flask.testing import FlaskClient

from tenants.scope import acting_for
from tests import cast
from tests.concerns.chain import SECRET, colleague, paired, raised
from tests.forms import submit
from tests.pair import HERE, the_match

OPEN = "Den slutter ikke med forløbet."


def test_cille_is_told_of_her_open_concern_before_the_pair_ends(app: Flask, as_cille: FlaskClient) -> None:
    youth_id = paired(app.test_client())
    raised(as_cille, youth_id)
    with acting_for(cast.tenant(HERE)):
        page = f"/{HERE}/par/{the_match().id}/afslut"
    asked = submit(as_cille, page, reason="planned").text
    assert (
        "En bekymring om den unge er åben hos Cille Engel med frist " in asked and OPEN in asked and SECRET not in asked
    )
    assert "Afslut alligevel" in asked
    assert OPEN not in submit(colleague(as_cille), page, reason="planned").text  # it is Cille's
