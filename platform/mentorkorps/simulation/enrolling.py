"""What case workers and counsellors do in a simulation: they enrol youths, all through the period."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from mentorkorps.refused import Refused
from mentorkorps.simulation import names
from mentorkorps.simulation.world import World
from mentorkorps.youths import Enrolment
from mentorkorps.youths.main_need import asks_main_need
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor, User

MORE_THAN_PLACES = 1.06  # so that somebody waits
CHANNELS = (("mail", "sms", "phone"), (45, 48, 7))  # what a youth wishes, and how often


class Staff(NamedTuple):
    """One who enrols, as the account has them."""

    actor: Actor
    email: str
    phone: str


class Enrolling:
    """Those who find the youths."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.staff = {tenant.id: _staff_of(tenant) for tenant in [*world.bearing, *world.enrolling]}
        for tenant in world.bearing:
            for _ in range(int(world.places.get(tenant.id, world.period.target_max) * MORE_THAN_PLACES)):
                self._plan(tenant)

    def _plan(self, bearing: Tenant) -> None:
        rng, period = self.world.rng, self.world.period
        length = (period.ends_on - period.starts_on).days
        day = period.starts_on + timedelta(days=int(length * rng.betavariate(1.1, 1.5) * 0.92))
        if self.world.season and rng.random() < 0.9:  # all at once, about the first day of school
            before = (self.world.season - period.starts_on).days
            day = period.starts_on + timedelta(days=rng.randint(min(before, 3), before + 8))
        enroller = rng.choice(self.world.enrolling) if self.world.enrolling and rng.random() < 0.25 else bearing
        self.world.agenda.on(day, None, lambda: self._enrol(bearing, enroller.id, day))

    def _enrol(self, bearing: Tenant, enroller: UUID, day: date) -> None:
        with acting_for(bearing.id, home=enroller):
            try:
                with db.session.begin_nested():
                    self._fill_in_and_send(bearing, enroller, day)
            except Refused:
                self.world.counts["refused"] += 1
            else:
                self.world.counts["enrolled"] += 1

    def _fill_in_and_send(self, bearing: Tenant, enroller: UUID, day: date) -> None:
        rng = self.world.rng
        who = rng.choice(self.staff[enroller])
        homes = names.postcodes_of(bearing.name.removesuffix(" Kommune"))
        youth = self.world.people.youth(day, ages=self.world.ages, postcodes=homes)
        channel = rng.choices(*CHANNELS)[0]
        enrolment = Enrolment.begin(youth.first, by=who.actor)
        spoken = _spoken(youth, self.world.profile["languages"])
        answers = _person(youth) | {"languages": spoken, "channel": channel}
        enrolment.fill_in(answers | self.world.people.wishes() | _contact(who))
        if asks_main_need():
            enrolment.main_need = rng.choices(("workplace_norms", "trade"), (60, 40))[0]
        if enrolment.is_minor:
            enrolment.guardian_agrees = True
        enrolment.consent(given_by="youth", by=who.actor)
        enrolment.assess(by=who.actor)
        enrolment.send(by=who.actor)


def _person(youth: names.Person) -> dict[str, Any]:
    return {
        "last_name": youth.last, "born_on": youth.born_on, "phone": youth.phone, "email": youth.email, "gender": youth.gender,
        "postcode": youth.postcode,
    }  # fmt: skip


def _spoken(youth: names.Person, wanted: list[str]) -> list[str]:
    """A case worker enrols only who speaks a language of the programme."""
    spoken = list(youth.languages)
    return spoken if set(spoken) & set(wanted) else [wanted[0], *spoken]


def _contact(who: Staff) -> dict[str, Any]:
    return {
        "contact_name": who.actor.name, "contact_email": who.email, "contact_phone": who.phone,
        "contact_user_id": who.actor.user_id, "contact_user_tenant_id": who.actor.tenant_id,
    }  # fmt: skip


def _staff_of(tenant: Tenant) -> list[Staff]:
    """The users of a tenant who enrol, in the order of their names; a made-up one where nobody has an account yet."""
    with acting_for(tenant.id):
        users = db.session.scalars(select(User).where(User.tenant_id == tenant.id).order_by(User.name)).all()
        found = [_as_staff(u) for u in users if u.roles & {"case_worker", "counsellor"}]
        if not found:
            user = User(
                issuer=f"https://{tenant.slug}.example",
                subject="sim",
                name="Sagsbehandleren",
                email=f"sim@{tenant.slug}.example",
            )
            db.session.add(user)
            db.session.flush()
            found = [_as_staff(user)]
    return found


def _as_staff(user: User) -> Staff:
    return Staff(user.actor, user.email, user.phone)
