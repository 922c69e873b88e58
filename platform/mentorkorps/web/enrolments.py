"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("enrolments", __name__)


@room.get("/<slug>/tilmeld")
@may("enrol youths")
def begin(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
