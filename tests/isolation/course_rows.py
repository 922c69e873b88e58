"""What belongs to a course, in every municipality: written by the verbs where each programme knows them, else by hand."""

from datetime import timedelta

from sqlalchemy import select

from mentorkorps import courses
from mentorkorps.clock import now, today
from mentorkorps.courses import Activity, CourseBasis, EventSignup, Gathering, Supporter
from mentorkorps.matches import Match
from tenants.scope import db
from tenants.users import Actor

RULES = {
    "contact_days": ["mon", "fri"], "contact_from": 9, "contact_until": 16, "channels": ["sms"], "absence": "Ring dagen før.",
    "delay": "Skriv.", "meeting_place": "Værkstedet", "content": "At se faget.", "supports_plan": "Planen er en læreplads.",
}  # fmt: skip


def write(match: Match, mentor: Actor) -> None:
    """What every pair may write, while it runs."""
    courses.write_agreement(match, RULES, by=mentor)
    courses.set_goal(match, "education", ["professional"], "At komme ind på grundforløbet", by=mentor)
    courses.log_contact(match, "phone", held_on=today(), by=mentor)
    courses.note_wellbeing(match, "good", by=mentor)


def add(match: Match) -> None:
    """What only some programmes know."""
    mine = {"match_id": match.id}
    logged = {**mine, "logged_at": now(), "logged_by": "Mentor"}
    db.session.add(Activity(**logged, kind="workplace_visit", done_on=today()))
    db.session.add(
        Gathering(**logged, kind="network", held_on=today(), place="school", participants=["youth", "mentor"])
    )
    db.session.add(Supporter(**mine, name="Inge", phone="+4570102040", tasks=["wake_up"], since=today()))
    db.session.add(
        CourseBasis(**mine, version=1, legal_basis="lab", main_need="trade", written_at=now(), written_by="Cille Engel")
    )
    event = db.session.scalars(courses.coming()).first()
    assert event is not None
    going = {"event_tenant_id": event.tenant_id, "event_id": event.id, "signed_up_at": now(), "signed_up_by": "Mentor"}
    db.session.add(EventSignup(**mine, **going))


def announce(by: Actor) -> None:
    """An event of the house that operates."""
    courses.announce("Fælles aften", today() + timedelta(days=30), "17.30", "Rådhuset", "", by=by)


def the_pair() -> Match:
    """The first there is."""
    return db.session.scalars(select(Match).limit(1)).one()
