"""How a party is invoiced, and how the operator is paid: what a municipality demands on an invoice."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from stdnum import ean, iban
from stdnum.dk import cvr

from mentorkorps.language import N_, _
from mentorkorps.mail_address import MAIL_ADDRESS
from tenants.billing.checking import unwritable
from tenants.rows import SharedRow, one_of
from tenants.scope import db

#: Danish ways to be paid: account with registration number, IBAN, payment slip (FIK kortart 71).
MEANS = {"42": N_("Overførsel til konto"), "58": N_("IBAN-overførsel"), "93": N_("Indbetalingskort (FIK +71)")}


#: What is kept of a party, beside its means of payment; the names of the columns.
DETAILS = (
    "name", "cvr", "ean", "street", "postcode", "city", "contact", "email", "phone", "order_number", "account_string",
    "registration_number", "account_number", "iban", "creditor_number",
)  # fmt: skip
#: How the seller is paid; nothing in it has blanks.
PAID = ("means", "registration_number", "account_number", "iban", "creditor_number")


class BillingDetails(SharedRow):
    """The details of one party; those of the operator itself (party = owner) are the seller's on every invoice."""

    __tablename__ = "billing_details"
    __table_args__ = (UniqueConstraint("tenant_id", "party_tenant_id"), one_of("means", ["", *MEANS]))

    name: Mapped[str] = mapped_column(default="")
    cvr: Mapped[str] = mapped_column(default="")
    ean: Mapped[str] = mapped_column(default="")  # the GLN, 13 digits
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")  # the person reference, BT-10
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    order_number: Mapped[str] = mapped_column(default="")
    account_string: Mapped[str] = mapped_column(default="")  # kontostreng, BT-19
    means: Mapped[str] = mapped_column(default="")
    registration_number: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="")
    iban: Mapped[str] = mapped_column(default="")
    creditor_number: Mapped[str] = mapped_column(default="")

    @classmethod
    def of(cls, party: UUID) -> Self:
        """The details that the operator acted for keeps of `party`, begun empty where there are none."""
        found = db.session.scalar(select(cls).where(cls.party_tenant_id == party))
        if found is None:
            found = cls(party_tenant_id=party)
            db.session.add(found)
            db.session.flush()
        return found

    @classmethod
    def by_party(cls) -> "defaultdict[UUID, Self]":
        """All details that the operator acted for keeps, by party; empty ones for whom there are none."""
        return defaultdict(cls, {one.party_tenant_id: one for one in db.session.scalars(select(cls))})

    @property
    def as_buyer(self) -> dict[str, str]:
        """What is written on an invoice to this party, as it stands now."""
        kept = (
            "name",
            "cvr",
            "ean",
            "street",
            "postcode",
            "city",
            "contact",
            "email",
            "order_number",
            "account_string",
        )
        return self._said(kept)

    @property
    def as_seller(self) -> dict[str, str]:
        """What is written on an invoice from this party, as it stands now."""
        kept = ("name", "cvr", "ean", "street", "postcode", "city", "contact", "email", "phone")
        return self._said((*kept, *PAID))

    def _said(self, kept: tuple[str, ...]) -> dict[str, str]:
        return {key: plain(key, getattr(self, key) or "") for key in kept}


def plain(key: str, text: str) -> str:
    """A detail as an invoice states it: a number without blanks, a CVR number also without the country and dots of
    DK 99.00.02.28."""
    if key == "cvr":
        return str(cvr.compact(text.strip()))
    return text.replace(" ", "") if key in ("ean", *PAID) else text.strip()


def wrong(key: str, text: str) -> str:
    """Why `text` cannot stand as that detail on an invoice, as a sentence; empty where it can."""
    fits, wanted = RULES.get(key, (None, ""))
    if fits and not fits(plain(key, text)):
        return _("%(key)s skal være %(wanted)s.", key=key, wanted=_(wanted))
    return "".join(unwritable([text]))


