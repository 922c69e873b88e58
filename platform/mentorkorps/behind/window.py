"""Which days a figure is about, and who asks: values, and the places that a statement has for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Integer, TableValuedAlias, Uuid, bindparam, column, func

from mentorkorps.steering.figures import Norm
from tenants.users import Actor

NO_NORM = Norm()


@dataclass(frozen=True)
class Window:
    """Which days a figure is about, seen on `day`; `cut_off` is that of a report, None for figures that follow along.

    `norm` is what the programme asks of a pair in a month.
    """

    partnership_id: UUID
    first: date
    last: date
    day: date
    cut_off: date | None = None
    norm: Norm = NO_NORM

    @property
    def until(self) -> date:
        """The last day on which something that happened counts."""
        return min(self.last, self.cut_off or self.last)

    @property
    def ran(self) -> date:
        """The last day of it that has been: until then what runs has run."""
        return min(self.until, self.due)

    @property
    def at(self) -> date:
        """The day on which what stands is looked at: a report's own; else the last, as far as it has come."""
        return self.cut_off or min(self.last, self.day)

    @property
    def known(self) -> date:
        """What happened later is not known yet."""
        return self.cut_off or date.max

    @property
    def due(self) -> date:
        """A deadline up to this day has passed: the last one that is over."""
        return self.cut_off or self.day - timedelta(days=1)

    @property
    def months(self) -> list[tuple[date, date]]:
        """The first day and the last of the whole months of it that are over."""
        found, first = [], self.first
        while first <= self.ran:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            if first.day == 1 and following - timedelta(days=1) <= self.ran:
                found.append((first, following - timedelta(days=1)))
            first = following
        return found

    def asked_with(self, by: Actor) -> dict[str, object]:
        """What the statements of `behind`, `how_many` and `how_much` are asked with: a value for each place of `Asked`, and who
        `by` is."""
        months = self.months
        return {
            "partnership": self.partnership_id, "first_day": self.first, "last_day": self.last,
            "until_day": self.until, "ran_until": self.ran, "at_day": self.at, "known_until": self.known, "due_until": self.due,
            "month_firsts": [first for first, _last in months], "month_lasts": [last for _first, last in months],
            "norm_meetings": self.norm.meetings, "norm_minutes": self.norm.minutes,
            "reader": by.user_id, "reader_house": by.tenant_id,
        }  # fmt: skip


class Asked:
    """A window as a statement has it, with a place for each of its days that is filled when it is asked."""

    partnership_id = bindparam("partnership", type_=Uuid())
    first, last = bindparam("first_day", type_=Date()), bindparam("last_day", type_=Date())
    until = bindparam("until_day", type_=Date())
    ran, at = bindparam("ran_until", type_=Date()), bindparam("at_day", type_=Date())
    known, due = bindparam("known_until", type_=Date()), bindparam("due_until", type_=Date())
    meetings, minutes = bindparam("norm_meetings", type_=Integer()), bindparam("norm_minutes", type_=Integer())

    @property
    def months(self) -> TableValuedAlias:
        """A row for each of `Window.months`: first_on and last_on."""
        ends = (bindparam(name, type_=ARRAY(Date())) for name in ("month_firsts", "month_lasts"))
        named = column("first_on", Date()), column("last_on", Date())
        return func.unnest(*ends).table_valued(*named, name="month").render_derived()


def reader(roles: frozenset[str]) -> Actor:
    """Whoever has these roles, as a statement has it: who it is, is said when it is asked."""
    house: Any = bindparam("reader_house", type_=Uuid())
    user: Any = bindparam("reader", type_=Uuid())
    return Actor("user", "", house, user, roles)
