"""How a youth is enrolled: the five short steps, filled in beside the youth."""

from dataclasses import dataclass, field

from playwright.sync_api import expect

from tests.e2e.person import Person


@dataclass(frozen=True)
class Youth:
    """What the one who enrols writes."""

    first: str
    last: str
    email: str
    phone: str = "22 22 01 01"
    born: str = "12.3.1996"
    postcode: str = "5700"
    trade: str = "car_mechanic"
    wishes: dict[str, str] = field(default_factory=dict)


AYLA = Youth(
    "Ayla", "Demir", "ayla@ung.example", phone="21 22 01 01", wishes={"wished_traits": "calm", "matters_most": "trade"}
)


def fill_in(person: Person, slug: str, youth: Youth, *, pictures: bool = False) -> None:
    """Walks the steps as far as the last look at it all."""
    person.opens(f"/{slug}/tilmelding")
    person.headed("Tilmeld en ung")
    person.writes(first_name=youth.first)
    person.presses("Begynd")
    person.headed("Den unge")
    person.writes(
        last_name=youth.last, born_on=youth.born, phone=youth.phone, email=youth.email, postcode=youth.postcode
    )
    person.picks(gender="f", languages="da")
    person.presses("Næste")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Mål og fag")
    person.writes(education_goal="Begynde på grundforløbet efter sommer", job_goal="En læreplads på et værksted")
    person.picks(trade_1=youth.trade)
    person.looks("enrolment-step" if pictures else "")
    person.presses("Næste")
    person.headed("Ønsker til mentor")
    person.picks(**youth.wishes)
    person.presses("Næste")
    person.headed("Kontaktperson")
    person.presses("Næste")
    person.headed("Egnethed og samtykke")
    person.page.locator("label[for=consent]").click()
    person.presses("Næste")
    person.headed(f"Gennemse tilmeldingen af {youth.first} {youth.last}", "review" if pictures else "")


def enrol(person: Person, slug: str, youth: Youth) -> None:
    """Fills in and sends."""
    fill_in(person, slug, youth)
    person.presses("Send til korpset")
    person.headed("Tilmeldingen er sendt")
