"""One reason for or against a suggestion: a code with values, so that it can be kept and read in any language later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from mentorkorps.geography import town
from mentorkorps.language import N_, _, language
from mentorkorps.matching.wishes import GENDERS, TRAITS
from mentorkorps.trades import title

STOPS = frozenset({"too_far", "no_language", "full", "untrained"})  # nobody can be proposed with one of these
#: Speak against without a point lost.
AGAINST = frozenset({"other_trade", "trait_missed", "not_personal", "not_professional", "professional_elsewhere"})
SENTENCES = {
    "same_occupation": N_("Er %(occupation)s: den unges ønske nummer %(wish)s."),
    "same_trade": N_("Er %(occupation)s: samme fagområde som ønske nummer %(wish)s, %(wished)s."),
    "near_trade": N_("Er %(occupation)s: et fag tæt på ønske nummer %(wish)s, %(wished)s."),
    "other_trade": N_("Er %(occupation)s: intet af de fag, den unge ønsker."),
    "is_personal": N_("Personlig mentor, som den unge har brug for."),
    "is_professional": N_("Faglig mentor af faget, som den unge har brug for."),
    "professional_elsewhere": N_("Faglig mentor, men ikke af et fag, den unge ønsker."),
    "wants_personal": N_("Faglig mentor; den unge har brug for en personlig."),
    "wants_professional": N_("Personlig mentor; den unge har brug for en faglig."),
    "personal": N_(
        "Den unge har brug for en personlig mentor. Det er ikke skrevet, om mentor er det, men det peger i den retning: %(traits)s."
    ),
    "not_personal": N_(
        "Den unge har brug for en personlig mentor. Det er ikke skrevet, om mentor er det, og intet peger i den retning."
    ),
    "professional": N_("Den unge skal ind i et fag, og mentor er af faget. Det er ikke skrevet, om mentor er faglig."),
    "not_professional": N_("Den unge skal ind i et fag, og mentor er ikke af det. Det er ikke skrevet, om mentor er faglig."),
    "gender_met": N_("Er %(gender)s, som den unge ønsker."),
    "gender_missed": N_("Er ikke %(gender)s, som den unge ønsker."),
    "gender_unknown": N_("Den unge ønsker en mentor, der er %(gender)s; mentors køn er ikke oplyst."),
    "trait_met": N_("Den unge ønsker, og mentor passer til det: %(trait)s."),
    "trait_missed": N_("Den unge ønsker, men mentor har ikke nævnt: %(trait)s."),
    "travel": N_("Cirka %(minutes)s minutters vej for mentor til %(town)s."),
    "too_far": N_("Cirka %(minutes)s minutters vej for mentor til %(town)s; mentor vil højst køre %(limit)s minutter."),
    "travel_unknown": N_("Mentors vej kan ikke regnes ud: et postnummer mangler eller er ukendt."),
    "language": N_("Fælles sprog: %(languages)s."),
    "no_language": N_("Mentor og den unge har intet sprog til fælles."),
    "place_free": N_("Mentor har plads: %(taken)s af %(capacity)s pladser er taget."),
    "untrained": N_("Mentor mangler mentorkursus eller iklædningssamtale, før et forløb kan begynde."),
    "full": N_("Mentor har ikke plads: %(taken)s af %(capacity)s pladser er taget."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mentor stands where he or she stands: positive, negative, or a stop that forbids the proposal."""

    code: str
    points: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_stop(self) -> bool:
        """The mentor cannot be proposed because of this."""
        return self.code in STOPS

    @property
    def is_against(self) -> bool:
        """Speaks against the mentor: shown so that nobody has to guess."""
        return self.is_stop or self.points < 0 or self.code in AGAINST

    @property
    def sentence(self) -> str:
        """In the reader's language."""
        return sentence(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """As kept with a proposal (JSON)."""
        return {"code": self.code, "points": self.points, "values": dict(self.values)}


def sentence(kept: Mapping[str, Any]) -> str:
    """A kept reason in the reader's language; one whose code is no longer known is shown as its code."""
    if kept["code"] not in SENTENCES:
        return str(kept["code"])
    values = dict(kept["values"])
    most = values.pop("matters_most", False)
    text = _(SENTENCES[kept["code"]], **{name: _shown(name, value) for name, value in values.items()})
    return text + " " + _("Det betyder mest for den unge.") if most else text


def _shown(name: str, value: Any) -> Any:
    if name in ("occupation", "wished"):
        return title(value).lower() if language() == "da" else title(value)
    if name == "gender":
        return _(GENDERS[value]).lower() if value in GENDERS else value
    if name == "trait":
        return _(TRAITS[value]).lower() if value in TRAITS else value
    if name == "traits":
        return ", ".join(_(TRAITS[key]).lower() if key in TRAITS else key for key in value)
    if name == "town":
        return town(value)
    if name == "languages":
        return ", ".join(_language_name(code) for code in value)
    return value


def _language_name(code: str) -> str:
    return str(Locale.parse(language()).languages.get(code, code))
