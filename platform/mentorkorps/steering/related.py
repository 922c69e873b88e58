"""How the rows of the report follow from each other: whoever reads one can bound another, so hiding must know of it."""

from collections.abc import Mapping, Sequence

from mentorkorps.steering.counted_row import Row
from mentorkorps.steering.figures import OUTCOME_KINDS
from mentorkorps.steering.measure import Measure

#: Rows that a row is a part of; for a row that is not here, the menu says it by `within` or by a percentage. Of two, the
#: second crosses the first: both are parts of ACROSS, and so are the four groups that they make of it.
PART_OF: Mapping[str, tuple[str, ...]] = {
    "enrolled_by_partner": ("enrolled",),
    "waiting_too_long": ("waiting",),
    "promise_due": ("enrolled",),
    "places_open": ("places_taken",),
    "early_endings": ("ended",),
    "could_last_8_months": ("matches",),
    "any_outcome": ("youths",),
    "four_kinds": ("any_outcome",),
    "praktik": ("any_outcome",),
    "apprenticeship": ("any_outcome",),
    "education": ("any_outcome",),
    "spare_time_job": ("any_outcome",),
    "subsidised_job": ("any_outcome",),
    "job": ("any_outcome",),
    "youths_finished": ("youths",),
    "youths_mature": ("youths",),
    "any_outcome_finished": ("youths_finished", "any_outcome"),
    "any_outcome_mature": ("youths_mature", "any_outcome"),
    "moved_yes_finished": ("youths_finished", "moved_yes"),
    "moved_yes_mature": ("youths_mature", "moved_yes"),
    "from_municipality": ("enrolled",),
    "norm_met": ("norm_months",),
}
ACROSS = "youths"
#: Rows of which one is the other and a little more, or which make up a third: the same members are hidden in all of them.
ALIKE = (
    ("matched", "matches", "youths"), ("running", "ended"),
    ("matched_from_municipality", "matched_from_school", "matched_from_guidance"),
)  # fmt: skip
#: What makes up a whole that stands elsewhere, so that it has no remainder to protect.
MAKES_UP = {"running": "matches", "ended": "matches"}
#: What a row leaves of its whole is a part of another: who has not finished runs.
LEAVES = {"youths_finished": "running"}
#: Rows whose parts, as the menu has them beside each other, leave nothing: the last one follows from the others.
ALL_OF = {"ended", "concerns", "enrolled_by_partner"}
#: Rows that anybody can work out from open ones, so the open list opens them too: a pair is a matched youth or a rematch
#: (and the pairs running and ended are all of them), who has finished is who is matched and does not run, and who began
#: six or eight months ago stood as matched in an earlier report.
FOLLOWS_FROM: Mapping[str, frozenset[str]] = {
    "matches": frozenset({"matched"}),
    "youths_finished": frozenset({"matched", "running"}),
    "youths_mature": frozenset({"matched"}),
    "could_last_8_months": frozenset({"matched"}),
}
#: Rows that count acts, hours or months, and the rows that tell of the persons behind them: running and ended pairs are in
#: course.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "course_months": ("running", "ended"),
    "meetings": ("running", "ended"),
    "meeting_hours": ("running", "ended"),
    "norm_months": ("running", "ended"),
    "norm_met": ("running", "ended"),
    "ended_meetings": ("ended",),
    "notes_read": ("enrolled",),
    "decisions": ("enrolled",),
}
#: Rows that anybody can work out from two others: what the one leaves of the other, its whole.
ALL_BUT = {"from_municipality": "enrolled_by_partner"}
#: Of those who have any of several things each has at least one; and what came of companies' offers, or of the cooperation, is
#: mostly among the results of the same period.
COVERS: Mapping[str, tuple[str, ...]] = {
    "four_kinds": ("praktik", "apprenticeship", "education", "job"),
    "any_outcome": OUTCOME_KINDS,
    "placements_begun": ("praktik", "apprenticeship", "spare_time_job"),
    "outcomes_of_three": OUTCOME_KINDS,
}
#: Rows of which a party knows its own part, and by that the other: the school and UU know whom each of them has sent.
DIVIDED: Mapping[str, tuple[str, ...]] = {"enrolled_by_partner": ("from_school", "from_guidance")}
#: Rows that tell how it stands on the day of the cut-off, whichever period the report is of.
STANDS = {"waiting", "waiting_too_long", "running"}
#: Parts of which nobody becomes one later: what they leave of their whole only grows, too.
SETTLED = {
    "enrolled_by_partner", "promise_kept", "trade_matches", "early_endings", "lasted_8_months", "follow_ups_in_time",
    "from_municipality",
}  # fmt: skip
#: Rows of which a youth may also be taken away again as time passes.
MAY_FALL = STANDS | {
    "places_taken", "places_open", "moved_yes", "moved_unanswered", "youths_finished", "any_outcome_finished",
    "moved_yes_finished", "moved_yes_mature",
}  # fmt: skip


