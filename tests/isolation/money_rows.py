"""Money beside the contributions: a grant with an instalment, and unused places paid back, for each paid invoice's party."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from mentorkorps.clock import now, today
from tenants import billing
from tenants.agreements import Period
from tenants.billing import Invoice, Received, Refund, Terms
from tenants.scope import db
from tenants.users import Actor


def write(period: Period, by: Actor) -> None:
    """In the house that operates."""
    for invoice in db.session.scalars(select(Invoice).order_by(Invoice.number)).all():
        terms = Terms(date(2014, 1, 1), date(2014, 12, 31), per_match=Decimal(500), most_matches=10)
        grant = billing.apply_for("foundation", "Fonden", invoice.party_tenant_id, terms, today(), by=by)
        grant.decide("granted", today(), by=by)
        billing.enter_of(grant, Received(period, Decimal(1000), today()), by=by)
    for invoice in db.session.scalars(select(Invoice).order_by(Invoice.number)).all():
        note = billing.credit(invoice, "Ubrugt.", today(), now(), by=by, amounts=[Decimal(100)])
        of_contribution = {"party_tenant_id": note.party_tenant_id, "contribution_id": note.contribution_id}
        said = {"reason": "Ubrugt.", "rule": "Punkt 4.", "made_at": now(), "made_by": by.name}
        db.session.add(Refund(**of_contribution, credit_note_id=note.id, places=1, price=Decimal(100), **said))
    db.session.flush()
