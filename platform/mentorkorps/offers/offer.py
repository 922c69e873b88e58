"""An offer of a company: places of a kind, seen by everybody in the partnership, and naming nobody (FY-40, FY-41)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, and_, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from mentorkorps.clock import now, today
from mentorkorps.field_partners.partner import PRESSED_TWICE, ended
from mentorkorps.language import N_, _
from mentorkorps.mentors import Mentor
from mentorkorps.offers.ask import OfferAsk, held
from mentorkorps.refused import Refused
from tenants import audit
from tenants.registry import Member, Partnership, Tenant
from tenants.rows import PoolRow, SharedRow, inside, one_of, together
from tenants.scope import db, own_id
from tenants.users import Actor

KINDS = {
    "spare_time_job": N_("Fritidsjob"),
    "praktik": N_("Praktikplads"),
    "apprenticeship": N_("Læreplads"),
    "training": N_("Træningsforløb for en gruppe"),
    "donation": N_("Donation"),
}
#: What a youth can be given; the others go to a group.
FOR_ONE = ("spare_time_job", "praktik", "apprenticeship", "training")
STATES = {
    "open": N_("Åben"),
    "filled": N_("Besat"),
    "withdrawn": N_("Trukket tilbage"),
    "over": N_("Udløbet"),
}


class Facts(NamedTuple):
    """What is offered."""

    kind: str
    trade: str  # a key of mentorkorps.trades, or "" for any
    places: int
    from_on: date
    until_on: date | None
    place: str  # the municipality
    words: str


class Offer(PoolRow):
    """Places of a kind at a company, from a day; who offers them is told by the ask alone, which the partners cannot read."""

    __tablename__ = "offers"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        inside("offer_asks", "ask_id"),
        one_of("kind", list(KINDS)),
        CheckConstraint("places > 0", name="some_places"),
        CheckConstraint("until_on >= from_on", name="in_order"),
        together("withdrawn_at", "withdrawn_by"),
    )

    partnership_id: Mapped[UUID]
    ask_id: Mapped[UUID]
    kind: Mapped[str]
    trade: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]

    ask: Mapped[OfferAsk] = relationship(viewonly=True)


class OfferPlace(SharedRow):
    """Places of an offer that a municipality has got, for a youth or for a group at an institution; never for whom."""

    __tablename__ = "offer_places"
    __table_args__ = (inside("offers", "offer_id"), CheckConstraint("places > 0", name="some_places"))

    offer_id: Mapped[UUID]
    places: Mapped[int] = mapped_column(default=1)
    institution: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
    freed_at: Mapped[datetime | None]


def make(ask: OfferAsk, partnership: Partnership, facts: Facts, *, by: Actor) -> Offer:
    """What the one asked has said yes to, shown to the whole partnership from now on (FY-40).

    Refused where the answer was not yes, or has become a no; for no place; for a last day before the first, or that is past;
    for a partnership of another house; and for the same twice (the button pressed twice).
    """
    held(ask)
    if ask.answer != "yes" or _said_no_since(ask):
        raise Refused(_("Skriv først ned, at virksomheden har sagt ja."))
    if partnership.tenant_id != own_id():
        raise Refused(_("Vælg et af jeres egne partnerskaber."))
    if facts.places < 1:
        raise Refused(_("Skriv mindst én plads."))
    if facts.until_on and facts.until_on < facts.from_on:
        raise Refused(_("Tilbuddet slutter før det begynder. Ret en af dagene."), about=("from_on", "until_on"))
    if facts.until_on and facts.until_on < today():
        raise Refused(_("Tilbuddets sidste dag er allerede gået. Skriv en dag, der kommer."), about=("until_on",))
    same = {"tenant_id": own_id(), "ask_id": ask.id, "partnership_id": partnership.id, "withdrawn_at": None}
    just_now = select(Offer.id).filter_by(**same, **facts._asdict()).where(Offer.made_at > now() - PRESSED_TWICE)
    if db.session.scalar(just_now.limit(1)):
        raise Refused(_("Tilbuddet er allerede skrevet ned."))
    row = Offer(partnership_id=partnership.id, ask_id=ask.id, made_at=now(), made_by=by.name, **facts._asdict())
    db.session.add(row)
    db.session.flush()
    audit.record("offer.made", row, by=by)
    return row


def withdraw(offer: Offer, *, by: Actor) -> None:
    """No more places are given; those that are stay. Refused when it is withdrawn."""
    locked(offer)
    if offer.withdrawn_at is not None:
        raise Refused(_("Tilbuddet er trukket tilbage."))
    offer.withdrawn_at, offer.withdrawn_by = now(), by.name
    db.session.flush()
    audit.record("offer.withdrawn", offer, by=by)


def take(offer: Offer, party: UUID, day: date, *, places: int = 1, institution: str = "", by: Actor) -> OfferPlace:
    """`places` of the offer go to a municipality. Refused when it is withdrawn or over, or has too few left."""
    locked(offer)
    taken = _taken_of(offer)
    if state_of(offer, taken, day) in ("withdrawn", "over"):
        raise Refused(_("Tilbuddet gælder ikke længere."))
    if not 1 <= places <= offer.places - taken:
        raise Refused(_("Der er ikke så mange pladser tilbage. Tilbage er %(left)s.", left=offer.places - taken))
    row = OfferPlace(
        tenant_id=offer.tenant_id, party_tenant_id=party, offer_id=offer.id, places=places, institution=institution,
        taken_at=now(), taken_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def give_to_group(offer: Offer, party: Tenant, institution: str, places: int, day: date, *, by: Actor) -> OfferPlace:
    """A group of youths at one institution gets so many places; nobody of them is named (FY-41). Refused as `take`, for a
    party that is not of the partnership, and for the same twice (the button pressed twice)."""
    member = Member.in_force(day).where(
        Member.partnership_id == offer.partnership_id, Member.party_tenant_id == party.id
    )
    if db.session.scalar(member.limit(1)) is None:
        raise Refused(_("Vælg en af partnerskabets parter."))
    locked(offer)
    same = {"tenant_id": offer.tenant_id, "offer_id": offer.id, "party_tenant_id": party.id, "freed_at": None}
    just_now = select(OfferPlace.id).filter_by(**same, institution=institution, places=places)
    if db.session.scalar(just_now.where(OfferPlace.taken_at > now() - PRESSED_TWICE).limit(1)):
        raise Refused(_("Pladserne er allerede givet."))
    row = take(offer, party.id, day, places=places, institution=institution, by=by)
    audit.record("offer.given_to_group", row, by=by)
    return row


def offers_with_taken(day: date, *, only_open: bool = False, kind: str = "", trade: str = "") -> Select[Offer, int]:
    """The offers that can be read from here with how many of the places are taken, the newest first."""
    counted = func.coalesce(_taken().scalar_subquery(), 0)
    found = select(Offer, counted.label("taken"))
    if only_open:
        found = found.where(
            Offer.withdrawn_at.is_(None), func.coalesce(Offer.until_on, day) >= day, counted < Offer.places
        )
    found = found.where(Offer.kind == kind) if kind else found
    found = found.where(Offer.trade.in_(("", trade))) if trade else found
    return found.order_by(Offer.made_at.desc(), Offer.id)


def state_of(offer: Offer, taken: int, day: date) -> str:
    """A key of `STATES`, with so many places taken."""
    if offer.withdrawn_at:
        return "withdrawn"
    if taken >= offer.places:
        return "filled"
    return "over" if offer.until_on and offer.until_on < day else "open"


def places_of(offer: Offer) -> Select[OfferPlace, str]:
    """Those that are taken, with the name of the municipality, the newest first: all of them in the house whose offer it is,
    and in another those that it has got itself. Who of the neighbours has a youth at a company is nobody's business."""
    given = select(OfferPlace, Tenant.name).join(Tenant, Tenant.id == OfferPlace.party_tenant_id)
    of = OfferPlace.tenant_id == offer.tenant_id, OfferPlace.offer_id == offer.id, OfferPlace.freed_at.is_(None)
    given = given if offer.tenant_id == own_id() else given.where(OfferPlace.party_tenant_id == own_id())
    return given.where(*of).order_by(OfferPlace.taken_at.desc(), OfferPlace.id)


