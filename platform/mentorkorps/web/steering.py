"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("steering", __name__)


@room.get("/<slug>/styregruppe")
@may("read the report")
def index(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
