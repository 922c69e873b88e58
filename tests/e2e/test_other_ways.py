"""The same job on other ways: a municipality alone, a no, a browser without JavaScript, a reader of English."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.enrolment import Youth, enrol
from tests.e2e.person import Person

pytestmark = pytest.mark.story
CORPS = "Dygtige Unge (Foreningen Nydansker)"
MAJA = Youth("Maja", "Winther", "maja@ung.example", postcode="4760")
IDA = Youth("Ida", "Kjær", "ida@ung.example", trade="carpenter")
NOOR = Youth("Noor", "Aziz", "noor@ung.example", trade="industrial_technician")
AMAR = Youth("Amar", "Said", "amar@ung.example", postcode="5800")
POUL, GITTE, LONE, TAGE = (f"{name}@vaerksted.example" for name in ("poul", "gitte", "lone", "tage"))
#: What only Danish has.
DANISH = re.compile(r"[æøåÆØÅ]|\b(og|ikke|den|det|unge|til|med|eller|hvor)\b")


def test_nora_alone_runs_the_programme_of_vordingborg(arrive: Callable[..., Person]) -> None:
    nora, tage, maja = arrive(), arrive(phone=True), arrive(phone=True)
    nora.signs_in("Vordingborg Kommune", "Nora Vestergaard")
    enrol(nora, "vordingborg", MAJA)
    propose(nora, MAJA, "Tage Bro")
    says_yes(tage, TAGE, "Vil du være mentor for en ung?")
    says_yes(maja, MAJA.email, "Vi har fundet en mentor til dig")
    maja.house.mail(MAJA.email, "Du har en mentor")
    nora.chooses("Par")
    nora.follows("Maja og Tage Bro")
    nora.follows("Skriv et møde")
    nora.headed("Skriv et møde")
    nora.picks(took_place="yes", place="library")
    nora.page.locator("[name=held_on]").fill("15.6.2014")
    nora.page.locator("[name=minutes]").fill("45")
    nora.presses("Gem")
    nora.headed("Maja og Tage Bro")
    nora.sees("Mødet er skrevet ned.", "Biblioteket", "Ikke svaret endnu")  # both are asked on Monday: today is Sunday


def test_a_no_brings_the_youth_back_with_a_reason_that_she_never_sees(arrive: Callable[..., Person]) -> None:
    karen, cille, poul = arrive(), arrive(), arrive(phone=True)
    karen.signs_in("Svendborg Kommune", "Karen Holm")
    enrol(karen, "svendborg", IDA)
    karen.follows("Se den unges side")
    cille.signs_in(CORPS, "Cille Storm")
    propose(cille, IDA, "Poul Holst")
    poul.opens(poul.house.link(POUL, "Vil du være mentor for en ung?"))
    poul.page.get_by_text("Har ikke tid lige nu").click()
    poul.presses("Nej, ikke denne gang")
    poul.headed("Tak for dit svar")
    cille.chooses("Indbakke")
    row = cille.page.get_by_role("row", name="Ida, 18 år")
    expect(row).to_contain_text("Kom tilbage")
    cille.looks()
    cille.follows("Ida, 18 år")
    cille.sees("Tidligere forslag", "Har ikke tid lige nu")
    karen.page.reload()
    karen.sees_no("ikke tid", "Poul", "Holst")
    karen.looks()


def test_without_javascript_a_youth_is_enrolled_and_a_mentor_answers(arrive: Callable[..., Person]) -> None:
    karen, gitte = arrive(scripts=False), arrive(phone=True, scripts=False)
    cille = arrive()
    karen.signs_in("Svendborg Kommune", "Karen Holm")
    enrol(karen, "svendborg", NOOR)
    cille.signs_in(CORPS, "Cille Storm")
    propose(cille, NOOR, "Gitte Friis")
    says_yes(gitte, GITTE, "Vil du være mentor for en ung?")
    gitte.sees("Nu spørger vi den unge.")


def test_who_reads_english_meets_no_danish_heading(arrive: Callable[..., Person]) -> None:
    rune, cille, lone = arrive(), arrive(), arrive(phone=True)
    rune.signs_in("Nyborg Kommune", "Rune Krogh")
    enrol(rune, "nyborg", AMAR)
    cille.signs_in(CORPS, "Cille Storm")
    propose(cille, AMAR, "Lone Bech")
    lone.opens(lone.house.link(LONE, "Vil du være mentor for en ung?"))
    for person in (cille, lone):
        person.presses("English")
        is_english(person)
    lone.presses("Yes")
    is_english(lone)
    cille.chooses("Mentors")
    is_english(cille)


def is_english(person: Person) -> None:
    """The page calls itself English, and none of its headings and buttons is Danish."""
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    person.looks()
    said = person.page.get_by_role("heading").or_(person.page.get_by_role("button")).all_inner_texts()
    assert [text for text in said if DANISH.search(text) and text != "Dansk"] == []


def propose(staff: Person, youth: Youth, mentor: str) -> None:
    """Somebody of the corps opens the youth in the inbox and proposes that mentor."""
    staff.chooses("Indbakke")
    staff.follows(f"{youth.first}, 18 år")
    staff.presses(f"Foreslå {mentor}")
    staff.sees(f"{mentor} er foreslået og bliver nu spurgt.")
    staff.looks()


def says_yes(person: Person, address: str, subject: str, of: str = "") -> None:
    """From the mail to the thanks."""
    person.opens(person.house.link(address, subject, of))
    person.looks()
    person.presses("Ja, det vil jeg gerne")
    person.headed("Tak for dit svar")
