"""The pages behind a signed link: no account, one address, one purpose. A GET changes nothing; a POST acts."""

import logging
import re

from flask import Blueprint, g, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from mentorkorps import language
from mentorkorps.links import SINGLE_USE, Answered, Link
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import BY_LINK, may
from mentorkorps.web.link_pages import channel, corps, others, page_for, stands
from mentorkorps.web.link_pages.holder import holder_of
from mentorkorps.web.link_pages.way import thanked

room = Blueprint("links", __name__)
TOKEN = re.compile(r"/l/[A-Za-z0-9_-]{20,}")


@room.get("/<slug>/l/<token>")
@may(BY_LINK)
def show(slug: str, token: str) -> ResponseReturnValue:
    """The link's question, or what it opens."""
    link = opened(token)
    return page_for(link).show(link)


@room.post("/<slug>/l/<token>")
@may(BY_LINK)
def act(slug: str, token: str) -> ResponseReturnValue:
    """The answer; the same once more, the button pressed twice, leads to the same thanks and writes nothing."""
    link = _spoken_to(Link.with_token(token))
    try:
        link.check()
        return channel.act(link) if request.form.get("do") == "channel" else page_for(link).act(link)
    except Answered:
        if not stands(link):
            raise
        return thanked()


@room.get("/<slug>/l/<token>/tak")
@may(BY_LINK)
def thanks(slug: str, token: str) -> ResponseReturnValue:
    """What happens next, for the one who has just answered; it stays when the link is spent."""
    link = _spoken_to(Link.with_token(token))
    if link.purpose in SINGLE_USE and link.used_at is None:
        raise NotFound("Link")
    if link.purpose not in SINGLE_USE:
        link.check()
    return page_for(link).thanks(link)


@room.record_once
def _keep_tokens_out_of_logs(state: BlueprintSetupState) -> None:
    for name in (state.app.logger.name, "werkzeug", "gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).addFilter(hide_token)


def hide_token(record: logging.LogRecord) -> bool:
    """A filter of a logger: the address of a link is written without its token."""
    text = record.getMessage()
    if TOKEN.search(text):
        record.msg, record.args = TOKEN.sub("/l/…", text), ()
    return True


@room.context_processor
def _around() -> dict[str, object]:
    return {"corps": corps, "others": others.waiting, "channel_choice": channel.choice}


@room.errorhandler(Refused)
def _refused(refusal: Refused) -> ResponseReturnValue:
    return render_template("links/refused.html", refusal=refusal), 409


@room.errorhandler(NotFound)
def _not_found(_error: NotFound) -> ResponseReturnValue:
    return render_template("links/not_found.html"), 404


def opened(token: str) -> Link:
    """The live link with that token, spoken to in its holder's language. Refused, NotFound as `Link.found`."""
    link = _spoken_to(Link.with_token(token))
    link.check()
    return link


def _spoken_to(link: Link) -> Link:
    """From here on the page speaks the holder's language, unless this browser has chosen one."""
    g.link = link
    if "mk_language" not in request.cookies:
        language.use(holder_of(link).page_language)
    return link
