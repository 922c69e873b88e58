"""What must hold between the values of a file of terms, and what is worth a remark."""

import re
from collections.abc import Iterator
from itertools import pairwise

from mentorkorps.language import _
from tenants.terms.comparing import shown
from tenants.terms.lines import Path
from tenants.terms.pace import check_pace
from tenants.terms.programme import check_programme
from tenants.terms.table import Errors
from tenants.terms.terms import Line, PeriodTerms, Terms

_SLUG = re.compile(r"[a-z0-9-]{2,40}")


def check(terms: Terms, errors: Errors) -> None:
    """Notes every broken rule; a rule that stands on a value already in error is left alone."""
    _check_head(terms, errors)
    _check_parties(terms, errors)
    for n, period in enumerate(terms.periods):
        _check_period(terms, period, ("periods", n), errors)
    _check_calendar(terms, errors)
    _check_steering(terms, errors)
    check_programme(terms, errors)


def remarks(terms: Terms) -> Iterator[str]:
    """What a reader should know and nobody need correct: promises in the agreement that differ from each other."""
    for period in terms.periods:
        (least, most), (low, high) = period.quotas, period.target
        if (least, most) != (low, high):
            yield _(
                "%(period)s: kvoterne giver tilsammen %(least)s-%(most)s unge, og målet er %(low)s-%(high)s.",
                period=period.name, least=least, most=most, low=low, high=high,
            )  # fmt: skip
        if period.priced_places not in (0, most):
            yield _(
                "%(period)s: kvoterne giver højst %(most)s unge, og prisen gælder %(priced)s.",
                period=period.name, most=most, priced=period.priced_places,
            )  # fmt: skip


def _check_head(terms: Terms, errors: Errors) -> None:
    path: Path = ("partnership",)
    if not _SLUG.fullmatch(terms.slug):
        errors.add((*path, "slug"), _("slug må kun have små bogstaver a-z, tal og bindestreg."))
    if terms.operator not in {party.slug for party in terms.parties} and _sure_of("slug", terms, errors):
        sentence = _("“%(slug)s”, der skal drive partnerskabet, er ikke en af parterne.", slug=terms.operator)
        errors.add((*path, "operator"), sentence)
    if terms.decide_renewal_by and terms.decide_renewal_by < terms.signed_on and errors.clean((*path, "signed_on")):
        errors.add((*path, "decide_renewal_by"), _("Fornyelsen kan ikke skulle afgøres, før aftalen er underskrevet."))


def _sure_of(key: str, terms: Terms, errors: Errors) -> bool:
    """True where every party's `key` could be read."""
    return bool(terms.parties) and errors.clean(*(("parties", n, key) for n in range(len(terms.parties))))


def _check_parties(terms: Terms, errors: Errors) -> None:
    sure = _sure_of("bears", terms, errors) and _sure_of("slug", terms, errors)
    bearing = {party.slug for party in terms.parties if party.bears}
    known = [party.slug for party in terms.parties]
    for n, party in enumerate(terms.parties):
        path: Path = ("parties", n)
        if not _SLUG.fullmatch(party.slug):
            errors.add((*path, "slug"), _("slug må kun have små bogstaver a-z, tal og bindestreg."))
        if party.slug in known[:n]:
            errors.add((*path, "slug"), _("Parten “%(slug)s” står mere end én gang.", slug=party.slug))
        if party.bears and party.kind != "municipality" and errors.clean((*path, "kind")):
            errors.add((*path, "bears"), _("Kun en kommune kan bære unge; %(name)s er det ikke.", name=party.name))
        if party.mandates and party.kind not in ("school", "guidance") and errors.clean((*path, "kind")):
            errors.add((*path, "mandates"), _("Kun en skole eller en vejledning tilmelder på en kommunes vegne."))
        for place, slug in enumerate(party.mandates):
            if sure and slug not in bearing:
                errors.add((*path, "mandates", place), _("“%(slug)s” er ikke en part, der bærer unge.", slug=slug))
    if sure and not bearing:
        errors.add(("parties", 0), _("Ingen af parterne bærer unge (bears = true)."))


