"""The rooms of the web: each blueprint, registered once."""

from importlib import import_module

from flask import Flask

ROOMS = [
    "front", "sign_in", "enrolments", "youths", "wishes", "inbox", "pairs", "mentors", "post", "links", "steering", "agreement",
    "invoices", "logs",
]  # fmt: skip


def register_rooms(app: Flask) -> None:
    """Every module of pages has one blueprint, called `room`."""
    for name in ROOMS:
        app.register_blueprint(import_module(f"mentorkorps.web.{name}").room)
