"""Concerns: four levels, an owner, a deadline and the way up."""
