"""The programme's settings as sentences, and what is used where an agreement can be read in more ways than one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.language import N_, _
from mentorkorps.steering.build import BASES
from mentorkorps.steering.measure import TOO_EARLY

LANGUAGES = {"da": N_("dansk"), "en": N_("engelsk")}
RECRUITERS = {
    "corps": N_("Korpset finder og uddanner mentorerne."),
    "municipality": N_("Kommunen finder selv mentorerne."),
}

Profile = Mapping[str, Any]


def rules(profile: Profile) -> Iterator[str]:
    """What the programme promises, a sentence each."""
    follow_up, meetings, silence = profile["follow_up"], profile["meetings"], profile["silence"]
    spoken = _(" eller ").join(_(LANGUAGES[code]) for code in profile["languages"])
    yield _("Unge fra %(least)s til og med %(most)s år.", least=profile["ages"]["from"], most=profile["ages"]["to"])
    yield _("Den unge taler og forstår %(languages)s godt nok til at mødes med en mentor.", languages=spoken)
    yield _("Den unge får foreslået en mentor senest %(days)s dage efter tilmeldingen.", days=profile["promise_days"])
    yield _norm(meetings)
    yield _follow_ups(follow_up)
    yield _(
        "Svarer nogen ikke, får de en påmindelse efter %(first)s arbejdsdage, og efter %(then)s arbejdsdage ringer en medarbejder.",
        first=silence["remind_after_working_days"], then=silence["raise_after_working_days"],
    )  # fmt: skip
    yield _(RECRUITERS[profile["recruits"]])
    yield _("En plads er en ung i en periode: en ny mentor til den samme unge bruger ikke en plads mere.")
    yield _("Pladsen hører til den periode, hvor forslaget blev givet, også når forløbet begynder i den næste.")
    if profile["place_back_when_never_met"]:
        yield _("Mødtes den unge og mentor aldrig, kommer pladsen tilbage.")
    else:
        yield _("Et forløb, der er begyndt, har brugt sin plads, også når de to aldrig mødtes.")


def disagreements(profile: Profile, periods: Sequence[tuple[Any, Mapping[str, Any]]]) -> Iterator[tuple[str, str, str]]:
    """What can be read in several ways, how, and what is used: (question, the readings, what is used)."""
    yield (
        _("Hvornår er den første opfølgning?"),
        _("to uger efter matchet, og to uger efter første møde"),
        _follow_ups(profile["follow_up"]),
    )
    for period, together in periods:
        yield from _numbers(period, together)
    yield (
        _("Hvem regnes succesmålene af?"),
        _("alle, der har indgået i et forløb, eller kun dem, der har afsluttet det"),
        _(
            "Officielt: %(base)s. De to andre grundlag vises ved siden af, og under %(count)s unge står der „for tidligt“.",
            base=_(BASES[str(profile.get("official_base", "all_started"))]), count=TOO_EARLY,
        ),
    )  # fmt: skip
    yield (
        _("Hvilke resultater tæller?"),
        _(
            "fire slags: praktik, læreplads, uddannelse og ordinært job, eller seks, også med fritidsjob og løntilskudsjob"
        ),
        _("De seks er officielle, de fire vises ved siden af. Et resultat tæller kun, når det begyndte efter matchet."),
    )
    yield (
        _("Hvem siger, at den unge er kommet positivt videre?"),
        _("mentor, den unge, kontaktpersonen eller korpset"),
        _("Den unge og kontaktpersonen spørges ved afslutningen. Den unges svar tæller, ellers kontaktpersonens."),
    )


def _norm(meetings: Profile) -> str:
    """A norm of hours (VB-07) or of meetings (FY-34) a month; where meetings are the norm, hours are none."""
    if "hours_per_month" in meetings:
        return _(
            "Mentor og den unge mødes mindst %(hours)s timer om måneden i mindst %(least)s måneder.",
            hours=meetings["hours_per_month"], least=meetings["months_from"],
        )  # fmt: skip
    return _(
        "Mentor og den unge mødes mindst %(count)s gange om måneden i %(least)s-%(most)s måneder. Timer om måneden er et "
        "gennemsnit til sammenligning, ikke et krav.",
        count=meetings["per_month"], least=meetings["months_from"], most=meetings["months_to"],
    )  # fmt: skip


def _follow_ups(rule: Profile) -> str:
    return _(
        "%(first)s dage efter matchet: har det første møde fundet sted? %(then)s dage efter det første møde: den første "
        "opfølgning. Ligger de inden for %(merge)s dage, er de én kontakt. Derefter hver %(least)s.-%(most)s. uge.",
        first=rule["first_check_days"], then=rule["after_first_meeting_days"], merge=rule["merge_within_days"],
        least=rule["then_weeks_from"], most=rule["then_weeks_to"],
    )  # fmt: skip


def _numbers(period: Any, together: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The targets and the money of one period, only where they really differ."""
    target, quota, priced = (period.target_min, period.target_max), together["quota"], period.priced_places
    if target != quota or priced not in target:
        yield (
            _("Hvor mange unge i %(period)s?", period=period.name),
            _(
                "kvoter på %(quota)s, et mål på %(target)s og en pris for %(priced)s",
                quota=_span(quota), target=_span(target), priced=priced,
            ),
            _("Tre felter: kvoten begrænser, målet måles der på, prisen regnes af det tredje. Intet er udledt af et andet."),
        )  # fmt: skip
    if together["rest"]:
        yield (
            _("Hvad koster %(period)s?", period=period.name),
            _("summen af bidragene er ikke prisen"),
            _(
                "Hver parts bidrag står, som det er skrevet, og divideres aldrig. Resten vises og er ikke fordelt på parterne."
            ),
        )


def _span(ends: tuple[int, int]) -> str:
    least, most = ends
    return f"{least}-{most}" if most > least else str(least)
