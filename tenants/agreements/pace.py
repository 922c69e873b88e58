"""The points of a curve by which a target is to be reached."""

from collections.abc import Mapping


def pace_said(pace: Mapping[str, int]) -> list[str]:
    """Each point as a person reads it; `pace` has the per cent by the month at whose end they are due."""
    return [f"{month}: {percent} %" for month, percent in sorted(pace.items())]
