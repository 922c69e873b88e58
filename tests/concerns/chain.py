"""What the tests of concerns share: Ayla and Bent as a pair, a concern about her, and colleagues of Cille."""

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.concerns import Concern
from mentorkorps.journal import JournalNote
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast, pair
from tests.forms import submit

SECRET = "Ayla sov i bussen i nat."
WORRY = {"danger": "no", "about": "home", "internal": SECRET, "trouble": ""}
CALL = {
    "whom": "Vagten, Lis Dam", "number": "62 23 30 00", "called_on": "15-06-2014", "called_at": "08:50",
    "agreed": "Lis henter Ayla nu.",
}  # fmt: skip


def paired(client: FlaskClient, **youth: Any) -> UUID:
    """Ayla and Bent have both said yes; her id."""
    pair.matched(client.application.test_client(), **youth)
    with acting_for(cast.tenant("svendborg")):
        return cast.youth_named("Ayla").id


def raised(client: FlaskClient, youth_id: UUID, **more: str) -> str:
    """Somebody raises a concern about her; its address."""
    answer = submit(client, f"/svendborg/unge/{youth_id}/bekymring", follow=False, **(WORRY | more))
    assert answer.status_code == 303, answer.text
    with acting_for(cast.tenant("svendborg")):
        newest = db.session.scalars(select(Concern).order_by(Concern.opened_at.desc())).first()
        assert newest is not None
        return f"/svendborg/bekymringer/{newest.id}"


def only() -> Concern:
    """The one concern; call it inside `acting_for`."""
    return db.session.scalars(select(Concern)).one()


def noted() -> list[str]:
    """What the journal says of concerns, and all that it says inside."""
    with acting_for(cast.tenant("svendborg")):
        notes = db.session.scalars(select(JournalNote).where(JournalNote.act == "concern"))
        return sorted(f"{note.written_by}: {note.text}{note.internal}" for note in notes)


def trail() -> list[tuple[str, str]]:
    """Who did what to concerns."""
    with acting_for(cast.tenant("svendborg")):
        acts = select(AuditEntry).where(AuditEntry.act.startswith("concern."))
        return sorted((entry.act, entry.actor_name) for entry in db.session.scalars(acts))


def colleague(
    client: FlaskClient, name: str = "Dan Bo", slug: str = "dygtige-unge", role: str = "corps_staff"
) -> FlaskClient:
    """Another account there, signed in."""
    sub = name.split()[0].lower()
    with acting_for(cast.tenant(slug)):
        user = User(issuer=f"https://id.{slug}.example", subject=sub, name=name, email=f"{sub}@{slug}.example")
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({role}), now())
    cast.PEOPLE[sub] = (slug, name, [role])
    try:
        return cast.signed_in(client.application.test_client(), sub)
    finally:
        del cast.PEOPLE[sub]


def id_of(sub: str, slug: str = "dygtige-unge") -> str:
    """The account of one of them."""
    with acting_for(cast.tenant(slug)):
        return str(db.session.scalars(select(User.id).where(User.subject == sub)).one())


def ready(client: FlaskClient, place: str, name: str, number: str) -> None:
    """Somebody without an account stands ready in Svendborg."""
    fields = {"who": "other", "other_name": name, "other_phone": number}
    answer = submit(client, f"/svendborg/bekymringer/hvem/{place}", **fields)
    assert answer.status_code == 200 and name in answer.text, answer.text
