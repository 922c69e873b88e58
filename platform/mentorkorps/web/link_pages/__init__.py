"""One module for each purpose of a link: what it shows, what an answer does, and what the thanks say."""

from collections.abc import Callable, Mapping
from typing import Protocol

from flask import g
from flask.typing import ResponseReturnValue

from mentorkorps.clock import today
from mentorkorps.links import Link
from mentorkorps.refused import NotFound
from mentorkorps.web.link_pages import (
    answer,
    exit_contact,
    field_signature,
    follow_up,
    goodbye,
    meeting,
    moved_on,
    second_yes,
    start,
)
from mentorkorps.web.link_pages.holder import house_of
from tenants.registry import Partnership, Programme


class LinkPage(Protocol):
    """What a module here offers. `show` changes nothing; `act` answers with a redirect, or the form again."""

    def show(self, link: Link) -> ResponseReturnValue: ...
    def act(self, link: Link) -> ResponseReturnValue: ...
    def thanks(self, link: Link) -> ResponseReturnValue: ...


PAGES: Mapping[str, LinkPage] = {
    "mentor_answer": answer,
    "youth_answer": answer,
    "start": start,
    "meeting": meeting,
    "second_yes": second_yes,
    "follow_up": follow_up,
    "moved_on": moved_on,
    "exit": exit_contact,
    "goodbye": goodbye,
    "field_signature": field_signature,
}


#: Whether the answer that is sent now is the one that spent the link. Only where the thanks say the answer too: elsewhere who
#: gets the link later could find out what was answered by trying.
STANDING: Mapping[str, Callable[[Link], bool]] = {
    "mentor_answer": answer.stands,
    "youth_answer": answer.stands,
    "second_yes": second_yes.stands,
    "field_signature": field_signature.stands,
}


def page_for(link: Link) -> LinkPage:
    """The module of the link's purpose."""
    return PAGES[link.purpose]


def stands(link: Link) -> bool:
    """Whether the spent `link` was spent by the very answer that is sent now."""
    return link.purpose in STANDING and STANDING[link.purpose](link)


def corps() -> Partnership | None:
    """Whom to ring: the partnership with its hotline, of the link's pair for as long as it runs; None where the address names
    nobody."""
    if g.get("tenant") is None:
        return None
    link = g.get("link")
    try:
        return Programme.caring_here(today(), house_of(link) if link else None).partnership
    except NotFound:
        return None
