"""The form of one section of the rules, made from what its settings are."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from wtforms.validators import InputRequired, StopValidation

from mentorkorps.language import N_, _
from mentorkorps.programmes import DEFAULTS, LONGEST_REST, disordered, kind, limits, norms
from mentorkorps.web.programme_words import DAY_EACH, RANGE_EACH
from mentorkorps.web.widgets import Check, Form, LongText, Text, WholeNumber, parse_date
from tenants.terms.setting_words import LABELS

LEAST, MOST = "_fra", "_til"


class Within:
    """Says between which ends a number, or the length of a text, must lie."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

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


class SectionForm(Form):
    """The settings of one section."""

    section: ClassVar[str]
    spans: ClassVar[
        Mapping[str, tuple[str, str]]
    ]  # of a question with two ends: what it asks, and what the programme says

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field, and, among those that can be read, the order of two and that there is one norm: all told at once."""
        sound = super().validate(extra_validators)
        values = {name: _value(what, name, self) for name, what in self._kinds() if not self._is_wrong(name)}
        wrong = disordered(self.section, values)
        if wrong:
            for name in wrong:
                self[_first(self, name)].errors = [_("Det sidste tal kan ikke være mindre end det første.")]
        said = norms(values) if self.section == "meetings" else []
        if len(said) > 1:
            for name in said:
                self[_first(self, name)].errors = [_("Vælg én norm, og sæt de andre til 0.")]
        return sound and not wrong and len(said) < 2

    def _kinds(self) -> Iterator[tuple[str, str]]:
        return ((name, kind(self.section, name)) for name in DEFAULTS[self.section] if _first(self, name) in self)

    def _is_wrong(self, name: str) -> bool:
        return any(self[one].errors for one in (name, name + LEAST, name + MOST) if one in self)


def form_of(section: str, values: Mapping[str, Any], programme: Mapping[str, Any]) -> Form:
    """The form of `section`, filled with `values` until something is sent; each field says what `programme` says of it."""
    fields: dict[str, Any] = {"section": section, "spans": _spans(section, programme)}
    for name in DEFAULTS[section]:
        fields |= _fields(section, name, _said_by_programme(section, name, programme[name]))
    fields["why"] = LongText(N_("Hvorfor ændres det?"), [InputRequired()], rows=2)
    made: Form = type("SectionForm", (SectionForm,), fields)(data=_shown(section, values))
    return made


def _first(form: Form, name: str) -> str:
    return name + LEAST if name + LEAST in form else name


def _spans(section: str, programme: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    names = (name for name in DEFAULTS[section] if kind(section, name) == "span")
    return {name + LEAST: (LABELS[section, name], _said_by_programme(section, name, programme[name])) for name in names}


def _said_by_programme(section: str, name: str, value: Any) -> str:
    what = kind(section, name)
    if "(0:" in LABELS[section, name] and value in (0, [0, 0]):
        return _("Programmet siger ikke noget.")
    if what == "yes":
        return _("Programmet siger ja.") if value else _("Programmet siger nej.")
    if what == "span":
        least, most = value
        return _("Programmet siger %(least)s til %(most)s.", least=least, most=most)
    shown = str(_shown(section, {name: value})[name]).replace("\n", ", ")
    return _("Programmet siger %(value)s.", value=shown) if shown else _("Programmet siger ikke noget.")


def said(section: str, form: Form) -> dict[str, Any]:
    """What a valid form says, as a profile keeps it."""
    return {name: _value(kind(section, name), name, form) for name in DEFAULTS[section]}


def _fields(section: str, name: str, programme: str) -> dict[str, Any]:
    what, label, within = kind(section, name), LABELS[section, name], Within(*limits(section, name))
    if what == "yes":
        return {name: Check(label, description=programme)}
    if what == "number":
        return {name: WholeNumber(label, [within], description=programme)}
    if what == "text":
        return {name: Text(label, [within], description=programme)}
    if what == "span":
        return {name + end: WholeNumber(said, [within]) for end, said in ((LEAST, N_("Fra")), (MOST, N_("Til")))}
    if what == "numbers":
        listed = Readable(partial(numbers, limits(section, name)))
        return {name: Text(label, [listed], description=_("Skriv for eksempel 1, 3, 6.") + " " + programme)}
    hint, reader = (DAY_EACH, days) if what == "days" else (RANGE_EACH, ranges)
    return {name: LongText(label, [Readable(reader)], rows=6, description=_(hint) + " " + programme)}


class Readable:
    """What is written can be read by `reader`."""

    def __init__(self, reader: Callable[[str], Any]) -> None:
        self.reader = reader

    def __call__(self, form: object, field: Any) -> None:
        try:
            self.reader(field.data or "")
        except ValueError as unreadable:
            raise StopValidation(str(unreadable)) from None


def numbers(within: tuple[int, int], written: str) -> list[int]:
    """A rising list of numbers within its limits; ValueError with a sentence."""
    found = [int(one) for one in re.findall(r"\d+", written)]
    strange = re.sub(r"[\d,;\s]", "", written)
    if strange or found != sorted(set(found)) or any(not within[0] <= one <= within[1] for one in found):
        sentence = N_("Skriv hele tal fra %(least)s til %(most)s, der stiger, for eksempel 1, 3, 6.")
        raise ValueError(_(sentence, least=within[0], most=within[1]))
    return found


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
            case "numbers":
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


def _value(what: str, name: str, form: "SectionForm") -> Any:
    if what == "span":
        return [form[name + LEAST].data, form[name + MOST].data]
    readers: dict[str, Callable[[str], Any]] = {
        "numbers": partial(numbers, limits(form.section, name)), "days": days, "ranges": ranges,
    }  # fmt: skip
    return readers[what](form[name].data or "") if what in readers else form[name].data
