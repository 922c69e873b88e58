"""Yes or no to a proposal: mentor first, then youth, each seeing what the ladder allows (FY-29, FY-33, MO-10)."""

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from mentorkorps import courses, matching, privacy
from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.matching import NO_REASONS, Proposal
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.link_pages.holder import acting, proposal_of
from mentorkorps.web.link_pages.way import thanked
from tenants.registry import Programme
from tenants.scope import db


def show(link: Link) -> ResponseReturnValue:
    """The question; Refused when it is no longer asked."""
    proposal = proposal_of(link)
    _check_asked(link, proposal)
    seen = privacy.what_mentor_sees(proposal) if link.holder == "mentor" else privacy.what_youth_sees(proposal)
    return render_template(f"links/{link.purpose}.html", seen=seen, reasons=NO_REASONS, rules=_rules())


def _rules() -> list[str]:
    """What the programme asks of a pair; nothing where the municipality has left."""
    try:
        return courses.rule(Programme.of_here(today()).profile)
    except NotFound:
        return []


def act(link: Link) -> ResponseReturnValue:
    """Keeps the answer and spends the link."""
    proposal = proposal_of(link)
    said, reason = request.form.get("answer"), request.form.get("reason", "")
    if said not in ("yes", "no"):
        raise Refused(_("Vælg ja eller nej."))
    link.use()
    say = matching.mentor_says if link.holder == "mentor" else matching.youth_says
    say(proposal, said == "yes", by=acting(link), reason=NO_REASONS.get(reason, "") if said == "no" else "")
    return thanked()


def stands(link: Link) -> bool:
    """Whether the yes or no that is sent now is what the holder has said. The reason of a no counts for nothing: the thanks do
    not tell it, and nobody is to find it out by trying."""
    proposal, said = proposal_of(link), request.form.get("answer")
    db.session.refresh(proposal)  # the first press may have ended while this one waited
    side = "mentor" if link.holder == "mentor" else "youth"
    if said == "yes":
        return _yes_of(proposal, link) is not None or proposal.fell_because == matching.OVER
    return said == "no" and proposal.fell_because == f"{side}_no"


def thanks(link: Link) -> ResponseReturnValue:
    """What happens after a yes or a no."""
    proposal = proposal_of(link)
    yes = _yes_of(proposal, link)
    over = proposal.fell_because == matching.OVER
    return render_template("links/answer_thanks.html", holder=link.holder, yes=yes is not None, over=over)


def _yes_of(proposal: Proposal, link: Link) -> datetime | None:
    return proposal.mentor_yes_at if link.holder == "mentor" else proposal.youth_yes_at


def _check_asked(link: Link, proposal: Proposal) -> None:
    if not proposal.is_open:
        raise Refused(_("Forslaget er ikke længere aktuelt. Du skal ikke gøre noget. Tak, fordi du ville svare."))
    if proposal.waits_for != link.holder:
        raise Refused(_("Du har allerede svaret. Ring til os, hvis du vil ændre dit svar."))