def asks_to_go_on_with(day: date) -> Select[OfferAsk]:
    """Whom the house has asked and should talk to again, the oldest first: no answer, "later", or a yes without an offer.
    Not a mentor who has left or is away on `day`, nor a partner with whom it has come to an end."""
    newer = aliased(OfferAsk)
    same = func.coalesce(newer.mentor_id, newer.partner_id) == func.coalesce(OfferAsk.mentor_id, OfferAsk.partner_id)
    since = select(newer.id).where(newer.tenant_id == OfferAsk.tenant_id, same, newer.number > OfferAsk.number)
    offered = select(Offer.id).where(Offer.tenant_id == OfferAsk.tenant_id, Offer.ask_id == OfferAsk.id)
    unsaid = or_(OfferAsk.answer.is_(None), OfferAsk.answer == "later", (OfferAsk.answer == "yes") & ~offered.exists())
    away = select(Mentor.id).where(Mentor.tenant_id == own_id(), Mentor.left_on <= day)
    here = (
        func.coalesce(OfferAsk.mentor_id.not_in(away), True),
        func.coalesce(OfferAsk.partner_id.not_in(ended()), True),
    )
    mine = select(OfferAsk).where(OfferAsk.tenant_id == own_id(), unsaid, ~since.exists(), *here)
    return mine.order_by(OfferAsk.asked_at, OfferAsk.id)


def locked(offer: Offer) -> None:
    """Waits for whoever is taking places, and reads the offer afresh."""
    fresh = select(Offer).where(Offer.tenant_id == offer.tenant_id, Offer.id == offer.id)
    db.session.scalars(fresh.with_for_update().execution_options(populate_existing=True)).one()


def _said_no_since(ask: OfferAsk) -> bool:
    """Whether the one asked has said no after this yes."""
    same = {"tenant_id": ask.tenant_id, "mentor_id": ask.mentor_id, "partner_id": ask.partner_id}
    newest = select(OfferAsk.answer).filter_by(**same).where(OfferAsk.number > ask.number)
    return db.session.scalar(newest.order_by(OfferAsk.number.desc()).limit(1)) == "no"


def _taken() -> Select[int]:
    of = and_(OfferPlace.tenant_id == Offer.tenant_id, OfferPlace.offer_id == Offer.id, OfferPlace.freed_at.is_(None))
    return select(func.sum(OfferPlace.places)).where(of).correlate(Offer)


def _taken_of(offer: Offer) -> int:
    of = OfferPlace.tenant_id == offer.tenant_id, OfferPlace.offer_id == offer.id, OfferPlace.freed_at.is_(None)
    return int(db.session.scalar(select(func.coalesce(func.sum(OfferPlace.places), 0)).where(*of)) or 0)
