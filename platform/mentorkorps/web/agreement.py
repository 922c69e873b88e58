"""The agreement as the house may see it: the parties, the periods, its own money and places, and the programme's rules."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from mentorkorps.clock import today
from mentorkorps.web.access import may
from mentorkorps.web.agreement_paper import parties_of, together
from mentorkorps.web.agreement_rules import disagreements, rules
from mentorkorps.web.programme_rules import RECRUITERS
from tenants.agreements import Agreement, Period
from tenants.agreements.accepting import Answer, answers
from tenants.agreements.opening import QUESTIONS, OpeningAnswer, opening_of
from tenants.agreements.renewing import SAYS, Decision, decisions
from tenants.agreements.versions import TermsVersion
from tenants.billing import Contribution, Invoice
from tenants.quotas import Quota, Room, rooms
from tenants.registry import Partnership, Programme, Tenant
from tenants.scope import db
from tenants.terms.standing import Facts

room = Blueprint("agreement", __name__)


@room.get("/<slug>/aftale")
@may("see the agreement")
def show(slug: str) -> ResponseReturnValue:
    """Every agreement the house is a party to; of money and places a member sees its own lines, the operator all."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".show", slug=g.home.slug))
    terms = _terms()
    operated = [partnership for partnership, *_rest in terms if partnership.tenant_id == g.home.id]
    return render_template(
        "agreement/show.html", terms=terms, operated=operated, periods=_periods(), money=_money(), places=_places(), rules=rules,
        disagreements=disagreements, together=together, parties_of=parties_of, day=today(), signed=signed, questions=QUESTIONS,
        says=SAYS, recruiters=RECRUITERS,
    )  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """How far the parties of one agreement are."""

    version: TermsVersion | None
    facts: Facts
    answers: Sequence[Answer]
    decisions: Sequence[Decision]
    opening: Mapping[str, OpeningAnswer]


def signed(agreement: Agreement) -> Signed:
    """The newest frozen terms, who has accepted them, who goes on, and the three answers of the opening."""
    partnership = agreement.partnership
    version = TermsVersion.newest(partnership)
    said = decisions(agreement, version) if agreement.decide_renewal_by else []
    return Signed(version, version.known if version else {}, answers(partnership), said, opening_of(partnership))


def _terms() -> list[tuple[Partnership, Agreement, Programme]]:
    """Each partnership with its agreement and the newest version of its programme."""
    query = (
        select(Partnership, Agreement, Programme)
        .join(Agreement, and_(Agreement.tenant_id == Partnership.tenant_id, Agreement.partnership_id == Partnership.id))
        .join(Programme, and_(Programme.tenant_id == Partnership.tenant_id, Programme.partnership_id == Partnership.id))
        .ext(distinct_on(Partnership.tenant_id, Partnership.id))
        .order_by(Partnership.tenant_id, Partnership.id, Programme.version.desc())
    )
    rows = db.session.execute(query).all()
    return sorted(((one, agreement, programme) for one, agreement, programme in rows), key=lambda row: row[0].name)


def _periods() -> Mapping[UUID, list[Period]]:
    found: dict[UUID, list[Period]] = defaultdict(list)
    for period in db.session.scalars(select(Period).order_by(Period.starts_on)):
        found[period.agreement_id].append(period)
    return found


def _money() -> Mapping[UUID, list[Row[Contribution, Invoice, str]]]:
    """Contributions with their party and their invoice, by period; row security leaves a member its own."""
    query = (
        select(Contribution, Invoice, Tenant.name.label("party"))
        .join(Tenant, Tenant.id == Contribution.party_tenant_id)
        .outerjoin(
            Invoice,
            and_(
                Invoice.tenant_id == Contribution.tenant_id,
                Invoice.contribution_id == Contribution.id,
                Invoice.stands(),
            ),
        )
    )
    found: dict[UUID, list[Row[Contribution, Invoice, str]]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Tenant.name)):
        found[row.Contribution.period_id].append(row)
    return found


def _places() -> Mapping[UUID, list[tuple[Quota, str, Room]]]:
    """Quotas with their party and how many places hold now, by period; a member its own."""
    found: dict[UUID, list[tuple[Quota, str, Room]]] = defaultdict(list)
    for quota, period, party, room_now in rooms():
        found[period.id].append((quota, party, room_now))
    return found
