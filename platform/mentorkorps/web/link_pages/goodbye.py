"""The planned goodbye by link: when it ends, the last meeting, and what happens next. There is nothing to answer."""

from flask import render_template
from flask.typing import ResponseReturnValue

from mentorkorps.links import Link
from mentorkorps.matches import Goodbye
from mentorkorps.web.link_pages.way import again


def show(link: Link) -> ResponseReturnValue:
    """The days; once the pair has ended, kindly that all is settled."""
    goodbye = Goodbye.get(link.subject_id)
    return render_template("links/goodbye.html", holder=link.holder, goodbye=goodbye)


def act(link: Link) -> ResponseReturnValue:
    """Nothing is asked, so nothing is kept."""
    return again()


def thanks(link: Link) -> ResponseReturnValue:
    """As the page itself."""
    return show(link)
