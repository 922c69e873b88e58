"""What every page has around it: the menu for the user's roles, the tenant's name, the coloured bar when away from home."""

from typing import Any

from flask import g, has_request_context, request, url_for

from mentorkorps.language import N_, _
from mentorkorps.web import access

#: text, endpoint, permission; corps staff have their lists at home, over all their tenants.
AT_HOME = [
    (N_("Unge"), "youths.index", "read the journal"),
    (N_("Tilmeld en ung"), "enrolments.begin", "enrol youths"),
    (N_("Indbakke"), "inbox.index", "match youths"),
    (N_("Ringeliste"), "calls.index", "follow up"),
    (N_("Par"), "pairs.index", "follow up"),
    (N_("Bekymringer"), "concerns.index", "raise concerns"),
    (N_("Journal"), "journal_unread.index", "mind the journal"),
    (N_("Mentorer"), "mentors.index", "recruit mentors"),
    (N_("Sagsmapper"), "case_files.index", "audit case files"),
    (N_("Styregruppe"), "steering.index", "read the report"),
    (N_("Aftale"), "agreement.show", "see the agreement"),
    (N_("Program"), "programme.show", "see the programme"),
    (N_("Fakturaer"), "invoices.index", "see the agreement"),
    (N_("Log"), "logs.index", "read the logs"),
]


def frame() -> dict[str, Any]:
    """The context that layout.html reads."""
    if not has_request_context() or g.get("user") is None or g.get("home") is None:
        return {"tenant_name": g.tenant.name if g.get("tenant") else None}
    away = g.tenant is not None and g.tenant.id != g.home.id
    return {
        "nav": [_item(text, endpoint) for text, endpoint, permission in AT_HOME if _shown(endpoint, permission)],
        "tenant_name": g.home.name,
        "user_name": g.user.name,
        "home_href": url_for("front.home", slug=g.home.slug),
        "acting_in": g.tenant.name if away else None,
        "leave_href": url_for("front.home", slug=g.home.slug),
        "account_href": url_for("front.account", slug=g.home.slug),
        "sign_out_href": url_for("sign_in.end"),
    }


def _shown(endpoint: str, permission: str) -> bool:
    return bool(access.PERMISSIONS[permission] & g.user.roles)


def _item(text: str, endpoint: str) -> dict[str, Any]:
    return {"text": _(text), "href": url_for(endpoint, slug=g.home.slug), "current": request.endpoint == endpoint}
