"""What the house knows of a mentor, as a form (HT-18)."""

from typing import Any

from wtforms.validators import InputRequired, NumberRange, StopValidation

from mentorkorps.geography import is_postcode
from mentorkorps.language import LANGUAGES as PAGE_LANGUAGES
from mentorkorps.language import N_, SPOKEN
from mentorkorps.matching.wishes import GENDERS, TRAITS
from mentorkorps.mentors import FOUND_THROUGH, KINDS, SECTORS, TRAINING, Mentor
from mentorkorps.trades import OCCUPATIONS, danish_order
from mentorkorps.web.widgets import Checks, Day, Drop, Form, Mail, Phone, Radios, Text, WholeNumber

NEEDED = [InputRequired()]
BY_TITLE = sorted(OCCUPATIONS.values(), key=lambda one: danish_order(one.title))
MOST_EMPLOYEES = 1_000_000
ROOM = {"1": N_("1 ung ad gangen"), "2": N_("2 unge ad gangen")}
PERSON = [
    "first_name", "last_name", "email", "phone", "gender", "occupation", "position", "postcode", "max_travel_minutes",
    "languages", "traits", "kind", "page_language", "retired_from_work_on", "left_on", "found_through",
]  # fmt: skip


class MentorForm(Form):
    """One mentor with the company."""

    first_name = Text(N_("Fornavn"), NEEDED)
    last_name = Text(N_("Efternavn"), NEEDED)
    email = Mail(N_("Mail"), NEEDED)
    phone = Phone(N_("Mobilnummer"), NEEDED)
    gender = Drop(N_("Køn"), choices=GENDERS, description=N_("Kun til unge, der har et ønske om det."))
    occupation = Drop(N_("Fag"), NEEDED, choices={one.key: one.title for one in BY_TITLE})
    position = Text(N_("Stilling"), NEEDED, description=N_("For eksempel indehaver eller værkfører"))
    company = Text(N_("Virksomhed"))
    sector = Drop(N_("Sektor"), choices=SECTORS)
    employees = WholeNumber(N_("Antal ansatte"))
    retired_from_work_on = Day(
        N_("Gået på pension"), description=N_("Kun hvis mentor ikke længere er aktiv i erhvervslivet.")
    )
    postcode = Text(
        N_("Postnummer, hvor mentor kan mødes"), NEEDED, render_kw={"class": "input-char-4", "inputmode": "numeric"}
    )
    max_travel_minutes = WholeNumber(
        N_("Vil højst køre (minutter)"), [InputRequired(), NumberRange(min=0, max=240)], default=30
    )
    languages = Checks(N_("Taler"), NEEDED, choices=SPOKEN, default=["da"])
    traits = Checks(N_("Om mentor"), choices=TRAITS, description=N_("Det, en ung kan ønske sig."))
    kind = Drop(
        N_("Slags mentor"), choices=KINDS,
        description=N_("Personlig: lærer den unge omgangsformen på en arbejdsplads. Faglig: hjælper den unge ind i et fag."),
    )  # fmt: skip
    capacity = Radios(N_("Plads til"), NEEDED, choices=ROOM, default="1", description=N_("Begynd gerne med én ung."))
    page_language = Radios(N_("Sprog i beskeder"), NEEDED, choices=PAGE_LANGUAGES, default="da")
    found_through = Drop(N_("Hvor fandt I mentor?"), choices=FOUND_THROUGH)
    left_on = Day(
        N_("Pause eller stoppet fra"),
        description=N_("Løbende forløb fortsætter. Slet datoen, når mentor er klar igen."),
    )

    def validate_postcode(self, field: Text) -> None:
        """Four digits."""
        if not is_postcode(field.data or ""):
            raise StopValidation(N_("Skriv et postnummer på fire cifre."))

    def validate_employees(self, field: WholeNumber) -> None:
        """A company has a size: the youth is told of it, never of the name."""
        known = field.data is not None and 0 <= field.data <= MOST_EMPLOYEES
        if self.company.data and not known and not field.errors:
            raise StopValidation(N_("Skriv cirka hvor mange, der er ansat."))

    @classmethod
    def known_of(cls, mentor: Mentor) -> dict[str, Any]:
        """What the form starts with."""
        company = mentor.company
        facts = {name: getattr(mentor, name) for name in PERSON} | {"capacity": str(mentor.capacity)}
        if company:
            facts |= {"company": company.name, "sector": company.sector, "employees": company.employees}
        return facts

    @property
    def answers(self) -> dict[str, Any]:
        """As `mentors.recruit` takes them."""
        said = {name: self[name].data for name in PERSON if name in self}
        return (
            said
            | {name: said[name] or "" for name in ("gender", "found_through")}
            | {"capacity": int(self.capacity.data)}
        )

    @property
    def company_facts(self) -> dict[str, Any]:
        """The company; empty where there is none."""
        if not self.company.data:
            return {}
        return {"name": self.company.data, "sector": self.sector.data or "private", "employees": self.employees.data}

    @property
    def name(self) -> str:
        """First and last name as written."""
        return f"{self.first_name.data} {self.last_name.data}"


class TrainingForm(Form):
    """How and when the mentor was prepared (VB-09, DF-17)."""

    how = Radios(N_("Hvordan er mentor klædt på?"), NEEDED, choices=TRAINING)
    held_on = Day(N_("Hvilken dag?"), NEEDED)
