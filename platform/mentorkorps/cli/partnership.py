"""`mentorkorps partnership import FILE`: opens a partnership from the terms of its agreement, or changes it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mentorkorps import process
from mentorkorps.config import Config
from mentorkorps.language import _
from mentorkorps.partnership import import_partnership
from mentorkorps.quota_falls import falls
from mentorkorps.refused import Refused
from tenants.agreements.pace import pace_said
from tenants.registry import KINDS
from tenants.scope import db
from tenants.terms import Change, Line, Party, PeriodTerms, Terms, not_read_again, read, remarks, shown


@click.group()
def partnership() -> None:
    """Partnerships and their agreements."""


@partnership.command("import", short_help="Imports terms: all of them, or nothing and why.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Make the changes without asking.")
def import_(file: Path, yes: bool) -> None:
    """Imports the terms in FILE (TOML): all of it, or nothing and why."""
    terms = read(file)
    for sentence in summary(terms):
        click.echo(sentence)
    with process.start(Config.from_env()).app_context():
        try:
            if unread := not_read_again(terms):
                click.echo(_("Bemærk: %(remark)s", remark=unread))
            opened = import_partnership(file, agree=lambda terms, changes: _agree(terms, changes, yes=yes))
        finally:
            db.engine.dispose()
    if opened is None or (unread and not opened.changes):
        click.echo(_("Intet er ændret."))
    elif not opened.changes:
        click.echo(_("Alt i filen står her i forvejen. Intet er ændret."))
    elif opened.is_new:
        click.echo(_("Partnerskabet er oprettet."))
    else:
        click.echo(_("Ændringerne er gemt."))


def _agree(terms: Terms, changes: list[Change], *, yes: bool) -> bool:
    click.echo(_("Filen ændrer noget, der står her i forvejen:"))
    for change in changes:
        for line in change.lines():
            click.echo(f"  {line}")
    for fall in falls(terms, changes):
        click.echo(_("Bemærk: %(remark)s", remark=fall))
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Refused(_("Intet er ændret. Sig ja til ændringerne med --yes."))
    answer: str = click.prompt(_("Skal de gemmes? Skriv ja eller nej"), default=_("nej"))
    return answer.strip().lower() in {"j", "ja", "y", "yes"}


def summary(terms: Terms) -> Iterator[str]:
    """The terms in sentences, line by line."""
    operator = terms.party(terms.operator).name
    yield _("%(name)s (%(slug)s), drives af %(operator)s", name=terms.name, slug=terms.slug, operator=operator)
    yield _("Underskrevet %(day)s", day=shown(terms.signed_on))
    if terms.decide_renewal_by:
        yield _("Fornyelse afgøres senest %(day)s", day=shown(terms.decide_renewal_by))
    yield _("Parter:")
    for party in terms.parties:
        yield "  " + _of_party(terms, party)
    for period in terms.periods:
        yield from _of_period(terms, period)
    for remark in remarks(terms):
        yield _("Bemærk: %(remark)s", remark=remark)


def _of_party(terms: Terms, party: Party) -> str:
    values = {"name": party.name, "kind": _(KINDS[party.kind])}
    if party.bears:
        return _("%(name)s: %(kind)s, bærer unge", **values)
    if party.mandates:
        named = ", ".join(terms.party(slug).name for slug in party.mandates)
        return _("%(name)s: %(kind)s, tilmelder på vegne af %(municipalities)s", municipalities=named, **values)
    return _("%(name)s: %(kind)s", **values)


def _of_period(terms: Terms, period: PeriodTerms) -> Iterator[str]:
    first, last = shown(period.starts_on), shown(period.ends_on)
    yield _("Periode %(name)s, %(first)s til %(last)s:", name=period.name, first=first, last=last)
    yield "  " + _("Mål: %(target)s unge", target=shown(period.target))
    if period.pace:
        yield "  " + _("Mål til dato ved månedens slutning: %(points)s", points=", ".join(pace_said(period.pace)))
    if period.price:
        price, places = shown(period.price), period.priced_places
        yield "  " + _("Pris: %(price)s ekskl. moms for %(places)s unge", price=price, places=places)
    for line in period.lines:
        yield "  " + _of_line(terms, line)
    if period.price:
        yield "  " + _("Rest af prisen, som intet bidrag dækker: %(rest)s", rest=shown(period.rest))


def _of_line(terms: Terms, line: Line) -> str:
    name = terms.party(line.party).name
    if line.quota is None:
        return _("%(name)s: trækker på den bærende kommunes kvote", name=name)
    if line.payment is None:
        return _("%(name)s: kvote %(quota)s unge", name=name, quota=shown(line.quota))
    payment = line.payment
    return _(
        "%(name)s: kvote %(quota)s unge, bidrag %(amount)s ekskl. moms, betales %(due)s",
        name=name, quota=shown(line.quota), amount=shown(payment.amount), due=shown(payment.due_on),
    )  # fmt: skip
