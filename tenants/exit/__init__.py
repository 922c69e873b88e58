"""A tenant's own data: the terms they are processed under, the way out with them, and the proof that they are gone."""

from tenants.exit.closing import Exit, close, erase_day, is_over, is_over_here, is_party, refuse_if_over, reopen
from tenants.exit.export import DataExport, ask, files_of, make
from tenants.exit.processing import ProcessingAcceptance, accept, text_checksum

__all__ = [
    "DataExport", "Exit", "ProcessingAcceptance", "accept", "ask", "close", "erase_day", "files_of", "is_over", "is_over_here",
    "is_party", "make", "refuse_if_over", "reopen", "text_checksum",
]  # fmt: skip
