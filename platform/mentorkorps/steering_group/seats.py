"""Who sits in the steering group: one to three of each partner's own people, chosen by the partner itself (FY-12)."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering import Seat
from tenants import audit, outbox
from tenants.agreements import Agreement
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import OWN, acting_for, db, own_id
from tenants.users import SYSTEM, Actor, User


def taken() -> Select[Seat]:
    """The seats that are taken today, of every partner of the house's partnerships."""
    return select(Seat).where(Seat.until.is_(None)).order_by(Seat.since, Seat.person, Seat.id)


def ever_taken_here() -> ColumnElement[bool]:
    """Whether anybody sits or has sat in a group that the tenant acted in calls."""
    return select(Seat).where(Seat.tenant_id == OWN).exists()


def has_seats(agreement: Agreement, house: Tenant) -> bool:
    """Whether the agreement gives that partner seats; where it names nobody, everybody has them."""
    named = agreement.source["steering"].get("seats_for", [])
    return not named or house.slug in named


def choosable() -> Select[User]:
    """Those of the house who have an account and no seat yet."""
    seated = select(Seat.user_id).where(Seat.party_tenant_id == own_id(), Seat.until.is_(None))
    here = User.tenant_id == own_id(), User.disabled_at.is_(None), User.id.not_in(seated)
    return select(User).where(*here).order_by(User.name, User.id).limit(200)


def choose(partnership: Partnership, user: User, *, by: Actor) -> Seat:
    """One of the house's own people sits in the steering group from today, and may read what belongs to it (FY-12).

    Refused for somebody elsewhere, who sits there, when every seat is taken, and where the agreement gives the house none.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"seats {partnership.id} {own_id()}"))))
    agreement = _agreement(partnership)
    own = db.session.scalars(
        taken().where(Seat.partnership_id == partnership.id, Seat.party_tenant_id == own_id())
    ).all()
    if user.tenant_id != own_id() or not user.is_active:
        raise NotFound("User")
    if not has_seats(agreement, Tenant.by_id(own_id())):
        raise Refused(_("Efter aftalen har I ikke pladser i styregruppen."))
    if any(seat.user_id == user.id for seat in own):
        raise Refused(_("%(name)s sidder der allerede.", name=user.name))
    if len(own) >= agreement.seats_max:
        raise Refused(_("I har brugt jeres %(count)s pladser. En må forlade gruppen først.", count=agreement.seats_max))
    seat = Seat(
        tenant_id=partnership.tenant_id, party_tenant_id=own_id(), partnership_id=partnership.id, user_id=user.id,
        person=user.name, email=user.email, since=today(), chosen_by=by.name,
    )  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    if "steering_member" not in {grant.role for grant in user.grants if grant.by_house and grant.revoked_at is None}:
        user.seat(now())
    _tell(seat, "chosen")
    audit.record("seat.taken", seat, by=by)
    return seat


def leave(seat_id: UUID, *, by: Actor) -> Seat:
    """One of the house's members leaves the group today; NotFound for another's. The last one may leave, and is missed."""
    own = Seat.id == seat_id, Seat.party_tenant_id == own_id()
    seat = db.session.scalar(select(Seat).where(*own).with_for_update())
    if seat is None:
        raise NotFound("Seat")
    if seat.until is not None:
        raise Refused(_("%(name)s har allerede forladt gruppen.", name=seat.person))
    seat.until, seat.ended_by = today(), by.name
    db.session.flush()
    _unseat(seat)
    _tell(seat, "left")
    audit.record("seat.left", seat, by=by)
    return seat


def end_left(day: date) -> None:
    """The operator's job: whoever sits there for a partner that has left is out of the group from the day after; again
    changes nothing (FY-12)."""
    of_member = (
        (Member.tenant_id == Seat.tenant_id)
        & (Member.partnership_id == Seat.partnership_id)
        & (Member.party_tenant_id == Seat.party_tenant_id)
    )
    left = Seat.tenant_id == own_id(), Seat.until.is_(None), Member.left_on < day
    for seat, left_on in db.session.execute(select(Seat, Member.left_on).join(Member, of_member).where(*left)).all():
        assert left_on is not None
        seat.until, seat.ended_by = left_on + timedelta(days=1), SYSTEM.name
        audit.record("seat.left", seat, by=SYSTEM)
        with acting_for(seat.party_tenant_id):
            _unseat(seat)


def follow_accounts(day: date) -> None:
    """The operator's job: a member whose account is closed is out of the group, and one with another mail address is invited
    there instead; again changes nothing (FY-12)."""
    seated = Seat.tenant_id == own_id(), Seat.until.is_(None), Seat.user_id.is_not(None)
    for seat_id, house in db.session.execute(select(Seat.id, Seat.party_tenant_id).where(*seated)).all():
        with acting_for(house):
            _follow_account(seat_id, day)


def _follow_account(seat_id: UUID, day: date) -> None:
    seat = db.session.scalars(select(Seat).where(Seat.id == seat_id)).one()
    assert seat.user_id is not None
    user = User.get(seat.user_id)
    if user.is_active and user.email in ("", seat.email):
        return
    db.session.refresh(seat, with_for_update={"key_share": True})  # an invitation under way points at the seat
    if seat.until is not None:
        return
    seat.until, seat.ended_by = day, SYSTEM.name
    db.session.flush()
    audit.record("seat.left", seat, by=SYSTEM)
    if not user.is_active:
        _unseat(seat)
        return
    moved = Seat(
        tenant_id=seat.tenant_id, party_tenant_id=seat.party_tenant_id, partnership_id=seat.partnership_id, user_id=user.id,
        person=user.name, email=user.email, since=day, chosen_by=seat.chosen_by,
    )  # fmt: skip
    db.session.add(moved)
    db.session.flush()
    audit.record("seat.taken", moved, by=SYSTEM)


def _unseat(seat: Seat) -> None:
    """What the seat let the person read is over, unless there is another seat."""
    elsewhere = Seat.user_id == seat.user_id, Seat.until.is_(None), Seat.id != seat.id
    other = select(Seat.id).where(Seat.party_tenant_id == seat.party_tenant_id, *elsewhere).limit(1)
    if seat.user_id is not None and db.session.scalar(other) is None:
        User.get(seat.user_id).unseat(now())


def _agreement(partnership: Partnership) -> Agreement:
    """Of a partnership in which the house is today; NotFound."""
    member = Member.in_force(today()).where(Member.party_tenant_id == own_id(), Member.partnership_id == partnership.id)
    agreed = select(Agreement).where(
        Agreement.tenant_id == partnership.tenant_id, Agreement.partnership_id == partnership.id
    )
    found = db.session.scalar(agreed)
    if found is None or db.session.scalar(member) is None:
        raise NotFound("Partnership")
    return found


def _tell(seat: Seat, what: str) -> None:
    """The house that calls the meetings invites, so it has to know."""
    outbox.post("seats_changed", f"seats_changed:{seat.id}:{what}", {"operator": str(seat.tenant_id)})
