"""Rows of at least two tenants in every table, made by the cast playing the product's verbs.

Svendborg and Nyborg are members of one partnership, Vordingborg runs its own. What no verb writes yet is added by hand
in `_by_hand`; a table that is filled by neither is found by `test_catalogue`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from mentorkorps.calls import Outcome, log_call
from mentorkorps.clock import now, real_now, standing_at, today
from mentorkorps.concerns import Person, name_holder, open_concern
from mentorkorps.follow_ups import (
    QUESTIONS,
    Alarm,
    answer,
    ask_due,
    end_match,
    log_meeting,
    open_follow_up,
    second_answer,
)
from mentorkorps.journal import daily_digest, read_notes
from mentorkorps.links import Link
from mentorkorps.matches import Match, moved_on_answer, reached
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.messages import LinkCode, Unreachable
from mentorkorps.schedule import begin
from mentorkorps.steering.facts import COUNTS, DAYS, OPEN
from mentorkorps.steering.report import Report
from mentorkorps.steering.rollup import roll_up
from mentorkorps.steering.summed import SummedFigures
from tenants.agreements import Period
from tenants.billing import BillingDetails, Contribution, Payment, issue_due
from tenants.providers import Provider
from tenants.registry import Mandate, Partnership
from tenants.scope import acting_for, db
from tenants.users import Actor, PendingSignIn, SignIn, User
from tests import cast
from tests.isolation import (
    agreement_rows,
    company_rows,
    course_rows,
    ending_rows,
    journal_rows,
    money_rows,
    plan_rows,
    quota_rows,
    steering_rows,
)

#: Where a youth is borne, whose staff find the mentor, who enrols, who finds, and the youth.
STORIES = [
    ("svendborg", "dygtige-unge", "karen", "cille", "Ayla"),
    ("nyborg", "dygtige-unge", "rune", "cille", "Maja"),
    ("vordingborg", "vordingborg", "nora", "nora", "Noah"),
]
MENTOR, YOUTH = Actor("mentor", "Bent Madsen"), Actor("youth", "Ayla")


def fill() -> None:
    """The whole story once in each municipality, and the money and the report of both operators."""
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Mette", "Friis", "car_mechanic", capacity=2, gender="f")
    for story in STORIES:
        _story(*story)
    for slug in ("svendborg", "nyborg", "vordingborg"):
        with acting_for(cast.tenant(slug)):
            steering_rows.sit()
    for operator in ("dygtige-unge", "vordingborg"):
        with acting_for(cast.tenant(operator)):
            begin(bears=operator == "vordingborg", operates=True)
            _operate(operator)
            steering_rows.hold(cast.tenant("svendborg" if operator == "dygtige-unge" else operator), MENTOR)
            steering_rows.work_together(MENTOR)
            course_rows.announce(cast.actor("cille" if operator == "dygtige-unge" else "nora"))
            agreement_rows.open_up(cast.actor("cille" if operator == "dygtige-unge" else "nora"))
            company_rows.open_up(cast.actor("cille" if operator == "dygtige-unge" else "nora"))
    for slug, operator, _worker, staff, _youth in STORIES:
        with acting_for(cast.tenant(slug), home=cast.tenant(operator)):
            company_rows.give(cast.actor(staff))
    for slug in ("svendborg", "nyborg", "vordingborg"):
        with acting_for(cast.tenant(slug)):
            _by_hand(slug)
            agreement_rows.sign(cast.actor({"svendborg": "kim", "nyborg": "rune", "vordingborg": "nora"}[slug]))
            course_rows.add(course_rows.the_pair())
    for slug in ("svendborg", "vordingborg"):  # the others keep their marks
        with acting_for(cast.tenant(slug)):
            roll_up(everything=True)
    for operator in ("dygtige-unge", "vordingborg"):
        with acting_for(cast.tenant(operator)):
            _sum_up()


def _sum_up() -> None:
    """The job does it for a house that bears no youths itself; here the other has a row, too."""
    facts: dict[str, Any] = dict.fromkeys((*COUNTS, *DAYS), 0) | {name: [] for name in OPEN}
    partnership = db.session.scalars(select(Partnership)).one()
    db.session.add(SummedFigures(partnership_id=partnership.id, month=today().replace(day=1), stamp=0, **facts))


def _story(slug: str, operator: str, worker: str, staff: str, youth: str) -> None:
    home = cast.tenant(operator)
    with acting_for(cast.tenant(slug)):
        cast.enrol(cast.actor(worker), first_name=youth)
        begin(bears=True, operates=False)
    with acting_for(cast.tenant(slug), home=home):
        enrolment = cast.youth_named(youth)
        sent = db.session.scalars(select(cast.Enrolment).where(cast.Enrolment.youth_id == enrolment.id)).one()
        best = next(one for one in suggest(sent, today()) if one.is_proposable)
        propose(sent, best, by=cast.actor(staff))
    with _in(slug, days=1):
        mentor_says(_only(Proposal), yes=True, by=MENTOR)
    with _in(slug, days=2):
        youth_says(_only(Proposal), yes=True, by=YOUTH)
    with _in(slug, days=9):
        held = {"held_on": today(), "took_place": True, "minutes": 45, "place": "workplace", "next_on": None}
        log_meeting(_only(Match), **held, by=MENTOR)
        second_answer(_only(Match), "mentor", True, by=MENTOR)
        course_rows.write(_only(Match), MENTOR)
    with _in(slug, days=24):
        ask_due()
        follow_up = open_follow_up(_only(Match))
        assert follow_up is not None
        answer(follow_up, "mentor", "going", next(iter(QUESTIONS["going"][1])), by=MENTOR)
        daily_digest()
        log_call(_only(Match), Outcome("no_answer"), by=cast.actor(staff))
    with _in(slug, days=28):
        plan_rows.write(_only(Match), cast.actor(staff))
    with _in(slug, days=30):
        name_holder("on_call", Person("Lis Dam", "62233000"), by=cast.actor(worker))
        open_concern(cast.youth_named(youth), about="home", internal="Sov i bussen.", is_danger=False, by=MENTOR)
    with _in(slug, days=60):
        reached(_only(Match), "spare_time_job", today() - timedelta(days=5), by=cast.actor(staff))
        ending_rows.plan(_only(Match), cast.actor(staff))
        end_match(_only(Match), "goal_reached", by=cast.actor(staff))
        moved_on_answer(_only(Match), "youth", "yes", by=YOUTH)
        ending_rows.after(_only(Match), cast.actor(staff), YOUTH)
        read_notes(cast.youth_named(youth), by=cast.actor(worker))
        journal_rows.write(cast.youth_named(youth), cast.actor(staff))


def _operate(operator: str) -> None:
    """Invoices that are due, and a report for each bearing member."""
    period = db.session.scalars(select(Period).where(Period.name == "2014")).one()
    if operator == "vordingborg":
        own = cast.tenant(operator)
        db.session.add(Contribution(party_tenant_id=own, period_id=period.id, amount=Decimal(5000), due_on=today()))
        db.session.flush()
    if operator == "vordingborg":
        _details(cast.tenant(operator))
    for invoice in issue_due(today(), now()):
        db.session.add(
            Payment(
                party_tenant_id=invoice.party_tenant_id, invoice_id=invoice.id, paid_on=today(), amount=invoice.total,
                reference="1", recorded_at=now(), recorded_by="Cille",
            )
        )  # fmt: skip
    money_rows.write(period, cast.actor("cille" if operator == "dygtige-unge" else "nora"))
    partnership = db.session.scalars(select(Partnership)).one()
    members = ["svendborg", "nyborg"] if operator == "dygtige-unge" else [operator]
    for member in members:
        facts: dict[str, Any] = {"party_tenant_id": cast.tenant(member), "partnership_id": partnership.id}
        db.session.add(
            Report(
                **facts, period_id=period.id, number=1, cut_off=today(), built_at=now(), content={}, checksum="0" * 64
            )
        )


def _by_hand(slug: str) -> None:
    """What sign-in writes, and leave for the guidance centre to enrol."""
    user = db.session.scalars(select(User)).first()
    assert user is not None
    SignIn.open(user, real_now())
    issuer = f"https://id.{slug}.example"
    words = {name: uuid4().hex for name in ("state_hash", "browser_hash", "nonce", "code_verifier")}
    db.session.add(PendingSignIn(issuer=issuer, redirect_uri="", after="", created_at=real_now(), **words))
    if db.session.scalar(select(Provider).limit(1)) is None:
        db.session.add(Provider(issuer=issuer, client_id=slug, client_secret="kept", settings={}))
    _unlucky(_only(Match))
    quota_rows.write(slug)
    centre = cast.tenant("uu")
    if db.session.scalar(select(Mandate).where(Mandate.party_tenant_id == centre).limit(1)) is None:
        db.session.add(Mandate(party_tenant_id=centre, given_on=date(2014, 1, 1)))


def _unlucky(match: Match) -> None:
    """A mail that came back, a code that was asked for, and an alarm."""
    Unreachable.found("youth", match.youth_id, "borte@ung.example", "550")
    link = Link.to("start", match.id, "youth")
    LinkCode.send(link, match.youth, match.rules)
    db.session.add(Alarm(match_id=match.id, cause="alarm_not_met", about_id=match.id, raised_at=now()))


@contextmanager
def _in(slug: str, *, days: int) -> Iterator[None]:
    """Acting there, so many days after the opening."""
    with standing_at(now() + timedelta(days=days)), acting_for(cast.tenant(slug)):
        yield


def _only(model: Any) -> Any:
    return db.session.scalars(select(model)).one()


def ids_of(*slugs: str) -> dict[str, UUID]:
    """The tenants by slug."""
    return {slug: cast.tenant(slug) for slug in slugs}


def _details(tenant: UUID) -> None:
    """What an invoice from and to that house needs."""
    details = BillingDetails.of(tenant)
    facts = {
        "name": "Vordingborg Kommune", "cvr": "99000414", "ean": "5798009900043", "street": "Torvet 1", "postcode": "4760",
        "city": "Vordingborg",        "contact": "Nora", "email": "nora@vordingborg.example", "means": "42",
        "registration_number": "0999", "account_number": "1",
    }  # fmt: skip
    for name, value in facts.items():
        setattr(details, name, value)
    db.session.flush()
