"""A youth has got a place of an offer: begun, ended, and what came of it; an outcome is counted once (FY-43).

The row belongs to the youth's municipality and points to the outcome, so that the six kinds stay the one count there is.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import OUTCOMES, Match, Outcome
from mentorkorps.offers.offer import FOR_ONE, KINDS, Offer, OfferPlace, locked, offers_with_taken, take
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import Member
from tenants.rows import CaseRow, across, inside, one_of, together
from tenants.scope import db, own_id, tenant_id
from tenants.users import Actor

CAME_OF = {
    "completed": N_("Gennemført som aftalt"),
    "apprenticeship": N_("Blev til en læreplads"),
    "job": N_("Blev til et ordinært job"),
    "education": N_("Blev til en uddannelse"),
    "stopped": N_("Stoppede før tiden"),
    "never_begun": N_("Blev ikke til noget"),
}
SAME = timedelta(days=14)  # an outcome of the kind that was written down so near is the same one


class Placement(CaseRow):
    """A place that a youth has got."""

    __tablename__ = "placements"
    __table_args__ = (
        inside("matches", "match_id"),
        across("offer_places", "offer_place"),
        inside("outcomes", "outcome_id"),
        inside("outcomes", "led_to_id"),
        one_of("kind", list(KINDS)),
        one_of("came_of", list(CAME_OF)),
        together("ended_on", "came_of"),
        CheckConstraint("ended_on >= started_on", name="in_order"),
        UniqueConstraint("tenant_id", "outcome_id"),
        UniqueConstraint("tenant_id", "led_to_id"),
    )

    match_id: Mapped[UUID]
    offer_place_tenant_id: Mapped[UUID]
    offer_place_id: Mapped[UUID]
    kind: Mapped[str]
    given_at: Mapped[datetime]
    given_by: Mapped[str]
    started_on: Mapped[date | None]
    outcome_id: Mapped[UUID | None]  # what the place itself counts as
    ended_on: Mapped[date | None]
    came_of: Mapped[str | None]
    led_to_id: Mapped[UUID | None]  # what came of it

    match: Mapped[Match] = relationship(viewonly=True)
    offer_place: Mapped[OfferPlace] = relationship(viewonly=True)


def give(match: Match, offer: Offer, *, by: Actor) -> Placement:
    """The youth of the pair gets a place of the offer (FY-43). Refused for what is for a group, in another partnership than
    the youth's municipality, while the youth has a place of it, and as `take`."""
    if offer.kind not in FOR_ONE:
        raise Refused(_("Tilbuddet er ikke til en enkelt ung."))
    locked(offer)
    if db.session.scalar(_partnerships().where(Member.partnership_id == offer.partnership_id).limit(1)) is None:
        raise Refused(_("Tilbuddet hører til et partnerskab, som den unges kommune ikke er med i."))
    of = (OfferPlace.tenant_id == Placement.offer_place_tenant_id) & (OfferPlace.id == Placement.offer_place_id)
    held = select(Placement.id).join(OfferPlace, of).where(OfferPlace.offer_id == offer.id, Placement.ended_on.is_(None))
    if db.session.scalar(held.where(Placement.match_id == match.id).limit(1)):
        raise Refused(_("Den unge har allerede en plads af det tilbud."))
    place = take(offer, tenant_id(), today(), by=by)
    row = Placement(
        match_id=match.id, offer_place_tenant_id=place.tenant_id, offer_place_id=place.id, kind=offer.kind, given_at=now(),
        given_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("placement.given", row, by=by)
    _note(
        match, danish(N_("Den unge har fået tilbudt en plads hos en virksomhed: %(kind)s."), kind=KINDS[offer.kind]), by
    )
    return row


def begin(placement: Placement, day: date, *, by: Actor) -> None:
    """The youth has begun, which counts as an outcome where the kind is one of the six: the one that is written down
    already, or a new one. Refused when it has begun or ended, for a day to come or before the pair's first, and as
    `matches.reached`."""
    _lock(placement)
    if placement.started_on or placement.ended_on:
        raise Refused(_("Det er allerede skrevet ned."))
    if not placement.match.started_on <= day <= today():
        raise Refused(_("Skriv en dag, der er kommet, og som ikke ligger før forløbets første."))
    placement.started_on = day
    placement.outcome_id = _outcome(placement.match, placement.kind, day, by)
    db.session.flush()
    audit.record("placement.begun", placement, by=by)
    said = danish(N_("Den unge er begyndt hos virksomheden: %(kind)s."), kind=KINDS[placement.kind])
    _note(placement.match, said, by)


def end(placement: Placement, day: date, came_of: str, *, by: Actor) -> None:
    """It is over, and what came of it; a place that never began, or was left before its time, is free again.

    Refused when it has ended, for a day to come or before the first, and for something that never began but came to an end.
    """
    _lock(placement)
    if placement.ended_on:
        raise Refused(_("Det er allerede skrevet ned."))
    if came_of not in CAME_OF:
        raise Refused(_("Vælg, hvad der kom ud af det."))
    if not (placement.started_on or placement.match.started_on) <= day <= today():
        raise Refused(_("Skriv en dag, der er kommet, og som ikke ligger før den første."))
    if (placement.started_on is None) != (came_of == "never_begun"):
        raise Refused(_("Skriv først, hvornår den unge begyndte, eller vælg, at det ikke blev til noget."))
    placement.ended_on, placement.came_of = day, came_of
    placement.led_to_id = _outcome(placement.match, came_of, day, by)
    if came_of in ("never_begun", "stopped"):
        placement.offer_place.freed_at = now()
    db.session.flush()
    audit.record("placement.ended", placement, by=by, why=came_of)
    _note(placement.match, danish(N_("Pladsen hos virksomheden er slut: %(came_of)s."), came_of=CAME_OF[came_of]), by)


def offers_here(day: date, wished: Collection[str]) -> Select[Offer, int]:
    """The open offers of the house that a youth of the tenant acted in can be given, the `wished` trades first."""
    own = Offer.tenant_id == own_id(), Offer.kind.in_(FOR_ONE), Offer.partnership_id.in_(_partnerships())
    found = offers_with_taken(day, only_open=True).where(*own).order_by(None)
    return found.order_by(Offer.trade.not_in(wished), Offer.made_at.desc(), Offer.id)


def placements_of(match: Match) -> Sequence[Placement]:
    """The youth's places in this pair, the newest first."""
    mine = select(Placement).where(Placement.match_id == match.id)
    return db.session.scalars(mine.order_by(Placement.given_at.desc(), Placement.id)).all()


def _outcome(match: Match, kind: str, day: date, by: Actor) -> UUID | None:
    """The outcome that it counts as; None where it is none of the six."""
    if kind not in OUTCOMES:
        return None
    used = or_(Placement.outcome_id == Outcome.id, Placement.led_to_id == Outcome.id)
    near = func.abs(Outcome.began_on - day) <= SAME.days
    known = select(Outcome.id).where(Outcome.match_id == match.id, Outcome.kind == kind, near)
    free = known.where(~select(Placement.id).where(used).exists()).order_by(Outcome.began_on).limit(1)
    return db.session.scalar(free) or matches.reached(match, kind, day, by=by).id


def _partnerships() -> Select[UUID]:
    """Those of the house that the tenant acted in is, or has been, a party of."""
    return select(Member.partnership_id).where(Member.tenant_id == own_id(), Member.party_tenant_id == tenant_id())


def _lock(placement: Placement) -> None:
    fresh = select(Placement).where(Placement.id == placement.id)
    db.session.scalars(fresh.with_for_update().execution_options(populate_existing=True)).one()


def _note(match: Match, text: str, by: Actor) -> None:
    JournalNote.write(match.youth, "outcome", text, by=by, match_id=match.id)
