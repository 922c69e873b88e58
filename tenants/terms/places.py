"""Where in its file a fact stands: what a file cannot change is told with its line, as what is wrong with it is."""

from tenants.terms.terms import Terms

#: What a contribution is made of, as the file calls it.
CONTRIBUTION = ("contribution", "vat_percent", "due_on")


def line_of(terms: Terms, path: tuple[str, ...], key: str = "") -> int:
    """The line of the fact at `path` (of a party, a period or a line of one), at its `key`; 0 where the file has it no longer."""
    kind, name, *rest = path
    if kind in ("tenant", "member"):
        return terms.lines.of(("parties", [party.slug for party in terms.parties].index(name), key))
    periods = [period.name for period in terms.periods]
    if name not in periods:
        return 0
    n = periods.index(name)
    if kind == "period":
        return terms.lines.of(("periods", n, rest[0]))
    parties = [line.party for line in terms.periods[n].lines]
    within = ("lines", parties.index(rest[0]), key) if rest[0] in parties else ()
    return terms.lines.of(("periods", n, *within))
