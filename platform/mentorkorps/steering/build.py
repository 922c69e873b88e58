"""The steering group's report: built once, numbered, given a checksum, and the same for every member (FY-12, DF-02)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, select
from sqlalchemy.orm import defer

from mentorkorps.clock import local
from mentorkorps.programmes import setting
from mentorkorps.steering import figures
from mentorkorps.steering.agreed import Agreed, parties
from mentorkorps.steering.decide import to_decide
from mentorkorps.steering.meetings import norm_of
from mentorkorps.steering.menu import SECTIONS, TILES
from mentorkorps.steering.months import series
from mentorkorps.steering.printed import own_settings, settings
from mentorkorps.steering.report import Report, SteeringMeeting, checksum
from mentorkorps.steering.restate import mark_restated, mark_stretches
from mentorkorps.steering.rows import Contents, all_lines, official, rows
from tenants import outbox
from tenants.agreements import Agreement, Period
from tenants.billing import NumberSeries
from tenants.registry import Partnership
from tenants.scope import OWN, db, own_id
from tenants.standing import TODAY

SCHEMA = 2
FREEZE_BEFORE = timedelta(days=7)
SETTLES_IN = timedelta(days=184)  # six months after a period's end everybody of it could have reached something
FOLLOWED = timedelta(days=730)  # so long after its end at most a period is reported again


def build(partnership: Partnership, period: Period, cut_off: date, at: datetime) -> Report:
    """Builds and publishes the report of `period` as the facts stood at the end of `cut_off`.

    Called by the tenant that operates `partnership`; the facts must be committed. Returns the operator's Report; each
    member in force has a copy with the same content and checksum, and none ever changes. The number runs per
    partnership. FY-05…FY-09, FY-12, FY-37, DF-02.

    `content` has `schema`, `partnership` {slug, name}, `period` {name, starts_on, ends_on}, `number`, `cut_off`,
    `built_at`, `tenants` [{slug, name}] (the columns), `sections` [{key, label}], `tiles` [keys of rows], `settings`
    [{key, label, value}], `own_settings` [{tenant (a slug), key, label, value}] (what a member has adjusted), `rows`,
    `decide` (see `decide.to_decide`), and `months`, `by_quarter` and `by_year` (see `months.series`; perhaps with `restated`, see
    `restate.mark_stretches`).
    A row: `key`, `section`, `label`, `definition`, `unit`, `better`, `open`, perhaps `of` [part, whole] or `per` [what,
    of each], `base` (the persons it rests on), `official`, `on_course`; then the figure together as `realised`, perhaps
    `hidden`, `too_early`, `minimum`, `maximum`, `restated` (see `restate.mark_restated`), and with a target `target`,
    `target_max`, `target_to_date`, `deviation`, `deviation_percent`; then `tenants` [{tenant (a slug), and the same
    fields}], empty where it is told together only. Labels, definitions and texts are msgids.
    """
    agreed = Agreed.read(partnership, period, cut_off)
    content = _header(agreed, NumberSeries.locked(f"report {partnership.slug}").take(), cut_off, at)
    content |= {"settings": list(settings(agreed)), "own_settings": list(own_settings(agreed, cut_off))}
    content |= _told(agreed, cut_off, _earlier(partnership))
    report = Report(
        party_tenant_id=own_id(), partnership_id=partnership.id, period_id=period.id, number=content["number"],
        cut_off=cut_off, built_at=at, content=content, checksum=checksum(content),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    report.copy_for([tenant.id for tenant in parties(partnership, local(at).date()) if tenant.id != own_id()])
    outbox.post("tell_members", f"report:{partnership.id}:{report.number}", {"report_id": str(report.id)})
    return report


def freeze_due(day: date, at: datetime) -> list[Report]:
    """Freezes what the next steering meeting needs, from a week before it: once per meeting, however often called.

    For the partnerships that the acting tenant operates, as it stood when the day before `day` was over; the period that
    runs, and before it those that have ended, as long as something can still come of them: the last one first, for of two
    reports of one day the later one hides more. Returns the reports of the operator (FY-12).
    """
    frozen, cut_off = [], day - timedelta(days=1)
    for meeting in db.session.scalars(_meeting_soon(day).order_by(SteeringMeeting.held_on)).all():
        partnership = Partnership.get(meeting.partnership_id)
        for period in reversed(db.session.scalars(_periods(partnership).where(Period.starts_on <= cut_off)).all()):
            newest = Report.newest(period)
            if newest is None or not (_is_for(meeting, newest) or _is_settled(period, newest)):
                frozen.append(build(partnership, period, cut_off, at))
    return frozen


def _is_for(meeting: SteeringMeeting, report: Report) -> bool:
    return report.cut_off >= meeting.held_on - FREEZE_BEFORE - timedelta(days=1)


def _is_settled(period: Period, report: Report) -> bool:
    """Whether nothing more can come of an ended period: everybody's courses were over, and all had had their six months."""
    rows = {row["key"]: row for row in report.content["rows"]}
    begun, finished = (rows[key]["realised"] for key in ("youths", "youths_finished"))
    everybody = begun is not None and begun == finished and report.cut_off >= period.ends_on + SETTLES_IN
    return everybody or report.cut_off >= period.ends_on + FOLLOWED


