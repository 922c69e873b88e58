"""How a pair stands against its programme's norm: a plain calculation over its meetings (HT-10, FY-34, VB-07).

The norm is a number of meetings a month, of hours a month, or of meetings in a season. An average, and the weeks between two
meetings, are only compared with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import format_date

from mentorkorps.language import _, language
from mentorkorps.programmes import Rules, setting

HOUR = 60
DAYS_A_MONTH = 30.4
SCHOOL_YEAR = (8, 1)  # where a programme names no first school day


class Held(NamedTuple):
    """A meeting that took place."""

    day: date
    minutes: int


@dataclass(frozen=True)
class Norm:
    """What the programme asks of a pair. `most` is the least where nothing more is said."""

    unit: str  # meetings or minutes
    period: str  # month or season
    least: int
    most: int


@dataclass(frozen=True)
class Progress:
    """How far a pair has come in the running month or season."""

    norm: Norm
    done: int
    since: date

    @property
    def is_reached(self) -> bool:
        """At least what the norm asks."""
        return self.done >= self.norm.least

    @property
    def sentence(self) -> str:
        """As 5 af 7-8 møder i skoleåret, or 3 timer og 20 minutter af 4 timer i marts."""
        wanted = span(self.norm.least, self.norm.most)
        month = format_date(self.since, "LLLL", locale=language())
        if self.norm.unit == "minutes":
            return _(
                "%(done)s af %(wanted)s i %(month)s", done=hours(self.done), wanted=hours(self.norm.least), month=month
            )
        if self.norm.period == "season":
            return _("%(done)s af %(wanted)s møder i skoleåret", done=self.done, wanted=wanted)
        if self.norm.least == 1:
            return _("%(done)s af 1 møde i %(month)s", done=self.done, month=month)
        return _("%(done)s af %(wanted)s møder i %(month)s", done=self.done, wanted=wanted, month=month)


@dataclass(frozen=True)
class Average:
    """What the two have spent a month since they began, beside what mentors usually do (FY-34). Never an alarm."""

    minutes: int
    usual: int

    @property
    def sentence(self) -> str:
        """Both figures."""
        return _(
            "%(minutes)s om måneden i gennemsnit. Mentorer bruger i gennemsnit %(usual)s.",
            minutes=hours(self.minutes), usual=hours(self.usual),
        )  # fmt: skip


@dataclass(frozen=True)
class Apart:
    """How long ago the two met, beside how far apart the programme lays the meetings (HT-09, DF-12). Never an alarm."""

    last_on: date
    least: int  # weeks
    most: int
    is_late: bool

    @property
    def sentence(self) -> str:
        """The day, and what the programme says."""
        said = _(
            "Det sidste møde var den %(day)s. Programmet siger cirka hver %(weeks)s. uge.",
            day=f"{self.last_on:%d-%m-%Y}", weeks=span(self.least, self.most),
        )  # fmt: skip
        late = _("Nu er det længere siden.")
        return f"{said} {late}" if self.is_late else said


def apart(rules: Rules, held: Iterable[Held], day: date) -> Apart | None:
    """The last meeting until `day` against the weeks between two; None before the first, or where the programme says none."""
    least, most = setting(rules, "meetings", "every_weeks")
    last = max((one.day for one in held if one.day <= day), default=None)
    if not most or last is None:
        return None
    return Apart(last, least, most, day > last + timedelta(weeks=most))


def norm_of(rules: Rules) -> Norm | None:
    """The norm of a profile; None where it says none."""
    meetings, minutes = setting(rules, "meetings", "per_month"), setting(rules, "meetings", "hours_per_month") * HOUR
    least, most = setting(rules, "meetings", "per_season")
    if minutes:
        return Norm("minutes", "month", minutes, minutes)
    if most:
        return Norm("meetings", "season", least, most)
    return Norm("meetings", "month", meetings, meetings) if meetings else None


def progress(rules: Rules, held: Iterable[Held], day: date) -> Progress | None:
    """The meetings of the month or season that `day` is in, against the norm; None where there is no norm."""
    norm = norm_of(rules)
    if norm is None:
        return None
    since = season_of(rules, day) if norm.period == "season" else day.replace(day=1)
    counted = [one for one in held if since <= one.day <= day]
    return Progress(norm, sum(one.minutes for one in counted) if norm.unit == "minutes" else len(counted), since)


def average(rules: Rules, held: Iterable[Held], started_on: date, day: date) -> Average | None:
    """Minutes a month since the start, a first month counting whole; None where the programme compares with nothing."""
    usual = setting(rules, "meetings", "average_hours_per_month") * HOUR
    if not usual:
        return None
    months = max(1.0, (day - started_on).days / DAYS_A_MONTH)
    return Average(round(sum(one.minutes for one in held) / months), usual)


def season_of(rules: Rules, day: date) -> date:
    """The first day of the season that `day` is in: the programme's first school day, or 1 August."""
    named = {int(first[:4]): date.fromisoformat(first) for first in setting(rules, "season", "begins")}
    this, last = (named.get(year, date(year, *SCHOOL_YEAR)) for year in (day.year, day.year - 1))
    return this if this <= day else last


def rule(rules: Rules) -> list[str]:
    """What is asked of a pair, a sentence each: how often, how long, for how many months (HT-08, HT-09, DF-12, DF-13)."""
    return [sentence for sentence in (_often(rules), _apart(rules), _long(rules), _months(rules)) if sentence]


def _often(rules: Rules) -> str:
    norm = norm_of(rules)
    if norm is None:
        return ""
    if norm.unit == "minutes":
        return _("I er sammen mindst %(time)s om måneden.", time=hours(norm.least))
    if norm.period == "season":
        return _("I mødes %(wanted)s gange på et skoleår.", wanted=span(norm.least, norm.most))
    if norm.least == 1:
        return _("I mødes mindst én gang om måneden.")
    return _("I mødes mindst %(wanted)s gange om måneden.", wanted=norm.least)


def _apart(rules: Rules) -> str:
    least, most = setting(rules, "meetings", "every_weeks")
    return _("I mødes cirka hver %(weeks)s. uge.", weeks=span(least, most)) if most else ""


def _long(rules: Rules) -> str:
    least, most = setting(rules, "meetings", "minutes")
    return _("Et møde varer %(minutes)s minutter.", minutes=span(least, most)) if most else ""


def _months(rules: Rules) -> str:
    least, most = setting(rules, "meetings", "months_from"), setting(rules, "meetings", "months_to")
    if not least:
        return ""
    if most > least:
        return _("Forløbet varer %(months)s måneder, og det kan blive længere.", months=span(least, most))
    return _("Forløbet varer mindst %(months)s måneder.", months=least)


def span(least: int, most: int) -> str:
    """As 7-8, or one number where both are the same."""
    return f"{least}-{most}" if most > least else str(least)


def hours(minutes: int) -> str:
    """As 3 timer og 20 minutter, 1 time or 45 minutter."""
    whole, rest = divmod(minutes, HOUR)
    if not whole:
        return _("%(minutes)s minutter", minutes=rest)
    all_of_them = _("1 time") if whole == 1 else _("%(hours)s timer", hours=whole)
    return _("%(hours)s og %(minutes)s minutter", hours=all_of_them, minutes=rest) if rest else all_of_them
