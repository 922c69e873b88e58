"""Lists of what is not counted in youths: concerns, notes read, answers given, and the money of a period."""

from collections.abc import Callable

from sqlalchemy import and_, case, func, select, union_all

from mentorkorps import concerns
from mentorkorps.behind.facts import NO_ID, SEE_ALL, Rows, day_of, each, pairs, row, sent, within
from mentorkorps.behind.window import Asked
from mentorkorps.concerns import Concern, ConcernStep
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.language import N_
from mentorkorps.matches import MovedOn
from tenants.agreements import Agreement, Period
from tenants.billing import Contribution, Invoice
from tenants.quotas import Opening, Quota, Transfer
from tenants.scope import HERE
from tenants.users import Actor

ALL, ON_CALL = -1, 0  # beside the levels 1 to 4


def raised(level: int = ALL) -> Callable[[Asked, Actor], Rows]:
    """The concerns about the youths that `by` reaches, by the highest level they came to; about whom, its chain alone sees. Who
    has few youths would know whom: whoever does not reach all of them sees those of the own chains."""

    def rows(window: Asked, by: Actor) -> Rows:
        of, seen = sent(window, by), concerns.seen_by(by).order_by(None).subquery()
        top = select(func.coalesce(func.max(ConcernStep.level), ON_CALL)).where(
            ConcernStep.concern_id == Concern.id, day_of(ConcernStep.taken_at) <= window.known
        )
        found = row(seen.c.youth_id, Concern.opened_on).select_from(Concern)
        found = found.join(seen, seen.c.concern_id == Concern.id, isouter=bool(by.roles & SEE_ALL))
        found = found.where(Concern.youth_id.in_(select(of.c.youth_id)))
        return each(window, found if level == ALL else found.where(top.scalar_subquery() == level))

    return rows


def notes_read(window: Asked, by: Actor) -> Rows:
    """The copies of notes that the house has opened."""
    of, read_on = sent(window, by), day_of(NoteCopy.read_at)
    found = row(JournalNote.youth_id, read_on).join_from(NoteCopy, JournalNote, NoteCopy.of_note())
    return found.where(JournalNote.youth_id.in_(select(of.c.youth_id)), within(window, read_on))


def decisions(window: Asked, by: Actor) -> Rows:
    """The contact persons' answers on whether it moved on; and for who reaches all of them the house's about places."""
    of, answered_on = pairs(window, by), day_of(MovedOn.answered_at)
    answers = row(of.c.youth_id, answered_on, pair=of.c.match_id, word=N_("Svar på, om det er gået videre"))
    answers = answers.join_from(of, MovedOn, MovedOn.match_id == of.c.match_id).where(MovedOn.side == "contact")
    answers = answers.where(within(window, answered_on))
    if not by.roles & SEE_ALL:
        return answers
    opened_on, offered_on, accepted_on = map(day_of, (Opening.answered_at, Transfer.offered_at, Transfer.accepted_at))
    quota = and_(Quota.tenant_id == Opening.tenant_id, Quota.id == Opening.quota_id)
    openings = row(NO_ID, opened_on, word=N_("Svar om flere pladser")).join_from(Opening, Quota, quota)
    openings = openings.where(Opening.party_tenant_id == HERE, Quota.period_id.in_(_periods(window)))
    given = row(NO_ID, offered_on, word=N_("Plads tilbudt"))
    taken = row(NO_ID, accepted_on, word=N_("Plads modtaget"))
    moved = Transfer.period_id.in_(_periods(window))
    every = union_all(
        answers,
        openings.where(within(window, opened_on)),
        given.select_from(Transfer).where(moved, Transfer.tenant_id == HERE, within(window, offered_on)),
        taken.select_from(Transfer).where(moved, Transfer.party_tenant_id == HERE, within(window, accepted_on)),
    ).subquery()
    return select(*every.c)


def contributions(window: Asked, by: Actor) -> Rows:
    """What the house pays for the period."""
    found = row(NO_ID, Contribution.due_on, amount=Contribution.amount)
    return found.where(Contribution.party_tenant_id == HERE, Contribution.period_id.in_(_periods(window)))


def invoiced(window: Asked, by: Actor) -> Rows:
    """The invoices of the period issued to the house, less the credit notes."""
    paid = and_(Contribution.tenant_id == Invoice.tenant_id, Contribution.id == Invoice.contribution_id)
    kroner = case((Invoice.kind == "invoice", Invoice.amount), else_=-Invoice.amount)
    found = row(NO_ID, Invoice.issued_on, amount=kroner).join_from(Invoice, Contribution, paid)
    here = Invoice.party_tenant_id == HERE, Contribution.period_id.in_(_periods(window))
    return found.where(*here, Invoice.issued_on <= window.known)


def _periods(window: Asked) -> Rows:
    """The partnership's periods of the days."""
    agreed = and_(Agreement.tenant_id == Period.tenant_id, Agreement.id == Period.agreement_id)
    found = select(Period.id).join(Agreement, agreed).where(Agreement.partnership_id == window.partnership_id)
    return found.where(Period.starts_on <= window.last, Period.ends_on >= window.first)
