"""A code by SMS before a page shows a name and a number: who holds the link also holds the telephone."""

import hmac
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import real_now
from mentorkorps.language import _
from mentorkorps.links import Link, code_hash, code_of
from mentorkorps.mentors import Mentor
from mentorkorps.messages.unreachable import Unreachable
from mentorkorps.messages.way import takes_code
from mentorkorps.messages.write import Letter, send_code
from mentorkorps.programmes import Rules
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants.rows import CaseRow, inside, new_id
from tenants.scope import acting_for, db, tenant_id

LIVES = timedelta(minutes=10)
TRIES = 5
AN_HOUR, SENDS_AN_HOUR = timedelta(hours=1), 3


class LinkCode(CaseRow):
    """Six digits sent to the holder of a link: good for ten minutes, five tries, once."""

    __tablename__ = "link_codes"
    __table_args__ = (
        inside("links", "link_id"),
        CheckConstraint(f"tries BETWEEN 0 AND {TRIES}", name="tries_sane"),
        Index("ix_link_codes_person", "tenant_id", "person_id", "sent_at"),
    )

    link_id: Mapped[UUID]
    person_id: Mapped[UUID]
    code_hash: Mapped[str]
    sent_at: Mapped[datetime]  # real time, as everything here
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    @classmethod
    def send(cls, link: Link, person: Mentor | Youth, rules: Rules) -> Self:
        """Sends a new code to the person's telephone, and the one before is dead. Refused after three in an hour."""
        lately = cls.person_id == person.id, cls.sent_at > real_now() - AN_HOUR
        if (db.session.scalar(select(func.count()).select_from(cls).where(*lately)) or 0) >= SENDS_AN_HOUR:
            raise Refused(_("Vi har sendt tre koder den seneste time. Vent lidt, eller ring til os."))
        code_id = new_id()
        row = cls(
            id=code_id, link_id=link.id, person_id=person.id, code_hash=code_hash(code_id, code_of(code_id)),
            sent_at=real_now(), expires_at=real_now() + LIVES, tries=0,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        send_code(Letter(person, "code", code_id, rules=rules))
        return row

    @classmethod
    def waiting(cls, link: Link) -> Self | None:
        """The code that was sent last for this link, while it can be used."""
        last = select(cls).where(cls.link_id == link.id).order_by(cls.sent_at.desc(), cls.id).limit(1)
        code = db.session.scalar(last)
        return code if code and code.used_at is None and code.expires_at > real_now() and code.tries < TRIES else None

    def prove(self, digits: str) -> bool:
        """Whether these are the digits; Refused when the code has no tries left.

        Each try is counted before it is looked at, in a transaction of its own (as `Link.prove`).
        """
        if not self._count_a_try():
            raise Refused(_("For mange forkerte forsøg. Bed om en ny kode."))
        db.session.refresh(self)
        if not hmac.compare_digest(code_hash(self.id, digits), self.code_hash):
            return False
        self.used_at = real_now()
        db.session.flush()
        return True

    def _count_a_try(self) -> bool:
        with acting_for(tenant_id()):
            left = LinkCode.id == self.id, LinkCode.tries < TRIES, LinkCode.used_at.is_(None)
            counted = update(LinkCode).where(*left).values(tries=LinkCode.tries + 1)
            return db.session.scalar(counted.returning(LinkCode.id)) is not None


def can_be_sent(person: object) -> bool:
    """Whether a code reaches the person: a mobile number that takes our messages, and a gateway that sends them."""
    if not isinstance(person, Mentor | Youth):
        return False
    closed = {address for _person, address in Unreachable.closed_to([person.id])}
    return takes_code(person, closed)
