"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("logs", __name__)


@room.get("/<slug>/log")
@may("read the logs")
def index(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
