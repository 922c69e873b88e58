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


def sign_in_link(slug: str, sub: str) -> tuple[str, str]:
    """The words "Log ind som Karen", and the way in by her organisation's provider."""
    person = CAST[slug].person(sub)
    assert person is not None
    return f"Log ind som {person.first_name}", f"/idp/{slug}/som/{sub}"


def post_link(of: Person | Guest) -> tuple[str, str]:
    """The tray with only this person's mail."""
    ending = "" if of.first_name.endswith("s") else "s"
    return f"{of.first_name}{ending} post", f"/?til={quote(of.email)}#post"


def steps() -> tuple[Step, ...]:
    """The main job from enrolment to the steering group's report."""
    return *_begin(), *_follow(), *_end()


def _begin() -> tuple[Step, ...]:
    return (
        Step(
            "Karen tilmelder Ayla",
            "Karen er sagsbehandler i Svendborg. Hun udfylder tilmeldingen sammen med Ayla, som vil være mekaniker "
            "(faget hedder Automekaniker på listen), og sender den til korpset. Ayla er født 12-03-1996 og bor i "
            "5700 Svendborg; hendes mail og mobil står nederst på siden.",
            (sign_in_link("svendborg", "karen"),),
        ),
        Step(
            "Cille finder en mentor",
            "Korpset har 28 dage. Cille åbner Ayla i indbakken, ser mentorerne i rækkefølge med begrundelser "
            "og foreslår Bent. En plads er nu reserveret.",
            (sign_in_link("dygtige-unge", "cille"),),
        ),
        Step(
            "Bent siger ja, og så gør Ayla",
            "Mentoren bliver spurgt først, så den unge. Begge svarer med et link i deres mail og har ingen konto.",
            (post_link(BENT), post_link(AYLA)),
        ),
    )


def _follow() -> tuple[Step, ...]:
    return (
        Step(
            "De mødes første gang",
            "Bent får startmailen, og Karen er inviteret med. Efter mødet noterer Bent det fra sit link "
            "på under 20 sekunder. Første gang sender siden en kode som sms; den ligger i hans post, lige over mailen. "
            "Stil uret en dag frem: den næste hverdag bliver begge spurgt: »Vil du gerne fortsætte?« "
            "Demoen begynder en søndag, og om søndagen bliver ingen spurgt, hvordan det går.",
            (post_link(BENT), TO_CLOCK, post_link(AYLA)),
        ),
        Step(
            "Der går to uger",
            "Tryk to gange på +1 uge. To uger efter det første møde bliver Bent og Ayla spurgt, hvordan det går, og om "
            "korpset skal ringe. Om de har mødt hinanden, bliver de kun spurgt om, hvis Bent ikke har skrevet et møde ned.",
            (TO_CLOCK, post_link(BENT), post_link(AYLA)),
        ),
        Step(
            "Karen læser notatet",
            "Svarene bliver til et journalnotat. Karen får en mail om, at der er nyt, læser det bag login, "
            "og kvitteringen bliver gemt.",
            (post_link(CAST["svendborg"].persons[0]), sign_in_link("svendborg", "karen")),
        ),
    )


def _end() -> tuple[Step, ...]:
    return (
        Step(
            "Forløbet slutter",
            "Cille finder parret under Par (søg på Ayla) og afslutter med en årsag og et dateret resultat. "
            "Ayla og Karen bliver spurgt, om det har ført videre: Karen samme dag, Ayla hverdagen efter, at hun har fået et "
            "farvel, for hun får højst én besked om dagen. Stil uret en eller to dage frem.",
            (sign_in_link("dygtige-unge", "cille"), TO_CLOCK, post_link(AYLA)),
        ),
        Step(
            "Styregruppen ser tallene",
            "En rapport er frosset, når den er bygget, og den næste kommer først før det næste møde. Vil I se Aylas resultat "
            "nu, så stil først uret en dag frem, for en rapport tæller hele dage til og med i går. Tryk så som Cille på »Byg "
            "rapport nu« under Styregruppe; den nye står der inden for et minut. Sofie fra "
            "Faaborg-Midtfyn ser mål og resultater for hele partnerskabet. Ingen kan genkendes.",
            (sign_in_link("dygtige-unge", "cille"), sign_in_link("faaborg-midtfyn", "sofie")),
        ),
    )
