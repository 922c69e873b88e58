"""What does not fit together is said once above the page, and at each of the fields that it is about."""

import re

from flask.testing import FlaskClient

from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired, url

WRONG = "Korpset skal høre, om pausen er slut, senest den dag den slutter."


def marked(page: str) -> list[str]:
    """The names of the fields that are wrong, each tied to its own message."""
    fields = re.findall(r"<(?:input|select|textarea)[^>]*aria-invalid=\"true\"[^>]*>", page)
    names = [re.search(r'name="([^"]+)"', field) for field in fields]
    found = [name[1] for name in names if name]
    assert all(f'id="{name}-error"' in page for name in found)
    assert all(f"{name}-error" in field for name, field in zip(found, fields, strict=True))
    return found


def test_two_days_that_do_not_fit_are_both_marked(as_cille: FlaskClient) -> None:
    match_id = paired(enrolled(days_ago=25), days_ago=21)
    days = {"until_on": "01-07-2014", "look_again_on": "10-07-2014"}
    answer = submit(as_cille, url(match_id, "pause"), reason="illness", **days)
    assert answer.status_code == 409 and marked(answer.text) == ["until_on", "look_again_on"]
    summary = answer.text.split("mk-error-summary")[1].split("</ul>")[0]
    assert summary.count(WRONG) == 1 and 'href="#until_on"' in summary
    assert answer.text.count(WRONG) == 3


def test_a_refusal_about_no_field_is_said_above_alone(as_cille: FlaskClient) -> None:
    match_id = paired(enrolled(days_ago=25), days_ago=21)
    held = {"held_on": "14-06-2014", "took_place": "yes", "minutes": "30", "place": "school"}
    submit(as_cille, url(match_id, "moede"), **held)
    again = submit(as_cille, url(match_id, "moede"), **held)
    assert again.status_code == 409 and marked(again.text) == [] and "allerede skrevet ned" in again.text
