"""The mentor corps: its size and make-up against the agreement, and its trades against the wishes of those who wait (HT-17)."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps import across, trades
from mentorkorps.clock import today
from mentorkorps.matching.coverage import coverage, wished
from mentorkorps.mentors import FOUND_THROUGH
from mentorkorps.mentors.standing import found_through, standing, supply
from mentorkorps.web.access import may
from tenants.agreements import Agreement
from tenants.scope import db, own_id

room = Blueprint("corps_page", __name__)


@room.get("/<slug>/korps")
@may("recruit mentors")
def index(slug: str) -> ResponseReturnValue:
    """Counts alone, and no mentor by name; always at home."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    day = today()
    agreed = select(func.sum(Agreement.corps_size), func.max(Agreement.corps_active_percent))
    size, active = db.session.execute(agreed.where(Agreement.tenant_id == own_id())).one()
    there, ways = standing(day), found_through(day)
    wishes = [(row.occupation, row.youths) for _tenant, row in across.read(g.home, wished())]
    return render_template(
        "mentors/corps.html", corps=there, size_target=size, active_target=active, coverage=coverage(supply(day), wishes),
        ways=[(label, ways[key]) for key, label in FOUND_THROUGH.items() if key in ways], unwritten=ways.get("", 0),
        trade=trades.trade_title, day=day,
    )  # fmt: skip
