"""The start: whom to ring and how to begin, on a device that has proved itself; for the mentor also the meeting log."""

from flask import render_template
from flask.typing import ResponseReturnValue

from mentorkorps import courses, follow_ups, privacy
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.refused import Refused
from mentorkorps.web import course_part
from mentorkorps.web.link_pages import meeting, proof
from mentorkorps.web.link_pages.holder import match_of
from mentorkorps.web.link_pages.next_meeting import Written
from mentorkorps.web.link_pages.proof import is_known
from mentorkorps.web.link_pages.way import again

__all__ = ["act", "is_known", "show", "thanks"]


def show(link: Link) -> ResponseReturnValue:
    """The contacts on a known device, else the proof that it is the holder's; no contacts while an authority has stopped the
    contact. Refused when the pair has ended."""
    match = match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Du skal ikke gøre noget. Tak for din hjælp."))
    if not is_known(link):
        return proof.ask(link)
    seen = privacy.what_pair_sees(match, link.holder)
    if follow_ups.is_stopped(match):
        return render_template("links/start_stopped.html", seen=seen, holder=link.holder)
    if link.holder == "youth":
        return render_template("links/start_youth.html", seen=seen)
    return render_template(
        "links/start_mentor.html",
        seen=seen,
        meeting_form=meeting.form_for(match),
        begun=bool(match.meetings),
        written=Written.of(match),
        undo=meeting.undoable(link, match),
        norm=course_part.norm_rows(match),
        rules=courses.rule(match.rules),
    )


def act(link: Link) -> ResponseReturnValue:
    """The proof; on a known device, the mentor's meeting."""
    if not is_known(link):
        return proof.prove(link)
    if link.holder != "mentor":
        return again()
    return meeting.act(link)


def thanks(link: Link) -> ResponseReturnValue:
    """As after a meeting."""
    return meeting.thanks(link)
