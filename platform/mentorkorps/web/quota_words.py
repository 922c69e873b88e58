"""What a quota's page says in sentences."""

from collections.abc import Iterable

from mentorkorps.language import _
from tenants.quotas import CARRY, Forecast, Opening, Quota
from tenants.quotas.forecast import LEAST_DAYS, LEAST_PLACES
from tenants.quotas.words import texts_sentence


def open_question(openings: Iterable[Opening], quota: Quota) -> Opening | None:
    """What the municipality has been asked about more places and has yet to answer."""
    asked = (one for one in openings if one.quota_id == quota.id and one.what == "places")
    return next((one for one in asked if one.answered_at is None), None)


def carry_sentence(quota: Quota) -> str:
    """What follows into the next period."""
    return _(CARRY[quota.carry_over], most=quota.carry_over_most)


def text_sentence(quota: Quota) -> str:
    """The quota on text messages, and what happens beyond it."""
    return texts_sentence(quota.texts, quota.text_beyond)


def pace_sentence(found: Forecast) -> str:
    """How the forecast was made, or why there is none."""
    if found.places is None:
        return _(
            "For tidligt: der skal være gået %(days)s dage og taget %(places)s pladser, før farten siger noget.",
            days=LEAST_DAYS, places=LEAST_PLACES,
        )  # fmt: skip
    return _(
        "Taget til og med i dag, delt med %(gone)s dage og ganget med periodens %(days)s dage.",
        gone=found.days_gone, days=found.days,
    )  # fmt: skip
