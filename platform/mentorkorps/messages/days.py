"""One message a day to an address, whichever tenants write to it (VB-19).

A person may stand as a row in several houses that must not see each other. What they share is the address, and a keyed hash of
it holds the day: one unique index across all tenants. Who has a mail address and a telephone is held by either. A row is read by
the tenant that wrote it and by nobody else; a tenant that comes second learns that the day is taken, and neither by whom nor,
without the key, whose it is.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Index, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.links import keyed
from mentorkorps.working_days import working_days_after
from tenants.rows import Base, CaseRow, new_id
from tenants.scope import db, tenant_id

KEPT = timedelta(days=40)
FORGETS_ON = 0  # Monday
AHEAD = 7  # so many working days are looked at for a free one; in each somebody else has told the address


class MessageDay(CaseRow):
    """An address, as a keyed hash, is written to on a day by this tenant."""

    __tablename__ = "message_days"
    __table_args__ = (Index("uq_message_days_one_a_day", "address_key", "on_day", unique=True),)

    address_key: Mapped[str]
    on_day: Mapped[date]

    @classmethod
    def claim(cls, wanted: Sequence[tuple[str, date]]) -> list[bool]:
        """For each key and day whether it was free and now is ours. In the order of the keys, so that two jobs never wait for
        each other."""
        ids = [new_id() for _ in wanted]
        rows = [
            {"tenant_id": tenant_id(), "id": row_id, "address_key": key, "on_day": day}
            for row_id, (key, day) in sorted(zip(ids, wanted, strict=True), key=lambda one: one[1])
        ]
        won: set[UUID] = set()
        if rows:
            won.update(db.session.scalars(_CLAIM, rows if len(rows) > 1 else rows[0]))
        return [row_id in won for row_id in ids]

    @classmethod
    def claim_whole(cls, wanted: Sequence[tuple[Collection[str], date]]) -> list[bool]:
        """For each set of keys and its day whether all of them were free and now are ours; else none is."""
        each = [(key, day) for keys, day in wanted for key in sorted(keys)]
        won = iter(cls.claim(each))
        of_each = [dict.fromkeys(((key, day) for key in sorted(keys)), False) for keys, day in wanted]
        for claims in of_each:
            claims.update((one, next(won)) for one in claims)
        in_part = [one for claims in of_each if not all(claims.values()) for one, ours in claims.items() if ours]
        if in_part:
            mine = cls.tenant_id == tenant_id(), tuple_(cls.address_key, cls.on_day).in_(in_part)
            db.session.execute(delete(cls).where(*mine))
        return [all(claims.values()) for claims in of_each]


_DAYS = Base.metadata.tables["message_days"]
_CLAIM = insert(_DAYS).on_conflict_do_nothing().returning(_DAYS.c.id)


def key_of(address: str) -> str:
    """The keyed hash by which an address, or whatever stands for one, is known here."""
    return keyed(f"day:{address.strip().lower()}")


def told_today(addresses: Iterable[str]) -> set[str]:
    """Of these addresses of contact persons those that may have their digest today: one a day, however many tenants have news
    for one (FY-38). Whoever comes second takes the next free working day, and its news wait together until then.

    The digests cannot be joined: each carries case numbers of one tenant, and nobody reads two tenants' at once.
    """
    keys = {address: keyed(f"digest:{address}") for address in addresses}
    _forget()
    ours = _claimed(keys.values(), today())
    if waiting := set(keys.values()) - ours:
        known = MessageDay.address_key.in_(waiting), MessageDay.on_day >= today()
        days = db.session.execute(select(MessageDay.address_key, MessageDay.on_day).where(*known)).all()
        ours |= {key for key, day in days if day == today()}
        waiting -= {key for key, _day in days}
    day = today()
    for _ahead in range(1, AHEAD):
        day = working_days_after(day, 1)
        waiting -= _claimed(waiting, day)
    return {address for address, key in keys.items() if key in ours}


def _claimed(keys: Iterable[str], day: date) -> set[str]:
    """Those of the keys whose day was free and now is ours."""
    tried = list(keys)
    return {key for key, won in zip(tried, MessageDay.claim([(key, day) for key in tried]), strict=True) if won}


def _forget() -> None:
    """Who was written to on which day is not kept for longer than anybody asks; once a week is soon enough."""
    if today().weekday() == FORGETS_ON:
        db.session.execute(delete(MessageDay).where(MessageDay.on_day < today() - KEPT))
