"""The five short steps of an enrolment: what is asked, and how it is kept (FY-14, FY-18, VB-13)."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Any, TypeVar

from sqlalchemy import select
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import Length, StopValidation

from mentorkorps import geography, trades
from mentorkorps.clock import today
from mentorkorps.courses.basis import NEEDS
from mentorkorps.language import N_, _
from mentorkorps.matching.wishes import GENDERS, MATTERS_MOST, TRAITS
from mentorkorps.refused import Refused
from mentorkorps.web.nameless import nameless
from mentorkorps.web.widgets import REQUIRED, Check, Checks, Day, Drop, Form, LongText, Mail, Phone, Radios, Text
from mentorkorps.youths import Enrolment, Youth
from mentorkorps.youths.ages import check_ages
from mentorkorps.youths.contact import plain, same_address
from mentorkorps.youths.main_need import asks_main_need
from tenants.registry import Programme
from tenants.scope import db, tenant_id
from tenants.users import Actor, User

Asking = TypeVar("Asking", bound="Goals")
PRIVATE = {"autocomplete": "off"}
DIGITS = {**PRIVATE, "inputmode": "numeric"}
LANGUAGES = {"da": N_("Dansk"), "en": N_("Engelsk")}
YOUTH_GENDERS = {**GENDERS, "x": N_("Andet")}
GIVEN_BY = {
    "youth": N_("Den unge selv, og en forælder eller værge er enig"),
    "guardian": N_("En forælder eller værge, og den unge vil gerne"),
    "no": N_("En forælder eller værge er ikke enig"),
}
NO_MATTER = {"": N_("Det er lige meget")}
OLDEST_BIRTH = 1900


class Asked:
    """Must be answered before the next step, not before one goes on another day."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms reads it as it stands)

    def __call__(self, form: "StepForm", field: Any) -> None:
        if form.wants_all and not field.data and not field.errors:
            raise StopValidation(field.gettext(REQUIRED))


def postcode(form: Form, field: Any) -> None:
    """Four digits."""
    if field.data and not geography.is_postcode(field.data):
        raise StopValidation(_("Skriv et postnummer på fire cifre, for eksempel 5700."))


def birthday(form: Form, field: Any) -> None:
    """A day that has been, of one whom the programme is for."""
    if not field.data:
        return
    if not (field.data.year >= OLDEST_BIRTH and field.data < today()):
        raise StopValidation(_("Skriv den dag, den unge er født, med hele årstallet."))
    try:
        check_ages(Programme.of_here(today()), Youth(born_on=field.data).age(today()) or 0)
    except Refused as refusal:
        raise StopValidation(str(refusal)) from None


class StepForm(Form):
    """One step. `wants_all` is False where somebody stops for today: then what is missing is not an error."""

    wants_all = True
    youth: Youth | None = None  # whom the answers are about

    def kept(self) -> dict[str, Any]:
        """What may be kept: every answer without an error."""
        return {f.name: f.data for f in self if f.name != "csrf_token" and not f.errors}

    def answers(self) -> dict[str, Any]:
        """The same under the names that `Enrolment.fill_in` takes. An empty choice is an empty text."""
        return {name: "" if value is None and name != "born_on" else value for name, value in self.kept().items()}


class FirstName(Form):
    """How an enrolment begins."""

    first_name = Text(N_("Den unges fornavn"), [Asked(), Length(max=60)], render_kw=PRIVATE)
    wants_all = True


class TheYouth(StepForm):
    """Who the youth is."""

    first_name = Text(N_("Fornavn"), [Asked(), Length(max=60)], render_kw=PRIVATE)
    last_name = Text(N_("Efternavn"), [Asked(), Length(max=60)], render_kw=PRIVATE)
    born_on = Day(N_("Fødselsdato"), [Asked(), birthday], render_kw=DIGITS, description=N_("For eksempel 14-02-1996"))
    phone = Phone(N_("Mobilnummer"), [Asked()], render_kw={**PRIVATE, "inputmode": "tel"})
    email = Mail(
        N_("Mail"), [Length(max=120)], render_kw=PRIVATE,
        description=N_("Uden mail går beskeder til den unge gennem kontaktpersonen."),
    )  # fmt: skip
    postcode = Text(N_("Postnummer"), [Asked(), postcode], render_kw={**DIGITS, "class": "input-char-8"})
    gender = Drop(N_("Køn"), choices=YOUTH_GENDERS)
    languages = Checks(
        N_("Hvilke sprog taler og forstår den unge godt nok til at tale med en mentor?"), [Asked()],
        choices=LANGUAGES, description=N_("Mindst ét af dem."),
    )  # fmt: skip


