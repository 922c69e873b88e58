"""What was delivered: each meeting and contact, pauses, worries by count alone, results, and the rules that held."""

from collections.abc import Iterator

from sqlalchemy import func, select

from mentorkorps import courses, follow_ups, matches
from mentorkorps.calls.call import REACHED, RESULTS, Call
from mentorkorps.case_file.section import Section, day, facts, moment, said
from mentorkorps.concerns import Concern, ConcernStep, seen_by
from mentorkorps.follow_ups import KINDS, PAUSE_REASONS, FollowUp, Pause
from mentorkorps.language import N_, _
from mentorkorps.matches import ATTAINMENTS, EFFECTS, END_REASONS, MOVED_ON, OUTCOMES, PLACES, Match, MovedOn
from tenants.scope import db
from tenants.users import Actor

HOW = {"answered": N_("Besvaret"), "called": N_("Ringet"), "ended": N_("Faldt bort"), "dropped": N_("Faldt bort")}
SIDES = {"mentor": N_("Mentor"), "youth": N_("Den unge"), "contact": N_("Kontaktpersonen")}


def meetings(match: Match) -> Section:
    """Each meeting with its length and kind, and the sum."""
    rows = [
        [
            day(one.held_on), _("Ja") if one.took_place else _("Nej"), str(one.minutes or ""), said(PLACES, one.place),
            day(one.next_on),
        ]
        for one in match.meetings
    ]  # fmt: skip
    held = [one.minutes or 0 for one in match.meetings if one.took_place]
    if rows:
        rows.append([_("I alt"), str(len(held)), str(sum(held)), "", ""])
    columns = [_("Dag"), _("Mødtes de?"), _("Minutter"), _("Sted"), _("Næste møde")]
    return Section("meetings", _("Møder"), columns, rows, _("Ingen møder er skrevet."))


def short_contacts(match: Match) -> Section:
    """Between the meetings (HT-11)."""
    rows = [
        [day(one.held_on), said(courses.WAYS, one.way), said(SIDES, one.begun_by), str(one.minutes or "")]
        for one in courses.contacts_of(match)
    ]
    columns = [_("Dag"), _("Hvordan"), _("Hvem begyndte"), _("Minutter")]
    return Section("short_contacts", _("Korte kontakter"), columns, rows, _("Ingen korte kontakter er skrevet."))


def follow_up_contacts(match: Match) -> Section:
    """The corps' own contacts with the pair: each with its window, and when it was made; after the end too."""
    made = select(FollowUp).where(FollowUp.match_id == match.id).order_by(FollowUp.serial)
    rows = [
        [
            _(KINDS[one.kind]),
            day(one.opens_on),
            day(one.due_on),
            day(one.asked_at),
            said(HOW, one.done_how),
            day(one.done_on),
        ]
        for one in db.session.scalars(made)
    ]
    for after in follow_ups.exits_of(match):
        what = _("Mentor efter forløbet") if after.side == "mentor" else _("Den unge efter forløbet")
        done = [said(HOW, after.done_how), day(after.done_at)]
        rows.append([what, day(after.opens_on), day(after.due_on), day(after.asked_at), *done])
    columns = [_("Opfølgning"), _("Tidligst"), _("Senest"), _("Spurgt"), _("Hvordan"), _("Gjort")]
    return Section("follow_ups", _("Opfølgninger"), columns, rows, _("Ingen opfølgninger er planlagt."))


def calls(match: Match) -> Section:
    """Whom staff rang, and what came of it; not what was said."""
    rung = select(Call).where(Call.match_id == match.id).order_by(Call.called_at)
    rows = [
        [moment(one.called_at), said(REACHED, one.reached), said(RESULTS, one.result), one.called_by]
        for one in db.session.scalars(rung)
    ]
    columns = [_("Hvornår"), _("Hvem tog den"), _("Hvad kom der ud af det"), _("Ringet af")]
    return Section("calls", _("Opkald"), columns, rows, _("Ingen opkald er skrevet."))


