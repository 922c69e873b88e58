"""The school and the union sign for themselves by a link: no account, a GET changes nothing, and nothing personal in the mail."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at
from mentorkorps.field_partners import FieldPartner, FieldSignature
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.mail import link_in

HOUSE = "dygtige-unge"
LIST = f"/{HOUSE}/samarbejdspartnere"
AGREED = {
    "signed_on": "01-05-2014", "signed_by": "Metal Fyn\nSmedene", "cooperation": "Mentorer til lærlinge",
    "interfaces": "Mentor rådgiver ikke om løn", "disputes": "Først de to formænd",
}  # fmt: skip
SIGNED = {"person": "Hanne Bæk", "role": "Formand", "read": "y"}


@pytest.fixture
def union(as_cille: FlaskClient) -> str:
    """The address of a union on Cille's list, with an agreement."""
    submit(as_cille, f"{LIST}/ny", name="Metal Fyn", kind="union", place="Odense", contact="")
    with acting_for(cast.tenant(HOUSE)):
        where = f"{LIST}/{db.session.scalars(select(FieldPartner.id)).one()}"
    submit(as_cille, f"{where}/aftale", **AGREED)
    return where


def asked(client: FlaskClient, where: str, number: int = 2) -> str:
    """The party of that number is asked; the address of its link."""
    submit(client, f"{where}/underskrift/{number}/link", email="formand@metal.example")
    return link_in(HOUSE, "field_signature")


def test_a_party_signs_by_its_link_with_name_role_and_time(
    as_cille: FlaskClient, phone: FlaskClient, union: str
) -> None:
    path = asked(as_cille, union)
    assert "Link sendt" in as_cille.get(union).text
    page = phone.get(path).text
    assert "Skriv under for Metal Fyn" in page and "Mentor rådgiver ikke om løn" in page and "Smedene" in page
    for lacks in ("person", "role", "read"):
        said = {key: value for key, value in SIGNED.items() if key != lacks}
        assert submit(phone, path, follow=False, **said).status_code == 422
    assert "Hanne Bæk, Formand, har skrevet under for Metal Fyn" in submit(phone, path, **SIGNED).text
    page = as_cille.get(union).text
    assert "Hanne Bæk, Formand" in page and "Selv, med link" in page and "15-06-2014 kl. 09" in page
    assert phone.get(path).status_code == 409


def test_a_scanner_that_fetches_the_link_signs_nothing(as_cille: FlaskClient, phone: FlaskClient, union: str) -> None:
    path = asked(as_cille, union)
    assert [phone.get(path).status_code, phone.get(path).status_code, phone.head(path).status_code] == [200] * 3
    assert phone.get(f"{path}/tak").status_code == 404
    with acting_for(cast.tenant(HOUSE)):
        assert db.session.scalars(select(FieldSignature)).all() == []


def test_the_mail_says_nothing_of_who_and_what(as_cille: FlaskClient, union: str) -> None:
    asked(as_cille, union)
    with acting_for(cast.tenant(HOUSE)):
        message = db.session.scalars(select(Message).where(Message.template == "field_signature")).one()
        subject, words = words_of(message)
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "field_partner.asked_to_sign")).all()
        assert message.to_address == "formand@metal.example" and len(entries) == 1
    assert not any(word in subject + words for word in ("Metal", "Cille", "lærlinge", "Hanne"))
    assert "/l/" in words and "kræver ikke en konto" in words


def test_a_new_link_closes_the_old_and_what_is_agreed_anew_closes_both(
    as_cille: FlaskClient, phone: FlaskClient, union: str
) -> None:
    first = asked(as_cille, union)
    with standing_at(now() + timedelta(minutes=11)):
        second = asked(as_cille, union)
        assert first != second and phone.get(first).status_code == 409 and phone.get(second).status_code == 200
        submit(as_cille, f"{union}/aftale", **AGREED | {"cooperation": "Noget andet"})
        refused = phone.get(second)
        assert refused.status_code == 409 and "skrevet om" in refused.text


def test_who_has_signed_on_paper_does_not_sign_again_by_link(
    as_cille: FlaskClient, phone: FlaskClient, union: str
) -> None:
    path = asked(as_cille, union)
    submit(as_cille, f"{union}/underskrift/2", person="Hanne Bæk", role="Formand", signed_on="02-05-2014")
    refused = phone.get(path)
    assert refused.status_code == 409 and "allerede skrevet under" in refused.text
    assert submit(as_cille, f"{union}/underskrift/3/link", follow=False, email="ingen adresse").status_code == 422
    assert as_cille.get(f"{union}/underskrift/1/link").status_code == 404
    page = as_cille.get(union).text
    assert "På papir, skrevet ned af en medarbejder" in page and page.count("Selv, med link") == 0


def test_the_party_sees_nothing_else_behind_its_link(as_cille: FlaskClient, phone: FlaskClient, union: str) -> None:
    path = asked(as_cille, union)
    for page in ("bekymring", "tal-med-nogen", "forloeb/maal"):
        assert phone.get(f"{path}/{page}").status_code in (303, 404)
    assert submit(phone, path, follow=False, do="channel", channel="sms").status_code == 409
    assert phone.get(path.replace(HOUSE, "vordingborg")).status_code == 404


def test_nobody_signs_when_the_co_operation_has_ended(as_cille: FlaskClient, phone: FlaskClient, union: str) -> None:
    path = asked(as_cille, union)
    submit(as_cille, f"{union}/skridt", step="ended", on_day="15-06-2014")
    refused = phone.get(path)
    assert refused.status_code == 409 and "Samarbejdet er slut" in refused.text
    for way in ("underskrift/1", "underskrift/3/link"):
        assert submit(as_cille, f"{union}/{way}", follow=False, email="smed@metal.example").status_code == 409
    submit(as_cille, f"{union}/skridt", step="cooperating", on_day="15-06-2014")
    assert phone.get(path).status_code == 200


def test_a_wrong_day_of_an_agreement_is_put_right_by_an_earlier_one(as_cille: FlaskClient, union: str) -> None:
    assert submit(as_cille, f"{union}/aftale", follow=False, **AGREED | {"signed_on": "16-06-2014"}).status_code == 409
    with standing_at(now() + timedelta(minutes=11)):
        page = submit(as_cille, f"{union}/aftale", **AGREED | {"signed_on": "01-04-2014", "cooperation": "Rettet"}).text
    assert "Rettet" in page and "01-04-2014" in page and "Mentorer til lærlinge" not in page
