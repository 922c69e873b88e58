"""The rules of a quota in sentences: the same on the page, in the terms that are accepted, and in the log of changes (FY-05)."""

from collections.abc import Mapping
from typing import Any

from mentorkorps.language import _
from tenants.quotas.quota import BEYOND, CARRY, TEXT_BEYOND, UNITS


def rule_sentences(rules: Mapping[str, Any]) -> dict[str, str]:
    """What each rule says, by its name; nothing of a quota without rules."""
    if not rules:
        return {}
    unit, beyond, carry = (rules[name] for name in ("unit", "beyond", "carry_over"))
    return {
        "unit": _("En plads er %(unit)s.", unit=_(UNITS[unit])),
        "beyond": _(BEYOND[beyond]),
        "carry_over": _(CARRY[carry], most=rules["carry_over_most"]),
        "texts": texts_sentence(rules["texts"], rules["text_beyond"]),
    }


def texts_sentence(texts: int | None, beyond: str) -> str:
    """The quota on text messages, and what happens beyond it."""
    if texts is None:
        return _("Der er ingen grænse for SMS'er.")
    said = _("Aftalen har %(count)s SMS'er i perioden; koder tæller ikke med.", count=texts)
    return f"{said} {_(TEXT_BEYOND[beyond])}"
