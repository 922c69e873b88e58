"""Whether a new pair may begin here: the tenant bears youths in a partnership, and its agreement covers the day."""

from datetime import date
from typing import Any

from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants.local_rules import rules_here
from tenants.quotas import Quota


def rules_to_begin_by(day: date) -> dict[str, Any]:
    """The rules that a pair which begins on `day` keeps. Refused where the municipality has left, or the agreement is over."""
    try:
        rules = rules_here(day)
    except NotFound:
        raise Refused(_("Kommunen er ikke længere med i aftalen, så et nyt forløb kan ikke begynde.")) from None
    try:
        Quota.of_here(day)
    except Refused:
        raise Refused(_("Aftalen er udløbet, så et nyt forløb kan ikke begynde.")) from None
    return rules


def may_begin(day: date) -> bool:
    """Whether a pair may begin on `day`."""
    try:
        rules_to_begin_by(day)
    except Refused:
        return False
    return True


def takes_part(day: date) -> bool:
    """Whether the municipality is with the partnership on `day`; whether a place is left is another matter."""
    try:
        rules_here(day)
    except NotFound:
        return False
    return True
