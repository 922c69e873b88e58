"""A partnership in good order: somebody cares for each pair, notes are read and handed over, invoices are paid.

The cast does it by the product's own verbs, for the made-up youths only: those of the story are the visitor's.
"""

from datetime import date
from random import Random

from sqlalchemy import Select, and_, select

from demo_world.townspeople import is_made_up
from mentorkorps import calls, concerns
from mentorkorps.clock import now
from mentorkorps.concerns import Person
from mentorkorps.invoices.bank_file import paid_by_hand
from mentorkorps.journal import Handover, JournalNote, NoteCopy, read_notes
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from mentorkorps.youths import ContactPerson, Youth
from tenants.billing import Invoice
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor, User

READING_DAY = 3  # contact people read on Thursdays
READS = 0.85
#: Who has the duty in each municipality: made-up people with made-up numbers.
ON_CALL = {
    "svendborg": ("Vagthavende Inge Bak", "62 00 00 21", "62 00 00 20"),
    "faaborg-midtfyn": ("Vagthavende Jørn Dahl", "62 00 00 31", "62 00 00 30"),
    "nyborg": ("Vagthavende Lis Holst", "62 00 00 41", "62 00 00 40"),
    "vordingborg": ("Vagthavende Poul Riis", "62 00 00 51", "62 00 00 50"),
}
SOCIAL_DUTY = Person("Den sociale døgnvagt", "62 00 00 19")


class GoodOrder:
    """What staff of the Fyn partnership keep up with, day by day."""

    def __init__(self, bearing: list[Tenant], operator: Tenant, chance: Random) -> None:
        self.bearing, self.operator, self.chance = bearing, operator, chance
        self.cille = user_of(operator, "cille")

    def keep(self, day: date) -> None:
        """The work of one day."""
        for tenant in self.bearing:
            with acting_for(tenant.id, home=self.operator.id):
                self._care()
            if day.weekday() == READING_DAY:
                with acting_for(tenant.id):
                    self._read()
        if day.weekday() == READING_DAY:
            _hand_over(next(tenant for tenant in self.bearing if tenant.slug == "svendborg"))
            with acting_for(self.operator.id):
                self._pay(day)

    def _care(self) -> None:
        """A pair that nobody cares for is Cille's."""
        if db.session.scalar(select(Match.id).where(Match.carer_id.is_(None), Match.ended_at.is_(None)).limit(1)):
            calls.hand_over_all(None, self.cille.id, by=self.cille.actor)

    def _read(self) -> None:
        for youth, contact in db.session.execute(_with_unread_notes()).all():
            if is_made_up(youth) and self.chance.random() < READS:
                read_notes(youth, by=Actor("user", contact.name, contact.user_tenant_id, contact.user_id))

    def _pay(self, day: date) -> None:
        for invoice in db.session.scalars(select(Invoice).where(Invoice.stands(), Invoice.pay_by <= day)).all():
            left = invoice.total - sum(payment.amount for payment in invoice.payments)
            if left > 0:
                paid_by_hand(invoice, day, left, now(), by=self.cille.actor)


def stand_ready(*bearing: Tenant) -> None:
    """Each municipality has an on-call, its main number and the social duty to turn to (DF-18)."""
    for tenant in bearing:
        name, phone, main_number = ON_CALL[tenant.slug]
        with acting_for(tenant.id):
            by = Actor("user", f"{tenant.name}, opsætning")
            concerns.name_holder("on_call", Person(name, phone), by=by)
            concerns.name_holder("social_duty", SOCIAL_DUTY, by=by)
            concerns.name_holder("main_number", Person(tenant.name, main_number), by=by)


def _hand_over(tenant: Tenant) -> None:
    """Kim takes the week's notes over into Svendborg's own system."""
    kim = user_of(tenant, "kim")
    with acting_for(tenant.id):
        try:
            Handover.make(by=kim.actor)
        except Refused:  # a week without a note
            db.session.rollback()


def user_of(tenant: Tenant, subject: str) -> User:
    """The account of one of the cast."""
    with acting_for(tenant.id):
        return db.session.scalars(select(User).where(User.tenant_id == tenant.id, User.subject == subject)).one()


def _with_unread_notes() -> Select[Youth, ContactPerson]:
    """Youths whose contact person has an account and has been told of notes that wait."""
    waiting = select(NoteCopy.contact_person_id, JournalNote.youth_id).join(JournalNote, NoteCopy.of_note())
    told = waiting.where(NoteCopy.waits(), NoteCopy.told_at.is_not(None)).distinct().subquery()
    is_theirs = and_(told.c.youth_id == Youth.id, told.c.contact_person_id == Youth.contact_person_id)
    contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
    found = select(Youth, ContactPerson).join(told, is_theirs).join(ContactPerson, contact)
    return found.where(ContactPerson.user_id.is_not(None)).order_by(Youth.id)
