"""The steering group's report: built once, numbered, given a checksum, and the same for every member (FY-12, DF-02)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from mentorkorps.clock import local
from mentorkorps.steering import figures
from mentorkorps.steering.agreed import Agreed, parties
from mentorkorps.steering.lines import Line, corps_lines, counted_lines, money_lines
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.menu import CORPS, COUNTED, MONEY, SECTIONS, TILES
from mentorkorps.steering.printed import own_settings, settings
from mentorkorps.steering.report import Report, SteeringMeeting, checksum
from mentorkorps.steering.targets import Targets, measured, on_course, targets
from tenants import outbox
from tenants.agreements import Agreement, Period
from tenants.billing import NumberSeries
from tenants.registry import Partnership
from tenants.scope import db, own_id

SCHEMA = 1
FREEZE_BEFORE = timedelta(days=7)


def build(partnership: Partnership, period: Period, cut_off: date, at: datetime) -> list[Report]:
    """Builds and publishes the report of `period` as the facts stood at the end of `cut_off`.

    Called by the tenant that operates `partnership`; the facts must be committed. Returns one Report per member in
    force (and one for the operator, first), all with one content and one checksum; none ever changes. The number runs
    per partnership. FY-05…FY-09, FY-12, FY-37, DF-02.

    `content` has `schema`, `partnership` {slug, name}, `period` {name, starts_on, ends_on}, `number`, `cut_off`,
    `built_at`, `tenants` [{slug, name}] (the columns), `sections` [{key, label}], `tiles` [keys of rows], `settings`
    [{key, label, value}], `own_settings` [{tenant (a slug), key, label, value}] (what a member has adjusted) and `rows`.
    A row: `key`, `section`, `label`, `definition`, `unit`, `better`, `open`, perhaps `of` [part, whole], `official`,
    `on_course`; then the figure together as `realised`, perhaps `hidden`, `too_early`, `minimum`, `maximum`, and with
    a target `target`, `target_max`, `target_to_date`, `deviation`, `deviation_percent`; then `tenants` [{tenant (a
    slug), and the same fields}], empty where it is told together only. Labels, definitions and texts are msgids.
    """
    agreed = Agreed.read(partnership, period, cut_off)
    counts = figures.collect(partnership, period, cut_off, promise_days=agreed.promise_days)
    content = _header(agreed, NumberSeries.locked(f"report {partnership.slug}").take(), cut_off, at) | {
        "settings": list(settings(agreed)),
        "own_settings": list(own_settings(agreed, cut_off)),
        "rows": list(_rows(agreed, counts, cut_off)),
    }
    content["tiles"] = [key for key in _tiles(agreed) if key in {row["key"] for row in content["rows"]}]
    reports = [
        Report(
            party_tenant_id=party,
            partnership_id=partnership.id,
            period_id=period.id,
            number=content["number"],
            cut_off=cut_off,
            built_at=at,
            content=content,
            checksum=checksum(content),
        )
        for party in dict.fromkeys([own_id(), *(tenant.id for tenant in parties(partnership, local(at).date()))])
    ]
    db.session.add_all(reports)
    db.session.flush()
    outbox.post("tell_members", f"report:{partnership.id}:{content['number']}", {"report_id": str(reports[0].id)})
    return reports


def freeze_due(day: date, at: datetime) -> list[Report]:
    """Freezes what the next steering meeting needs, from a week before it: once per meeting, however often called.

    For the partnerships that the acting tenant operates; the period of today, and one that has ended since its last
    report. Returns the reports of the operator (FY-12).
    """
    soon = SteeringMeeting.held_on.between(day, day + FREEZE_BEFORE)
    stands = SteeringMeeting.tenant_id == own_id(), SteeringMeeting.cancelled_at.is_(None)
    meetings = select(SteeringMeeting).where(*stands, soon)
    frozen = []
    for meeting in db.session.scalars(meetings.order_by(SteeringMeeting.held_on)).all():
        partnership = Partnership.get(meeting.partnership_id)
        for period in db.session.scalars(_periods(partnership).where(Period.starts_on <= day)).all():
            newest = Report.newest(period)
            until = meeting.held_on - FREEZE_BEFORE if day <= period.ends_on else period.ends_on
            if newest is None or newest.cut_off < until:
                frozen.append(build(partnership, period, day, at)[0])
    return frozen


def period_called(partnership: Partnership, name: str) -> Period | None:
    """The period of the partnership's agreement with that name."""
    return db.session.scalar(_periods(partnership).where(Period.name == name))


def _periods(partnership: Partnership) -> Select[Period]:
    agreement = (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id)
    here = Agreement.tenant_id == partnership.tenant_id, Agreement.partnership_id == partnership.id
    return select(Period).join(Agreement, agreement).where(*here).order_by(Period.starts_on)


def _header(agreed: Agreed, number: int, cut_off: date, at: datetime) -> dict[str, Any]:
    period = agreed.period
    first, last = period.starts_on.isoformat(), period.ends_on.isoformat()
    return {
        "schema": SCHEMA,
        "partnership": {"slug": agreed.partnership.slug, "name": agreed.partnership.name},
        "period": {"name": period.name, "starts_on": first, "ends_on": last},
        "number": number,
        "cut_off": cut_off.isoformat(),
        "built_at": local(at).isoformat(timespec="seconds"),
        "tenants": [{"slug": tenant.slug, "name": tenant.name} for tenant in agreed.bearing],
        "sections": [{"key": key, "label": label} for key, label in SECTIONS.items()],
    }


def _rows(agreed: Agreed, counts: figures.Figures, cut_off: date) -> Iterator[dict[str, Any]]:
    lines = counted_lines(agreed, counts) | corps_lines(counts)
    lines |= money_lines(agreed, lines["matched"].together.realised)
    goals = targets(agreed, cut_off)
    for measure in (*COUNTED, *CORPS, *MONEY):
        if measure.key in lines:
            yield _row(measure, lines[measure.key], goals.get(measure.key), agreed)


def _row(measure: Measure, line: Line, goal: Targets | None, agreed: Agreed) -> dict[str, Any]:
    row = {name: getattr(measure, name) for name in ("key", "section", "label", "definition", "unit", "better")}
    row["open"] = measure.opened_by in agreed.agreement.open_figures
    if measure.parts:
        row["of"] = list(measure.parts)
    if measure.key in _official(agreed):
        row["official"] = True
    row |= measured(line.together, goal.together if goal else None)
    if goal:
        row["on_course"] = on_course(measure, row)
    goals = goal.tenants if goal else ()
    row["tenants"] = [
        {"tenant": tenant.slug} | measured(cell, goals[index] if goals else None)
        for index, (tenant, cell) in enumerate(zip(agreed.bearing, line.tenants, strict=False))
    ]
    if measure.key == "places_taken":
        _limits(row, agreed)
    return row


def _limits(row: dict[str, Any], agreed: Agreed) -> None:
    for name in ("minimum", "maximum"):
        for tenant, cell in zip(agreed.bearing, row["tenants"], strict=True):
            cell[name] = getattr(agreed.quotas[tenant.id], name) if tenant.id in agreed.quotas else 0
        row[name] = sum(cell[name] for cell in row["tenants"])


def _official(agreed: Agreed) -> tuple[str, str]:
    ending = "" if agreed.official_base == "all_started" else f"_{agreed.official_base}"
    return f"outcome_share{ending}", f"moved_share{ending}"


def _tiles(agreed: Agreed) -> list[str]:
    official = dict(zip(("outcome_share", "moved_share"), _official(agreed), strict=True))
    return [official.get(key, key) for key in TILES]
