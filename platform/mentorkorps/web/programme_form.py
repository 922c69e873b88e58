"""The form of one section of the rules, made from what its settings are."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wtforms.validators import InputRequired, StopValidation

from mentorkorps.language import N_, _
from mentorkorps.programmes import DEFAULTS, LONGEST_REST, kind, limits
from mentorkorps.web.programme_words import DAY_EACH, LABELS, RANGE_EACH
from mentorkorps.web.widgets import Check, Form, LongText, Text, WholeNumber, parse_date

LEAST, MOST = "_fra", "_til"


class Within:
    """Says between which ends a number, or the length of a text, must lie."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: object, field: Any) -> None:
        value = len(field.data) if isinstance(field.data, str) else field.data
        if value is None and field.errors:
            raise StopValidation
        if value is None or not self.least <= value <= self.most:
            raise StopValidation(self._sentence(isinstance(field.data, str)))

    def _sentence(self, is_text: bool) -> str:
        if is_text:
            return _("Skriv %(least)s til %(most)s tegn.", least=self.least, most=self.most)
        return _("Skriv et helt tal fra %(least)s til %(most)s.", least=self.least, most=self.most)


def form_of(section: str, values: Mapping[str, Any]) -> Form:
    """The form of `section`, filled with `values` until something is sent."""
    fields: dict[str, Any] = {}
    for name in DEFAULTS[section]:
        fields |= _fields(section, name)
    fields["why"] = LongText(N_("Hvorfor ændres det?"), [InputRequired()], rows=2)
    made: Form = type("SectionForm", (Form,), fields)(data=_shown(section, values))
    return made


def said(section: str, form: Form) -> dict[str, Any]:
    """What a valid form says, as a profile keeps it."""
    return {name: _value(kind(section, name), name, form) for name in DEFAULTS[section]}


def _fields(section: str, name: str) -> dict[str, Any]:
    what, label, within = kind(section, name), LABELS[section, name], Within(*limits(section, name))
    if what == "yes":
        return {name: Check(label)}
    if what == "number":
        return {name: WholeNumber(label, [within])}
    if what == "text":
        return {name: Text(label, [within])}
    if what == "span":
        ends = (LEAST, N_("fra")), (MOST, N_("til"))
        return {name + end: WholeNumber(label, [within], description=word) for end, word in ends}
    if what == "months":
        return {name: Text(label, [Readable(months)], description=N_("For eksempel 1, 3, 6. Tomt: ingen."))}
    hint, reader = (DAY_EACH, days) if what == "days" else (RANGE_EACH, ranges)
    return {name: LongText(label, [Readable(reader)], rows=6, description=hint)}


class Readable:
    """What is written can be read by `reader`."""

    def __init__(self, reader: Callable[[str], Any]) -> None:
        self.reader = reader

    def __call__(self, form: object, field: Any) -> None:
        try:
            self.reader(field.data or "")
        except ValueError as unreadable:
            raise StopValidation(str(unreadable)) from None


def months(written: str) -> list[int]:
    """A rising list of months; ValueError with a sentence."""
    found = re.findall(r"\d+", written)
    numbers = [int(one) for one in found]
    if re.sub(r"[\d,;\s]", "", written) or numbers != sorted(set(numbers)) or any(not 1 <= n <= 60 for n in numbers):
        raise ValueError(_("Skriv måneder, der stiger, for eksempel 1, 3, 6."))
    return numbers


def days(written: str) -> list[str]:
    """Dates, one a line; ValueError with a sentence."""
    return sorted(_day(line).isoformat() for line in written.splitlines() if line.strip())


def ranges(written: str) -> list[list[str]]:
    """First and last days, one range a line; ValueError with a sentence."""
    found = []
    for line in written.splitlines():
        if not line.strip():
            continue
        first, _word, last = line.partition(" til ")
        begins, ends = _day(first), _day(last)
        if not 0 <= (ends - begins).days < LONGEST_REST:
            raise ValueError(
                _("Et lukket tidsrum slutter, efter at det begynder, og er under %(days)s dage.", days=LONGEST_REST)
            )
        found.append([begins.isoformat(), ends.isoformat()])
    return sorted(found)


def _day(written: str) -> date:
    found = parse_date(written)
    if found is None:
        raise ValueError(_("Skriv dage, der findes, som 14-02-2014, én linje til hver."))
    return found


def _shown(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in values.items():
        match kind(section, name):
            case "span":
                shown[name + LEAST], shown[name + MOST] = value
            case "months":
                shown[name] = ", ".join(str(one) for one in value)
            case "days":
                shown[name] = "\n".join(_written(one) for one in value)
            case "ranges":
                shown[name] = "\n".join(f"{_written(first)} til {_written(last)}" for first, last in value)
            case _:
                shown[name] = value
    return shown


def _written(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d-%m-%Y}"


def _value(what: str, name: str, form: Form) -> Any:
    if what == "span":
        return [form[name + LEAST].data, form[name + MOST].data]
    readers = {"months": months, "days": days, "ranges": ranges}
    return readers[what](form[name].data or "") if what in readers else form[name].data
