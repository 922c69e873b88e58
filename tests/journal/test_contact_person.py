"""Karen goes, Kim or Ny Mand takes over: what was not read goes along, and the new one is told at once (FY-38)."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import now, real_now, standing_at
from mentorkorps.journal import daily_digest
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests.cast import actor, enrol, tenant, youth_named
from tests.forms import submit
from tests.journal.scenes import HERE, ayla, copies, later, letters, written
from tests.web.counting import PAGE, statements

KAREN, KIM = "karen@svendborg.example", "kim@svendborg.example"
TO_KIM = {"name": "Kim Bro", "email": KIM, "phone": "", "page_language": "da", "case_number": "K-9"}


def counsellor(app: Flask, sub: str, email: str) -> FlaskClient:
    """A colleague of Ulla's who signs in for the first time."""
    with acting_for(tenant("uu")):
        user = User(issuer="https://id.uu.example", subject=sub, name=sub.title(), email=email)
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"counsellor"}), now())
        _, token = SignIn.open(user, real_now())
    client = app.test_client()
    client.set_cookie("mk_session", f"uu.{token}")
    return client


def enrolled_by(name: str, **contact: Any) -> str:
    """Ida, enrolled by one of the cast with another contact person, who has no account yet; her id."""
    by = actor(name)
    none = {"contact_user_id": None, "contact_user_tenant_id": None}
    with acting_for(tenant(HERE), home=by.tenant_id):
        return str(enrol(by, first_name="Ida", **none, **contact).youth_id)


def test_unread_copies_go_on_to_the_new_contact_person_in_one_message(
    as_karen: FlaskClient, as_kim: FlaskClient
) -> None:
    page = ayla()
    written("Det første.")
    as_karen.get(page)
    written("Det andet.")
    with standing_at(later(1)), acting_for(tenant(HERE)):
        daily_digest()
    assert submit(as_kim, f"{page}/kontaktperson", follow=False, **TO_KIM).headers["Location"] == page
    assert copies() == [
        (KAREN, False, True, False),  # read before she went
        (KAREN, True, False, True),  # told, never read
        (KIM, False, True, False),  # the note about the change, which is his own
        (KIM, True, False, False),
    ]
    [(address, text)] = letters("new_contact")
    assert address == KIM and "Det gælder sag K-9." in text and "Ayla" not in text
    with standing_at(later(1)), acting_for(tenant(HERE)):
        daily_digest()
    assert [to for to, _ in letters("news")] == [KAREN]
    shown = as_kim.get(page).text
    assert "Kontaktpersonen er skiftet og har fået besked." in shown
    assert "Kopi til Karen Holm, ikke læst, givet videre 15-06-2014" in shown and "Kopi til Kim Bro, læst" in shown


def test_back_to_karen_her_old_copy_counts_again(app: Flask, as_kim: FlaskClient) -> None:
    page = ayla()
    written()
    for to in (TO_KIM, TO_KIM | {"name": "Karen Holm", "email": KAREN}):
        submit(as_kim, f"{page}/kontaktperson", follow=False, **to)
    waiting = [address for address, _told, read, passed_on in copies() if not read and not passed_on]
    assert waiting == [KAREN] * 2
    assert sorted(to for to, _ in letters("new_contact")) == [KAREN, KIM]


def test_whoever_hands_over_does_not_reach_the_youth_any_more(app: Flask, as_kim: FlaskClient) -> None:
    page = ayla()
    submit(
        as_kim, f"{page}/kontaktperson", **TO_KIM | {"name": "Karen Holm", "email": KAREN}
    )  # the same: nothing moves
    assert copies() == [] and letters("new_contact") == []
    assert as_kim.get(f"{page}/kontaktperson").status_code == 200


def test_a_wrong_address_is_said_at_the_field_and_rune_gets_nowhere(as_kim: FlaskClient, as_rune: FlaskClient) -> None:
    page = ayla()
    refused = submit(as_kim, f"{page}/kontaktperson", **TO_KIM | {"email": "kim"})
    assert refused.status_code == 422 and "Skriv en mailadresse" in refused.text
    assert as_rune.get(f"{page}/kontaktperson").status_code == 404


def test_a_counsellor_whose_account_is_made_later_is_known_at_the_own_house(app: Flask) -> None:
    youth = enrolled_by("ulla", contact_name="Lis Dal", contact_email="lis@uu.example")
    written(of="Ida")
    lis = counsellor(app, "lis", "Lis@uu.example")
    assert "Ida Demir" in lis.get("/uu/unge").text
    assert "1 nyt" in lis.get("/uu/unge").text
    assert lis.get(f"/{HERE}/unge/{youth}").status_code == 200
    assert copies("Ida") == [("lis@uu.example", False, True, False)]


def test_a_house_knows_only_contact_persons_of_youths_it_has_enrolled(app: Flask) -> None:
    youth = enrolled_by("karen", contact_name="Ny Mand", contact_email="ny@svendborg.example")
    stranger = counsellor(app, "stranger", "ny@svendborg.example")
    assert "Ida" not in stranger.get("/uu/unge").text
    assert stranger.get(f"/{HERE}/unge/{youth}").status_code == 404
    with acting_for(tenant(HERE)):
        assert youth_named("Ida").contact_person.user_id is None


def test_an_address_that_an_account_of_each_house_has_is_nobody_s(app: Flask) -> None:
    enrolled_by("ulla", contact_name="Kim Bro", contact_email=KIM)
    twin = counsellor(app, "twin", KIM)
    assert "Ida" not in twin.get("/uu/unge").text
    with acting_for(tenant(HERE)):
        assert youth_named("Ida").contact_person.user_id is None


def test_the_page_of_the_contact_person_takes_few_statements(as_kim: FlaskClient) -> None:
    page = f"{ayla()}/kontaktperson"
    as_kim.get(page)
    with statements() as seen:
        as_kim.get(page)
    assert len(seen) <= PAGE, "\n".join(seen)
