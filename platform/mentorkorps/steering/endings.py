"""Why courses end, and what went on after a result (FY-37, FY-45)."""

from mentorkorps.language import N_
from mentorkorps.steering.measure import Measure

ENDINGS = (
    Measure(
        "early_share", "pairs", N_("Andel afbrudt tidligt"),
        N_("Forløb, der er afbrudt tidligt, i procent af dem, der er afsluttet i perioden."),
        unit="percent", better="lower", parts=("early_endings", "ended"),
    ),
    *(
        Measure(
            f"ended_{reason}", "pairs", label,
            N_("Afsluttede forløb efter grunden til, at de sluttede. Vises kun samlet."),
            unit="pairs", only_together=True, better=better, within="ended",
        )
        for reason, label, better in (
            ("goal_reached", N_("Afsluttet: målet er nået"), "higher"),
            ("planned", N_("Afsluttet: som aftalt"), "higher"),
            ("not_a_fit", N_("Afsluttet: de to passede ikke sammen"), "lower"),
            ("youth_stopped", N_("Afsluttet: den unge ønskede at stoppe"), "lower"),
            ("mentor_stopped", N_("Afsluttet: mentor måtte stoppe"), "lower"),
            ("never_met", N_("Afsluttet: de mødtes aldrig"), "lower"),
            ("moved", N_("Afsluttet: den unge er flyttet"), "lower"),
        )
    ),
    Measure(
        "with_outcome", "pairs", N_("Forløb med et resultat"),
        N_("Forløb, der er begyndt i perioden, hvor den unge har opnået mindst ét af de seks resultater."),
        unit="pairs", only_together=True, within="matches",
    ),
    Measure(
        "went_on", "pairs", N_("Heraf fortsat efter resultatet"),
        N_("Forløb, der er i gang endnu eller blev afsluttet senere end den dag, det første resultat begyndte."),
        unit="pairs", only_together=True, within="with_outcome",
    ),
    Measure(
        "went_on_share", "pairs", N_("Andel fortsat efter et resultat"),
        N_("Fortsatte forløb i procent af forløb med et resultat."),
        unit="percent", only_together=True, parts=("went_on", "with_outcome"),
    ),
)  # fmt: skip
