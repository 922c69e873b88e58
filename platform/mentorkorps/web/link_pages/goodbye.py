"""The planned goodbye by link: when it ends, the last meeting, and what happens next. There is nothing to answer."""

from flask import render_template
from flask.typing import ResponseReturnValue

from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.matches import Goodbye
from mentorkorps.refused import Refused
from mentorkorps.web.link_pages.way import again


def show(link: Link) -> ResponseReturnValue:
    """The days; Refused when the plan was dropped or the pair has ended."""
    goodbye = Goodbye.get(link.subject_id)
    if goodbye.done_at or goodbye.dropped_at:
        raise Refused(_("Der er ikke noget at gøre her længere. Tak for din hjælp."))
    return render_template("links/goodbye.html", holder=link.holder, goodbye=goodbye)


def act(link: Link) -> ResponseReturnValue:
    """Nothing is asked, so nothing is kept."""
    return again()


def thanks(link: Link) -> ResponseReturnValue:
    """As the page itself."""
    return show(link)