def missing_of_buyer(buyer: dict[str, Any]) -> list[str]:
    """What a municipality may refuse to pay without, as sentences; empty where nothing is missing."""
    return list(_address(buyer)) + list(_buyer(buyer))


def missing_of_seller(seller: dict[str, Any]) -> list[str]:
    """What the seller must state by law and by the Danish rules, as sentences."""
    return list(_address(seller)) + list(_seller(seller))


def _address(party: dict[str, Any]) -> Iterator[str]:
    name = party["name"] or _("Parten")
    if not party["name"]:
        yield _("Navnet på fakturaen mangler.")
    if not _fits(party, "cvr"):
        yield _("%(name)s: CVR-nummeret mangler eller er forkert (8 cifre).", name=name)
    if not (party["street"] and party["postcode"] and party["city"]):
        yield _("%(name)s: adressen mangler (vej, postnummer og by).", name=name)
    elif not _fits(party, "postcode"):
        yield _("%(name)s: postnummeret er forkert (4 cifre).", name=name)
    if party["email"] and not _fits(party, "email"):
        yield _("%(name)s: mailadressen er forkert.", name=name)


def _buyer(buyer: dict[str, Any]) -> Iterator[str]:
    name = buyer["name"] or _("Parten")
    if not _fits(buyer, "ean"):
        yield _("%(name)s: EAN-nummeret mangler eller er forkert (13 cifre).", name=name)
    if not (buyer["contact"] or buyer["order_number"]):
        yield _("%(name)s: der mangler en personreference eller et ordrenummer.", name=name)


def _seller(seller: dict[str, Any]) -> Iterator[str]:
    name = seller["name"] or _("Udstederen")
    if seller["ean"] and not _fits(seller, "ean"):
        yield _("%(name)s: EAN-nummeret er forkert (13 cifre). Lad feltet stå tomt, hvis I ikke har et.", name=name)
    if not (seller["email"] or seller["phone"]):
        yield _("%(name)s: der mangler en mail eller telefon til spørgsmål om fakturaen.", name=name)
    if seller["means"] not in MEANS:
        yield _("%(name)s: vælg, hvordan fakturaen betales (konto, IBAN eller indbetalingskort).", name=name)
    if seller["means"] == "42" and not (_fits(seller, "registration_number") and _fits(seller, "account_number")):
        yield _("%(name)s: registreringsnummer (4 cifre) og kontonummer (højst 10 cifre) mangler.", name=name)
    if seller["means"] == "58" and not _fits(seller, "iban"):
        yield _("%(name)s: IBAN mangler eller er forkert.", name=name)
    if seller["means"] == "93" and not _fits(seller, "creditor_number"):
        yield _("%(name)s: FIK-kreditornummeret mangler (8 cifre).", name=name)


def _fits(party: dict[str, Any], key: str) -> bool:
    return RULES[key][0](party[key])


def _digits(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= len(text) <= most


#: What a detail that is a number or an address must be, wherever it is written, and how that is said.
RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "cvr": (lambda text: _digits(text, 8, 8) and bool(cvr.is_valid(text)), N_("et rigtigt CVR-nummer på 8 cifre")),
    "ean": (lambda text: _digits(text, 13, 13) and bool(ean.is_valid(text)), N_("et rigtigt EAN-nummer på 13 cifre")),
    "postcode": (lambda text: _digits(text, 4, 4), N_("et postnummer på 4 cifre")),
    "email": (lambda text: bool(MAIL_ADDRESS.fullmatch(text)), N_("en mailadresse som navn@eksempel.dk")),
    "registration_number": (lambda text: _digits(text, 4, 4), N_("et registreringsnummer på 4 cifre")),
    "account_number": (lambda text: _digits(text, 1, 10), N_("et kontonummer på højst 10 cifre")),
    "iban": (lambda text: bool(iban.is_valid(text)), N_("et rigtigt IBAN")),
    "creditor_number": (lambda text: _digits(text, 8, 8), N_("et FIK-kreditornummer på 8 cifre")),
}
