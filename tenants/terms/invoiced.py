"""How a file says that its parties are invoiced is read once; from then on it stands under Fakturaer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from mentorkorps.language import _
from tenants.agreements import Agreement
from tenants.billing import BillingDetails
from tenants.billing.details import plain
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db
from tenants.terms.terms import Party, Terms


def not_read_again(terms: Terms) -> str:
    """A sentence naming the parties of whom `terms` says something else than is kept or than the last file said; else empty."""
    with acting_for(None):
        ids = {slug: tenant_id for tenant_id, slug in db.session.execute(select(Tenant.id, Tenant.slug))}
    if terms.operator not in ids:
        return ""
    with acting_for(ids[terms.operator]):
        kept = BillingDetails.by_party()
        last = _last_said(terms)
    names = [
        party.name
        for party in terms.parties
        if ids.get(party.slug) in kept and any(_differences(party, last.get(party.slug, {}), kept[ids[party.slug]]))
    ]
    return _(
        "Filens fakturaoplysninger om %(names)s er andre end dem under Fakturaer. Filens læses kun, når en part kommer ind; "
        "siden rettes de under Fakturaer.", names=", ".join(names),
    ) if names else ""  # fmt: skip


def _last_said(terms: Terms) -> dict[str, dict[str, str]]:
    """What the file imported last said of each party. Act for the operator."""
    of = select(Agreement.source).join(Partnership, Partnership.id == Agreement.partnership_id)
    source: dict[str, Any] = db.session.scalar(of.where(Partnership.slug == terms.slug)) or {}
    return {party["slug"]: party.get("invoice", {}) for party in source.get("parties", [])}


def _differences(party: Party, last: dict[str, str], kept: BillingDetails) -> Iterator[str]:
    """The details that the file says otherwise than they are kept, and those it no longer says."""
    for key in last | party.invoice:
        if plain(key, party.invoice.get(key, "")) != plain(key, getattr(kept, key) or ""):
            yield key
