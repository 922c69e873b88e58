"""How a party is invoiced, and how the operator is paid: what a municipality demands on an invoice."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Self
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from stdnum import ean, iban
from stdnum.dk import cvr

from mentorkorps.language import N_, _
from tenants.rows import SharedRow, one_of
from tenants.scope import db

#: Danish ways to be paid: account with registration number, IBAN, payment slip (FIK kortart 71).
MEANS = {"42": N_("Overførsel til konto"), "58": N_("IBAN-overførsel"), "93": N_("Indbetalingskort (FIK +71)")}


#: What is kept of a party, beside its means of payment; the names of the columns.
DETAILS = (
    "name", "cvr", "ean", "street", "postcode", "city", "contact", "email", "phone", "order_number", "account_string",
    "registration_number", "account_number", "iban", "creditor_number",
)  # fmt: skip


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
        paid = ("means", "registration_number", "account_number", "iban", "creditor_number")
        said = self._said(kept + paid)
        return said | {key: said[key].replace(" ", "") for key in paid}

    def _said(self, kept: tuple[str, ...]) -> dict[str, str]:
        """Without blanks around; a CVR number also without its country and dots, as DK 99.00.02.28 is often written."""
        said = {key: (getattr(self, key) or "").strip() for key in kept}
        return said | {"cvr": cvr.compact(said["cvr"]), "ean": said["ean"].replace(" ", "")}


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
    if not (_digits(party["cvr"], 8, 8) and cvr.is_valid(party["cvr"])):
        yield _("%(name)s: CVR-nummeret mangler eller er forkert (8 cifre).", name=name)
    if not (party["street"] and party["postcode"] and party["city"]):
        yield _("%(name)s: adressen mangler (vej, postnummer og by).", name=name)


def _buyer(buyer: dict[str, Any]) -> Iterator[str]:
    name = buyer["name"] or _("Parten")
    if not _is_gln(buyer["ean"]):
        yield _("%(name)s: EAN-nummeret mangler eller er forkert (13 cifre).", name=name)
    if not (buyer["contact"] or buyer["order_number"]):
        yield _("%(name)s: der mangler en personreference eller et ordrenummer.", name=name)


def _seller(seller: dict[str, Any]) -> Iterator[str]:
    name = seller["name"] or _("Udstederen")
    if seller["ean"] and not _is_gln(seller["ean"]):
        yield _("%(name)s: EAN-nummeret er forkert (13 cifre). Lad feltet stå tomt, hvis I ikke har et.", name=name)
    if not (seller["email"] or seller["phone"]):
        yield _("%(name)s: der mangler en mail eller telefon til spørgsmål om fakturaen.", name=name)
    if seller["means"] not in MEANS:
        yield _("%(name)s: vælg, hvordan fakturaen betales (konto, IBAN eller indbetalingskort).", name=name)
    if seller["means"] == "42" and not (
        _digits(seller["registration_number"], 4, 4) and _digits(seller["account_number"], 1, 10)
    ):
        yield _("%(name)s: registreringsnummer (4 cifre) og kontonummer (højst 10 cifre) mangler.", name=name)
    if seller["means"] == "58" and not iban.is_valid(seller["iban"]):
        yield _("%(name)s: IBAN mangler eller er forkert.", name=name)
    if seller["means"] == "93" and not _digits(seller["creditor_number"], 8, 8):
        yield _("%(name)s: FIK-kreditornummeret mangler (8 cifre).", name=name)


def _is_gln(text: str) -> bool:
    return _digits(text, 13, 13) and bool(ean.is_valid(text))


def _digits(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= len(text) <= most
