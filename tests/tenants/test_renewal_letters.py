"""Whoever has not decided about the renewal gets a letter in good time, by the day's own work, and it leads to the form."""

import re
from datetime import datetime
from email.utils import parseaddr

from flask import Flask

from mentorkorps.clock import COPENHAGEN, now, standing_at
from tests import cast
from tests.forms import submit
from tests.messages.test_mail import Letterbox, letterbox
from workers.perform import drain

DUE = "Tag stilling til, om aftalen skal fortsætte"
LATE = "Dagen for at tage stilling til aftalen er gået"
FORM = "/faaborg-midtfyn/aftale/fyn/fornyelse"


def morning(year: int, month: int, day: int) -> None:
    """The work of the day is done: the operator finds who waits, each house writes, the letters leave."""
    with standing_at(datetime(year, month, day, 8, tzinfo=COPENHAGEN)):
        for _round in range(2):
            drain(now(), [cast.tenant(slug) for slug in ("dygtige-unge", "faaborg-midtfyn", "svendborg")])


def got(box: Letterbox, name: str) -> list[str]:
    """What one of the cast has been written about the renewal, in the order of arrival."""
    mine = [one for one in box.letters if parseaddr(one["To"])[1].startswith(f"{name}@")]
    return [str(one["Subject"]) for one in mine if one["Subject"] in (DUE, LATE)]


def test_a_party_is_reminded_until_it_has_decided_and_no_longer(app: Flask) -> None:
    with letterbox() as box:
        morning(2015, 10, 1)
        assert got(box, "sofie") == []
        morning(2015, 10, 2)
        morning(2015, 10, 3)
        assert got(box, "sofie") == got(box, "kim") == [DUE]
        letter = next(one for one in box.letters if one["Subject"] == DUE and "sofie@" in one["To"])
        [door] = re.findall(r"http://127\.0\.0\.1:8400(/\S+)", letter.get_content())
        with standing_at(datetime(2015, 10, 3, 9, tzinfo=COPENHAGEN)):
            sofie = cast.signed_in(app.test_client(), "sofie")
            assert FORM in sofie.get(door).text
            assert "Jeres beslutning er gemt" in submit(sofie, FORM, says="go_on").text
        for month, day in ((12, 1), (12, 2), (12, 28), (12, 31)):
            morning(2015, month, day)
        morning(2016, 1, 1)
        morning(2016, 1, 4)
    assert got(box, "sofie") == [DUE]
    assert got(box, "kim") == [DUE, DUE, DUE, LATE]


def test_the_letter_names_nobody_and_no_terms(app: Flask) -> None:
    with letterbox() as box:
        morning(2015, 10, 2)
    letter = next(one for one in box.letters if one["Subject"] == DUE)
    assert not any(word in letter.as_string() for word in ("Sofie", "Kim", "133.000"))
