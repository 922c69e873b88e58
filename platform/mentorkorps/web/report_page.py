"""What the report's page shows beside its tables: the drawings, and what must be known to read them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import g, request

from mentorkorps.behind import LISTS, MONEY
from mentorkorps.language import _, language
from mentorkorps.refused import NotFound
from mentorkorps.steering.wording import by_key, signs, tenant_names
from mentorkorps.web.access import roles_here
from mentorkorps.web.behind import list_of
from mentorkorps.web.formats import LOCALES

Content = Mapping[str, Any]
LONG_DAY = {"da": "EEEE 'den' d. MMMM y", "en": "EEEE d MMMM y"}
BARS = 20  # municipalities in one drawing; of more there is the table


def bars(content: Content) -> list[dict[str, Any]]:
    """Matched youths per municipality against target to date; none where a figure is hidden, one bar is all, or they are
    too many for a drawing."""
    row = by_key(content).get("matched")
    cells = row["tenants"] if row else []
    if not 2 <= len(cells) <= BARS or any(cell["realised"] is None for cell in cells):
        return []
    names = tenant_names(content)
    return [
        {"label": names[cell["tenant"]], "value": cell["realised"], "target": cell.get("target_to_date")}
        for cell in cells
    ]


def opener(content: Content, *, operates: bool) -> Callable[[Content, Content], str | None]:
    """Where the list behind a cell is, where the cell is told and the reader may: of the reader's own column; of the figure
    together in a house that bears youths alone, and for corps staff where their house `operates`, who reach the youths of all:
    not what the others pay."""
    first, last = (date.fromisoformat(content["period"][day]) for day in ("starts_on", "ends_on"))
    more = {"opgjort": content["cut_off"], "partnerskab": content["partnership"]["slug"]}
    alone = [tenant["slug"] for tenant in content["tenants"]] == [g.tenant.slug]
    serves = operates and "corps_staff" in roles_here()

    def opens(row: Content, cell: Content) -> str | None:
        if "tenant" in cell:
            own = more | ({"alene": "1"} if serves and not alone else {})
            mine = cell["tenant"] == g.tenant.slug
            return list_of(row["key"], cell["realised"], first, last, **own) if mine else None
        paid = row["key"] in LISTS and LISTS[row["key"]].may == MONEY
        return list_of(row["key"], cell["realised"], first, last, **more) if alone or (serves and not paid) else None

    return opens


def chosen_of(content: Content) -> str | None:
    """The municipality that the reader asks for, else the reader's own; None for a house that bears no youths. NotFound
    where the report tells of no such municipality."""
    slugs = [tenant["slug"] for tenant in content["tenants"]]
    asked = request.args.get("kommune")
    if asked and asked not in slugs:
        raise NotFound("Tenant")
    return asked or (g.tenant.slug if g.tenant.slug in slugs else None)


def notes(content: Content) -> list[str]:
    """What must be known to read the tables."""
    return [_("Tryk på et tals navn for at se, hvad det tæller."), *signs(content)]


def long_day(day: date) -> str:
    """Onsdag den 9. juli 2014."""
    text = format_date(day, LONG_DAY[language()], locale=LOCALES[language()])
    return text[:1].upper() + text[1:]


def moment_of(iso: str) -> datetime:
    """The moment that the content has as text."""
    return datetime.fromisoformat(iso)
