"""What keeps a document from being written, asked before it takes a number: its own facts here, its papers by who sets them."""

import re
from collections.abc import Callable, Iterator, Sequence

from mentorkorps.language import _
from tenants.billing.invoice import Invoice
from tenants.billing.line import MOST, InvoiceLine, rounded

Check = Callable[[Invoice], list[str]]
_papers: list[Check] = []
#: What XML 1.0 cannot hold.
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def use_papers(check: Check) -> None:
    """How this process finds what keeps the electronic invoice and the paper from being written, as sentences."""
    _papers[:] = [check]


def faults(invoice: Invoice) -> list[str]:
    """Why the document, drafted or issued, cannot be written, as sentences; empty where it can (FY-09)."""
    found = [*_lines(invoice.lines), *_sum(invoice), *unwritable(_texts(invoice))]
    return found or _papers[0](invoice)


def faults_of_line(line: InvoiceLine) -> Iterator[str]:
    """Why a line cannot stand on an invoice: the columns keep two decimals, and nobody is owed by a discount."""
    for name, number in ((_("antal"), line.quantity), (_("pris"), line.price), (_("rabat"), line.discount)):
        if not number.is_finite() or abs(number) >= MOST or number != rounded(number):
            yield _("%(line)s: %(name)s kan højst have to decimaler.", line=line.text, name=name)
            return
    if line.quantity <= 0 or line.price < 0:
        yield _("%(line)s: antal skal være over nul, og prisen må ikke være under nul.", line=line.text)
    elif not 0 <= line.discount <= rounded(line.quantity * line.price):
        yield _("%(line)s: rabatten kan ikke være større end linjens beløb.", line=line.text)


def unwritable(texts: Sequence[str]) -> list[str]:
    """A sentence for each text with a sign that no electronic invoice can hold: control signs come with what is pasted."""
    return [
        _(
            "„%(text)s“ indeholder et usynligt tegn, som ikke kan stå på en faktura. Skriv teksten igen.",
            text=_seen(text),
        )
        for text in texts
        if _seen(text) != text
    ]


def _lines(lines: Sequence[InvoiceLine]) -> list[str]:
    return [sentence for line in lines for sentence in faults_of_line(line)]


def _sum(invoice: Invoice) -> Iterator[str]:
    if invoice.amount + invoice.vat >= MOST:
        yield _("Beløbet er større, end en faktura kan rumme. Del den i flere.")


def _texts(invoice: Invoice) -> list[str]:
    parties = [value for party in (invoice.seller, invoice.buyer) for value in party.values()]
    lines = [text for line in invoice.lines for text in (line.text, line.discount_reason, line.vat_reason) if text]
    return [*dict.fromkeys([*parties, *lines, invoice.note])]


def _seen(text: str) -> str:
    return FORBIDDEN.sub("", text)
