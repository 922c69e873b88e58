"""A placeholder until the room is written."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import may

room = Blueprint("agreement", __name__)


@room.get("/<slug>/aftale")
@may("see the agreement")
def show(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
