"""The story a visitor can walk, step by step, with a link to the door each step goes through."""

from dataclasses import dataclass
from urllib.parse import quote

from demo_world.cast import AYLA, BENT, CAST, Guest, Person

TO_CLOCK = ("Stil uret", "#ur")


@dataclass(frozen=True)
class Step:
    """One step: what happens, in Danish, and where to click (label, address)."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]


def sign_in_link(web: str, slug: str, sub: str) -> tuple[str, str]:
    """The words "Log ind som Karen" and the product's own sign-in page for that organisation."""
    person = CAST[slug].person(sub)
    assert person is not None
    return f"Log ind som {person.first_name}", f"{web}/{slug}/log-ind"


def post_link(of: Person | Guest) -> tuple[str, str]:
    """The tray with only this person's mail."""
    ending = "" if of.first_name.endswith("s") else "s"
    return f"{of.first_name}{ending} post", f"/?til={quote(of.email)}#post"


def steps(web: str) -> tuple[Step, ...]:
    """The main job from enrolment to the steering group's report."""
    return *_begin(web), *_follow(web), *_end(web)


def _begin(web: str) -> tuple[Step, ...]:
    return (
        Step(
            "Karen tilmelder Ayla",
            "Karen er sagsbehandler i Svendborg. Hun udfylder tilmeldingen sammen med Ayla, som vil være mekaniker, "
            "og sender den til korpset.",
            (sign_in_link(web, "svendborg", "karen"),),
        ),
        Step(
            "Cille finder en mentor",
            "Korpset har 28 dage. Cille åbner Ayla i indbakken, ser mentorerne i rækkefølge med begrundelser "
            "og foreslår Bent. En plads er nu reserveret.",
            (sign_in_link(web, "dygtige-unge", "cille"),),
        ),
        Step(
            "Bent siger ja, og så gør Ayla",
            "Mentoren bliver spurgt først, så den unge. Begge svarer med et link i deres mail og har ingen konto.",
            (post_link(BENT), post_link(AYLA)),
        ),
    )


def _follow(web: str) -> tuple[Step, ...]:
    return (
        Step(
            "De mødes første gang",
            "Bent får startmailen, og Karen er inviteret med. Efter mødet noterer Bent det fra sit link "
            "på under 20 sekunder. Første gang sender siden en kode som sms; den ligger i hans post, lige over mailen.",
            (post_link(BENT),),
        ),
        Step(
            "Der går to uger",
            "Stil uret to uger frem. Så bliver Bent og Ayla spurgt, om de har mødt hinanden, og hvordan det går.",
            (TO_CLOCK, post_link(BENT), post_link(AYLA)),
        ),
        Step(
            "Karen læser notatet",
            "Svarene bliver til et journalnotat. Karen får en mail om, at der er nyt, læser det bag login, "
            "og kvitteringen bliver gemt.",
            (post_link(CAST["svendborg"].persons[0]), sign_in_link(web, "svendborg", "karen")),
        ),
    )


def _end(web: str) -> tuple[Step, ...]:
    return (
        Step(
            "Forløbet slutter",
            "Cille afslutter med en årsag og et dateret resultat. Ayla og Karen bliver spurgt, om det har "
            "flyttet noget.",
            (sign_in_link(web, "dygtige-unge", "cille"), post_link(AYLA)),
        ),
        Step(
            "Styregruppen ser tallene",
            "Sofie fra Faaborg-Midtfyn ser mål og resultater for hele partnerskabet. Ingen kan genkendes.",
            (sign_in_link(web, "faaborg-midtfyn", "sofie"),),
        ),
    )
