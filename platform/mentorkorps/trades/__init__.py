"""Trades (fag) and occupations, and which of them lie near each other (FY-26)."""

from mentorkorps.trades.near import nearness, wish_nearness
from mentorkorps.trades.occupation import OCCUPATIONS, TRADES, Occupation, choices, danish_order, title, trade_title

__all__ = [
    "OCCUPATIONS", "TRADES", "Occupation",
    "choices", "danish_order", "nearness", "title", "trade_title", "wish_nearness",
]  # fmt: skip