class TradeDrop(Drop):
    """One occupation, under its trade."""

    def iter_groups(self) -> Iterator[tuple[str | None, list[Choice]]]:
        yield None, [Choice(value="", label=_("Vælg"), selected=self.data is None, render_kw={})]
        yield from super().iter_groups()


def occupations() -> list[SelectChoice]:
    """All of them, grouped."""
    return [SelectChoice(key, title, {}, trade) for trade, rows in trades.choices().items() for key, title in rows]


def another_trade(form: Form, field: Any) -> None:
    """A trade is wished for once."""
    earlier = takewhile(lambda one: one is not field, (one for one in form if one.name.startswith("trade_")))
    if field.data and field.data in {one.data for one in earlier}:
        raise StopValidation(_("Faget er allerede valgt ovenfor. Vælg et andet, eller lad feltet stå tomt."))


class Goals(StepForm):
    """What the youth wants (FY-18) and in which trades, the most wished first."""

    education_goal = LongText(
        N_("Den unges mål for uddannelse"), [Asked(), Length(max=500), nameless], rows=2, render_kw=PRIVATE,
        description=N_("For eksempel: begynde på grundforløbet til mekaniker efter sommer."),
    )  # fmt: skip
    job_goal = LongText(
        N_("Den unges mål for job"), [Asked(), Length(max=500), nameless], rows=2, render_kw=PRIVATE,
        description=N_("For eksempel: et fritidsjob eller en læreplads på et værksted."),
    )  # fmt: skip
    trade_1 = TradeDrop(N_("Første ønske"), [Asked()], choices=occupations)
    trade_2 = TradeDrop(N_("Andet ønske"), [another_trade], choices=occupations)
    trade_3 = TradeDrop(N_("Tredje ønske"), [another_trade], choices=occupations)

    main_need = Radios(
        N_("Hvad har den unge mest brug for?"), choices={"": N_("Ved ikke endnu"), **NEEDS},
        description=N_("Det afgør, om mentor er personlig eller faglig, og kan skrives senere."),
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        wished = [kept.pop(f"trade_{n}", "") for n in (1, 2, 3)]
        return {**kept, "trades": list(dict.fromkeys(key for key in wished if key))}


class Wishes(StepForm):
    """What would give the youth courage to take part (VB-13); nothing here must be answered."""

    wished_gender = Radios(N_("Mentors køn"), choices={**NO_MATTER, **GENDERS})
    wished_traits = Checks(N_("Hvordan skal mentor gerne være?"), choices=TRAITS)
    wished_area = Text(
        N_("Hvor vil den unge helst mødes?"), [postcode], render_kw={**DIGITS, "class": "input-char-8"},
        description=N_("Et postnummer. Er feltet tomt, regner vi fra den unges eget."),
    )  # fmt: skip
    matters_most = Radios(N_("Hvad betyder mest for den unge?"), choices={"": N_("Ved ikke"), **MATTERS_MOST})
    special_regards = LongText(
        N_("Særlige hensyn"), [Length(max=300), nameless], rows=3, render_kw=PRIVATE,
        description=N_("Én sætning, som den unge selv har sagt ja til, at en mentor må læse. Skriv ingen diagnoser."),
    )  # fmt: skip


class GoalsAndWishes(Goals, Wishes):
    """What may change after the sending, on one page (MO-10)."""


class Contact(StepForm):
    """Who follows the youth."""

    contact_name = Text(N_("Navn"), [Asked(), Length(max=100)], render_kw=PRIVATE)
    contact_email = Mail(N_("Mail"), [Asked(), Length(max=120)], render_kw=PRIVATE)
    contact_phone = Phone(N_("Telefon"), render_kw={**PRIVATE, "inputmode": "tel"})
    case_number = Text(
        N_("Sagsnummer hos jer"), [Length(max=40)], render_kw=PRIVATE,
        description=N_("Ses kun af jer, ikke af korpset."),
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        if "contact_email" in kept:
            kept |= account_of(kept["contact_email"])
        return kept


class Agreement(StepForm):
    """The consent, where it has not been given yet."""

    consent = Check(N_("Den unge har sagt ja til, at korpset får tilmeldingen for at finde en mentor"), [Asked()])


class AgreementOfMinor(StepForm):
    """For a youth under 18: the consent and the guardian's answer in one."""

    consent = Radios(
        N_("Hvem har sagt ja til, at korpset får tilmeldingen for at finde en mentor?"), [Asked()], choices=GIVEN_BY,
        description=N_("Den unge er under 18 år, så en forælder eller værge skal være enig."),
    )  # fmt: skip


class Nothing(StepForm):
    """The last step where the consent is there already."""


def account_of(email: str) -> dict[str, Any]:
    """The account of a contact person here: the one user of the municipality with that address, if there is one."""
    same = User.tenant_id == tenant_id(), same_address(User.email, email), User.disabled_at.is_(None)
    found = db.session.scalars(select(User).where(*same)).all()
    return account_fields(found[0] if len(found) == 1 else None)


def account_fields(user: User | None) -> dict[str, Any]:
    """As the contact person keeps it."""
    return {"contact_user_id": user.id if user else None, "contact_user_tenant_id": user.tenant_id if user else None}


def step_form(step: int, enrolment: Enrolment, user: User) -> StepForm:
    """The form of one step, filled with what is known."""
    form = _filled(step, enrolment, user)
    form.youth = enrolment.youth
    return form


def _filled(step: int, enrolment: Enrolment, user: User) -> StepForm:
    youth = enrolment.youth
    if step == 1:
        return TheYouth(obj=youth)
    if step == 2:
        return _as_asked(Goals(obj=enrolment, data=_trades_data(enrolment)))
    if step == 3:
        return _all_free(Wishes(obj=enrolment))
    if step == 4:
        return Contact(data=_contact_data(enrolment, user))
    return _agreement(enrolment)


def _agreement(enrolment: Enrolment) -> StepForm:
    given = enrolment.standing_consent() is not None
    if enrolment.is_minor and not (given and enrolment.guardian_agrees):
        return AgreementOfMinor(consent="no" if enrolment.guardian_agrees is False else None)
    return Nothing() if given else Agreement()


def wishes_form(enrolment: Enrolment) -> GoalsAndWishes:
    """Steps 2 and 3 as one, filled with what is known."""
    form = _as_asked(GoalsAndWishes(obj=enrolment, data=_trades_data(enrolment)))
    form.youth = enrolment.youth
    return form


def _all_free(form: Wishes) -> Wishes:
    """The page says once that nothing must be answered, so no field says it."""
    for field in form:
        field.flags.depends = True
    return form


def _as_asked(form: Asking) -> Asking:
    """Without what the programme does not ask."""
    if not asks_main_need():
        del form.main_need
    return form


def _trades_data(enrolment: Enrolment) -> dict[str, Any]:
    return {f"trade_{n}": key for n, key in enumerate(enrolment.trades[:3], 1)}


def _contact_data(enrolment: Enrolment, user: User) -> dict[str, Any]:
    contact = enrolment.youth.contact_person or user
    return {
        "contact_name": contact.name, "contact_email": contact.email, "contact_phone": contact.phone,
        "case_number": enrolment.youth.case_number,
    }  # fmt: skip


def keep(step: int, form: StepForm, enrolment: Enrolment, user: User, by: Actor) -> None:
    """Keeps the answers of a step."""
    answers = form.answers()
    if step < 5:
        if plain(answers.get("contact_email", "")) == plain(user.email):
            answers |= account_fields(user)
        enrolment.fill_in(answers)
    elif said := answers.get("consent"):
        if enrolment.is_minor:
            enrolment.fill_in({"guardian_agrees": said != "no"})
        if said != "no":
            enrolment.consent(given_by=said if enrolment.is_minor else "youth", by=by)
