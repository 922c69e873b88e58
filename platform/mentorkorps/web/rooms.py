"""The rooms of the web: each blueprint, registered once."""

from importlib import import_module

from flask import Flask

ROOMS = [
    "front", "sign_in", "enrolments", "youths", "wishes", "inbox", "pairs", "calls", "carers", "pair_endings",
    "case_files", "concerns", "concern_acts", "concern_link", "mentors", "post", "links", "channels", "gateway_calls",
    "steering", "own_figures", "behind", "report_files", "corps_page",
    "agreement", "programme", "pair_plan", "logs", "courses", "course_links", "network_events",
    "journal_notes", "journal_contact", "journal_absence", "journal_unread", "journal_handover", "oversight",
    "invoices", "agreement_terms", "agreement_parties", "agreement_data", "steering_meetings", "steering_seats", "field_partners",
    "field_partner_schools", "agreement_hotline", "agreement_groups",
    "agreement_projects",
    "company_leads", "offers", "placements",
    "quotas", "operator",
    "money", "money_acts",
]  # fmt: skip


def register_rooms(app: Flask) -> None:
    """Every module of pages has one blueprint, called `room`."""
    for name in ROOMS:
        app.register_blueprint(import_module(f"mentorkorps.web.{name}").room)
