"""Form fields as the design system draws them and as a Dane fills them in; every message in the reader's language.

A label, a hint (`description`) and a message are Danish sentences marked by `N_()`; the macro `field` translates them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import phonenumbers
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget, TelInput

from mentorkorps.language import N_, _
from mentorkorps.mail_address import MAIL_ADDRESS
from mentorkorps.refused import Refused
from mentorkorps.web.form_messages import REQUIRED as REQUIRED
from mentorkorps.web.form_messages import Messages
from mentorkorps.web.formats import phone

PARTED_DATE = re.compile(r"(\d{1,2})[-./ ]\s?(\d{1,2})[-./ ]\s?(\d{4}|\d{2})")
SOLID_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
MACHINE_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
WHOLE_NUMBER = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)")
CPR_NUMBER = re.compile(r"\b([0-36-9]\d)(0[1-9]|1[0-2])\d{2}[- ]?\d{4}\b")

SHORT_YEARS_OF_THIS_CENTURY, LAST_SHORT_YEAR = 49, 99
YEARS = range(1900, 2101)  # nothing here is older or later: another year is a slip of the hand
DIGITS = 11  # of a whole number with its dots: more than the database counts to is a slip too

EXPIRED = N_("Siden har været åben for længe. Send den igen.")


class Form(FlaskForm):
    """The base of every form: Danish messages, and its errors as a list for the summary above the heading."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return (
                sent if sent is None else MultiDict([(name, _typed(value)) for name, value in sent.items(multi=True)])
            )

        def get_translations(self, form: object) -> Messages:
            return Messages()

    def refuse(self, refusal: Refused) -> None:
        """A rule said no to the whole: its sentence stands above the heading, and at each field that it is about."""
        self.form_errors.append(str(refusal))
        for name in refusal.about:
            if name in self:
                self[name].errors = [*self[name].errors, str(refusal)]

    def error_list(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) for each error, in the order of the page; what is said of the whole once, with the first of
        its fields."""
        fields = [pair for field in self if field.name != "csrf_token" for pair in _errors_of(field)]
        found = [(target, told) for target, said, told in fields if said not in self.form_errors]
        at = {said: target for target, said, _told in reversed(fields)}
        whole = [(at.get(sentence, self._first_id()), _(str(sentence))) for sentence in self.form_errors]
        expired = [(self._first_id(), _(EXPIRED))] if "csrf_token" in self.errors else []
        return expired + whole + found

    def _first_id(self) -> str:
        return next((_target(field) for field in self if field.name != "csrf_token"), "main-content")


def _typed(value: Any) -> Any:
    """What somebody can have typed: no zero byte, which the database refuses, and blanks alone are nothing."""
    if not isinstance(value, str):
        return value
    written = value.replace("\x00", "")
    return written if written.strip() else ""


class Text(StringField):
    """One line of text, without blanks around it, and without a CPR number."""

    data: str | None

    def pre_validate(self, form: object) -> None:
        refuse_cpr(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").strip()


class LongText(TextAreaField):
    """Several lines of text without a CPR number. `rows` says how many are seen."""

    data: str | None

    def __init__(self, label: str = "", validators: Iterable[Any] = (), *, rows: int = 5, **more: Any) -> None:
        super().__init__(label, validators, render_kw={"rows": rows, **more.pop("render_kw", {})}, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").replace("\r\n", "\n").strip()

    def pre_validate(self, form: object) -> None:
        refuse_cpr(self.data)


class Day(StringField):
    """A date, typed as 14-02-2014, 1-2-2014, 01.02.2014, 5/7-14 or 01022014; `data` is a date or None."""

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        more.setdefault("description", N_("For eksempel 14-02-2014"))
        super().__init__(label, validators, render_kw={"class": "input-char-11", **more.pop("render_kw", {})}, **more)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d-%m-%Y}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = valuelist[0].strip() if valuelist else ""
        self.data = None
        if written:
            self.data = parse_date(written)
            if self.data is None:
                raise ValueError(_("Skriv en dato, der findes, som dag, måned og år: 14-02-2014."))
            if self.data.year not in YEARS:
                self.data = None
                raise ValueError(_("Skriv et årstal mellem %(first)s og %(last)s.", first=YEARS[0], last=YEARS[-1]))


class WholeNumber(StringField):
    """An integer; 1.200 with the Danish dot is 1200."""

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        extra = {"class": "input-char-8", "inputmode": "numeric", **more.pop("render_kw", {})}
        super().__init__(label, validators, render_kw=extra, **more)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        written = valuelist[0].strip() if valuelist else ""
        self.data = None
        if written:
            if not WHOLE_NUMBER.fullmatch(written):
                raise ValueError(_("Skriv et helt tal, for eksempel 12."))
            if len(written) > DIGITS:
                raise ValueError(_("Tallet er for stort."))
            self.data = int(written.replace(".", ""))


class Phone(Text):
    """A telephone number, Danish unless it starts with + or 00; `data` is +4520123456."""

    widget = TelInput()

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, validators, render_kw={"class": "input-width-s", **more.pop("render_kw", {})}, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data:
            self.data = _international(self.data)

    def _value(self) -> str:
        """As it was typed; what is kept, as it is read aloud."""
        return str(self.raw_data[0]) if self.raw_data else phone(self.data or "")

    def pre_validate(self, form: object) -> None:
        """Ten digits are a number to ring here."""


class Mail(Text):
    """A mail address."""

    widget = EmailInput()

    def pre_validate(self, form: object) -> None:
        if self.data and not MAIL_ADDRESS.fullmatch(self.data):
            raise StopValidation(_("Skriv en mailadresse, for eksempel navn@eksempel.dk."))


class Choosing:
    """What a field says when nothing was chosen."""

    nothing_chosen = N_("Vælg en af mulighederne.")

    def gettext(self, sentence: str) -> str:
        return _(self.nothing_chosen) if sentence == REQUIRED else Messages().gettext(sentence)


class Drop(Choosing, SelectField):
    """One of many, in a list that opens. Starts at "Vælg", which counts as nothing (None)."""

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, validators, **_prepared(more))

    def iter_choices(self) -> Iterator[Choice]:
        yield Choice(value="", label=_("Vælg"), selected=self.data is None, render_kw={})
        for choice in super().iter_choices():
            yield choice._replace(label=_(choice.label))

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value for value in valuelist if value])
        if not any(valuelist):
            self.data = None


class Radios(Choosing, RadioField):
    """One of a few, all in sight; nothing chosen is None."""

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, validators, **_prepared(more))

    def pre_validate(self, form: object) -> None:
        if self.data is not None:
            super().pre_validate(form)


class Checks(Choosing, SelectMultipleField):
    """Any of a few, all in sight; `data` is a list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, validators, **_prepared(more))


