"""The year of Fyn: its import, its simulation, its report; and one youth among five thousand mentors."""

from datetime import date, datetime
from random import Random

from sqlalchemy import insert, select

from mentorkorps.clock import COPENHAGEN, standing_at, today
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Company, Mentor
from mentorkorps.partnership import import_partnership
from mentorkorps.simulation.names import People
from mentorkorps.simulation.promises import promises
from mentorkorps.simulation.year import play
from mentorkorps.steering.build import build, period_called
from mentorkorps.youths import Enrolment
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.bench.measure import Line, ms, often, watch
from tests.bench.profiles import told

YEAR, SEED, MANY = 2014, 1, 5000
LATE = datetime(YEAR, 12, 30, 9, tzinfo=COPENHAGEN)


def measured() -> list[Line]:
    """Import, simulate, build the report."""
    with standing_at(datetime(YEAR, 1, 1, 12, tzinfo=COPENHAGEN)), watch() as imported:
        import_partnership(cast.TERMS / "fyn.toml")
    with watch() as played:
        world = play("fyn", YEAR, SEED)
    with standing_at(LATE), watch() as counted:
        figures = promises(world)
    with standing_at(LATE), acting_for(world.operator), watch() as built:
        partnership = db.session.scalars(select(Partnership)).one()
        period = period_called(partnership, str(YEAR))
        assert period is not None
        build(partnership, period, date(YEAR, 12, 29), LATE)
    return [
        Line("Import deploy/partnerships/fyn.toml", f"{imported.seconds:.1f} s"),
        Line(
            f"Simulate fyn {YEAR}, seed {SEED} ({world.counts['enrolled']} youths)", f"{played.seconds:.1f} s",
            limit="60 s", held=played.seconds < 60,
        ),
        _unruly(world.counts["silence"], world.counts["noes"], world.counts["early_endings"], figures["late"]),
        Line(f"Count what became of its follow-ups: {told(figures)}", f"{counted.seconds:.1f} s"),
        Line("Build the steering group's report of the year", f"{built.seconds:.1f} s"),
    ]


def _unruly(*counts: int) -> Line:
    """That it is a year with what goes wrong in one: a promise kept where nothing does says nothing."""
    said = "… with silences, noes, early endings and late follow-ups"
    return Line(said, ", ".join(map(str, counts)), limit="all above 0", held=all(counts))


def shortlist() -> list[Line]:
    """Five thousand mentors more, and the list for one youth who waits."""
    _recruit(MANY)
    with standing_at(LATE), acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.sent_at.is_not(None)).limit(1)).one()
        count = len(suggest(enrolment, today()))
        middle, slow = often(lambda: suggest(enrolment, today()), 10)
    return [Line(f"Shortlist for one youth among {count:,} mentors", ms(middle), ms(slow))]


def _recruit(number: int) -> None:
    people = People(Random(YEAR))
    with acting_for(cast.tenant("dygtige-unge")):
        company = Company(name="Mange Mestre", employees=number, sector="private", first_contact_on=LATE.date())
        db.session.add(company)
        db.session.flush()
        rows = []
        for place in range(number):
            one = people.mentor(LATE.date())
            rows.append({
                "first_name": one.person.first, "last_name": one.person.last, "email": f"mester{place}@mestre.example",
                "phone": one.person.phone, "gender": one.person.gender, "occupation": one.occupation,
                "position": one.position, "company_id": company.id, "postcode": one.person.postcode,
                "max_travel_minutes": one.max_travel_minutes, "languages": list(one.person.languages),
                "traits": list(one.traits), "capacity": one.capacity, "recruited_on": LATE.date(),
            })  # fmt: skip
        db.session.execute(insert(Mentor), rows)
