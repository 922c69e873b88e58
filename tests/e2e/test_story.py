"""The main job from sign-in to report, as Ayla, Bent, Karen, Cille and Sofie live it on the terms of Fyn."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.enrolment import AYLA, fill_in
from tests.e2e.person import Person

pytestmark = pytest.mark.story
BENT = "bent@vaerksted.example"
KAREN = "karen@svendborg.example"


def test_ayla_gets_a_mentor_and_the_steering_group_its_figures(arrive: Callable[..., Person]) -> None:
    karen, cille, world = arrive(), arrive(), arrive()
    karen_enrols_ayla(karen)
    cille_proposes_bent(cille)
    bent, ayla = both_say_yes(arrive(phone=True), arrive(phone=True))
    they_meet(bent, ayla, karen)
    weeks_go_by(world, "+1 dag")  # it is Sunday: nobody is asked anything before Monday at eight
    both_want_to_go_on(bent, ayla)
    weeks_go_by(world)
    both_are_followed_up(bent, ayla)
    karen_reads_the_note(karen, world)
    cille_looks_after_her_pairs(cille)
    cille_ends_the_match(cille)
    weeks_go_by(world, "+1 dag")  # the goodbye was the message of the day
    they_are_asked_what_it_came_to(arrive(phone=True), arrive())
    the_contributions_are_invoiced(cille)
    the_steering_group_reads_its_report(cille, arrive())
    rune_finds_nothing(arrive(), karen.page.url)


def karen_enrols_ayla(karen: Person) -> None:
    karen.opens("/")
    karen.looks("front")
    karen.signs_in("Svendborg Kommune", "Karen Holm")
    karen.headed("Unge")
    fill_in(karen, "svendborg", AYLA, pictures=True)
    review = karen.page.url
    karen.page.get_by_role("button", name="Send til korpset").dblclick()
    karen.headed("Tilmeldingen er sendt")
    karen.opens(review)
    karen.headed("Tilmeldingen er sendt")
    karen.follows("Se den unges side")
    karen.sees("Dag 0 af 28")


def cille_proposes_bent(cille: Person) -> None:
    cille.signs_in("Dygtige Unge (Foreningen Nydansker)", "Cille Storm")
    cille.headed("Indbakke", "inbox")
    row = cille.page.get_by_role("row", name="Ayla, 18 år")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Dag 0 af 28")
    cille.follows("Ayla, 18 år")
    cille.headed("Find en mentor til Ayla", "suggestions", cille.page.get_by_role("heading", name="Mulige mentorer"))
    first = cille.page.get_by_role("heading", level=3).first
    expect(first).to_have_text("Bent Madsen")
    cille.sees("Passer bedst", "Fagmatch", "af 35 pladser i Svendborg Kommune er brugt eller reserveret")
    cille.presses("Foreslå Bent Madsen")
    cille.sees("Bent Madsen er foreslået og bliver nu spurgt.", "Mentor er spurgt.")
    cille.looks()


def both_say_yes(bent: Person, ayla: Person) -> tuple[Person, Person]:
    bent.opens(bent.house.link(BENT, "Vil du være mentor for en ung?", of="svendborg"))
    bent.headed("Vil du være mentor for en ung?", "mentor-link")
    bent.sees("Automekaniker")
    bent.sees_no("Ayla", "Demir")
    bent.presses("Ja, det vil jeg gerne")
    bent.headed("Tak for dit svar")
    ayla.opens(ayla.house.link(AYLA.email, "Vi har fundet en mentor til dig"))
    ayla.headed("Vil du møde en mentor?")
    ayla.sees_no("Bent", "Madsen")
    ayla.presses("Ja, det vil jeg gerne")
    ayla.headed("Tak for dit svar")
    ayla.sees("Nu har du en mentor.")
    return bent, ayla


def they_meet(bent: Person, ayla: Person, karen: Person) -> None:
    ayla.opens(ayla.house.link(AYLA.email, "Du har en mentor"))
    prove(ayla, AYLA.phone)
    ayla.headed("Din mentor")
    ayla.sees("Bent")
    karen.opens(karen.house.link(KAREN, "Du er inviteret med til det første møde"))
    karen.headed("Ayla Demir")
    karen.sees("Forløbet begynder", "Bent, automekaniker")
    bent.opens(bent.house.link(BENT, "En ung venter på at høre fra dig", of="svendborg"))
    prove(bent, "21 22 01 02")
    bent.headed("Du og Ayla")
    bent.picks(place="workplace")
    bent.looks("meeting-log", bent.page.get_by_text("Hvilken dag?"))
    bent.writes(next_on="2014-06-29")
    bent.presses("Ja, vi mødtes")
    bent.headed("Tak, det er skrevet ned")


def both_want_to_go_on(bent: Person, ayla: Person) -> None:
    for person, address in ((bent, BENT), (ayla, AYLA.email)):
        person.opens(person.house.link(address, "Vil du gerne fortsætte?", of="svendborg"))
        person.headed("Vil du gerne fortsætte?")
        person.presses("Ja, jeg vil gerne fortsætte")
        person.headed("Tak for dit svar")


def prove(person: Person, phone: str) -> None:
    """By the code in the text message, which the demo's gateway lays in the tray beside the mails."""
    person.headed("Er det dig?")
    person.presses("Send mig en kode")
    text = person.house.mail(f"+45{phone.replace(' ', '')}", "SMS")["text"]
    [code] = re.findall(r"\b[0-9]{6}\b", text)
    person.writes(code=code)
    person.presses("Vis siden")


