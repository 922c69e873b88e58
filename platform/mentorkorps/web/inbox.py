"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("inbox", __name__)


@room.get("/<slug>/indbakke")
@may("match youths")
def index(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
