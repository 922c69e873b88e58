"""Whom one can choose to take over a concern, or to stand ready: as choices of a form, and back again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from mentorkorps import concerns
from mentorkorps.concerns import Concern, Person
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.web.widgets import Radios
from tenants.scope import current, db
from tenants.users import User

OWNERS = frozenset({"corps_staff", "coordinator"})
GROUP, HOLDER, OTHER, NOBODY = "group", "holder", "other", "nobody"
MOST = 200


def colleagues() -> Sequence[User]:
    """Accounts of the own house and of the one acted in that may own a concern, by name; the database shows no others."""
    houses = {house for house in (current().home, current().tenant) if house}
    here = User.tenant_id.in_(houses), User.disabled_at.is_(None)
    users = db.session.scalars(select(User).where(*here).order_by(User.name, User.id).limit(MOST)).all()
    return [user for user in users if user.roles & OWNERS]


def offer(field: Radios, concern: Concern, level: int | None) -> None:
    """The choices for who owns `level` next; its holder stands first and is chosen."""
    holder = concerns.holders().get(str(level))
    named = [(HOLDER, _("%(name)s, som står klar på niveauet", name=holder.name))] if holder else []
    group = [(GROUP, _(concerns.GROUP))] if level == 1 else []
    field.choices = [*named, *group, *_accounts(), (OTHER, _("En anden"))]
    if holder and not field.raw_data:
        field.data = HOLDER


def chosen(value: str | None, name: str | None, phone: str | None, concern: Concern, level: int | None) -> Person:
    """Who was chosen to own `level`."""
    if value == HOLDER:
        return concerns.holders()[str(level)].person
    if value == GROUP:
        return concerns.group_of(concern)
    return account(value) or _other(name, phone)


def offer_holders(field: Radios) -> None:
    """The choices for who stands ready at a place."""
    field.choices = [*_accounts(), (OTHER, _(N_("En anden"))), (NOBODY, _("Ingen"))]


def holding(value: str | None, name: str | None, phone: str | None) -> Person:
    """Who was chosen to stand ready; an empty name is nobody."""
    return Person("") if value == NOBODY else account(value) or _other(name, phone)


def account(value: str | None) -> Person | None:
    """The colleague with that id, among those one may choose."""
    return next((Person.of(user) for user in colleagues() if str(user.id) == value), None)


def _accounts() -> list[tuple[str, str]]:
    return [(str(user.id), user.name) for user in colleagues()]


def _other(name: str | None, phone: str | None) -> Person:
    if not (name and phone):
        raise Refused(_("Skriv navn og telefonnummer på den, der tager over."))
    return Person(name, phone)


def known(user_id: UUID | None) -> str | None:
    """The value of a choice."""
    return str(user_id) if user_id else None
