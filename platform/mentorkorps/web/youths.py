"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("youths", __name__)


@room.get("/<slug>/unge")
@may("see youths")
def index(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