def _check_period(terms: Terms, period: PeriodTerms, path: Path, errors: Errors) -> None:
    if period.name in [other.name for other in terms.periods[: int(path[1])]]:
        errors.add((*path, "name"), _("Perioden “%(name)s” står mere end én gang.", name=period.name))
    if period.starts_on >= period.ends_on and errors.clean((*path, "starts_on")):
        errors.add((*path, "ends_on"), _("Perioden slutter, før den begynder."))
    if errors.clean((*path, "starts_on"), (*path, "ends_on")):
        check_pace(period, path, errors)
    named = [line.party for line in period.lines]
    for n, line in enumerate(period.lines):
        _check_line(terms, line, named[:n], (*path, "lines", n), errors)
    if period.priced_places and period.rest < 0 and errors.clean((*path, "price"), *_contributions(period, path)):
        together = shown(period.price - period.rest)
        errors.add(
            (*path, "price"), _("Bidragene er tilsammen %(together)s, og det er mere end prisen.", together=together)
        )
    for party in terms.parties:
        if party.bears and party.slug not in named and errors.clean((*path, "lines")):
            errors.add((*path, party.slug), _("%(name)s bærer unge, men har ingen kvote i perioden.", name=party.name))


def _contributions(period: PeriodTerms, path: Path) -> list[Path]:
    return [(*path, "lines", n, "contribution") for n in range(len(period.lines))]


def _check_line(terms: Terms, line: Line, before: list[str], path: Path, errors: Errors) -> None:
    bears = {party.slug: party.bears for party in terms.parties}
    if not _sure_of("slug", terms, errors):
        return
    if line.party not in bears:
        errors.add((*path, "party"), _("“%(slug)s” er ikke en af parterne.", slug=line.party))
        return
    if line.party in before:
        errors.add((*path, "party"), _("“%(slug)s” har mere end én linje i perioden.", slug=line.party))
    if not _sure_of("bears", terms, errors):
        return
    if line.payment and not bears[line.party]:
        sentence = _("“%(slug)s” bærer ikke unge og kan ikke have et bidrag.", slug=line.party)
        errors.add((*path, "contribution"), sentence)
    if bears[line.party] and line.quota is None:
        errors.add((*path, "draws_on"), _("“%(slug)s” bærer selv unge og skal have sin egen kvote.", slug=line.party))
    if line.quota and not bears[line.party]:
        sentence = _("“%(slug)s” bærer ikke unge og trækker på den bærende kommunes kvote.", slug=line.party)
        errors.add((*path, "quota"), sentence)


def _check_calendar(terms: Terms, errors: Errors) -> None:
    ends: list[Path] = [("periods", n, key) for n in range(len(terms.periods)) for key in ("starts_on", "ends_on")]
    if not terms.periods or not errors.clean(*ends):
        return
    in_order = sorted(enumerate(terms.periods), key=lambda pair: pair[1].starts_on)
    for (_n, first), (n, then) in pairwise(in_order):
        if then.starts_on <= first.ends_on:
            sentence = _("Perioden %(then)s begynder, før %(first)s er slut.", then=then.name, first=first.name)
            errors.add(("periods", n, "starts_on"), sentence)
    if not in_order[0][1].starts_on <= terms.steering.first_meeting <= terms.ends_on:
        errors.add(("steering", "first_meeting"), _("Det første møde ligger uden for aftalens perioder."))
    if terms.signed_on > terms.ends_on:
        errors.add(("partnership", "signed_on"), _("Aftalen er underskrevet, efter at dens sidste periode er slut."))


def _check_steering(terms: Terms, errors: Errors) -> None:
    parties = {party.slug for party in terms.parties}
    for n, slug in enumerate(terms.steering.seats_for):
        if slug not in parties and _sure_of("slug", terms, errors):
            errors.add(("steering", "seats_for", n), _("“%(slug)s” er ikke en af parterne.", slug=slug))
