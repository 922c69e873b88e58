"""Rows of a quota: a further opening, a warning, places moved between neighbours, and a youth in line."""

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.matching import PlaceWait
from mentorkorps.youths import Enrolment
from tenants.quotas import Opening, Quota, QuotaNotice, Transfer
from tenants.scope import db
from tests import cast

NEIGHBOURS = {"svendborg": "nyborg", "nyborg": "svendborg"}


def write(slug: str) -> None:
    """In the municipality acted in."""
    quota = db.session.scalars(select(Quota).order_by(Quota.id)).first()
    enrolment = db.session.scalars(select(Enrolment)).first()
    assert quota is not None and enrolment is not None
    ours = {"tenant_id": quota.tenant_id, "party_tenant_id": quota.party_tenant_id, "quota_id": quota.id}
    db.session.add(PlaceWait(enrolment_id=enrolment.id, since=now()))
    db.session.add(Opening(**ours, what="places", asked_at=now()))
    db.session.add(QuotaNotice(**ours, what="places", percent=80, used=28, capacity=35, told_at=now()))
    if slug in NEIGHBOURS:
        db.session.add(
            Transfer(
                tenant_id=cast.tenant(slug), party_tenant_id=cast.tenant(NEIGHBOURS[slug]), period_tenant_id=quota.tenant_id,
                period_id=quota.period_id, places=2, offered_at=now(), offered_by="Kim Bro",
            )
        )  # fmt: skip
    db.session.flush()