def weeks_go_by(world: Person, *steps: str) -> None:
    world.opens(world.house.world)
    world.looks("demo-tray")
    for step in steps or ("+1 uge", "+1 uge"):
        before = world.page.locator(".day").inner_text()
        world.presses(step)
        expect(world.page.locator(".day")).not_to_have_text(before)
        world.looks()


def both_are_followed_up(bent: Person, ayla: Person) -> None:
    for person, address in ((bent, BENT), (ayla, AYLA.email)):
        person.opens(person.house.link(address, "Hvordan går det?", of="svendborg"))
        person.headed("Hvordan går det?")
        person.presses("Godt")
        person.headed("Skal vi ringe til dig?")
        person.presses("Nej tak")
        person.headed("Tak for dine svar")


def karen_reads_the_note(karen: Person, world: Person) -> None:
    karen.house.mail(KAREN, "Nyt om dine unge")
    weeks_go_by(world, "+1 dag")
    karen.opens(karen.house.link(KAREN, "Nyt om dine unge"))
    karen.headed("Unge")
    karen.follows("Ayla Demir")
    karen.headed("Ayla Demir", "journal", karen.page.get_by_role("heading", name="Journal"))
    karen.sees("Opfølgning med mentor. Hvordan går det? Godt.", "Kopi til Karen Holm, læst 01-07-2014")


def cille_looks_after_her_pairs(cille: Person) -> None:
    cille.chooses("Ringeliste")
    cille.headed("Ringeliste")
    cille.chooses("Program")
    cille.headed("Program")
    cille.follows("Svendborg Kommune")
    cille.headed("Program", "programme")
    cille.chooses("Par")
    cille.follows("Ayla og Bent Madsen")
    cille.follows("Skriv et mål")
    cille.looks()
    cille.page.go_back()
    cille.follows("Rejs en bekymring")
    cille.looks("concern")
    cille.page.go_back()


def cille_ends_the_match(cille: Person) -> None:
    cille.chooses("Par")
    cille.headed("Par")
    cille.follows("Ayla og Bent Madsen")
    cille.headed("Ayla og Bent Madsen", "pair")
    cille.sees("Den unge vil fortsætte efter første møde", "60", "Mentors arbejdsplads")
    cille.follows("Afslut forløbet i dag")
    cille.headed("Afslut forløbet")
    cille.picks(reason="goal_reached")
    cille.writes(apprenticeship="1.7.2014")
    cille.presses("Afslut forløbet")
    cille.headed("Ayla og Bent Madsen")
    cille.sees("Forløbet er afsluttet, og mentor har plads igen.", "Målet er nået", "Læreplads")


def they_are_asked_what_it_came_to(ayla: Person, karen: Person) -> None:
    ayla.opens(ayla.house.link(AYLA.email, "Et sidste spørgsmål til dig"))
    ayla.headed("Er du kommet videre?")
    ayla.presses("Ja")
    ayla.headed("Tak for dit svar")
    karen.opens(karen.house.link(KAREN, "Et sidste spørgsmål om en af dine unge"))
    karen.headed("Er den unge kommet videre?")
    karen.presses("Ja")
    karen.headed("Tak for dit svar")


def the_contributions_are_invoiced(cille: Person) -> None:
    cille.chooses("Aftale")
    cille.sees("Nr. 1 den", "Nr. 2 den", "Nr. 3 den", "133.000,00 kr.", "400.000,00 kr.")
    cille.looks("agreement", cille.page.get_by_role("heading", name="Perioden 2014"))
    cille.follows("Fakturaer")
    cille.headed("Fakturaer", "invoices")
    cille.page.get_by_role("link", name="1", exact=True).click()
    cille.headed("Faktura 1")


def the_steering_group_reads_its_report(cille: Person, sofie: Person) -> None:
    cille.chooses("Styregruppe")
    cille.headed("Styregruppe")
    cille.presses("Byg rapport nu")
    cille.sees("Rapporten bygges.")
    sofie.house.mail("sofie@faaborg-midtfyn.example", "Ny rapport til styregruppen")
    sofie.signs_in("Faaborg-Midtfyn Kommune", "Sofie Dam")
    sofie.headed("Styregruppe")
    sofie.follows("Rapport 1")
    sofie.headed("Rapport 1 til styregruppen", "report")
    sofie.sees("Er vi på kurs?", "Matchede unge", "Afvigelse %")
    sofie.sees_no("Ayla", "Demir", "Bent Madsen")
    paper = sofie.page.get_by_role("link", name="PDF", exact=True).get_attribute("href")
    answer = sofie.page.context.request.get(f"{sofie.house.web}{paper}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    assert "Styregrupperapport 1" in text
    assert not {name for name in ("Ayla", "Demir", "Madsen") if name in text}


def rune_finds_nothing(rune: Person, address: str) -> None:
    rune.signs_in("Nyborg Kommune", "Rune Krogh")
    assert rune.page.goto(address).status == 404  # type: ignore[union-attr]
    rune.sees("Siden findes ikke")
    rune.sees_no("Ayla", "Demir")
    rune.looks()
    rune.complaints[:] = [one for one in rune.complaints if "404" not in one]
