"""A partnership of many: which figures stand in one table of all its municipalities, and whose stand beside the figures together.

Few municipalities have a column each in every table. Of many nobody reads a hundred columns: they have a line each in one
table of the figures that the first page rests on, and one at a time stands beside the figures together.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkorps.language import _
from mentorkorps.steering.wording import Content, by_key

MOST = 6  # municipalities that have a column each


def are_many(content: Content) -> bool:
    """Whether they have a line each instead of a column."""
    return len(content["tenants"]) > MOST


def compared(content: Content) -> list[tuple[str, Mapping[str, Any], str]]:
    """The columns of the table of all municipalities, from the left: heading, row, and the field of its cells."""
    rows, found = by_key(content), []
    for row in (rows[key] for key in content["tiles"] if rows[key]["tenants"]):
        found.append((_(row["label"]), row, "realised"))
        if "target" in row and row["unit"] != "percent":
            found += [(_("Mål til dato"), row, "target_to_date"), (_("Afvigelse"), row, "deviation")]
    return found


def beside(content: Content, chosen: str | None) -> Sequence[Mapping[str, Any]]:
    """The municipalities with a column beside the figures together: all of few, the `chosen` one of many, none of one."""
    tenants: Sequence[Mapping[str, Any]] = content["tenants"]
    if are_many(content):
        return [tenant for tenant in tenants if tenant["slug"] == chosen]
    return tenants if len(tenants) > 1 else ()