def within_reach(earlier: Sequence[Report], agreed: Agreed) -> Contents:
    """What those reports say of which anything is compared with the one now asked for: of its period, of the same day, and the
    last one, which tells how it stood before. In the order of their numbers."""
    last = max(earlier, key=lambda one: (one.cut_off, one.number), default=None)
    first, day = agreed.period.starts_on, agreed.cut_off
    return [one.content for one in earlier if one is last or one.cut_off == day or one.period.starts_on == first]


def meets_soon() -> ColumnElement[bool]:
    """Whether `freeze_due` has anything to look at, as one of the questions of a day (`standing.Look`)."""
    return _meeting_soon(TODAY).exists()


def _meeting_soon(day: date | BindParameter[date]) -> Select[SteeringMeeting]:
    stands = SteeringMeeting.tenant_id == OWN, SteeringMeeting.cancelled_at.is_(None)
    soon = SteeringMeeting.held_on >= day, SteeringMeeting.held_on - FREEZE_BEFORE.days <= day
    return select(SteeringMeeting).where(*stands, *soon)


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
    policy = setting(agreed.profile, "frame", "part_of")
    return {
        "schema": SCHEMA,
        "partnership": {"slug": agreed.partnership.slug, "name": agreed.partnership.name},
        **({"part_of": policy} if policy else {}),
        "period": {"name": period.name, "starts_on": first, "ends_on": last},
        "number": number,
        "cut_off": cut_off.isoformat(),
        "built_at": local(at).isoformat(timespec="seconds"),
        "tenants": [{"slug": tenant.slug, "name": tenant.name} for tenant in agreed.bearing],
        "sections": [{"key": key, "label": label} for key, label in SECTIONS.items()],
    }


def _tiles(agreed: Agreed) -> list[str]:
    named = dict(zip(("outcome_share", "moved_share"), official(agreed), strict=True))
    return [named.get(key, key) for key in TILES]


def _told(agreed: Agreed, cut_off: date, earlier: Sequence[Report]) -> dict[str, Any]:
    counts, before = _counted(agreed, cut_off), within_reach(earlier, agreed)
    lines = all_lines(agreed, counts, before)
    found = list(rows(agreed, lines, cut_off))
    stretches = series(agreed, counts, lines, cut_off, before)
    _restate(found, stretches, agreed, earlier)
    keys = {row["key"] for row in found}
    told = {"rows": found, "tiles": [key for key in _tiles(agreed) if key in keys], "decide": to_decide(found)}
    return told | stretches


def _counted(agreed: Agreed, cut_off: date) -> figures.Figures:
    return figures.collect(agreed.partnership, agreed.period, cut_off, norm=norm_of(agreed))


def _restate(
    found: list[dict[str, Any]],
    stretches: dict[str, list[dict[str, Any]]],
    agreed: Agreed,
    earlier: Sequence[Report],
) -> None:
    """Marks what the period's last report would say otherwise today: facts of its days were entered after it."""
    same = [report for report in earlier if report.period_id == agreed.period.id and report.cut_off <= agreed.cut_off]
    if not same:
        return
    last = same[-1]
    then = Agreed.read(agreed.partnership, agreed.period, last.cut_off)
    before = within_reach([report for report in earlier if report.number < last.number], then)
    counts = _counted(then, last.cut_off)
    lines = all_lines(then, counts, before)
    again = {"rows": list(rows(then, lines, last.cut_off))}
    mark_restated(found, last.content["rows"], again["rows"])
    mark_stretches(stretches, last.content, again | series(then, counts, lines, last.cut_off, before))


def _earlier(partnership: Partnership) -> Sequence[Report]:
    """All of them; what one says is fetched where it is asked for: in ten years they come to a hundred megabytes."""
    own = Report.tenant_id == own_id(), Report.party_tenant_id == own_id()
    query = select(Report).where(*own, Report.partnership_id == partnership.id).order_by(Report.number)
    return db.session.scalars(query.options(defer(Report.content))).all()
