"""The cast as data: who can sign in at which organisation, and the two who have no account."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

ROLE_NAMES = {
    "case_worker": "sagsbehandler",
    "counsellor": "vejleder",
    "coordinator": "koordinator",
    "corps_staff": "korpsmedarbejder",
    "steering_member": "medlem af styregruppen",
    "tenant_admin": "administrator",
    "dpo": "databeskyttelsesrådgiver",
    "signatory": "underskriver",
    "operator": "driftsansvarlig",
}
CLIENT_ID, CLIENT_SECRET = "mentorkorps", "demo-secret"
ROLE_CLAIM = "roles"


@dataclass(frozen=True)
class Person:
    """Someone with an account at an organisation's identity provider."""

    sub: str
    name: str
    roles: tuple[str, ...]
    email: str
    phone: str
    sentence: str

    @property
    def first_name(self) -> str:
        """What the others in the story call this person."""
        return self.name.split()[0]

    @property
    def role_line(self) -> str:
        """The roles in Danish: "Koordinator, sagsbehandler"."""
        line = ", ".join(ROLE_NAMES[role] for role in self.roles)
        return line[:1].upper() + line[1:]


@dataclass(frozen=True)
class Organisation:
    """One tenant of the demo, with the persons who work there."""

    slug: str
    name: str
    persons: tuple[Person, ...]

    def person(self, sub: str) -> Person | None:
        """The person whose subject is `sub`, or None."""
        return next((person for person in self.persons if person.sub == sub), None)


@dataclass(frozen=True)
class Guest:
    """Someone without an account: reached by mail and phone, answers by link."""

    key: str
    name: str
    email: str
    phone: str
    sentence: str

    @property
    def first_name(self) -> str:
        """What the others in the story call this guest."""
        return self.name.split()[0]

    @property
    def addresses(self) -> tuple[str, str]:
        """Where post reaches the guest: mail and text messages."""
        return self.email, self.phone

    @property
    def phone_as_read(self) -> str:
        """The number in pairs of digits: 21 22 01 01."""
        digits = self.phone.removeprefix("+45")
        return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))


@dataclass(frozen=True)
class ProviderSettings:
    """What a tenant's provider configuration needs to know to trust this demo's identity provider."""

    issuer: str
    client_id: str
    client_secret: str
    role_claim: str
    role_map: Mapping[str, str]


#: Everybody's number at work: one after the other, none twice, and none of the simulated people's.
_NUMBERS = count(62_21_01_01)


def _person(slug: str, name: str, roles: str, sentence: str) -> Person:
    sub = name.split()[0].lower()
    return Person(sub, name, tuple(roles.split()), f"{sub}@{slug}.example", f"+45{next(_NUMBERS)}", sentence)


def _organisation(slug: str, name: str, *persons: tuple[str, str, str]) -> Organisation:
    return Organisation(slug, name, tuple(_person(slug, *person) for person in persons))


ORGANISATIONS = (
    _organisation(
        "svendborg",
        "Svendborg Kommune",
        ("Karen Holm", "case_worker", "Har Ayla som sin unge og tilmelder hende."),
        ("Kim Lauridsen", "coordinator signatory", "Holder øje med alle unge, kvoten og de åbne notater i Svendborg."),
        ("Dorte Juhl", "dpo", "Læser logge og dokumentation, men ændrer ikke noget."),
    ),
    _organisation(
        "faaborg-midtfyn",
        "Faaborg-Midtfyn Kommune",
        ("Sofie Dam", "steering_member signatory", "Sidder i styregruppen og ser tal, men aldrig navne."),
        ("Freja Lund", "case_worker", "Tilmelder unge fra Faaborg-Midtfyn."),
    ),
    _organisation(
        "nyborg",
        "Nyborg Kommune",
        ("Rune Krogh", "case_worker", "Er med i samme partnerskab og må ikke se noget om Svendborgs unge."),
        ("Bodil Rask", "coordinator signatory", "Leder indsatsen i Nyborg, skriver under og sidder i styregruppen."),
    ),
    _organisation(
        "uu",
        "Ungdommens Uddannelsesvejledning",
        ("Ulla Bang", "counsellor", "Tilmelder unge, som bor i to forskellige kommuner."),
        ("Henrik Friis", "signatory", "Leder af vejledningen, skriver under og sidder i styregruppen."),
    ),
    _organisation(
        "svendborg-erhvervsskole",
        "Svendborg Erhvervsskole",
        ("Erik Toft", "counsellor", "Underviser og vejleder elever, som mangler en læreplads."),
        ("Else Munk", "signatory", "Direktør for skolen, skriver under og sidder i styregruppen."),
    ),
    _organisation(
        "dygtige-unge",
        "Dygtige Unge (Foreningen Nydansker)",
        ("Cille Storm", "corps_staff signatory", "Finder mentorer til de unge og følger op på forløbene."),
        ("Birgitte Toft", "coordinator", "Leder styregruppens møder: dagsorden, beslutninger, referat og opgaver."),
    ),
    _organisation(
        "vordingborg",
        "Vordingborg Kommune",
        (
            "Nora Vestergaard",
            "coordinator case_worker corps_staff signatory",
            "Driver ordningen alene i en kommune uden korps.",
        ),
    ),
    _organisation(
        "driften",
        "Fynsk Drift",
        ("Liv Bang", "operator", "Åbner og lukker organisationer og ser antal, men aldrig et navn."),
    ),
)
CAST: Mapping[str, Organisation] = {organisation.slug: organisation for organisation in ORGANISATIONS}

AYLA = Guest(
    "ayla",
    "Ayla Demir",
    "ayla@ung.example",
    "+4521220101",
    "18 år fra Svendborg: født 12-03-1996, postnummer 5700. Vil gerne i lære som mekaniker.",
)
BENT = Guest(
    "bent",
    "Bent Madsen",
    "bent@vaerksted.example",
    "+4521220102",
    "Mentor og mekaniker med eget værksted og 15 ansatte.",
)
GUESTS = (AYLA, BENT)


def issuer(world: str, slug: str) -> str:
    """The one issuer of an organisation: `http://127.0.0.1:8401/idp/svendborg`."""
    return f"{world.rstrip('/')}/idp/{slug}"


def providers(world: str) -> dict[str, ProviderSettings]:
    """For each organisation what its provider configuration must hold, given the address of the demo world."""
    identity = {role: role for role in ROLE_NAMES}
    return {
        slug: ProviderSettings(issuer(world, slug), CLIENT_ID, CLIENT_SECRET, ROLE_CLAIM, identity) for slug in CAST
    }
