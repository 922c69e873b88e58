"""What the page of a pair, and the two themselves, see of its course: only what the programme knows is there."""

from collections.abc import Sequence
from typing import Any

from mentorkorps import courses
from mentorkorps.clock import today
from mentorkorps.courses import ExpectationAgreement, Goal, Held, Supporter
from mentorkorps.courses.basis import LEGAL_BASES
from mentorkorps.courses.contacts import BEGAN, WAYS
from mentorkorps.language import _
from mentorkorps.matches import PLACES, Match
from mentorkorps.mentors import KINDS
from mentorkorps.programmes import setting
from mentorkorps.web.formats import day, phone
from mentorkorps.web.pair_facts import Facts

Row = dict[str, Any]


def part(match: Match, facts: Facts) -> dict[str, Any]:
    """The values of `pairs/_course.html`."""
    goals = facts["goals"]
    ticked = courses.activities_of(match) if courses.catalogue(match.rules) else []
    return {
        "course": {
            "knows": known(match),
            "norm": norm_rows(match),
            "lacks_visit": match.is_running and courses.lacks_visit(match, ticked),
            "rows": [
                *agreement_rows(next(iter(facts["agreements"]), None)),
                *_basis(match),
                *_supporter(match),
                *_wellbeing(match),
            ],
            "goals": courses.newest(goals),
            "versions": goals,
            "words": {"overall": courses.OVERALL, "areas": courses.AREAS, "acts": courses.ACTS},
            "log": _log(match, ticked, facts["contacts"]),
        }
    }


def known(match: Match) -> dict[str, bool]:
    """Which parts of a course the pair's programme knows."""
    asked = {
        name: bool(setting(match.rules, "course", name)) for name in ("expectation_agreement", "supporter", "wellbeing")
    }
    return asked | {
        "activities": bool(courses.catalogue(match.rules)),
        "gatherings": bool(courses.kinds(match.rules)),
        "basis": setting(match.rules, "course", "legal_basis") or setting(match.rules, "course", "mentor_kinds"),
        "events": bool(setting(match.rules, "course", "network_events")),
    }


def norm_rows(match: Match) -> list[Row]:
    """How the pair stands against the norm, and the average where there is one to compare with (FY-34)."""
    held = [Held(meeting.held_on, meeting.minutes or 0) for meeting in match.meetings if meeting.took_place]
    until = match.ended_on or today()
    stands = courses.progress(match.rules, held, until)
    usual = courses.average(match.rules, held, match.started_on, until)
    rows = [{"key": _("Mødt indtil nu"), "value": stands.sentence}] if stands and match.is_running else []
    gap = courses.apart(match.rules, held, until) if match.is_running else None
    if gap:
        rows.append({"key": _("Mellem møderne"), "value": gap.sentence})
    return [*rows, {"key": _("Til sammenligning"), "value": usual.sentence}] if usual else rows


def agreement_rows(agreement: ExpectationAgreement | None) -> list[Row]:
    """The house rules as both read them."""
    if agreement is None:
        return []
    days = ", ".join(_(courses.DAYS[one]).lower() for one in agreement.contact_days)
    when = _(
        "%(days)s mellem %(first)s og %(last)s", days=days, first=agreement.contact_from, last=agreement.contact_until
    )
    ways = ", ".join(_(courses.CHANNELS[one]) for one in agreement.channels)
    rows = [
        {"key": _("Hvad forløbet handler om"), "value": agreement.content},
        {"key": _("Sådan støtter det planen for job eller uddannelse"), "value": agreement.supports_plan},
        {"key": _("Kontakt"), "value": when},
        {"key": _("Hvordan"), "value": ways},
        {"key": _("Ved afbud"), "value": agreement.absence},
        {"key": _("Ved forsinkelse"), "value": agreement.delay},
        {"key": _("Mødested"), "value": agreement.meeting_place},
    ]
    if agreement.other_rules:
        rows.append({"key": _("Andre spilleregler"), "value": agreement.other_rules})
    return [*rows, {"key": _("Ja til spillereglerne"), "lines": [_yes(agreement, "mentor"), _yes(agreement, "youth")]}]


def _yes(agreement: ExpectationAgreement, side: str) -> str:
    said = next((day(one.said_at) for one in agreement.yeses if one.side == side), None)
    who = _("Mentor") if side == "mentor" else _("Den unge")
    return _("%(who)s: ja den %(day)s", who=who, day=said) if said else _("%(who)s: ikke svaret endnu", who=who)


def supporter_rows(supporter: Supporter | None) -> list[Row]:
    """Who helps outside working hours, and with what."""
    if supporter is None:
        return []
    tasks = [_(courses.TASKS[task]) for task in supporter.tasks]
    return [{"key": _("Støtteperson"), "lines": [supporter.name, phone(supporter.phone), *tasks]}]


def _supporter(match: Match) -> list[Row]:
    return supporter_rows(courses.supporter_of(match)) if setting(match.rules, "course", "supporter") else []


def _basis(match: Match) -> list[Row]:
    basis = courses.basis_of(match) if known(match)["basis"] else None
    if basis is None:
        return []
    law = [{"key": _("Hjemmel"), "value": _(LEGAL_BASES[basis.legal_basis])}] if basis.legal_basis else []
    kind = [{"key": _("Slags mentor"), "value": _(KINDS[basis.mentor_kind])}] if basis.mentor_kind else []
    return [*law, *kind]


def _wellbeing(match: Match) -> list[Row]:
    seen = courses.wellbeing_of(match) if setting(match.rules, "course", "wellbeing") else None
    if seen is None:
        return []
    how = _("%(how)s, den %(day)s", how=_(courses.STATES[seen.how]), day=day(seen.seen_on))
    return [{"key": _("Mentor om den unges trivsel"), "value": how}]


def _log(match: Match, ticked: Sequence[courses.Activity], contacts: Sequence[courses.ShortContact]) -> list[list[str]]:
    """Activities, other meetings and short contacts, the newest first."""
    done = [(one.done_on, _(courses.ACTIVITIES[one.kind]), "") for one in ticked]
    met = courses.gatherings_of(match) if courses.kinds(match.rules) else []
    held = [(one.held_on, _(courses.GATHERINGS[one.kind]), _with(one)) for one in met]
    short = [(one.held_on, _(WAYS[one.way]), _(BEGAN[one.begun_by])) for one in contacts]
    return [[day(when), what, more] for when, what, more in sorted([*done, *held, *short], reverse=True)]


def _with(gathering: courses.Gathering) -> str:
    there = ", ".join(_(courses.PARTICIPANTS[one]) for one in gathering.participants)
    return f"{_(PLACES[gathering.place])}: {there}"


def goal_rows(goals: Sequence[Goal]) -> list[Row]:
    """Goals as the two read them, the open ones first."""
    ordered = sorted(goals, key=lambda one: (not one.is_open, one.number))
    return [{"goal": one, "areas": ", ".join(_(courses.AREAS[area]) for area in one.areas)} for one in ordered]
