"""Further places or text messages, opened by the municipality's own dated yes (FY-05)."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, select, text
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.quotas.quota import Quota
from tenants.rows import SharedRow, inside, one_of, together
from tenants.scope import db
from tenants.users import Actor

WHAT = {"places": N_("pladser"), "texts": N_("SMS'er")}
MOST = 10_000
#: Where the agreement lets the municipality open more than it says.
OPENS = {"places": ("ask",), "texts": ("ask", "wait")}


class Opening(SharedRow):
    """A question whether more may be used, and the answer: how many, by whom, when. None is a no."""

    __tablename__ = "quota_openings"
    __table_args__ = (
        inside("quotas", "quota_id"),
        one_of("what", list(WHAT)),
        together("answered_at", "answered_by", "places"),
        CheckConstraint("places >= 0", name="not_negative"),
        Index(
            "uq_quota_openings_one_question", "tenant_id", "quota_id", "what", unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
    )  # fmt: skip

    quota_id: Mapped[UUID]
    what: Mapped[str]
    asked_at: Mapped[datetime]
    places: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]

    quota: Mapped[Quota] = relationship(viewonly=True)

    @classmethod
    def asked(cls, quota: Quota, what: str) -> Self | None:
        """The question that waits for an answer."""
        waits = select(cls).where(cls.tenant_id == quota.tenant_id, cls.quota_id == quota.id)
        return db.session.scalar(waits.where(cls.what == what, cls.answered_at.is_(None)).with_for_update())

    @classmethod
    def ask(cls, quota: Quota, what: str, at: datetime) -> Self:
        """Asks the municipality whether more may be used; asked already, it is the same question."""
        question = cls.asked(quota, what)
        if question is None:
            question = cls(
                tenant_id=quota.tenant_id, party_tenant_id=quota.party_tenant_id, quota_id=quota.id, what=what, asked_at=at
            )  # fmt: skip
            db.session.add(question)
            db.session.flush()
        return question

    @classmethod
    def answer(cls, quota: Quota, what: str, places: int, at: datetime, *, by: Actor) -> Self:
        """The municipality's dated yes to `places` more, or its no (0), whether it was asked or not.

        Refused for anybody but the municipality, where the agreement lets nobody open more, when the period is over, and beyond
        10.000.
        """
        if by.tenant_id != quota.party_tenant_id:
            raise Refused(_("Kun kommunen selv kan åbne flere."))
        if (quota.beyond if what == "places" else quota.text_beyond) not in OPENS[what]:
            raise Refused(_("Aftalen siger ikke, at der kan åbnes flere."))
        if quota.period.ends_on < today():
            raise Refused(_("Perioden er slut."))
        if not 0 <= places <= MOST:
            raise Refused(_("Skriv et tal fra 0 til %(most)s.", most=MOST))
        quota.lock()
        question = cls.ask(quota, what, at)
        question.places, question.answered_at, question.answered_by = places, at, by.name
        db.session.flush()
        audit.record("quota.opened" if places else "quota.not_opened", question, by=by, why=str(places))
        return question
