"""What a row of the report is."""

from dataclasses import dataclass

TOO_EARLY = 10  # persons under whom a success target says "for tidligt" (section 2, row 13)


@dataclass(frozen=True)
class Measure:
    """One row of the report.

    `opened_by` names the entry of the agreement's open list that shows it per member however small. `parts` makes it a
    percentage of two rows above it, and `per` what there is of the one to each of the other. `early_under` persons in the
    base it says "for tidligt". `within` is the row above it that it is a part of: the parts of a row have nobody in
    common, and what they leave of it must be safe to tell, too. `base` is the row of the persons it rests on, where it
    counts none itself: a median, hours, acts.
    """

    key: str
    section: str
    label: str
    definition: str
    unit: str = "youths"  # what is counted, or percent, kroner, days, months, hours, minutes
    opened_by: str = ""
    only_together: bool = False
    better: str = "higher"
    parts: tuple[str, str] | None = None
    early_under: int = 0
    within: str = ""
    base: str = ""
    per: tuple[str, str] | None = None
