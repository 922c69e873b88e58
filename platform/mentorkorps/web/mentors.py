"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("mentors", __name__)


@room.get("/<slug>/mentorer")
@may("recruit mentors")
def index(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