def pauses(match: Match) -> Section:
    """Stretches in which nobody was asked."""
    had = select(Pause).where(Pause.match_id == match.id).order_by(Pause.from_on)
    rows = [[_(PAUSE_REASONS[one.reason]), day(one.from_on), day(one.ended_on)] for one in db.session.scalars(had)]
    return Section("pauses", _("Pauser"), [_("Grund"), _("Fra"), _("Til")], rows, _("Ingen pauser."))


def concerns(match: Match, reader: Actor) -> list[Section]:
    """How many, and how far up each went; nothing of what they were about (DF-18).

    Of those in whose chain the reader is, and the bearing coordinator is in each; the DPO reads how many. To anybody
    else there is no such section: that there are none would be told too.
    """
    here = reader.roles if reader.tenant_id == match.tenant_id else frozenset[str]()
    if "dpo" in here and "coordinator" not in here:
        count = db.session.scalar(select(func.count()).select_from(Concern).where(Concern.match_id == match.id))
        return [_concerns([_("Antal")], [[str(count)]] if count else [])]
    rows = _levels(match, reader)
    return [_concerns([_("Højeste niveau"), _("Antal")], rows)] if rows or "coordinator" in here else []


def _concerns(columns: list[str], rows: list[list[str]]) -> Section:
    return Section("concerns", _("Bekymringer"), columns, rows, _("Ingen bekymringer er rejst."))


def _levels(match: Match, reader: Actor) -> list[list[str]]:
    of_it = (ConcernStep.tenant_id == Concern.tenant_id) & (ConcernStep.concern_id == Concern.id)
    raised = select(Concern.id, func.max(ConcernStep.level).label("level")).join(ConcernStep, of_it)
    seen = seen_by(reader).with_only_columns(Concern.id).order_by(None)
    top = (
        raised.where(Concern.match_id == match.id, Concern.id.in_(seen))
        .group_by(Concern.tenant_id, Concern.id)
        .subquery()
    )
    counted = select(top.c.level, func.count()).group_by(top.c.level).order_by(top.c.level)
    return [
        [_("Niveau %(level)s", level=level) if level else _("Hos kommunens vagt"), str(count)]
        for level, count in db.session.execute(counted)
    ]


def results(match: Match) -> Section:
    """What was reached, how it ended, and whether it moved on."""
    rows = [list(row) for row in _results(match)]
    return Section(
        "results", _("Resultater"), [_("Hvad"), _("Resultat"), _("Dag")], rows, _("Ingen resultater er skrevet.")
    )


def _results(match: Match) -> Iterator[tuple[str, str, str]]:
    for one in match.outcomes:
        yield _("Resultat"), _(OUTCOMES[one.kind]), day(one.began_on)
    for kept in matches.attainments_of(match):
        yield _("Uddannelse"), _(ATTAINMENTS[kept.kind]), day(kept.seen_on)
    for effect in matches.effects_of(match):
        yield _("Virkning"), _(EFFECTS[effect.kind]), day(effect.noted_at)
    if match.end_reason:
        yield _("Afsluttet"), _(END_REASONS[match.end_reason]), day(match.ended_on)
    asked = select(MovedOn).where(MovedOn.match_id == match.id).order_by(MovedOn.side)
    for answer in db.session.scalars(asked):
        who = _("%(who)s: er den unge kommet videre?", who=_(SIDES[answer.side]))
        yield who, said(MOVED_ON, answer.answer) or _("Ikke svaret"), day(answer.answered_at)


def rules(match: Match) -> Section:
    """Which version of which rules the pair keeps, so that the windows above can be checked."""
    of, plan = match.rules.get("of") or {}, match.rules["follow_up"]
    local = of.get("local")
    told = [
        (_("Programmets regler"), _("Version %(version)s", version=of["programme"]) if of else ""),
        (_("Kommunens tilpasning"), _("Version %(version)s", version=local) if local else _("Ingen")),
        (
            _("Opfølgning"),
            _("Hver %(first)s. til %(last)s. uge", first=plan["then_weeks_from"], last=plan["then_weeks_to"]),
        ),
        (_("Aftalt til"), day(match.agreed_until)),
    ]
    return facts("rules", _("Regler, der gjaldt"), told, _("Reglernes version er ikke skrevet."))
