"""Who cares for a pair: by itself who proposed it; handed over one by one or all at once; nobody's is everybody's."""

import pytest
from sqlalchemy import select, update

from mentorkorps.clock import now
from mentorkorps.matches import Match
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.calls.test_call_list import LIST, form, raise_
from tests.forms import submit, token_in
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors, paired

PAIRS = "/dygtige-unge/par"


@pytest.fixture
def anton(app):
    """A colleague of Cille's; his id."""
    return colleague("anton", "Anton Lind")


def colleague(sub, name):
    with acting_for(cast.tenant("dygtige-unge")):
        user = User(issuer="https://id.dygtige-unge.example", subject=sub, name=name, email=f"{sub}@korps.example")
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"corps_staff"}), now())
        return user.id


def as_anton(client):
    cast.PEOPLE["anton"] = ("dygtige-unge", "Anton Lind", ["corps_staff"])
    try:
        return cast.signed_in(client, "anton")
    finally:
        del cast.PEOPLE["anton"]


def cared_for_by(match_id, slug="svendborg"):
    with acting_for(cast.tenant(slug)):
        return Match.get(match_id).carer_id


def cille():
    return cast.actor("cille").user_id


@pytest.fixture
def pair(app):
    """Ayla and Bent, to be rung about."""
    match_id = paired(enrolled(days_ago=25), days_ago=21)
    raise_(match_id, "worry")
    return match_id


def test_who_proposed_cares_for_the_pair_and_has_it_on_the_list(as_cille, pair, anton):
    assert cared_for_by(pair) == cille()
    assert "Ayla og Bent Madsen" in as_cille.get(LIST).text
    assert "Ayla og Bent Madsen" not in as_cille.get(f"{LIST}?hvem={anton}").text
    assert "Ayla og Bent Madsen" in as_anton(as_cille).get(f"{LIST}?hvem=alle").text
    assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text


def test_a_pair_is_handed_over_and_changes_lists(as_cille, pair, anton):
    url = f"/svendborg/par/{pair}/tovholder"
    assert "Vælg en af mulighederne." in submit(as_cille, url).text
    page = hand_over(as_cille, url, str(anton))
    assert "Tovholderen er skiftet." in page.text and "Anton Lind er nu tovholder for forløbet i korpset." in page.text
    assert cared_for_by(pair) == anton
    assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text
    assert hand_over(as_cille, url, str(anton)).status_code == 409


def hand_over(client, url, to, **more):
    token = token_in(client.get(url).text)
    return client.post(url, data={"csrf_token": token, "to": to, **more}, follow_redirects=True)


def test_what_nobody_cares_for_stands_on_everybodys_list(as_cille, pair, anton):
    page = hand_over(as_cille, f"/svendborg/par/{pair}/tovholder", "ingen")
    assert "Ingen. Forløbet står på alles liste." in page.text and cared_for_by(pair) is None
    assert "Ingen tovholder" in as_cille.get(LIST).text
    assert "Ayla og Bent Madsen" in as_anton(as_cille).get(LIST).text


def test_what_a_colleague_who_left_cared_for_is_lost_to_nobody(as_cille, pair, anton):
    hand_over(as_cille, f"/svendborg/par/{pair}/tovholder", str(anton))
    assert "Ayla og Bent Madsen" not in as_cille.get(LIST).text
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(User).where(User.id == anton).values(disabled_at=now()))
    assert "Ayla og Bent Madsen" in as_cille.get(LIST).text


def test_all_of_a_colleagues_pairs_go_to_another_in_every_municipality(as_cille, pair, anton):
    mentors("Maja")
    jonas = paired(enrolled("Jonas", "nyborg", "rune", days_ago=9), "nyborg", days_ago=8)
    done = hand_over(as_cille, f"{LIST}/overdrag", str(anton), of=str(cille()))
    assert "Forløb med ny tovholder: 2." in done.text
    assert (cared_for_by(pair), cared_for_by(jonas, "nyborg")) == (anton, anton)
    assert hand_over(as_cille, f"{LIST}/overdrag", str(anton), of=str(anton)).status_code == 409


def test_a_pair_is_not_handed_to_somebody_outside_the_corps(as_cille, pair):
    karen = cast.actor("karen").user_id
    assert hand_over(as_cille, f"/svendborg/par/{pair}/tovholder", str(karen)).status_code == 422
    assert cared_for_by(pair) == cille()


def nudges():
    with acting_for(cast.tenant("svendborg")):
        return [
            (one.holder, one.to_address)
            for one in db.session.scalars(select(Message).where(Message.template == "log_meeting"))
        ]


def test_a_mentor_is_reminded_at_one_press_once_a_day_with_nobody_in_copy(as_cille, pair):
    hand_over(as_cille, f"/svendborg/par/{pair}/tovholder", "ingen")  # safe where nobody cares for the pair
    url = f"/svendborg/par/{pair}/mind-mentor"
    page = submit(as_cille, f"/svendborg/par/{pair}", to=url)
    assert "Bent Madsen får en påmindelse om at skrive møderne ned." in page.text
    assert "Korpset har mindet mentor om at skrive møderne ned." in page.text
    again = submit(as_cille, PAIRS, to=url, fra="par")
    assert again.status_code == 409 and "Mentor er allerede mindet om det i dag." in again.text
    assert nudges() == [("mentor", "bent@vaerksted.example")]


def test_the_list_of_pairs_has_the_button_where_something_is_missing(as_cille, pair):
    assert "om at skrive møder ned" in as_cille.get(PAIRS).text
    back = submit(as_cille, PAIRS, to=f"/svendborg/par/{pair}/mind-mentor", fra="par")
    assert back.request.path == PAIRS
    submit(as_cille, form(pair), result="talked", reached="mentor", note="De mødes.")
    assert "om at skrive møder ned" not in as_cille.get(PAIRS).text
