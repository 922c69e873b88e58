"""The front pages."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps.web.access import PUBLIC, SIGNED_IN, may

room = Blueprint("front", __name__)


@room.get("/")
@may(PUBLIC)
def welcome() -> ResponseReturnValue:
    """A placeholder."""
    return ""


@room.get("/<slug>/")
@may(SIGNED_IN)
def home(slug: str) -> ResponseReturnValue:
    """A placeholder."""
    return slug
