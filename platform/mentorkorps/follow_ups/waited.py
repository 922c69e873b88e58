"""Silence, asked of the database: whether as many days have gone by as a rule of the pair says, at the least."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, cast, func

from mentorkorps.programmes.settings import DEFAULTS
from tenants.standing import TODAY


def number(
    rules: Any, section: str, name: str, default: Mapping[str, Mapping[str, Any]] = DEFAULTS
) -> ColumnElement[int]:
    """`setting`, of a column of rules: a whole number."""
    return func.coalesce(cast(rules[section][name].astext, Integer), default[section][name])


def danish_day(moment: Any) -> ColumnElement[date]:
    """The day of the Danish calendar on which a moment falls."""
    return cast(func.timezone("Europe/Copenhagen", moment), Date)


def has_waited(asked_at: Any, rules: Any, rule: str) -> ColumnElement[bool]:
    """False while it cannot be time for `rule` of `silence` yet: working days are never shorter than days."""
    return danish_day(asked_at) + number(rules, "silence", rule) <= TODAY
