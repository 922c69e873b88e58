"""The mentor, and the places a mentor has (HT-04, HT-18)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.channel import CHANNELS, Addressed
from mentorkorps.clock import local
from mentorkorps.language import N_, _
from mentorkorps.mentors.company import Company
from mentorkorps.refused import Refused
from mentorkorps.trades import OCCUPATIONS
from tenants.rows import PoolRow, SharedRow, inside, one_of, together
from tenants.scope import db, own_id, tenant_id

#: How a mentor was prepared: a course, a talk of its own, or within the recruiting interview (VB-09, DF-17).
TRAINING = {
    "course": N_("Mentorkursus"),
    "talk": N_("Iklædningssamtale"),
    "interview": N_("Oplæring under interviewet"),
}
#: What a mentor helps with most, where a programme has two kinds (MO-02): the ways of a workplace, or the way into a trade.
KINDS = {
    "personal": N_("Personlig mentor"),
    "professional": N_("Faglig mentor"),
    "both": N_("Både personlig og faglig mentor"),
}
#: Where a mentor was found, for the yield of each way (DF-26).
FOUND_THROUGH = {
    "corps": N_("Korpsets eget netværk"),
    "mentor": N_("En anden mentor"),
    "company": N_("En virksomhed"),
    "business_network": N_("Et erhvervsnetværk, for eksempel Rotary"),
    "school": N_("En skole eller et universitet"),
    "municipality": N_("En kommune"),
    "website": N_("Hjemmeside eller sociale medier"),
    "press": N_("Avis, radio eller tv"),
    "event": N_("Et arrangement"),
    "other": N_("Et andet sted"),
}


class Mentor(Addressed, PoolRow):
    """A volunteer from working life, of the tenant that recruited."""

    __tablename__ = "mentors"
    __table_args__ = (
        inside("companies", "company_id"),
        CheckConstraint("capacity IN (1, 2)", name="capacity_one_or_two"),
        one_of("channel", list(CHANNELS)),
        together("sms_stopped_at", "sms_stopped_number"),
        one_of("trained_how", list(TRAINING)),
        one_of("occupation", list(OCCUPATIONS)),
        one_of("found_through", ["", *FOUND_THROUGH]),
        one_of("kind", list(KINDS)),
        together("trained_on", "trained_how", "trained_by"),
    )

    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    gender: Mapped[str] = mapped_column(default="")
    occupation: Mapped[str]  # key of mentorkorps.trades
    position: Mapped[str]
    company_id: Mapped[UUID | None]
    postcode: Mapped[str]
    max_travel_minutes: Mapped[int] = mapped_column(default=30)
    languages: Mapped[list[str]] = mapped_column(default=list)
    traits: Mapped[list[str]] = mapped_column(default=list)  # personal characteristics a youth may wish for
    kind: Mapped[str | None]  # of KINDS; None where nobody has said it
    page_language: Mapped[str] = mapped_column(default="da")
    capacity: Mapped[int] = mapped_column(default=1)
    recruited_on: Mapped[date]
    found_through: Mapped[str] = mapped_column(default="")
    retired_from_work_on: Mapped[date | None]  # not active in business since
    left_on: Mapped[date | None]
    trained_on: Mapped[date | None]
    trained_how: Mapped[str | None]
    trained_by: Mapped[str | None]

    company: Mapped[Company | None] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    def engage(self, at: datetime) -> "Engagement":
        """Takes one of the mentor's places for a youth of the tenant acted in; Refused when full (HT-04) or away.

        A mentor whom the municipality found itself (FY-13) is engaged by the corps, which may not lock the row.
        """
        mine, alone = (Mentor.tenant_id == self.tenant_id, Mentor.id == self.id), func.hashtext(f"engage {self.id}")
        fresh = select(Mentor, func.pg_advisory_xact_lock(alone)).where(*mine)
        fresh = fresh.with_for_update(of=Mentor) if self.tenant_id == own_id() else fresh
        fresh = fresh.execution_options(populate_existing=True)
        if db.session.scalar(fresh) is None:
            raise Refused(_("Mentoren hører til et andet hus og kan kun foreslås derfra."))
        if self.is_away(local(at).date()):
            raise Refused(_("Mentoren holder pause eller er stoppet."))
        if self.places_taken >= self.capacity:
            raise Refused(_("Mentoren har allerede det antal unge, som mentoren har sagt ja til."))
        place = Engagement(tenant_id=self.tenant_id, party_tenant_id=tenant_id(), mentor_id=self.id, taken_at=at)
        db.session.add(place)
        db.session.flush()
        return place

    def is_away(self, day: date) -> bool:
        """Paused or gone for good: pairs go on, but nobody new is proposed."""
        return self.left_on is not None and self.left_on <= day

    def is_active_in_business(self, day: date) -> bool:
        """Works, and has not retired from working life (90 per cent of the corps do)."""
        return self.retired_from_work_on is None or self.retired_from_work_on > day

    def is_trained(self, day: date) -> bool:
        """Has been prepared to be a mentor (VB-09)."""
        return self.trained_on is not None and self.trained_on <= day

    @property
    def places_taken(self) -> int:
        """Open engagements, whoever they are with."""
        mine = Engagement.tenant_id == self.tenant_id, Engagement.mentor_id == self.id, Engagement.freed_at.is_(None)
        return db.session.scalar(select(func.count()).select_from(Engagement).where(*mine)) or 0


class Engagement(SharedRow):
    """A place of a mentor that is taken by a youth of the party; never by whom."""

    __tablename__ = "engagements"
    __table_args__ = (inside("mentors", "mentor_id"),)

    mentor_id: Mapped[UUID]
    taken_at: Mapped[datetime]
    freed_at: Mapped[datetime | None]

    def free(self, at: datetime) -> None:
        """The mentor has room again."""
        self.freed_at = self.freed_at or at
