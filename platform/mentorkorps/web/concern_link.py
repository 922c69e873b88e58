"""A mentor is worried about the youth, or the youth wants to talk, and says so by the link of the pair: no account, and no
name on the page (MO-08, VB-15, VB-17).

A GET changes nothing. In danger, or under 18, the page shows whom to ring and does not let go before the call is written down.
"""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps import concerns, language
from mentorkorps.concerns import Concern
from mentorkorps.follow_ups.talk import wants_to_talk
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.access import BY_LINK, may
from mentorkorps.web.acts import DONE, attempt
from mentorkorps.web.concern_forms import CallForm, WorryForm
from mentorkorps.web.concerns import numbers
from mentorkorps.web.link_pages import corps
from mentorkorps.web.link_pages.holder import acting, holder_of, match_of
from tenants.scope import db

room = Blueprint("concern_link", __name__)

#: The links that stay with the mentor while the pair is running.
FROM = frozenset({"start", "meeting", "follow_up"})


@room.get("/<slug>/l/<token>/bekymring")
@room.post("/<slug>/l/<token>/bekymring")
@may(BY_LINK)
def show(slug: str, token: str) -> ResponseReturnValue:
    """The short form; or the telephone, while a call is owed."""
    link, match = _opened(token)
    if _owed(match) is not None:
        return redirect(url_for(".ring", slug=slug, token=token), 303)
    form = WorryForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("links/concern.html", form=form, **numbers()), status
    concern = concerns.open_concern(
        match.youth, about=form.about.data, internal=form.internal.data or "", is_danger=form.danger.data == "yes",
        match=match, by=acting(link),
    )  # fmt: skip
    endpoint = ".ring" if concern.must_ring else ".thanks"
    return redirect(url_for(endpoint, slug=slug, token=token), 303)


@room.get("/<slug>/l/<token>/bekymring/ring")
@room.post("/<slug>/l/<token>/bekymring/ring")
@may(BY_LINK)
def ring(slug: str, token: str) -> ResponseReturnValue:
    """Whom to ring now, and what was agreed."""
    link, match = _opened(token)
    concern = _owed(match)
    if concern is None:
        return redirect(url_for(".thanks", slug=slug, token=token), 303)
    form = CallForm(data={"seen": concern.now.serial})

    def keep() -> None:
        concerns.log_call(
            concern, whom=form.whom.data or "", number=form.number.data or "", at=form.at,
            agreed=form.agreed.data or "", by=acting(link), seen=form.seen.data,
        )  # fmt: skip

    status = attempt(form, keep)
    if status == DONE:
        return redirect(url_for(".thanks", slug=slug, token=token), DONE)
    return render_template("links/concern_ring.html", form=form, **numbers()), status


@room.get("/<slug>/l/<token>/bekymring/tak")
@may(BY_LINK)
def thanks(slug: str, token: str) -> ResponseReturnValue:
    """What happens now, and whom to ring for advice."""
    _opened(token)
    return render_template("links/concern_thanks.html", **numbers())


@room.get("/<slug>/l/<token>/tal-med-nogen")
@may(BY_LINK)
def talk(slug: str, token: str) -> ResponseReturnValue:
    """The youth wants to talk with somebody: whom to ring, and a button to be rung (VB-15)."""
    _opened(token, holder="youth")
    return render_template("links/talk.html", **numbers())


@room.post("/<slug>/l/<token>/tal-med-nogen")
@may(BY_LINK)
def be_rung(slug: str, token: str) -> ResponseReturnValue:
    """The corps rings, and the contact person is told."""
    link, match = _opened(token, holder="youth")
    wants_to_talk(match, by=acting(link))
    return redirect(url_for(".talk_thanks", slug=slug, token=token), 303)


@room.get("/<slug>/l/<token>/tal-med-nogen/tak")
@may(BY_LINK)
def talk_thanks(slug: str, token: str) -> ResponseReturnValue:
    """What happens now."""
    _opened(token, holder="youth")
    return render_template("links/talk_thanks.html", **numbers())


@room.context_processor
def _around() -> dict[str, Any]:
    return {"corps": corps}


@room.errorhandler(Refused)
def _refused(refusal: Refused) -> ResponseReturnValue:
    return render_template("links/refused.html", refusal=refusal), 409


@room.errorhandler(NotFound)
def _not_found(_error: NotFound) -> ResponseReturnValue:
    return render_template("links/not_found.html"), 404


def _opened(token: str, *, holder: str = "mentor") -> tuple[Link, Match]:
    """The holder's link and its pair; NotFound for anybody else's, Refused when the link or the pair has ended."""
    link = Link.with_token(token)
    if link.holder != holder or link.purpose not in FROM:
        raise NotFound("Link")
    if "mk_language" not in request.cookies:
        language.use(holder_of(link).page_language)
    link.check()
    g.link, match = link, match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Er du stadig bekymret, så ring til os."))
    return link, match


def _owed(match: Match) -> Concern | None:
    """The mentor's concern for a youth in danger or under 18 about which nobody has written a call down."""
    theirs = Concern.match_id == match.id, Concern.opened_by_kind == "mentor", Concern.not_rung()
    return db.session.scalar(select(Concern).where(*theirs).order_by(Concern.opened_at).limit(1))
