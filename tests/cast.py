"""The cast: who they are, where they work, and how a test lets them in."""

from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, real_now, today
from mentorkorps.mentors import Company, Mentor
from mentorkorps.partnership import import_partnership
from mentorkorps.youths import Enrolment, Youth
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor, SignIn, User

TERMS = Path(__file__).parent.parent / "deploy" / "partnerships"
PEOPLE: dict[str, tuple[str, str, list[str]]] = {
    "karen": ("svendborg", "Karen Holm", ["case_worker"]),
    "kim": ("svendborg", "Kim Bro", ["coordinator", "signatory"]),
    "dorte": ("svendborg", "Dorte Lund", ["dpo"]),
    "rune": ("nyborg", "Rune Vang", ["case_worker"]),
    "sofie": ("faaborg-midtfyn", "Sofie Dam", ["steering_member", "signatory"]),
    "ulla": ("uu", "Ulla Kær", ["counsellor"]),
    "erik": ("svendborg-erhvervsskole", "Erik Toft", ["counsellor"]),
    "cille": ("dygtige-unge", "Cille Engel", ["corps_staff", "signatory"]),
    "nora": ("vordingborg", "Nora Skov", ["case_worker", "coordinator", "corps_staff", "signatory"]),
}


def employ() -> None:
    """Imports both partnerships and gives everybody an account; Bent becomes a mentor of the corps and of Vordingborg."""
    for name in ("fyn", "vordingborg"):
        import_partnership(TERMS / f"{name}.toml")
    for sub, (slug, name, roles) in PEOPLE.items():
        with acting_for(tenant(slug)):
            user = User(
                issuer=f"https://id.{slug}.example",
                subject=sub,
                name=name,
                email=f"{sub}@{slug}.example",
                phone="70102030",
            )
            db.session.add(user)
            db.session.flush()
            user.grant_exactly(frozenset(roles), now())
    for slug in ("dygtige-unge", "vordingborg"):
        with acting_for(tenant(slug)):
            recruit("Bent", "Madsen", "car_mechanic")


def recruit(first: str, last: str, occupation: str, **more: Any) -> Mentor:
    """A mentor of the tenant acted in."""
    company = Company(name=f"{last}s Værksted", employees=15, sector="private", first_contact_on=today())
    db.session.add(company)
    db.session.flush()
    facts: dict[str, Any] = {
        "email": f"{first.lower()}@vaerksted.example", "phone": _phone(first), "gender": "m", "position": "Indehaver",
        "postcode": "5700",
        "languages": ["da"], "traits": [], "capacity": 1, "recruited_on": today(), "max_travel_minutes": 40,
        "trained_on": today(), "trained_how": "talk", "trained_by": "Nora Skov",
    }  # fmt: skip
    mentor = Mentor(first_name=first, last_name=last, occupation=occupation, company_id=company.id, **(facts | more))
    db.session.add(mentor)
    db.session.flush()
    return mentor


def _phone(first: str) -> str:
    """A number of the mentor's own: who shares one is written to once a day."""
    return "70102031" if first == "Bent" else f"7010{3000 + crc32(first.encode()) % 6000}"


def tenant(slug: str) -> UUID:
    """The id of the tenant with that slug."""
    with acting_for(None):
        return db.session.scalars(select(Tenant.id).where(Tenant.slug == slug)).one()


def actor(name: str) -> Actor:
    """One of the cast as the one who acts."""
    with acting_for(tenant(PEOPLE[name][0])):
        return db.session.scalars(select(User).where(User.subject == name)).one().actor


def signed_in(client: FlaskClient, name: str) -> FlaskClient:
    """`client` with the session cookie of one of the cast."""
    slug = PEOPLE[name][0]
    with acting_for(tenant(slug)):
        user = db.session.scalars(select(User).where(User.subject == name)).one()
        _, token = SignIn.open(user, real_now())
    client.set_cookie("mk_session", f"{slug}.{token}")
    return client


AYLA: dict[str, Any] = {
    "last_name": "Demir", "phone": "70102032", "email": "ayla@ung.example", "postcode": "5700", "languages": ["da"], "gender": "f",
    "education_goal": "Blive optaget på grundforløbet", "job_goal": "Et fritidsjob på et værksted", "trades": ["car_mechanic"],
    "contact_email": "karen@svendborg.example", "contact_phone": "70102030",
}  # fmt: skip


def enrol(by: Actor, *, first_name: str = "Ayla", **more: Any) -> Enrolment:
    """A youth enrolled and sent by `by` in the tenant acted in."""
    enrolment = Enrolment.begin(first_name, by=by)
    mails = {name: f"{sub}@{slug}.example" for sub, (slug, name, _) in PEOPLE.items()}
    born = today().replace(year=today().year - 19)
    enrolment.fill_in(
        AYLA
        | {
            "born_on": born,
            "contact_name": by.name,
            "contact_email": mails.get(by.name, AYLA["contact_email"]),
            "contact_user_id": by.user_id,
            "contact_user_tenant_id": by.tenant_id,
        }
        | more
    )
    enrolment.consent(given_by="youth", by=by)
    enrolment.assess(by=by)
    enrolment.send(by=by)
    return enrolment


def youth_named(first_name: str) -> Youth:
    """The youth of that name in the tenant acted in."""
    return db.session.scalars(select(Youth).where(Youth.first_name == first_name)).one()
