"""The table [quota] of a file of terms: what a place is, and what happens when they are used. Each key may be left out."""

from mentorkorps.language import _
from tenants.quotas import BEYOND, CARRY, TEXT_BEYOND, UNITS
from tenants.terms.table import Table
from tenants.terms.terms import QuotaRules

USUAL = QuotaRules()
MOST_TEXTS = 1_000_000


def read_quota(file: Table) -> QuotaRules:
    """The rules in [quota] and [quota.messages] of `file`, with what is usual where the file says nothing."""
    if "quota" not in file:
        return USUAL
    table = file.table("quota")
    messages = table.table("messages") if "messages" in table else None
    how = table.choice("carry_over", list(CARRY)) if "carry_over" in table else USUAL.carry_over
    rules = QuotaRules(
        unit=table.choice("unit", list(UNITS)) if "unit" in table else USUAL.unit,
        beyond=table.choice("beyond", list(BEYOND)) if "beyond" in table else USUAL.beyond,
        carry_over=how,
        carry_over_most=_most(table, how),
        texts=messages.number("sms", 0, MOST_TEXTS) if messages else USUAL.texts,
        text_beyond=messages.choice("beyond", list(TEXT_BEYOND))
        if messages and "beyond" in messages
        else USUAL.text_beyond,
    )
    for one in (table, messages):
        if one:
            one.nothing_else()
    return rules


def _most(table: Table, how: str) -> int:
    if how in ("places", "percent"):
        return table.number("carry_over_most", 1, 100 if how == "percent" else 1000)
    if "carry_over_most" in table:
        table.number("carry_over_most")
        sentence = _("carry_over_most hører til carry_over = “places” eller “percent”.")
        table.wrong("carry_over_most", sentence)
    return USUAL.carry_over_most
