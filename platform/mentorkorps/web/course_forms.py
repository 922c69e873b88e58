"""The forms of a course, the same for staff and for the two who came by link."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, select
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from mentorkorps import courses
from mentorkorps.clock import today
from mentorkorps.courses.basis import LEGAL_BASES, NEEDS
from mentorkorps.courses.contacts import BEGAN
from mentorkorps.language import N_, _
from mentorkorps.matches import PLACES, Match
from mentorkorps.matching import Proposal
from mentorkorps.programmes import setting
from mentorkorps.web.widgets import Check, Checks, Day, Drop, Form, LongText, Phone, Radios, Text, WholeNumber
from mentorkorps.youths import Enrolment
from tenants.scope import db

NEEDED = [InputRequired()]
HOUR = [InputRequired(), NumberRange(min=0, max=24)]
STANDS = {"changed": N_("Målet er ændret"), "achieved": N_("Målet er nået"), "dropped": N_("Målet er opgivet")}
UNPAID = N_("Vi bruger tiden frivilligt og uden modydelse, og spillereglerne er aftalt.")


class Happened:
    """A day that has been; said with whatever else is wrong."""

    def __call__(self, form: object, field: Any) -> None:
        if field.data and field.data > today():
            raise StopValidation(_("Dagen ligger ude i fremtiden. Skriv det, når det er sket."))


class AtLeastTwo:
    """More than one box is ticked."""

    def __call__(self, form: object, field: Any) -> None:
        if len(field.data or ()) < 2:
            raise StopValidation(_("Sæt kryds ved mindst to, der var med."))


class Later:
    """An hour after the one in the field of that name."""

    def __init__(self, first: str) -> None:
        self.first = first

    def __call__(self, form: Any, field: Any) -> None:
        first = form[self.first]
        if not first.errors and None not in (first.data, field.data) and first.data >= field.data:
            raise StopValidation(_("Klokkeslættene passer ikke: begynd før I slutter, for eksempel 9 til 16."))


DONE = [InputRequired(), Happened()]


class AgreementForm(Form):
    """What the two expect of each other (VB-10)."""

    content = LongText(N_("Hvad skal forløbet handle om?"), NEEDED, rows=3)
    supports_plan = LongText(N_("Hvordan støtter forløbet den unges plan for job eller uddannelse?"), NEEDED, rows=3)
    contact_days = Checks(
        N_("Hvilke dage må I kontakte hinanden?"),
        NEEDED,
        choices=courses.DAYS,
        default=["mon", "tue", "wed", "thu", "fri"],
    )
    contact_from = WholeNumber(N_("Tidligst klokken"), HOUR, default=9)
    contact_until = WholeNumber(N_("Senest klokken"), [*HOUR, Later("contact_from")], default=16)
    channels = Checks(N_("Hvordan?"), NEEDED, choices=courses.CHANNELS, default=["sms"])
    absence = Text(N_("Hvad gør I ved afbud?"), NEEDED, description=N_("For eksempel: ring dagen før."))
    delay = Text(
        N_("Hvad gør I ved forsinkelse?"), NEEDED, description=N_("For eksempel: skriv, og vent i et kvarter.")
    )
    meeting_place = Text(N_("Hvor mødes I som regel?"), NEEDED)
    other_rules = LongText(N_("Andre spilleregler"), rows=2)

    @property
    def answers(self) -> dict[str, Any]:
        """As `courses.write_agreement` takes them."""
        kept = ("csrf_token", "unpaid")
        return {field.name: field.data for field in self if field.name not in kept}


class OwnAgreementForm(AgreementForm):
    """Written by one of the two, who says yes with it (VB-03)."""

    unpaid = Check(UNPAID, NEEDED)


class YesForm(Form):
    """The yes of one side (VB-03)."""

    unpaid = Check(UNPAID, NEEDED)


class GoalForm(Form):
    """A goal in the youth's own words (VB-04)."""

    text = LongText(N_("Hvad er målet?"), NEEDED, rows=3, description=N_("Skriv det sammen, med jeres egne ord."))
    overall = Radios(N_("Hvad fører det hen imod?"), NEEDED, choices=courses.OVERALL)
    areas = Checks(N_("Hvad skal der støttes med?"), NEEDED, choices=courses.AREAS)


