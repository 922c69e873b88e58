"""Asking a mentor or a company to do more: when, whom, and the answer; each is asked once at the right moment (FY-40).

The right moment is when a mentor is satisfied at the second check-in or later. The row belongs to the mentor's house; the
municipality in whose pair the mentor was asked is its party, and keeps the answer.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import now
from mentorkorps.field_partners import FieldPartner
from mentorkorps.follow_ups import FollowUp
from mentorkorps.follow_ups.follow_up import Answer
from mentorkorps.follow_ups.ratings import rating
from mentorkorps.language import N_, _
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import Base, SharedRow, inside, new_id, one_of, together
from tenants.scope import db, own_id, tenant_id
from tenants.users import Actor

ANSWERS = {"yes": N_("Ja, vi vil gerne gøre mere"), "later": N_("Spørg igen senere"), "no": N_("Nej tak")}
SATISFIED = 4  # of 5 at a check-in
CHECK_INS = 2  # before anybody is asked for more


class OfferAsk(SharedRow):
    """A mentor or a partner in the field is asked to do more; answered at once or later."""

    __tablename__ = "offer_asks"
    __table_args__ = (
        inside("mentors", "mentor_id"),
        inside("field_partners", "partner_id"),
        CheckConstraint("num_nonnulls(mentor_id, partner_id) = 1", name="one_is_asked"),
        one_of("asked_how", ["check_in", "staff"]),
        one_of("answer", list(ANSWERS)),
        together("answered_at", "answer"),
        UniqueConstraint("tenant_id", "mentor_id", "number"),
    )

    mentor_id: Mapped[UUID | None]
    partner_id: Mapped[UUID | None]
    number: Mapped[int]
    asked_at: Mapped[datetime]
    asked_how: Mapped[str]
    asked_by: Mapped[str]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]

    mentor: Mapped[Mentor | None] = relationship(viewonly=True)
    partner: Mapped[FieldPartner | None] = relationship(viewonly=True)

    @property
    def company(self) -> str:
        """Who offers, as staff call it: the company of the mentor, or the partner; the mentor's own name where there is none."""
        if self.partner:
            return self.partner.name
        assert self.mentor
        return self.mentor.company.name if self.mentor.company else self.mentor.name


def ask_after_check_in(follow_up: FollowUp) -> None:
    """The mentor of the pair, where satisfied at the second check-in or a later one, is asked once in a life (FY-40)."""
    said = select(Answer.value).join(FollowUp, FollowUp.id == Answer.follow_up_id)
    theirs = FollowUp.match_id == follow_up.match_id, Answer.side == "mentor", Answer.question == "going"
    ratings = [rating(value) for value in db.session.scalars(said.where(*theirs).order_by(Answer.answered_at))]
    if len(ratings) < CHECK_INS or ratings[-1] < SATISFIED:
        return
    match = follow_up.match
    row = {
        "tenant_id": match.mentor_tenant_id, "party_tenant_id": tenant_id(), "id": new_id(), "mentor_id": match.mentor_id,
        "number": 1, "asked_at": now(), "asked_how": "check_in", "asked_by": "",
    }  # fmt: skip
    db.session.execute(insert(Base.metadata.tables["offer_asks"]).values(row).on_conflict_do_nothing())


def open_ask(match: Match) -> OfferAsk | None:
    """What the mentor of the pair is asked here and has not answered."""
    here = OfferAsk.party_tenant_id == tenant_id(), OfferAsk.answered_at.is_(None)
    theirs = OfferAsk.tenant_id == match.mentor_tenant_id, OfferAsk.mentor_id == match.mentor_id
    return db.session.scalar(select(OfferAsk).where(*here, *theirs).limit(1))


def answer_ask(ask: OfferAsk, answer: str, *, by: Actor) -> None:
    """Keeps yes, no or later. Refused for anything else, and when it is answered."""
    if answer not in ANSWERS:
        raise Refused(_("Vælg et af svarene."))
    held(ask)
    if ask.answered_at is not None:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    ask.answered_at, ask.answer = now(), answer
    db.session.flush()
    audit.record("offer_ask.answered", ask, by=by, why=answer)


def log_ask(asked: Mentor | FieldPartner, answer: str, *, by: Actor) -> OfferAsk:
    """Staff have asked a mentor or a company of the house, and write the answer down: it is the answer, too, to what was asked
    at a check-in and stands open. Refused for anything else than an answer."""
    if answer not in ANSWERS:
        raise Refused(_("Vælg et af svarene."))
    _hold(asked)
    whom = {"mentor_id": asked.id} if isinstance(asked, Mentor) else {"partner_id": asked.id}
    still = update(OfferAsk).filter_by(tenant_id=own_id(), answered_at=None, **whom)
    db.session.execute(still.values(answered_at=now(), answer=answer))
    last = db.session.scalar(select(func.max(OfferAsk.number)).filter_by(tenant_id=own_id(), **whom))
    row = OfferAsk(
        party_tenant_id=own_id(), number=(last or 0) + 1, asked_at=now(), asked_how="staff", asked_by=by.name,
        answered_at=now(), answer=answer, **whom,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("offer_ask.logged", row, by=by, why=answer)
    return row


def asks_of(asked: Mentor | FieldPartner) -> Sequence[OfferAsk]:
    """Each time that one of the house was asked, the newest first."""
    column = OfferAsk.mentor_id if isinstance(asked, Mentor) else OfferAsk.partner_id
    mine = select(OfferAsk).where(OfferAsk.tenant_id == asked.tenant_id, column == asked.id)
    return db.session.scalars(mine.order_by(OfferAsk.asked_at.desc(), OfferAsk.number.desc())).all()


def held(ask: OfferAsk) -> None:
    """Waits for whoever answers it or writes what came of it, and reads it afresh."""
    fresh = select(OfferAsk).where(OfferAsk.tenant_id == ask.tenant_id, OfferAsk.id == ask.id)
    db.session.scalars(fresh.with_for_update().execution_options(populate_existing=True)).one()


def _hold(asked: Mentor | FieldPartner) -> None:
    """Two who ask the same one at once are numbered one after the other."""
    kind = type(asked)
    own = kind.tenant_id == asked.tenant_id, kind.id == asked.id
    db.session.execute(select(kind.id).where(*own).with_for_update())
