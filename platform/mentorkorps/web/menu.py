"""What every page has around it: the menu for the user's roles, the tenant's name, the coloured bar when away from home."""

from typing import Any

from flask import g, has_request_context, request, url_for

from mentorkorps.language import N_, _
from mentorkorps.web import access

#: text, endpoint, permission
Line = tuple[str, str, str]

#: A line of the menu and the pages that share it, as tabs; corps staff have their lists at home, over all their tenants.
AT_HOME: list[list[Line]] = [
    [(N_("Unge"), "youths.index", "see youths")],
    [(N_("Tilmeld en ung"), "enrolments.begin", "enrol youths")],
    [(N_("Indbakke"), "inbox.index", "match youths")],
    [(N_("Ringeliste"), "calls.index", "follow up")],
    [(N_("Par"), "pairs.index", "follow up")],
    [(N_("Bekymringer"), "concerns.index", "raise concerns")],
    [
        (N_("Ulæste notater"), "journal_unread.index", "mind the journal"),
        (N_("Aflevering"), "journal_handover.index", "mind the journal"),
    ],
    [
        (N_("Mentorer"), "mentors.index", "recruit mentors"),
        (N_("Korpset"), "corps_page.index", "recruit mentors"),
    ],
    [(N_("Sagsmapper"), "case_files.index", "audit case files")],
    [
        (N_("Styregruppe"), "steering.index", "read the report"),
        (N_("Egne tal"), "own_figures.index", "see own figures"),
        (N_("Møder"), "steering_meetings.index", "sit in the steering group"),
        (N_("Medlemmer"), "steering_seats.index", "choose the steering group"),
    ],
    [(N_("Samarbejdspartnere"), "field_partners.index", "see field partners")],
    [(N_("Tilbud"), "offers.index", "see offers")],
    [
        (N_("Aftale"), "agreement.show", "see the agreement"),
        (N_("Kvote"), "quotas.index", "see the agreement"),
        (N_("Fakturaer"), "invoices.index", "see the agreement"),
        (N_("Penge"), "money.index", "see the money"),
    ],
    [(N_("Program"), "programme.show", "see the programme")],
    [(N_("Log"), "logs.index", "read the logs"), (N_("Slå en sag op"), "oversight.index", "oversee cases")],
    [(N_("Organisationer"), "operator.index", "open and close tenants")],
]


def frame() -> dict[str, Any]:
    """The context that layout.html reads."""
    if not has_request_context() or g.get("user") is None or g.get("home") is None:
        return {"tenant_name": g.tenant.name if g.get("tenant") else None}
    away = g.tenant is not None and g.tenant.id != g.home.id
    groups = [shown for group in AT_HOME if (shown := [line for line in group if _shown(line)])]
    return {
        "nav": [_item(group[0], {endpoint for _text, endpoint, _may in group}) for group in groups],
        "tabs_here": next((_tabs(group) for group in groups if _is_in(group)), []),
        "tenant_name": g.home.name,
        "user_name": g.user.name,
        "home_href": url_for("front.home", slug=g.home.slug),
        "acting_in": g.tenant.name if away else None,
        "leave_href": url_for("front.home", slug=g.home.slug),
        "account_href": url_for("front.account", slug=g.home.slug),
        "sign_out_href": url_for("sign_in.end"),
    }


def _shown(line: Line) -> bool:
    if line[1] == "enrolments.begin" and g.home.kind == "corps":
        return False  # a corps finds mentors; it enrols nobody
    if line[1] == "own_figures.index" and g.home.kind == "corps" and "corps_staff" not in g.user.roles:
        return False  # its own figures are its members', for who reaches them
    return bool(access.PERMISSIONS[line[2]] & g.user.roles)


def _is_in(group: list[Line]) -> bool:
    return len(group) > 1 and any(request.endpoint == endpoint for _text, endpoint, _may in group)


def _tabs(group: list[Line]) -> list[dict[str, Any]]:
    return [_item(line, {line[1]}) for line in group]


def _item(line: Line, here: set[str]) -> dict[str, Any]:
    text, endpoint, _permission = line
    return {"text": _(text), "href": url_for(endpoint, slug=g.home.slug), "current": request.endpoint in here}
