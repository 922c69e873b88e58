"""What Cille has done outside the house in the four months: partners in the field, companies and their offers, and a story told.

Everything by the product's own verbs, each on the day on which it would have happened.
"""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select

from demo_world.good_order import user_of
from demo_world.townspeople import is_of_the_town
from mentorkorps import lead_notice
from mentorkorps.field_partners import CompanyLead, FieldPartner, conditions, sharing, signing, story, targets, terms
from mentorkorps.field_partners.company_contact import contact_of, name_contact
from mentorkorps.field_partners.lead import Written, change, receive
from mentorkorps.field_partners.partner import aim_at, take_step
from mentorkorps.matches import Match
from mentorkorps.offers import Facts, Offer, log_ask
from mentorkorps.offers.offer import make
from mentorkorps.offers.placement import begin, give
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor

PARTNERSHIP = "fyn"
AIMS = {"school": 6, "job_centre": 3, "company": 20, "union": 2, "network": 3}
SMITHY, JOB_CENTRE, NETWORK = "Havnens Smedje", "Jobcenter Svendborg", "Erhvervsforum Sydfyn"
#: Name, kind, place, and who to ask there.
PARTNERS = (
    (SMITHY, "company", "Svendborg", "Lars Kjær, værkfører"),
    (JOB_CENTRE, "job_centre", "Svendborg", "Mette Rohde, teamleder"),
    (NETWORK, "network", "Faaborg", "Ib Lykke, formand"),
    ("Fynsk Metalfællesskab", "union", "Nyborg", "Grete Vang, uddannelsessekretær"),
    ("Nyborg Storkøkken", "company", "Nyborg", "Anne Bille, køkkenchef"),
    ("Bøgeskovens Produktionsskole", "school", "Nyborg", "Søren Ravn, forstander"),
)
WORDS = (
    "Smedjen giver sine svende lov til at være mentorer i arbejdstiden, to timer hver anden uge.",
    "Værkføreren taler med korpset; mentorerne taler med den unge.",
    "Korpset og værkføreren taler om det inden for en uge.",
)
STORY = (
    "Fra værkstedet til skolebænken",
    "En ung fra Sydfyn mødte sin mentor på en smedje hver anden onsdag. Nu er der en plads på grundforløbet og et fritidsjob.",
)
FIRST_LEAD = Written(
    "Faldsled Bådebyggeri", "Karl Juul", "karl@baadebyggeri.example", "62 00 01 11", "Bådebyggere",
    "Vi vil gerne høre, hvad det kræver at være mentor.",
)  # fmt: skip
NEW_LEAD = Written(
    "Sydfyns Varmeteknik", "Hanne Post", "hanne@varmeteknik.example", "62 00 01 22", "VVS",
    "Vi mangler lærlinge og har tre svende, der gerne vil.",
)  # fmt: skip


class FieldWork:
    """Cille's days outside the house."""

    def __init__(self, operator: Tenant) -> None:
        self.operator = operator
        self.cille = user_of(operator, "cille")
        self.by = self.cille.actor
        self.diary: Mapping[date, Callable[[], None]] = {
            date(2014, 3, 3): self._begin,
            date(2014, 3, 12): self._make_contact,
            date(2014, 3, 26): self._agree,
            date(2014, 4, 2): self._hear_from_a_company,
            date(2014, 4, 14): self._ask_for_more,
            date(2014, 5, 7): self._give_a_place,
            date(2014, 5, 21): self._tell_a_story,
            date(2014, 6, 12): self._hear_from_another,
        }

    def evening(self, day: date) -> None:
        """What is in the diary for the day."""
        if day in self.diary:
            with acting_for(self.operator.id):
                self.diary[day]()

    def _begin(self) -> None:
        targets.aim(AIMS, by=self.by)
        for facts in PARTNERS:
            aim_at(*facts, by=self.by)
        name_contact(_partnership(), self.cille, "Virksomhedskonsulent", by=self.by)

    def _make_contact(self) -> None:
        for name, *_facts in PARTNERS[:-1]:
            take_step(_partner(name), "contacted", date(2014, 3, 12), "Ringet op, og vi må komme forbi.", by=self.by)

    def _agree(self) -> None:
        day = date(2014, 3, 26)
        for name in (SMITHY, JOB_CENTRE, NETWORK):
            take_step(_partner(name), "cooperating", day, "Vi har holdt møde og er enige.", by=self.by)
        smithy = _partner(SMITHY)
        terms.agree(smithy, day, f"{SMITHY} ApS", WORDS, ["work_hours", "guidelines", "csr"], by=self.by)
        signing.sign(smithy, 1, "", day, by=self.by)
        signing.sign(smithy, 2, "Lars Kjær", day, role="Værkfører", by=self.by)
        for condition in conditions.asked_of(_partner(JOB_CENTRE)):
            conditions.answer(_partner(JOB_CENTRE), condition, True, "Mette Rohde", day, by=self.by)

    def _hear_from_a_company(self) -> None:
        lead = self._receive(FIRST_LEAD)
        change(
            lead, owner_id=self.cille.id, contacted_on=date(2014, 4, 2), meeting_on=date(2014, 6, 18),
            next_on=date(2014, 6, 18), by=self.by,
        )  # fmt: skip

    def _ask_for_more(self) -> None:
        ask = log_ask(_partner(SMITHY), "yes", by=self.by)
        first = date(2014, 4, 14)
        words = "To eftermiddage om ugen og lørdag formiddag. Oplæring fra første dag."
        make(ask, _partnership(), Facts("spare_time_job", "", 3, first, None, "Svendborg", words), by=self.by)
        log_ask(_partner("Nyborg Storkøkken"), "later", by=self.by)

    def _give_a_place(self) -> None:
        with acting_for(None):
            svendborg = Tenant.called("svendborg")
        offer = db.session.scalars(select(Offer).where(Offer.tenant_id == self.operator.id)).one()
        db.session.expunge(offer)
        with acting_for(svendborg.id, home=self.operator.id):
            running = select(Match).where(Match.ended_at.is_(None)).order_by(Match.started_on, Match.id)
            match = next(one for one in db.session.scalars(running) if is_of_the_town(one))
            begin(give(match, offer, by=self.by), date(2014, 5, 7), by=self.by)

    def _tell_a_story(self) -> None:
        told = story.tell(*STORY, date(2014, 5, 21), [SMITHY, JOB_CENTRE, "Svendborg Kommune"], by=self.by)
        sharing.share(told, by=self.by)

    def _hear_from_another(self) -> None:
        self._receive(NEW_LEAD)

    def _receive(self, written: Written) -> CompanyLead:
        contact = contact_of(_partnership())
        assert contact is not None
        lead = receive(written, contact, by=Actor("company", "Virksomhed"))
        assert lead is not None
        lead_notice.tell_owner(lead)
        return lead


def _partnership() -> Partnership:
    return db.session.scalars(select(Partnership).where(Partnership.slug == PARTNERSHIP)).one()


def _partner(name: str) -> FieldPartner:
    return db.session.scalars(select(FieldPartner).where(FieldPartner.name == name)).one()
