"""The programme's settings as sentences, and what is used where an agreement can be read in more ways than one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.language import _
from mentorkorps.programmes import complete
from mentorkorps.steering.measure import TOO_EARLY
from mentorkorps.steering.printed import BASES
from mentorkorps.web.programme_rules import RECRUITERS, norm, sentences, span

Profile = Mapping[str, Any]


def rules(profile: Profile) -> Iterator[str]:
    """What the programme promises, a sentence each."""
    yield from sentences(profile)
    yield _("Hvad en plads er, og hvad der sker, når alle er taget, står under Kvote.")
    yield _("Pladsen hører til den periode, hvor forslaget blev givet, også når forløbet begynder i den næste.")


def disagreements(profile: Profile, periods: Sequence[tuple[Any, Mapping[str, Any]]]) -> Iterator[tuple[str, str, str]]:
    """What can be read in several ways, how, and what is used: (question, the readings, what is used)."""
    yield (
        _("Hvornår er den første opfølgning?"),
        _("to uger efter matchet, og to uger efter første møde"),
        _follow_ups(complete(profile)["follow_up"]),
    )
    yield from programme_disagreements(profile)
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


def programme_disagreements(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Where the programmes of the field differ, and what this one uses (section 2, rows 4, 5, 9 and 10)."""
    rule = complete(profile)
    yield (
        _("Hvor meget mødes de?"),
        _("timer om måneden, møder om måneden eller møder i et skoleår"),
        norm(rule["meetings"]),
    )
    yield (
        _("Hvor gamle er de unge?"),
        _("15-30, 15-25, 16-64 eller 10. klasse"),
        _(
            "%(least)s-%(most)s år, regnet den dag den unge tilmeldes.",
            least=rule["ages"]["from"],
            most=rule["ages"]["to"],
        ),
    )
    yield (
        _("Hvor tit følges der op?"),
        _("hver 4.-6. uge, efter 1, 3 og 6 måneder, eller to gange den første måned og så hver måned"),
        _rhythm(rule["follow_up"]),
    )
    yield (
        _("Hvem finder mentorerne?"),
        _("korpset, kommunen eller frivillige"),
        _(RECRUITERS[rule["recruits"]]),
    )


def _rhythm(rule: Profile) -> str:
    weeks = span([rule["then_weeks_from"], rule["then_weeks_to"]])
    if not rule["marks_months"]:
        return _("Et tidsrum, ikke én dag: hver %(weeks)s. uge efter den seneste kontakt.", weeks=weeks)
    months = ", ".join(str(months) for months in rule["marks_months"])
    return _(
        "Et tidsrum, ikke én dag: efter %(months)s måneder, og derefter hver %(weeks)s. uge.",
        months=months,
        weeks=weeks,
    )


def _follow_ups(rule: Profile) -> str:
    if not rule["after_first_meeting_days"]:
        return _(
            "%(first)s dage efter matchet: har det første møde fundet sted? Det første møde giver ikke i sig selv en "
            "opfølgning.",
            first=rule["first_check_days"],
        )
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
