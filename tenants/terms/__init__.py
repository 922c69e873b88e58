"""The terms of an agreement in a file: read, checked, compared with what is here, and imported."""

from tenants.terms.comparing import Change, compare, shown
from tenants.terms.importing import Imported, import_terms
from tenants.terms.invoiced import not_read_again
from tenants.terms.reading import read, read_text
from tenants.terms.rules import remarks
from tenants.terms.table import BadTerms, TermError
from tenants.terms.terms import FIGURES, Line, Party, Payment, PeriodTerms, Steering, Targets, Terms

__all__ = [
    "FIGURES", "BadTerms", "Change", "Imported", "Line", "Party", "Payment", "PeriodTerms", "Steering", "Targets",
    "TermError", "Terms", "compare", "import_terms", "not_read_again", "read", "read_text", "remarks", "shown",
]  # fmt: skip
