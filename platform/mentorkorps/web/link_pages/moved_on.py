"""The question behind the 85 per cent, put to youth and contact person when the pair has ended (FY-07)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from mentorkorps import matches, privacy
from mentorkorps.links import Link
from mentorkorps.matches import MOVED_ON
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.link_pages.way import thanked


def show(link: Link) -> ResponseReturnValue:
    """The question; the contact person, who may follow many, is told about whom."""
    about = privacy.what_pair_sees(match_of(link), link.holder)
    return render_template("links/moved_on.html", holder=link.holder, about=about, answers=MOVED_ON)


def act(link: Link) -> ResponseReturnValue:
    """Keeps ja, nej or ved ikke, and spends the link."""
    link.use()
    matches.moved_on_answer(match_of(link), link.holder, request.form.get("answer", ""), by=acting(link))
    return thanked()


def thanks(link: Link) -> ResponseReturnValue:
    """Thanks, and a goodbye."""
    return render_template("links/moved_on_thanks.html", holder=link.holder)