class Check(Choosing, BooleanField):
    """Yes, or nothing said."""

    nothing_chosen = N_("Sæt kryds for at gå videre.")


def refuse_cpr(written: str | None) -> None:
    """Nobody's civil registration number is kept in a free text; StopValidation says so."""
    if CPR_NUMBER.search(written or ""):
        raise StopValidation(_("Skriv ikke CPR-nummer her. Slet det, og skriv resten."))


def parse_date(written: str) -> date | None:
    """The date a person wrote, or None where there is no such date."""
    for pattern, order in ((PARTED_DATE, (2, 1, 0)), (SOLID_DATE, (2, 1, 0)), (MACHINE_DATE, (0, 1, 2))):
        if match := pattern.fullmatch(written.strip()):
            parts = [int(part) for part in match.groups()]
            parts[order[0]] += _century(parts[order[0]])
            try:
                return date(*(parts[place] for place in order))
            except ValueError:
                return None
    return None


def _century(year: int) -> int:
    """What two digits of a year leave out: 14 is 2014 and 96 is 1996; 0 for a whole year."""
    return 0 if year > LAST_SHORT_YEAR else 1900 if year > SHORT_YEARS_OF_THIS_CENTURY else 2000


def _international(written: str) -> str:
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", written), "DK")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(
            _("Det er ikke et telefonnummer, der findes. Se cifrene efter: 8 i Danmark, ellers landekoden først, for eksempel +46.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _prepared(more: dict[str, Any]) -> dict[str, Any]:
    choices = more.get("choices")
    if isinstance(choices, Mapping):
        choices = list(choices.items())
    if choices is not None and not callable(choices):
        more["choices"] = [SelectChoice(*choice) if isinstance(choice, tuple) else choice for choice in choices]
    return more


def _errors_of(field: Field) -> Iterator[tuple[str, str, str]]:
    """Of each error of the field: where it is mended, what is said, and that with the field's name before it."""
    inner = getattr(field, "entries", None) or getattr(field, "form", None)
    if inner is not None:
        for part in inner:
            yield from _errors_of(part)
        return
    for sentence in field.errors:
        label = _(field.label.text).rstrip(".?!: ")
        yield _target(field), sentence, _("%(label)s: %(sentence)s", label=label, sentence=_(str(sentence)))


def _target(field: Field) -> str:
    return f"{field.id}-0" if isinstance(field, Radios | Checks) else str(field.id)
