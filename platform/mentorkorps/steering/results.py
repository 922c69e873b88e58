"""The menu of results: the two success targets on three bases, and the six kinds of outcome (FY-07, FY-08)."""

from collections.abc import Mapping

from mentorkorps.language import N_
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.measure import TOO_EARLY, Measure

_ALL = N_("Grundlag: alle unge, der har indgået i et forløb i perioden.")
_SHARE = N_(
    "Grundlag: alle unge, der har indgået i et forløb i perioden. Målet til dato er regnet "
    "med dem, der begyndte mindst 6 måneder før opgørelsesdagen; er de under 10, er det for tidligt at sige."
)
_FINISHED = N_("Grundlag: de unge, hvis forløb alle er afsluttet på opgørelsesdagen.")
_MATURE = N_("Grundlag: de unge, hvis første forløb begyndte mindst 6 måneder før opgørelsesdagen.")
_MOVED = N_("Den unges eget svar på, om det er gået positivt videre, tæller; ellers kontaktpersonens.")

RESULTS = (
    Measure(
        "youths", "results", N_("Unge, der har indgået i et forløb"),
        _ALL,
        opened_by="matched",
    ),
    Measure(
        "any_outcome", "results", N_("Unge med mindst ét af de seks resultater"),
        N_(
            "Praktik, læreplads, uddannelse, fritidsjob, løntilskudsjob eller ordinært job, begyndt tidligst den "
            "dag forløbet begyndte. En ung tæller én gang."
        ),
        opened_by="any_outcome",
    ),
    Measure(
        "outcome_share", "results", N_("Andel med resultat"),
        _SHARE,
        unit="percent", opened_by="any_outcome", parts=("any_outcome", "youths"), early_under=TOO_EARLY,
    ),
    Measure(
        "moved_yes", "results", N_("Unge, der er kommet positivt videre"),
        _MOVED,
        within="youths",
    ),
    Measure(
        "moved_share", "results", N_("Andel kommet positivt videre"),
        _SHARE,
        unit="percent", parts=("moved_yes", "youths"), early_under=TOO_EARLY,
    ),
    Measure(
        "moved_unanswered", "results", N_("Unge uden svar på, om det er gået videre"),
        N_("Hverken den unge eller kontaktpersonen har svaret; tæller som ikke kommet videre i andelen."),
        only_together=True, better="lower", within="youths",
    ),
    Measure(
        "youths_finished", "results", N_("Unge med afsluttet forløb"),
        _FINISHED,
        only_together=True,
    ),
    Measure(
        "any_outcome_finished", "results", N_("Afsluttede unge med resultat"),
        _FINISHED,
        only_together=True,
    ),
    Measure(
        "outcome_share_finished", "results", N_("Andel med resultat, afsluttede"),
        _FINISHED,
        unit="percent", only_together=True, parts=("any_outcome_finished", "youths_finished"), early_under=TOO_EARLY,
    ),
    Measure(
        "moved_yes_finished", "results", N_("Afsluttede unge, der er kommet positivt videre"),
        _FINISHED,
        only_together=True, within="youths_finished",
    ),
    Measure(
        "moved_share_finished", "results", N_("Andel kommet positivt videre, afsluttede"),
        _FINISHED,
        unit="percent", only_together=True, parts=("moved_yes_finished", "youths_finished"), early_under=TOO_EARLY,
    ),
    Measure(
        "youths_mature", "results", N_("Unge, der begyndte for mindst 6 måneder siden"),
        _MATURE,
        only_together=True,
    ),
    Measure(
        "any_outcome_mature", "results", N_("Heraf med resultat"),
        _MATURE,
        only_together=True,
    ),
    Measure(
        "outcome_share_mature", "results", N_("Andel med resultat efter mindst 6 måneder"),
        _MATURE,
        unit="percent", only_together=True, parts=("any_outcome_mature", "youths_mature"), early_under=TOO_EARLY,
    ),
    Measure(
        "moved_yes_mature", "results", N_("Heraf kommet positivt videre"),
        _MATURE,
        only_together=True, within="youths_mature",
    ),
    Measure(
        "moved_share_mature", "results", N_("Andel kommet positivt videre efter mindst 6 måneder"),
        _MATURE,
        unit="percent", only_together=True, parts=("moved_yes_mature", "youths_mature"), early_under=TOO_EARLY,
    ),
    Measure(
        "praktik", "results", N_("Praktik"),
        N_("Unge i praktik. En ung kan have flere resultater; de seks lægges aldrig sammen."),
        only_together=True,
    ),
    Measure(
        "apprenticeship", "results", N_("Læreplads"),
        N_("Unge med læreplads."),
        only_together=True,
    ),
    Measure(
        "education", "results", N_("Uddannelse"),
        N_("Unge, der er begyndt på en uddannelse efter matchet."),
        only_together=True,
    ),
    Measure(
        "spare_time_job", "results", N_("Fritidsjob"),
        N_("Unge med fritidsjob."),
        only_together=True,
    ),
    Measure(
        "subsidised_job", "results", N_("Løntilskudsjob"),
        N_("Unge i løntilskudsjob."),
        only_together=True,
    ),
    Measure(
        "job", "results", N_("Ordinært job"),
        N_("Unge i ordinært job."),
        only_together=True,
    ),
    Measure(
        "four_kinds", "results", N_("Unge med praktik, læreplads, uddannelse eller job"),
        N_("Praktik, læreplads, uddannelse eller ordinært job: de fire af de seks resultater. En ung tæller én gang."),
        only_together=True,
    ),
    Measure(
        "four_kinds_share", "results", N_("Andel med praktik, læreplads, uddannelse eller job"),
        N_("Til sammenligning med de seks, grundlag: alle, der har indgået i et forløb."),
        unit="percent", only_together=True, parts=("four_kinds", "youths"), early_under=TOO_EARLY,
    ),
)  # fmt: skip


def not_asked_yet(lines: Mapping[str, Line]) -> dict[str, Line]:
    """As long as nobody at all has answered whether it moved on, it is too early for the shares of those who did."""
    youths, unanswered = (lines[key].together.realised for key in ("youths", "moved_unanswered"))
    if youths is None or youths != unanswered:
        return {}
    early, shares = Cell(None, too_early=True), (key for key in lines if key.startswith("moved_share"))
    return {key: Line(early, (early,) * len(lines[key].tenants)) for key in shares}
