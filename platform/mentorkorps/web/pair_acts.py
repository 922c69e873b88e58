"""What the acts on a pair have in common: which pair, the page of one act, and the way back."""

from collections.abc import Callable
from uuid import UUID

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.web.acts import act
from mentorkorps.web.widgets import Form
from tenants.scope import db


def the_pair(match_id: UUID, *with_it: ExecutableOption) -> Match:
    """The match with that id, with what is to be read along; NotFound where another corps cares for it, or it never was."""
    match = db.session.scalar(select(Match).where(Match.id == match_id).options(*with_it))
    if match is None or match.caring_tenant_id != g.home.id:
        raise NotFound("Match")
    return match


def acted(
    match: Match, form: Form, verb: Callable[[], object], title: str, said: str, template: str = "pairs/act.html"
) -> ResponseReturnValue:
    """The page of one act on a pair, and back to the pair when it is done."""
    return act(form, verb, said, _page_of(match), template, match=match, title=title)


def back_to(match: Match) -> ResponseReturnValue:
    """To the page of the pair."""
    return redirect(_page_of(match), 303)


def _page_of(match: Match) -> str:
    return url_for("pairs.show", slug=g.tenant.slug, match_id=match.id)
