"""The rules of a programme as Danish sentences, each with the settings it is made of, so that one can say where it is from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorkorps.language import N_, _
from mentorkorps.programmes import DEFAULTS, Rules, complete, own_time
from mentorkorps.web.concern_rules import LEVELS
from mentorkorps.web.formats import day
from mentorkorps.web.frame_rules import FRAME, TASKS
from mentorkorps.web.programme_words import SECTIONS

LANGUAGES = {"da": N_("dansk"), "en": N_("engelsk")}
RECRUITERS = {
    "corps": N_("Korpset finder og uddanner mentorerne."),
    "municipality": N_("Kommunen finder selv mentorerne."),
}
#: Where a rule is from, the nearest first.
SOURCES: Mapping[str, str] = {
    "local": N_("Tilpasset her"),
    "programme": N_("Programmet"),
    "house": N_("Fælles standard"),
}


@dataclass(frozen=True)
class Line:
    """One rule: what it says, and where it is from."""

    sentence: str
    source: str


def lines(rules: Rules, profile: Rules, adjustments: Rules) -> Iterator[tuple[str, list[Line]]]:
    """The rules in force by section, with the source of each; sections that say nothing are left out."""
    for section in SECTIONS:
        said = [
            Line(sentence, source_of(section, names, profile, adjustments))
            for names, say in SENTENCES[section]
            if (sentence := say(rules.get(section, rules)))
        ]
        if said or section in DEFAULTS:
            yield section, said


def source_of(section: str, names: tuple[str, ...], profile: Rules, adjustments: Rules) -> str:
    """The nearest place that says one of the settings."""
    own, stated = adjustments.get(section, {}), profile.get(section, profile if section == "who" else {})
    return (
        "local" if any(name in own for name in names) else "programme" if any(n in stated for n in names) else "house"
    )


def sentences(profile: Rules) -> Iterator[str]:
    """Every rule of a programme, one sentence each."""
    for _section, said in lines(complete(profile), profile, {}):
        yield from (line.sentence for line in said)


def _ages(who: Rules) -> str:
    return _("Unge fra %(least)s til og med %(most)s år.", least=who["ages"]["from"], most=who["ages"]["to"])


def _spoken(who: Rules) -> str:
    spoken = _(" eller ").join(_(LANGUAGES[code]) for code in who["languages"])
    return _("Den unge taler og forstår %(languages)s godt nok til at mødes med en mentor.", languages=spoken)


def _promise(who: Rules) -> str:
    return _("Den unge får foreslået en mentor senest %(days)s dage efter tilmeldingen.", days=who["promise_days"])


def _place_back(who: Rules) -> str:
    if who["place_back_when_never_met"]:
        return _("Mødtes den unge og mentor aldrig, kommer pladsen tilbage.")
    return _("Et forløb, der er begyndt, har brugt sin plads, også når de to aldrig mødtes.")


def _own_time(who: Rules) -> str:
    return _(
        "I rapporten regnes kommunens egen tid som %(enrolment)s minutter pr. tilmelding, %(note)s pr. læst notat og "
        "%(decision)s pr. svar eller beslutning.",
        **own_time(who),
    )


def norm(meetings: Rules) -> str:
    """The norm of meetings: hours a month (VB-07), meetings a month (FY-34) or in a season (HT-10), or none."""
    if meetings["hours_per_month"]:
        return _("Norm: mentor og den unge mødes mindst %(hours)s timer om måneden.", hours=meetings["hours_per_month"])
    if meetings["per_month"] == 1:
        return _("Norm: mentor og den unge mødes mindst én gang om måneden.")
    if meetings["per_month"]:
        return _("Norm: mentor og den unge mødes mindst %(count)s gange om måneden.", count=meetings["per_month"])
    if meetings["per_season"] != [0, 0]:
        return _("Norm: mentor og den unge mødes %(count)s gange i sæsonen.", count=span(meetings["per_season"]))
    return _("Programmet har ingen norm for, hvor meget de mødes.")


def _average(meetings: Rules) -> str:
    hours = meetings["average_hours_per_month"]
    sentence = _(
        "En mentor bruger i gennemsnit %(hours)s timer om måneden. Det er et tal til sammenligning, ikke et krav, og det "
        "giver aldrig en alarm.",
        hours=hours,
    )
    return sentence if hours else ""


def _apart(meetings: Rules) -> str:
    weeks = meetings["every_weeks"]
    return "" if weeks == [0, 0] else _("Der er %(weeks)s uger mellem møderne.", weeks=span(weeks))


def _minutes(meetings: Rules) -> str:
    minutes = meetings["minutes"]
    return "" if minutes == [0, 0] else _("Et møde varer %(minutes)s minutter.", minutes=span(minutes))


def _length(meetings: Rules) -> str:
    least, most = meetings["months_from"], meetings["months_to"]
    if not least:
        return ""
    if most:
        return _("Et forløb varer %(months)s måneder. Parret kan aftale flere eller færre.", months=span([least, most]))
    return _("Et forløb varer mindst %(months)s måneder. Parret kan aftale flere eller færre.", months=least)


def _visit(meetings: Rules) -> str:
    return _("Den unge kommer ud at se mentors arbejdsplads i hvert forløb.") if meetings["workplace_visit"] else ""


def _next(meetings: Rules) -> str:
    return _("Der er altid aftalt et nyt møde; det er mentors ansvar.") if meetings["always_next"] else ""


def _season(season: Rules) -> str:
    if not season["match_within_days"] or not season["begins"]:
        return _("Par dannes hele året.")
    begins = ", ".join(day(date.fromisoformat(first)) for first in season["begins"])
    return _("Par dannes de første %(days)s dage fra skolestart: %(begins)s.",
             days=season["match_within_days"], begins=begins)  # fmt: skip


def _first_check(rule: Rules) -> str:
    return _(
        "%(first)s dage efter matchet: har det første møde fundet sted? Er det aldrig skrevet ned, ringer en medarbejder.",
        first=rule["first_check_days"],
    )


def _after_first(rule: Rules) -> str:
    if not rule["after_first_meeting_days"]:
        return _("Det første møde giver ikke i sig selv en opfølgning.")
    return _("%(then)s dage efter det første møde: den første opfølgning.", then=rule["after_first_meeting_days"])


def _merge(rule: Rules) -> str:
    if not rule["merge_within_days"]:
        return _("To opfølgninger regnes aldrig for én.")
    return _("Ligger to opfølgninger inden for %(merge)s dage, er de én kontakt.", merge=rule["merge_within_days"])


def _marks(rule: Rules) -> str:
    if not rule["marks_months"]:
        return ""
    months = ", ".join(str(months) for months in rule["marks_months"])
    return _("Opfølgning til fast tid efter %(months)s måneder, fra %(before)s dage før til %(after)s dage efter.",
             months=months, before=rule["mark_days_before"], after=rule["mark_days_after"])  # fmt: skip


def _then(rule: Rules) -> str:
    weeks = span([rule["then_weeks_from"], rule["then_weeks_to"]])
    return _("Derefter er der %(weeks)s uger mellem opfølgningerne.", weeks=weeks)


def _silence(rule: Rules) -> str:
    return _(
        "Svarer nogen ikke, får de en påmindelse efter %(first)s arbejdsdage, og efter %(then)s arbejdsdage ringer en medarbejder.",
        first=rule["remind_after_working_days"], then=rule["raise_after_working_days"],
    )  # fmt: skip


def _hours(rule: Rules) -> str:
    return _(
        "Folk bliver kun spurgt mellem kl. %(first)s og %(last)s, og ikke på søn- og helligdage. Det første spørgsmål om et "
        "forslag går dog alle dage, for nogen har lige sat det i gang. En sms følger altid tiderne.",
        first=rule["not_before"], last=rule["not_after"],
    )  # fmt: skip


def _sender(rule: Rules) -> str:
    return _("En sms kommer fra “%(sender)s”.", sender=rule["sender"])


def _alarm(rule: Rules) -> str:
    return _(
        "I de første %(months)s måneder ringes der, når karakteren er %(low)s eller derunder eller falder %(fall)s, når intet nyt "
        "møde er aftalt %(next)s dage efter et møde, og når det første møde ikke er holdt %(met)s dage efter opstartsmailen.",
        months=rule["months"], low=rule["low_rating"], fall=rule["fall"], next=rule["no_next_after_days"],
        met=rule["no_first_meeting_days"],
    )  # fmt: skip


def _read(rule: Rules) -> str:
    days = rule["read_within_working_days"]
    return _("Er en kopi ikke læst efter %(days)s arbejdsdage, ser koordinatoren det.", days=days)


def _exit_youth(rule: Rules) -> str:
    said = _("Den unge kontaktes %(weeks)s uger efter forløbet.", weeks=span(rule["youth_weeks"]))
    if rule["youth_months"]:
        return said + " " + _("Og igen efter %(months)s måneder.", months=rule["youth_months"])
    return said


def _exit_mentor(rule: Rules) -> str:
    return _("Mentor kontaktes %(weeks)s uger efter forløbet.", weeks=span(rule["mentor_weeks"]))


def _rematch(rule: Rules) -> str:
    return _("Slutter et forløb for tidligt, tilbydes en ny mentor på telefon inden %(days)s dage.",
             days=rule["rematch_within_days"])  # fmt: skip


def _closed(rule: Rules) -> str:
    if not rule["closed"]:
        return _("Programmet holder kun fri i weekender og på helligdage.")
    ranges = [_("%(first)s til %(last)s", first=day(date.fromisoformat(a)), last=day(date.fromisoformat(b)))
              for a, b in rule["closed"]]  # fmt: skip
    return _("Ingen spørges, og ingen frist falder, i: %(ranges)s.", ranges=", ".join(ranges))


def span(ends: Any) -> str:
    """30-35, or 40 where both ends are the same."""
    least, most = ends
    return f"{least}-{most}" if most > least else str(least)


def _yes(name: str, sentence: str) -> tuple[tuple[str, ...], Callable[[Rules], str]]:
    return (name,), lambda rule: _(sentence) if rule[name] else ""


Sentence = tuple[tuple[str, ...], Callable[[Rules], str]]
SENTENCES: Mapping[str, tuple[Sentence, ...]] = {
    "who": (
        (("ages",), _ages), (("languages",), _spoken), (("promise_days",), _promise),
        (("recruits",), lambda who: _(RECRUITERS[who["recruits"]])), (("place_back_when_never_met",), _place_back),
        (("own_time",), _own_time),
    ),
    "meetings": (
        (("per_month", "hours_per_month", "per_season"), norm), (("average_hours_per_month",), _average),
        (("every_weeks",), _apart), (("minutes",), _minutes), (("months_from", "months_to"), _length),
        (("workplace_visit",), _visit), (("always_next",), _next),
    ),
    "season": ((("begins", "match_within_days"), _season),),
    "follow_up": (
        (("first_check_days", "first_check_within_days"), _first_check),
        _yes("first_check_always", N_("Den første kontakt tages også, når de allerede har mødtes.")),
        (("after_first_meeting_days",), _after_first), (("merge_within_days",), _merge),
        (("marks_months", "mark_days_before", "mark_days_after"), _marks), (("then_weeks_from", "then_weeks_to"), _then),
    ),
    "silence": ((("remind_after_working_days", "raise_after_working_days"), _silence),),
    "asking": ((("not_before", "not_after"), _hours), (("sender",), _sender)),
    "alarm": ((tuple(DEFAULTS["alarm"]), _alarm),),
    "course": (
        _yes("training_first", N_("Mentor har været på kursus eller til en samtale, før et forløb begynder.")),
        _yes("expectation_agreement", N_("Mentor og den unge skriver en forventningsafstemning ved start.")),
        _yes("goals", N_("Mentor og den unge skriver mål sammen og ser på dem undervejs.")),
        _yes("supporter", N_("Den unge kan have en støtteperson uden for arbejdstid.")),
        _yes("mentor_kinds", N_("En mentor er faglig eller personlig, efter hvad den unge har mest brug for.")),
        _yes("activities", N_("Det skrives ned, hvilke af aktiviteterne de to har lavet.")),
        _yes("wellbeing", N_("Mentor holder øje med den unges trivsel.")),
        _yes("legal_basis", N_("Hvert forløb har en hjemmel.")),
        _yes("network_events", N_("Parrene kan komme til netværksarrangementer uden at betale.")),
        _yes("match_meeting", N_("De to mødes første gang til et matchmøde.")),
        _yes("network_meetings", N_("Kontaktpersonen er med til møder med kommunen og til netværksmøder.")),
        _yes("family_meeting", N_("Mentor møder den unges familie én gang, hvis den unge ønsker det.")),
    ),
    "concerns": LEVELS,
    "frame": FRAME,
    "tasks": TASKS,
    "journal": ((("read_within_working_days",), _read),),
    "exit": (
        (("youth_weeks", "youth_months"), _exit_youth), (("mentor_weeks",), _exit_mentor), (("rematch_within_days",), _rematch),
    ),
    "calendar": ((("closed",), _closed),),
}  # fmt: skip
