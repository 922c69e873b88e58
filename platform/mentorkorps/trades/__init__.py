"""Trades and occupations, and which of them lie near each other (FY-26)."""
