"""A youth and the enrolment as lines of a page, by step of the enrolment; who may not know a line does not get it."""

from typing import Any

from mentorkorps import geography, trades
from mentorkorps.clock import today
from mentorkorps.courses.basis import NEEDS
from mentorkorps.language import N_, SPOKEN, _
from mentorkorps.matching.wishes import GENDERS, MATTERS_MOST, TRAITS
from mentorkorps.web.enrolment_forms import YOUTH_GENDERS
from mentorkorps.web.formats import day
from mentorkorps.youths import ContactPerson, Enrolment, Youth

GIVEN = {
    "youth": N_("Givet af den unge den %(day)s, noteret af %(name)s."),
    "guardian": N_("Givet af en forælder eller værge den %(day)s, noteret af %(name)s."),
}


def groups_of(enrolment: Enrolment, *, case_number: bool) -> list[dict[str, Any]]:
    """The five groups, each {title, rows}. `case_number` is for the municipality's own people only."""
    youth = enrolment.youth
    return [
        {"title": _("Den unge"), "rows": _youth(youth)},
        {"title": _("Mål og fag"), "rows": _goals(enrolment)},
        {"title": _("Ønsker til mentor"), "rows": _wishes(enrolment)},
        {"title": _("Kontaktperson"), "rows": _contact(enrolment, youth.contact_person, case_number)},
        {"title": _("Egnethed og samtykke"), "rows": _agreement(enrolment)},
    ]


def place(postcode: str) -> str:
    """5700 Svendborg."""
    town = geography.town(postcode)
    return postcode if town == postcode else f"{postcode} {town}"


def _youth(youth: Youth) -> list[dict[str, Any]]:
    age = youth.age(today())
    born = _("%(day)s (%(age)s år)", day=day(youth.born_on), age=age) if youth.born_on else ""
    return [
        {"key": _("Navn"), "value": youth.name},
        {"key": _("Fødselsdato"), "value": born},
        {"key": _("Mobilnummer"), "phone": youth.phone},
        {"key": _("Mail"), "value": youth.email},
        {"key": _("Bor i"), "value": place(youth.postcode)},
        {"key": _("Køn"), "value": _word(YOUTH_GENDERS, youth.gender)},
        {"key": _("Sprog"), "value": ", ".join(_word(SPOKEN, code) for code in youth.languages)},
    ]


def _goals(enrolment: Enrolment) -> list[dict[str, Any]]:
    wished = [f"{place}. {trades.title(key)}" for place, key in enumerate(enrolment.trades, 1)]
    return [
        {"key": _("Mål for uddannelse"), "value": enrolment.education_goal},
        {"key": _("Mål for job"), "value": enrolment.job_goal},
        {"key": _("Ønskede fag"), "lines": wished} if wished else {"key": _("Ønskede fag"), "value": ""},
        *([{"key": _("Har mest brug for"), "value": _(NEEDS[enrolment.main_need])}] if enrolment.main_need else []),
    ]


def _wishes(enrolment: Enrolment) -> list[dict[str, Any]]:
    traits = ", ".join(_word(TRAITS, key) for key in enrolment.wished_traits)
    return [
        {"key": _("Mentors køn"), "value": _word(GENDERS, enrolment.wished_gender) or _("Det er lige meget")},
        {"key": _("Mentor må gerne være"), "value": traits},
        {"key": _("Vil helst mødes i"), "value": place(enrolment.wished_area)},
        {"key": _("Betyder mest"), "value": _word(MATTERS_MOST, enrolment.matters_most)},
        {"key": _("Særlige hensyn"), "value": enrolment.special_regards},
    ]


def _contact(enrolment: Enrolment, contact: ContactPerson | None, case_number: bool) -> list[dict[str, Any]]:
    rows = [
        {"key": _("Navn"), "value": contact.name if contact else ""},
        {"key": _("Mail"), "value": contact.email if contact else ""},
        {"key": _("Telefon"), "phone": contact.phone if contact else ""},
    ]
    if case_number:
        rows.append({"key": _("Sagsnummer"), "value": enrolment.youth.case_number})
    if enrolment.is_minor:
        said = {True: _("Ja"), False: _("Nej"), None: ""}[enrolment.guardian_agrees]
        rows.append({"key": _("En forælder er enig"), "value": said})
    return rows


def _agreement(enrolment: Enrolment) -> list[dict[str, Any]]:
    consent = enrolment.standing_consent()
    given = _(GIVEN[consent.given_by], day=day(consent.given_at), name=consent.taken_by) if consent else ""
    return [
        {"key": _("Vurdering"), "value": assessment(enrolment)},
        {"key": _("Samtykke"), "value": given},
    ]


def assessment(enrolment: Enrolment) -> str:
    """Vurderet egnet af X, dato (FY-19)."""
    if not enrolment.assessed_on:
        return ""
    return _("Vurderet af %(name)s, %(day)s.", name=enrolment.assessed_by, day=day(enrolment.assessed_on))


def _word(words: Any, key: str) -> str:
    return _(words[key]) if key in words else key
