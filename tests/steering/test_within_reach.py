"""Of ten years of reports a new one reads those that it can be compared with, and hides the same as if it read them all."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from mentorkorps.steering.build import within_reach
from tests.steering.played import CHANGING, play, report, reports


def kept(number: int, content: dict[str, Any]) -> Any:
    """A report as it is kept."""
    period = SimpleNamespace(starts_on=date.fromisoformat(content["period"]["starts_on"]))
    return SimpleNamespace(
        number=number, cut_off=date.fromisoformat(content["cut_off"]), period=period, content=content
    )


def test_a_report_says_the_same_whether_it_reads_all_earlier_ones_or_those_within_reach() -> None:
    published = list(reports(CHANGING, (), again=True))
    every, youths = [kept(number, one) for number, one in enumerate(published)], play(CHANGING, 1)
    read = 0
    for number, (one, content) in enumerate(zip(every, published, strict=True)):
        asked: Any = SimpleNamespace(period=one.period, cut_off=one.cut_off)
        near = within_reach(every[:number], asked)
        places = {place["slug"]: youths[place["slug"]] for place in content["tenants"]}
        days = one.period.starts_on, date.fromisoformat(content["period"]["ends_on"]), one.cut_off
        assert report(places, (), days, near) == content
        read += len(near)
    assert read < len(every) * (len(every) - 1) // 3
