"""What a report was computed with, printed with it: the agreement's terms, the programme's rules, and each member's own."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from mentorkorps.clock import end_of
from mentorkorps.language import N_
from mentorkorps.programmes import complete, own_time
from mentorkorps.steering.agreed import Agreed
from tenants.agreements import Period
from tenants.local_rules import LocalRules
from tenants.registry import Tenant
from tenants.scope import acting_for, db, own_id

BASES = {
    "all_started": N_("alle, der har indgået i et forløb"),
    "finished": N_("de afsluttede"),
    "mature": N_("de, der begyndte for mindst 6 måneder siden"),
}
RECRUITERS = {"corps": N_("korpset"), "municipality": N_("kommunen")}
PROMISE = N_("Frist for et matchforslag for nye tilmeldinger, dage")
UNITS = {"youth": N_("en ung i en periode"), "match": N_("et forløb")}

Line = tuple[str, str, Any]  # key, label, value


def settings(agreed: Agreed) -> Iterator[dict[str, Any]]:
    """What holds for all members: key, label and value, in the order of the report."""
    rules = complete(agreed.profile)
    lines = *_terms(agreed), *_rules(rules), *_bases(agreed)
    return ({"key": key, "label": label, "value": value} for key, label, value in lines)


def own_settings(agreed: Agreed, cut_off: date) -> Iterator[dict[str, Any]]:
    """Of each member the rules that it had adjusted by the end of `cut_off`: its slug, and key, label and value as
    `settings`. New pairs there begin under them; each pair's own deadlines follow the rules that the pair keeps."""
    common = {key: (label, value) for key, label, value in _rules(complete(agreed.profile))}
    for tenant in agreed.bearing:
        own = _adjusted(tenant, cut_off)
        for key, label, value in _rules(complete(agreed.profile, own)) if own else ():
            if common.get(key) != (label, value):
                yield {"tenant": tenant.slug, "key": key, "label": label, "value": value}


def of_house(period: Period, profile: Mapping[str, Any], own: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Label and value of what a house's own figures of a period rest on: its pace, and the programme's rules as the house has
    adjusted them."""
    rules = complete(profile, own or {})
    yield pace(period)[1:]
    yield PROMISE, rules["promise_days"]
    yield from ((label, value) for _key, label, value in _rules(rules))


def _adjusted(tenant: Tenant, cut_off: date) -> Mapping[str, Any] | None:
    newest = select(LocalRules.adjustments).where(LocalRules.made_at < end_of(cut_off)).order_by(LocalRules.version.desc())
    with acting_for(tenant.id, home=own_id()):
        return db.session.scalar(newest.limit(1))


def _terms(agreed: Agreed) -> Iterator[Line]:
    period, quotas = agreed.period, agreed.quotas.values()
    ages = complete(agreed.profile)["ages"]
    unit = next((quota.unit for quota in quotas), "youth")
    least, most = (sum(getattr(quota, name) for quota in quotas) for name in ("minimum", "maximum"))
    yield "target", N_("Mål for matchede unge i alt"), _range(period.target_min, period.target_max)
    yield "quota", N_("Kvoter lagt sammen"), _range(least, most)
    yield "priced_places", N_("Antal unge, som prisen er regnet for"), period.priced_places
    yield "place", N_("En plads er"), UNITS[unit]
    yield pace(period)
    yield "promise_days", PROMISE, agreed.promise_days
    yield "ages", N_("Alder ved tilmelding"), _range(ages["from"], ages["to"])
    yield from minutes_said(agreed.profile)


def minutes_said(profile: Mapping[str, Any]) -> Iterator[Line]:
    """How many minutes each act of a municipality is taken for."""
    minutes = own_time(profile)
    yield "own_enrolment", N_("Kommunens egen tid: minutter pr. tilmelding"), minutes["enrolment"]
    yield "own_note", N_("Kommunens egen tid: minutter pr. læst notat"), minutes["note"]
    yield "own_decision", N_("Kommunens egen tid: minutter pr. svar eller beslutning"), minutes["decision"]


def pace(period: Period) -> Line:
    """By which curve the target to date is worked out."""
    if not period.pace:
        return "pace", N_("Mål til dato"), N_("lige fordelt over periodens dage, afrundet til hele unge")
    return "pace", N_("Mål til dato ved månedens slutning, lige fordelt derimellem"), ", ".join(period.pace_said)


def _rules(rules: Mapping[str, Any]) -> Iterator[Line]:
    """What a member may adjust, and what a figure of the report rests on."""
    follow_up = rules["follow_up"]
    weeks = _range(follow_up["then_weeks_from"], follow_up["then_weeks_to"])
    yield "norm", *norm_said(rules["meetings"])
    if usual := rules["meetings"]["average_hours_per_month"]:
        yield "average", N_("En mentors timer om måneden i gennemsnit, til sammenligning"), usual
    yield "first_follow_up", N_("Første opfølgning, dage efter matchet"), follow_up["first_check_days"]
    yield "first_within", N_("Frist for den første opfølgning, dage"), follow_up["first_check_within_days"]
    yield "after_first_meeting", N_("Opfølgning, dage efter det første møde"), follow_up["after_first_meeting_days"]
    yield "marks", N_("Opfølgning til fast tid, måneder efter matchet"), _listed(follow_up["marks_months"])
    yield "follow_up", N_("Opfølgning efter den første, uger imellem"), weeks


def _bases(agreed: Agreed) -> Iterator[Line]:
    yield "recruits", N_("Mentorer findes af"), RECRUITERS[agreed.profile["recruits"]]
    yield "official_base", N_("Officielt grundlag for succesmålene"), BASES[agreed.official_base]
    yield "hidden", N_("Skjulte tal"), N_("under 5 personer, og de tal, de ellers kunne regnes ud af")


def norm_said(meetings: Mapping[str, Any]) -> tuple[str, Any]:
    """Label and value: one unit of the three that programmes use (section 2, row 4)."""
    if meetings["hours_per_month"]:
        return N_("Norm for møder, timer om måneden mindst"), meetings["hours_per_month"]
    if meetings["per_month"]:
        return N_("Norm for møder, antal om måneden mindst"), meetings["per_month"]
    if meetings["per_season"] != [0, 0]:
        return N_("Norm for møder, antal i sæsonen"), _range(*meetings["per_season"])
    return N_("Norm for møder"), N_("ingen")


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or N_("ingen")


def _range(least: int, most: int) -> str:
    return f"{least}-{most}" if most > least else str(least)
