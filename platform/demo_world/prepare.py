"""Filling the demo: four simulated months of the Fyn partnership, and the cast on top, on 15 June 2014.

It goes through the product's own doors, as an import and a year of work would.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import select, update

from demo_world.cast import BENT, CAST, Person, ProviderSettings, providers
from demo_world.field_work import FieldWork
from demo_world.good_order import ON_CALL, GoodOrder, stand_ready
from demo_world.partners import come_together, have_met
from demo_world.worries import Worries
from mentorkorps import process
from mentorkorps.clock import COPENHAGEN, real_now, standing_at
from mentorkorps.config import Config
from mentorkorps.mentors import Company, Mentor
from mentorkorps.simulation import year
from tenants.providers import Provider
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import User

EVE = datetime(2014, 2, 14, 12, tzinfo=COPENHAGEN)
OPENING = datetime(2014, 6, 15, 10, tzinfo=COPENHAGEN)
BEARING, OPERATOR = ("faaborg-midtfyn", "nyborg", "svendborg"), "dygtige-unge"
EVENING = time(16, 30)
MONDAY = 0


def prepare(world_address: str, clock: Path, config: Config) -> None:
    """Accounts for the cast, a mentor called Bent, the months before the demo opens, and the clock set to its first day."""
    app = process.start(config)
    with app.app_context(), standing_at(EVE):
        admit_cast(world_address)
        stand_ready(*(_directory(slug) for slug in ON_CALL))
        come_together()
        year.play("fyn", 2014, 1, until=OPENING.date(), tell=keeping_order(_say_week))
        recruit_bent()
        have_met(OPENING.date())
    set_clock(clock)


def admit_cast(world_address: str) -> None:
    """Every tenant of the cast signs in at this demo's identity provider, and its people have accounts."""
    for slug, provider in _providers_here(world_address).items():
        with acting_for(_tenant(slug)):
            Provider.set(
                issuer=provider.issuer,
                client_id=provider.client_id,
                client_secret=provider.client_secret,
                settings=_settings(provider),
            )
            for person in CAST[slug].persons:
                _employ(provider.issuer, person)


def keeping_order(tell: Callable[[date], None]) -> Callable[[date], None]:
    """At the end of each simulated day staff put the partnership in order, and `tell` hears that it is over."""
    bearing, operator = {slug: _directory(slug) for slug in BEARING}, _directory(OPERATOR)
    order = GoodOrder(list(bearing.values()), operator, Random(1))  # noqa: S311 (a game)
    field, worries = FieldWork(operator), Worries(operator, bearing)

    def evening(day: date) -> None:
        with standing_at(datetime.combine(day, EVENING, COPENHAGEN)):
            order.keep(day)
            field.evening(day)
            worries.evening(day)
        tell(day)

    return evening


def _say_week(day: date) -> None:
    """A line a week, for whoever waits: the launcher shows the last."""
    if day.weekday() == MONDAY:
        print(f"{day:%d-%m-%Y}", flush=True)


def move(world_address: str, config: Config) -> None:
    """The demo runs on other ports: its identity providers, and the accounts known by them, are told the new address."""
    app = process.start(config)
    with app.app_context():
        for slug, provider in _providers_here(world_address).items():
            with acting_for(_tenant(slug)):
                _rename_issuer(f"/idp/{slug}", provider.issuer)
        db.engine.dispose()


def _rename_issuer(ending: str, issuer: str) -> None:
    for former in [one.issuer for one in Provider.all_here() if one.issuer.endswith(ending) and one.issuer != issuer]:
        for kind in (Provider, User):
            db.session.execute(update(kind).where(kind.issuer == former).values(issuer=issuer))


def recruit_bent() -> None:
    """On the opening day Bent becomes a mentor of the corps in Svendborg, and of Vordingborg."""
    for slug, postcode in (("dygtige-unge", "5700"), ("vordingborg", "4760")):
        with acting_for(_tenant(slug)), standing_at(OPENING):
            _recruit_bent(postcode)


def set_clock(clock: Path, moment: datetime = OPENING) -> None:
    """The programme's time is `moment`, now; the demo opens at 10 o'clock on 15 June 2014."""
    clock.parent.mkdir(parents=True, exist_ok=True)
    clock.write_text(f"{int((moment - real_now()).total_seconds())}\n")


def _providers_here(world_address: str) -> dict[str, ProviderSettings]:
    """Of the houses that stand here: whoever runs the installation is not let in where only the partners are."""
    with acting_for(None):
        here = set(db.session.scalars(select(Tenant.slug)))
    return {slug: provider for slug, provider in providers(world_address).items() if slug in here}


def _tenant(slug: str) -> UUID:
    return _directory(slug).id


def _directory(slug: str) -> Tenant:
    with acting_for(None):
        return Tenant.called(slug)


def _settings(provider: ProviderSettings) -> dict[str, object]:
    return {"claim_roles": provider.role_claim, "role_map": dict(provider.role_map), "create_users": True}


def _employ(issuer: str, person: Person) -> None:
    if db.session.scalar(select(User.id).where(User.issuer == issuer, User.subject == person.sub)):
        return
    user = User(issuer=issuer, subject=person.sub, name=person.name, email=person.email, phone=person.phone)
    db.session.add(user)
    db.session.flush()
    user.grant_exactly(frozenset(person.roles), real_now())


def _recruit_bent(postcode: str) -> None:
    company = Company(name="Bents Autoværksted", employees=15, sector="private", first_contact_on=OPENING.date())
    db.session.add(company)
    db.session.flush()
    first, _, last = BENT.name.partition(" ")
    db.session.add(
        Mentor(
            first_name=first,
            last_name=last,
            email=BENT.email,
            phone=BENT.phone,
            gender="m",
            occupation="car_mechanic",
            position="Indehaver",
            company_id=company.id,
            postcode=postcode,
            max_travel_minutes=40,
            languages=["da"],
            traits=[],
            capacity=1,
            recruited_on=OPENING.date(),
            trained_on=OPENING.date(),
            trained_how="talk",
            trained_by="Mentorkorps",
        )
    )
