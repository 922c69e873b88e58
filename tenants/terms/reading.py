"""Reads a file of terms: everything in it is checked before anything is believed."""

import json
import tomllib
from decimal import Decimal
from pathlib import Path as File
from typing import Any

from mentorkorps.language import _
from tenants.billing.details import DETAILS, MEANS, wrong
from tenants.registry import KINDS
from tenants.terms import rules
from tenants.terms.lines import Lines
from tenants.terms.pace import read_pace
from tenants.terms.programme import read_programme
from tenants.terms.quotas import read_quota
from tenants.terms.table import BadTerms, Errors, Table, TermError
from tenants.terms.terms import FIGURES, Line, Party, Payment, PeriodTerms, Steering, Targets, Terms


def read(path: File) -> Terms:
    """The terms in the TOML file at `path`; BadTerms with every error in it, each with its line (FY-01…FY-12)."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark that it is UTF-8
    except OSError as error:
        sentence = _("Filen %(path)s kan ikke læses: %(why)s.", path=path, why=error.strerror)
        raise BadTerms([TermError(0, sentence)]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadTerms([TermError(line, _("Filen er ikke skrevet i UTF-8."))]) from None
    return read_text(text)


def read_text(text: str) -> Terms:
    """As `read`, from the text of the file."""
    lines = Lines(text)
    errors = Errors(lines)
    try:
        values = _parsed(text)
        terms = _terms(Table(values, (), errors), values, lines)
    except RecursionError:
        sentence = _("Filen har for mange parenteser eller navne inden i hinanden.")
        raise BadTerms([TermError(_deepest(text), sentence)]) from None
    rules.check(terms, errors)
    if errors.found:
        raise BadTerms(errors.found)
    return terms


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # the parser's own, or Python's about a number of thousands of digits
        raise BadTerms([_syntax_error(str(error), text)]) from None


def _syntax_error(message: str, text: str) -> TermError:
    said, at, place = message.rpartition(" (at ")
    number = place.removeprefix("line ").partition(",")[0]
    line = int(number) if at and number.isdigit() else len(text.splitlines())
    return TermError(line, _("Det er ikke gyldig TOML: %(message)s.", message=said or message))


def _deepest(text: str) -> int:
    """The number of the line with most brackets open and names in one another."""
    depths, depth = [0], 0
    for line in text.splitlines():
        depth += sum(line.count(sign) for sign in "[{")
        depths.append(depth + line.count("."))
        depth -= sum(line.count(sign) for sign in "]}")
    return depths.index(max(depths))


def _terms(file: Table, values: dict[str, Any], lines: Lines) -> Terms:
    head = file.table("partnership")
    hotline = head.table("hotline")
    figures = file.table("figures")
    terms = Terms(
        slug=head.text("slug"),
        name=head.text("name"),
        operator=head.text("operator"),
        signed_on=head.day("signed_on"),
        decide_renewal_by=head.day("decide_renewal_by") if "decide_renewal_by" in head else None,
        invoice_lead_days=head.number("invoice_lead_days", 0, 120) if "invoice_lead_days" in head else 0,
        hotline_name=hotline.text("name"),
        hotline_phone=hotline.text("phone"),
        parties=tuple(_party(table) for table in file.tables("parties")),
        periods=tuple(_period(table) for table in file.tables("periods")),
        steering=_steering(file.table("steering")),
        targets=_targets(file.table("targets")),
        open_figures=figures.words("open", FIGURES),
        profile=read_programme(file.table("programme")),
        source=json.loads(json.dumps(values, default=str)),
        quota=read_quota(file),
        lines=lines,
    )
    for table in (head, hotline, figures, file):
        table.nothing_else()
    return terms


def _party(table: Table) -> Party:
    party = Party(
        slug=table.text("slug"),
        name=table.text("name"),
        kind=table.choice("kind", list(KINDS)),
        bears=table.yes("bears"),
        mandates=table.words("mandates"),
        invoice=_invoice(table.table("invoice")) if "invoice" in table else {},
    )
    table.nothing_else()
    return party


def _invoice(table: Table) -> dict[str, str]:
    details = {key: table.text(key) for key in DETAILS if key in table}
    for key, text in details.items():
        if text and (sentence := wrong(key, text)):
            table.wrong(key, sentence)
    if "means" in table:
        details["means"] = table.choice("means", list(MEANS))
    table.nothing_else()
    return details


def _period(table: Table) -> PeriodTerms:
    priced = "price" in table or "priced_places" in table
    period = PeriodTerms(
        name=table.text("name"),
        starts_on=table.day("starts_on"),
        ends_on=table.day("ends_on"),
        target=table.span("target"),
        priced_places=table.number("priced_places", 1) if priced else 0,
        price=Decimal(table.number("price")) if priced else Decimal(),
        lines=tuple(_line(line) for line in table.tables("lines")),
        pace=read_pace(table),
    )
    table.nothing_else()
    return period


def _line(table: Table) -> Line:
    party = table.text("party")
    draws_on = table.choice("draws_on", ["own", "bearing"]) if "draws_on" in table else "own"
    if draws_on == "bearing" and "quota" in table:
        sentence = _("“%(slug)s” trækker på den bærende kommunes kvote og kan ikke også have sin egen.", slug=party)
        table.wrong("quota", sentence)
    line = Line(party, table.span("quota") if draws_on == "own" else None, _payment(table))
    table.nothing_else()
    return line


def _payment(table: Table) -> Payment | None:
    if not any(key in table for key in ("contribution", "due_on", "vat_percent")):
        return None
    vat = table.number("vat_percent", 0, 100) if "vat_percent" in table else 25
    return Payment(Decimal(table.number("contribution", 1)), Decimal(vat), table.day("due_on"))


def _steering(table: Table) -> Steering:
    steering = Steering(
        seats=table.span("seats"),
        seats_for=table.words("seats_for"),
        hours=table.number("hours", 1, 24),
        every_months=table.number("every_months", 1, 12),
        first_meeting=table.day("first_meeting"),
    )
    table.nothing_else()
    return steering


def _targets(table: Table) -> Targets:
    targets = Targets(
        positive=table.number("positive", 0, 100),
        outcome=table.number("outcome", 0, 100),
        corps_size=table.number("corps_size"),
        active_percent=table.number("active_percent", 0, 100),
    )
    table.nothing_else()
    return targets
