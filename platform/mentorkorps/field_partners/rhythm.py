"""The yearly rhythm of a partner: what is done about the same day each year, and what is due now (DF-30)."""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.field_partners.partner import FieldPartner, ended, hold
from mentorkorps.language import N_, _, danish
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.rows import PoolRow, inside, together
from tenants.scope import db, own_id
from tenants.users import Actor

#: What schools do as a rule: month, day, and what (DF-30).
USUAL = ((10, 1, N_("Spørg skolen om interessen")), (2, 1, N_("Kampagne på skolen")))
AHEAD = timedelta(days=30)  # so long before its day a step is due
MOST = 12  # steps of a partner in a year


class FieldCampaign(PoolRow):
    """One step, on a day of each year, until it is taken out."""

    __tablename__ = "field_campaigns"
    __table_args__ = (
        inside("field_partners", "partner_id"),
        CheckConstraint("make_date(2001, month, day) IS NOT NULL", name="every_year"),
        together("ended_on", "ended_by"),
    )

    partner_id: Mapped[UUID]
    month: Mapped[int]
    day: Mapped[int]
    words: Mapped[str]
    set_on: Mapped[date]
    set_by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]


class FieldCampaignYear(PoolRow):
    """The step of one year, done; append-only."""

    __tablename__ = "field_campaign_years"
    __table_args__ = (
        inside("field_campaigns", "campaign_id"),
        UniqueConstraint("tenant_id", "campaign_id", "year"),
    )

    campaign_id: Mapped[UUID]
    year: Mapped[int]
    done_on: Mapped[date]
    done_by: Mapped[str]


class Due(NamedTuple):
    """A step that is due: whose, which, and its day this time."""

    partner: FieldPartner
    campaign: FieldCampaign
    on_day: date


def set_step(partner: FieldPartner, month: int, day: int, words: str, *, by: Actor) -> FieldCampaign:
    """A step of each year from now on (DF-30). Refused for a day that not every year has, for the same again, and for more
    than a year holds."""
    _check_day(month, day)
    hold(partner)
    known = steps_of_year(partner)
    if any((one.month, one.day, one.words) == (month, day, words) for one in known):
        raise Refused(_("Sådan står det allerede."))
    if len(known) >= MOST:
        raise Refused(_("Der er allerede %(count)s skridt om året. Tag et ud først.", count=MOST))
    step = FieldCampaign(partner_id=partner.id, month=month, day=day, words=words, set_on=today(), set_by=by.name)
    db.session.add(step)
    db.session.flush()
    audit.record("field_partner.rhythm", partner, by=by)
    return step


def set_usual(partner: FieldPartner, *, by: Actor) -> None:
    """The steps that schools take as a rule. Refused where there are steps already."""
    hold(partner)
    if steps_of_year(partner):
        raise Refused(_("Der er allerede skridt. Ret dem i stedet."))
    for month, day, words in USUAL:
        set_step(partner, month, day, danish(words), by=by)


def take_out(campaign_id: UUID, *, by: Actor) -> FieldCampaign:
    """The step is not taken again. Refused when it was taken out before."""
    step = _own(campaign_id)
    if step.ended_on is not None:
        raise Refused(_("Skridtet er allerede taget ud."))
    step.ended_on, step.ended_by = today(), by.name
    db.session.flush()
    audit.record("field_partner.rhythm_out", step, by=by)
    return step


def done(campaign_id: UUID, year: int, *, by: Actor) -> FieldCampaign:
    """The step of that year is done today. Refused when it was done before, and when it is not due."""
    step = _own(campaign_id)
    if step.ended_on is not None or _occurrence(step, today()).year != year:
        raise Refused(_("Det skridt er der ikke brug for lige nu."))
    same = (
        FieldCampaignYear.tenant_id == own_id(),
        FieldCampaignYear.campaign_id == step.id,
        FieldCampaignYear.year == year,
    )
    if db.session.scalar(select(FieldCampaignYear.id).where(*same)):
        raise Refused(_("Det er allerede gjort."))
    db.session.add(FieldCampaignYear(campaign_id=step.id, year=year, done_on=today(), done_by=by.name))
    db.session.flush()
    audit.record("field_partner.rhythm_done", step, by=by, why=str(year))
    return step


def steps_of_year(partner: FieldPartner) -> list[FieldCampaign]:
    """The steps of a year, in the order of the calendar."""
    mine = select(FieldCampaign).where(FieldCampaign.partner_id == partner.id, FieldCampaign.ended_on.is_(None))
    return list(db.session.scalars(mine.order_by(FieldCampaign.month, FieldCampaign.day, FieldCampaign.id)))


def due(day: date, partner: FieldPartner | None = None, *, most: int = 20) -> list[Due]:
    """What is due on `day` and not done, of the house or of one partner, the most urgent first; nothing where the
    co-operation has ended. A step is due from a month before its day until it is done, or the next year's is near."""
    year, on_day = _latest(day)
    of = (FieldPartner.tenant_id == FieldCampaign.tenant_id) & (FieldPartner.id == FieldCampaign.partner_id)
    years = FieldCampaignYear.tenant_id == FieldCampaign.tenant_id, FieldCampaignYear.campaign_id == FieldCampaign.id
    undone = ~select(FieldCampaignYear.id).where(*years, FieldCampaignYear.year == year).exists()
    stands = FieldCampaign.tenant_id == own_id(), FieldCampaign.ended_on.is_(None), on_day >= FieldCampaign.set_on
    found = select(FieldPartner, FieldCampaign, on_day.label("on_day")).join(FieldCampaign, of)
    found = found.where(*stands, undone, FieldPartner.id.not_in(ended()))
    found = found.where(FieldPartner.id == partner.id) if partner else found
    rows = db.session.execute(found.order_by("on_day", FieldPartner.name, FieldCampaign.id).limit(most)).all()
    return [Due(*row) for row in rows]


def _latest(day: date) -> tuple[ColumnElement[int], ColumnElement[date]]:
    """Year and day of a step's last time before a month from `day`, as the database counts them."""
    ahead = day + AHEAD
    this = func.make_date(ahead.year, FieldCampaign.month, FieldCampaign.day)
    year = case((this <= ahead, ahead.year), else_=ahead.year - 1)
    return year, func.make_date(year, FieldCampaign.month, FieldCampaign.day)


def _occurrence(step: FieldCampaign, day: date) -> date:
    """As `_latest`, of one step."""
    this = date((day + AHEAD).year, step.month, step.day)
    return this if this <= day + AHEAD else this.replace(year=this.year - 1)


def _check_day(month: int, day: int) -> None:
    try:
        date(2001, month, day)
    except ValueError:
        raise Refused(_("Skriv en dag, som hvert år har, for eksempel 1. oktober.")) from None


def _own(campaign_id: UUID) -> FieldCampaign:
    mine = FieldCampaign.id == campaign_id, FieldCampaign.tenant_id == own_id()
    step = db.session.scalar(select(FieldCampaign).where(*mine).with_for_update())
    if step is None:
        raise NotFound("FieldCampaign")
    return step
