"""Telling the parties that the agreement waits for them: a new version to accept, a decision to take before its day (FY-03).

The operator finds who waits; each house tells its own people, in its own transaction. A mail holds a sentence and a link.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from mentorkorps import messages
from mentorkorps.clock import now, today
from mentorkorps.language import N_, danish
from mentorkorps.working_days import is_working_day
from tenants import outbox
from tenants.agreements import Agreement
from tenants.agreements.accepting import answers
from tenants.agreements.moving import opened
from tenants.agreements.renewing import decisions, warning
from tenants.agreements.versions import TermsVersion
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db, tenant_id
from tenants.users import SYSTEM, Grant, User

#: Who is told where a house has nobody who signs.
INSTEAD = ("tenant_admin", "coordinator", "corps_staff")
AGAIN_AFTER_DAYS = 14


def mind_agreements() -> None:
    """Every working day, for the operator acted in: has the parties told that still have to answer.

    Whoever changes terms freezes them; an agreement from before there were versions gets its first here.
    """
    if not is_working_day(today()):
        return
    for partnership in db.session.scalars(select(Partnership).where(Partnership.tenant_id == tenant_id())).all():
        if TermsVersion.newest(partnership) is None:
            opened(partnership, now(), today(), danish(N_("Aftalen, som den stod")), by=SYSTEM)
        tell_who_waits(partnership, today())
        agreement = db.session.scalar(select(Agreement).filter_by(partnership_id=partnership.id))
        if agreement and agreement.decide_renewal_by:
            _warn(agreement, agreement.decide_renewal_by, today())


def tell_who_waits(partnership: Partnership, day: date) -> None:
    """Has each party told once that a version waits for its yes, and once more after two weeks."""
    waiting = []
    for one in answers(partnership):
        if one.waits and one.asked is not None:
            waited = (day - _made_on(one.asked)).days
            mark = "again" if waited >= AGAIN_AFTER_DAYS else "first"
            waiting.append((one.slug, f"terms:{one.asked.id}:{mark}", one.asked.id))
    _post("agreement_waits", waiting)


def _warn(agreement: Agreement, decide_by: date, day: date) -> None:
    mark = warning(decide_by, day)
    if mark is None:
        return
    key, found = (
        f"renewal:{agreement.id}:{decide_by}:{mark}",
        decisions(agreement, TermsVersion.newest(agreement.partnership)),
    )
    waiting = [(one.slug, key, agreement.id) for one in found if one.renewal is None]
    _post("renewal_late" if mark < 0 else "renewal_due", waiting)


def _made_on(version: TermsVersion) -> date:
    made: datetime = version.made_at
    return made.date()


def _post(letter: str, waiting: Sequence[tuple[str, str, UUID]]) -> None:
    """The operator's own row remembers which house (a slug) has been asked to tell its people of what."""
    outbox.post_all(
        ("tell_party", f"tell_party:{slug}:{key}", {"slug": slug, "about": str(about), "letter": letter}, now())
        for slug, key, about in waiting
    )


def tell_party(slug: str, about: str, letter: str) -> None:
    """A house is to tell its people; it does so in a transaction of its own."""
    with acting_for(Tenant.called(slug).id):
        outbox.post(
            "tell_signatories", f"tell_signatories:{about}:{letter}:{today()}", {"about": about, "letter": letter}
        )


def tell_signatories(about: str, letter: str) -> None:
    """A mail to each who may sign for the house acted in; where there is nobody, to those who can appoint one."""
    known = {"agreement_waits", "renewal_due", "renewal_late"}
    if letter not in known:
        raise ValueError(f"no letter is called {letter!r}")
    for user in _readers():
        messages.to_staff(user.email, letter, UUID(about), path="/aftale")


def _readers() -> list[User]:
    granted = select(User, Grant.role).join(Grant, (Grant.tenant_id == User.tenant_id) & (Grant.user_id == User.id))
    here = User.tenant_id == tenant_id(), User.disabled_at.is_(None), Grant.revoked_at.is_(None)
    found: dict[str, dict[UUID, User]] = {}
    for user, role in db.session.execute(granted.where(*here).order_by(User.email, User.id)):
        found.setdefault(role, {})[user.id] = user
    told = next((found[role] for role in ("signatory", *INSTEAD) if role in found), {})
    return list(told.values())