def is_open(measure: Measure, opened: Sequence[str]) -> bool:
    """Whether the agreement's open list shows the measure per member however small: by name, or because it follows."""
    follows = measure.key in FOLLOWS_FROM and FOLLOWS_FROM[measure.key] <= set(opened)
    return measure.opened_by in opened or follows


def rows(menu: Sequence[Measure], counts: Mapping[str, Sequence[int]], opened: Sequence[str]) -> tuple[Row, ...]:
    """The counted rows of `menu` with their relations; `counts` has a number per member for each."""
    wholes = wholes_of(menu)
    carried = _carried(counts)
    return tuple(
        Row(
            measure.key,
            tuple(counts[measure.key]),
            opened=is_open(measure, opened),
            only_together=measure.only_together,
            wholes=wholes[measure.key],
            beside=measure.within,
            completes=measure.within in ALL_OF,
            across=ACROSS if len(PART_OF.get(measure.key, ())) > 1 else "",
            makes_up=MAKES_UP.get(measure.key, ""),
            exceeds=carried and measure.key in MAKES_UP,
            alike=next((group[0] for group in ALIKE if measure.key in group), measure.key),
            leaves=LEAVES.get(measure.key, ""),
            stands=measure.key in STANDS,
            may_fall=measure.key in MAY_FALL,
            settled=measure.key in SETTLED,
            persons=tuple(counts[measure.base]) if measure.base else (),
            rests_on=RESTS_ON.get(measure.key, ()),
            divided=tuple(key for key in DIVIDED.get(measure.key, ()) if key in wholes),
            all_but=ALL_BUT.get(measure.key, ""),
            covers={
                whole: kinds for whole, kinds in COVERS.items() if measure.key in kinds and wholes.keys() >= {*kinds}
            },
        )
        for measure in menu
        if not measure.parts
    )


def wholes_of(menu: Sequence[Measure]) -> dict[str, tuple[str, ...]]:
    """Of each counted row of `menu` the rows that it is a part of."""
    shares = {measure.parts[0]: measure.parts[1] for measure in menu if measure.parts}
    keys = {measure.key for measure in menu if not measure.parts}
    return {
        measure.key: tuple(key for key in _wholes(measure, shares) if key in keys)
        for measure in menu
        if not measure.parts
    }


def _carried(counts: Mapping[str, Sequence[int]]) -> bool:
    """Whether pairs run or have ended that began before the period."""
    parts = {whole: [counts[part] for part in MAKES_UP if MAKES_UP[part] == whole] for whole in MAKES_UP.values()}
    return any(
        [sum(column) for column in zip(*rows, strict=True)] != list(counts[whole]) for whole, rows in parts.items()
    )


def _wholes(measure: Measure, shares: Mapping[str, str]) -> tuple[str, ...]:
    named = PART_OF.get(measure.key) or (measure.within, "" if measure.within else shares.get(measure.key, ""))
    return tuple(key for key in named if key)
