"""The Monday mail: how many each of the staff has to ring, without a name, and a link to the list."""

from datetime import date, timedelta

from mentorkorps import across
from mentorkorps.calls.call_list import how_many, on_day
from mentorkorps.calls.care import Whose, staff_here
from mentorkorps.clock import today
from mentorkorps.messages import to_staff
from mentorkorps.working_days import is_working_day
from tenants.registry import Tenant
from tenants.users import User


def week_begins(day: date) -> bool:
    """The first working day of the week: Monday, or the day after a holiday."""
    before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return is_working_day(day) and not any(map(is_working_day, before))


def tell_staff() -> None:
    """On the first working day of the week, a mail to everybody of the house who has somebody to ring."""
    if not week_begins(today()):
        return
    staff, house = staff_here(), Tenant.here()
    everybody = frozenset(user.id for user in staff)
    for user in staff:
        counts = _counts(house, user, Whose(everybody, user.id, with_nobodys=True))
        if counts["calls"]:
            to_staff(user.email, "call_list", user.id, path="/ringeliste", counts=counts)


def _counts(house: Tenant, user: User, whose: Whose) -> dict[str, int]:
    found = [row for _tenant, row in across.read(house, how_many(user.actor, whose), on_day(today()))]
    return {"calls": sum(row[0] for row in found), "pressing": sum(row[1] for row in found)}