class ReassessForm(GoalForm):
    """The goal seen again: a new version of it, or the end of it (VB-05)."""

    act = Radios(N_("Hvordan går det med målet?"), NEEDED, choices=STANDS)


class ActivityForm(Form):
    """Points of the catalogue, ticked for a day (VB-06)."""

    done_on = Day(N_("Hvilken dag?"), DONE)
    kinds = Checks(N_("Hvad lavede I?"), NEEDED, choices=courses.ACTIVITIES)


class ContactForm(Form):
    """A call or a text message (HT-11)."""

    way = Radios(N_("Hvordan?"), NEEDED, choices=courses.WAYS)
    begun_by = Radios(N_("Hvem tog initiativet?"), NEEDED, choices=BEGAN)
    held_on = Day(N_("Hvilken dag?"), DONE)
    minutes = WholeNumber(N_("Hvor mange minutter?"), [Optional(), NumberRange(min=1, max=600)])


class GatheringForm(Form):
    """A meeting of more than the two (MO-05, DF-10)."""

    kind = Radios(N_("Hvilket møde?"), NEEDED, choices=courses.GATHERINGS)
    held_on = Day(N_("Hvilken dag?"), DONE)
    place = Drop(N_("Hvor?"), NEEDED, choices=PLACES)
    participants = Checks(N_("Hvem var med?"), [InputRequired(), AtLeastTwo()], choices=courses.PARTICIPANTS)


class SupporterForm(Form):
    """Who helps outside working hours (MO-04)."""

    name = Text(N_("Navn"), NEEDED)
    phone = Phone(N_("Telefon"), NEEDED)
    tasks = Checks(N_("Faste opgaver"), NEEDED, choices=courses.TASKS)


class BasisForm(Form):
    """What the course rests on (MO-01, MO-02)."""

    legal_basis = Drop(N_("Hjemmel"), NEEDED, choices=LEGAL_BASES)
    main_need = Radios(
        N_("Hvad har den unge mest brug for?"), NEEDED, choices=NEEDS,
        description=N_("Det afgør, om mentor er personlig eller faglig."),
    )  # fmt: skip


class EventForm(Form):
    """A network event (VB-08)."""

    name = Text(N_("Hvad hedder arrangementet?"), NEEDED)
    held_on = Day(N_("Hvilken dag?"), NEEDED)
    starts_at = Text(N_("Klokken"), NEEDED, render_kw={"class": "input-char-8"}, description=N_("For eksempel 17.30"))
    place = Text(N_("Hvor?"), NEEDED)
    words = LongText(N_("Hvad skal der ske?"), rows=3)


def activity_form(match: Match, **known: Any) -> ActivityForm:
    """With the points that the pair's programme knows."""
    form = ActivityForm(**known)
    form.kinds.choices = _options(courses.catalogue(match.rules))
    return form


def gathering_form(match: Match, **known: Any) -> GatheringForm:
    """With the kinds of meeting that the pair's programme knows."""
    form = GatheringForm(**known)
    form.kind.choices = _options(courses.kinds(match.rules))
    return form


def basis_form(match: Match) -> BasisForm:
    """With what the pair's programme asks for; before anything is written, with the need told at the enrolment (MO-02)."""
    basis = courses.basis_of(match)
    form = BasisForm(obj=basis) if basis else BasisForm(main_need=_need_at_enrolment(match) or None)
    if not setting(match.rules, "course", "legal_basis"):
        del form.legal_basis
    if not setting(match.rules, "course", "mentor_kinds"):
        del form.main_need
    return form


def _need_at_enrolment(match: Match) -> str | None:
    told = select(Enrolment.main_need).join(
        Proposal, and_(Proposal.tenant_id == Enrolment.tenant_id, Proposal.enrolment_id == Enrolment.id)
    )
    return db.session.scalar(told.where(Proposal.id == match.proposal_id))


def _options(among: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(*one) for one in among.items()]
