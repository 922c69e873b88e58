"""The report for a council: six sentences at most and three figures that anybody understands, from the content alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.lists import format_list

from mentorkorps.language import _, language
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.wording import LOCALES, Content, by_key, figure, long_day, target, tenant_names

NAMED = 6  # municipalities that a sentence can list; of more it says how many

Rows = Mapping[str, Mapping[str, Any]]


def brief(content: Content) -> dict[str, Any]:
    """`title`; `figures`, each a value and what it is; `sentences`; and `source`, where the figures come from."""
    rows = by_key(content)
    return {
        "title": _("Unge med mentor: kort fortalt"),
        "figures": list(_figures(content, rows)),
        "sentences": [
            _what(content), _reached(content, rows["matched"]), _results(rows, _official(content, "outcome_share")),
            _waiting(content, rows), *_in_time(rows), _cost(content, rows),
        ],
        "source": _(
            "Tallene kommer fra rapport %(number)s til styregruppen og er gjort op til og med %(day)s. Ingen person kan "
            "kendes i dem.",
            number=content["number"], day=long_day(content["cut_off"]),
        ),
    }  # fmt: skip


def _may_leave(count: int | None) -> bool:
    """Whether a count may be told outside the partnership: what the partners show each other openly may be too small."""
    return count is not None and (count == 0 or count >= LEAST)


def _share_may_leave(row: Mapping[str, Any], rows: Rows) -> bool:
    part, whole = (rows[name]["realised"] for name in row["of"])
    told = None not in (row["realised"], part, whole)
    return told and _may_leave(part) and _may_leave(whole - part)


def _is_over(content: Content) -> bool:
    return bool(content["cut_off"] >= content["period"]["ends_on"])


def _figures(content: Content, rows: Rows) -> Iterator[dict[str, str]]:
    share = rows[_official(content, "outcome_share")]
    yield _youths(rows["matched"], _("unge har fået en mentor"))
    shown = share.get("too_early") or _share_may_leave(share, rows)
    yield {
        "value": figure(share, "realised", "percent") if shown else _("vises ikke"),
        "label": _("er begyndt i praktik, lære, uddannelse eller job"),
    }
    if "cost_per_youth" in rows and _is_over(content):
        yield {"value": figure(rows["cost_per_youth"], "realised", "kroner"), "label": _("for hver ung med mentor")}
    else:
        yield _youths(rows["waiting"], _("unge venter på en mentor"))


def _youths(row: Mapping[str, Any], label: str) -> dict[str, str]:
    told = figure(row, "realised", "youths") if _may_leave(row["realised"]) else _("vises ikke")
    return {"value": told, "label": label}


def _what(content: Content) -> str:
    names, name = list(tenant_names(content).values()), content["partnership"]["name"]
    if len(names) > NAMED:
        return _("%(name)s finder frivillige mentorer til unge i %(count)s kommuner.", name=name, count=len(names))
    places = format_list(names, locale=LOCALES[language()])
    return _("%(name)s finder frivillige mentorer til unge i %(places)s.", name=name, places=places)


def _reached(content: Content, row: Mapping[str, Any]) -> str:
    if not _may_leave(row["realised"]):
        return _("Der er så få unge med en mentor, at tallet ikke vises.")
    period = content["period"]
    said = {
        "first": long_day(period["starts_on"]),
        "last": long_day(min(content["cut_off"], period["ends_on"])),
        "count": figure(row, "realised", "youths"),
    }
    if "target" not in row:
        return _("Fra %(first)s til %(last)s har %(count)s unge fået en mentor.", **said)
    if _is_over(content):
        goal = target(row, "youths")
        return _("Fra %(first)s til %(last)s fik %(count)s unge en mentor, og målet var %(goal)s.", goal=goal, **said)
    due = figure(row, "target_to_date", "youths")
    return _(
        "Fra %(first)s til %(last)s har %(count)s unge fået en mentor, og efter planen skulle det nu være %(due)s.",
        due=due, **said,
    )  # fmt: skip


def _results(rows: Rows, key: str) -> str:
    row = rows[key]
    if row.get("too_early"):
        return _("Det er for tidligt at sige, hvor mange der er begyndt i praktik, lære, uddannelse eller job.")
    if not _share_may_leave(row, rows):
        return _("Så få er begyndt i praktik, lære, uddannelse eller job, at tallet ikke vises.")
    part, whole = (figure(rows[name], "realised", "youths") for name in row["of"])
    return _(
        "%(part)s af %(whole)s unge er begyndt i praktik, lære, uddannelse eller job, siden de fik en mentor; målet er %(goal)s.",
        part=part, whole=whole, goal=figure(row, "target", "percent"),
    )  # fmt: skip


def _waiting(content: Content, rows: Rows) -> str:
    waiting, long, on = rows["waiting"], rows["waiting_too_long"], long_day(content["cut_off"])
    if not _may_leave(waiting["realised"]):
        return _("Den %(day)s ventede så få på en mentor, at tallet ikke vises.", day=on)
    if not waiting["realised"]:
        return _("Den %(day)s ventede ingen på en mentor.", day=on)
    count = figure(waiting, "realised", "youths")
    told = None not in (long["realised"], waiting["realised"])
    if not told or not (_may_leave(long["realised"]) and _may_leave(waiting["realised"] - long["realised"])):
        return _("Den %(day)s ventede %(count)s på en mentor.", day=on, count=count)
    if not long["realised"]:
        return _(
            "Den %(day)s ventede %(count)s på en mentor, og ingen havde ventet længere end lovet.", day=on, count=count
        )
    return _(
        "Den %(day)s ventede %(count)s på en mentor, og %(long)s af dem havde ventet længere end lovet.",
        day=on, count=count, long=figure(long, "realised", "youths"),
    )  # fmt: skip


def _in_time(rows: Rows) -> Iterator[str]:
    row = rows["follow_ups_on_time"]
    if _share_may_leave(row, rows):
        share = figure(row, "realised", "percent")
        yield _("%(share)s af de samtaler, der blev aftalt undervejs i forløbene, er holdt til tiden.", share=share)


def _cost(content: Content, rows: Rows) -> str:
    if "cost_per_youth" not in rows:
        if not _may_leave(rows["mentors"]["realised"]):
            return _("Der er så få frivillige mentorer, at tallet ikke vises.")
        return _("Der er %(count)s frivillige mentorer.", count=figure(rows["mentors"], "realised", "mentors"))
    price, cost = figure(rows["price"], "realised", "kroner"), rows["cost_per_youth"]
    if cost["realised"] is None or not _is_over(content):
        return _(
            "Prisen for hele perioden er %(price)s; hvad det bliver for hver ung, kan regnes ud, når den er slut.",
            price=price,
        )
    each = figure(cost, "realised", "kroner")
    return _(
        "Prisen for perioden er %(price)s, altså %(each)s for hver ung, der har fået en mentor.", price=price, each=each
    )


def _official(content: Content, name: str) -> str:
    return next(str(row["key"]) for row in content["rows"] if row.get("official") and row["key"].startswith(name))
