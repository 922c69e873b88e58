"""The course on the pair's own pages, behind the link of mentor or youth: a page for each thing they write together."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import BY_LINK, may
from mentorkorps.web.link_pages import corps, course, start
from mentorkorps.web.links import opened

room = Blueprint("course_links", __name__)


@room.get("/<slug>/l/<token>/forloeb")
@may(BY_LINK)
def overview(slug: str, token: str) -> ResponseReturnValue:
    """How the course stands, as the two read it."""
    link = opened(token)
    return course.overview(link) if start.is_known(link) else _to_the_door(slug, token)


@room.get("/<slug>/l/<token>/forloeb/<page>")
@may(BY_LINK)
def show(slug: str, token: str, page: str) -> ResponseReturnValue:
    """The form of one thing."""
    link = opened(token)
    return course.page_for(link, page).show(link) if start.is_known(link) else _to_the_door(slug, token)


@room.post("/<slug>/l/<token>/forloeb/<page>")
@may(BY_LINK)
def act(slug: str, token: str, page: str) -> ResponseReturnValue:
    """Keeps it."""
    link = opened(token)
    return course.page_for(link, page).act(link) if start.is_known(link) else _to_the_door(slug, token)


def _to_the_door(slug: str, token: str) -> ResponseReturnValue:
    """The device proves itself there first."""
    return redirect(url_for("links.show", slug=slug, token=token), 303)


@room.context_processor
def _around() -> dict[str, object]:
    return {"corps": corps}


@room.errorhandler(Refused)
def _refused(refusal: Refused) -> ResponseReturnValue:
    return render_template("links/refused.html", refusal=refusal), 409


@room.errorhandler(NotFound)
def _not_found(_error: NotFound) -> ResponseReturnValue:
    return render_template("links/not_found.html"), 404
