"""The second yes: each side says once whether to go on; a no is a goodbye without guilt (FY-47)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.matches import SecondYes
from mentorkorps.refused import Refused
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.link_pages.way import thanked
from tenants.scope import db


def show(link: Link) -> ResponseReturnValue:
    """The question; Refused when it is answered or the pair has ended."""
    if not match_of(link).is_running or _asked(link).answered_at:
        raise Refused(_("Der er ikke noget at svare på lige nu. Tak."))
    return render_template("links/second_yes.html", holder=link.holder)


def act(link: Link) -> ResponseReturnValue:
    """Keeps the answer and spends the link; a no ends the pair kindly and brings the youth back to the inbox."""
    said = request.form.get("answer")
    if said not in ("yes", "no"):
        raise Refused(_("Vælg ja eller nej."))
    link.use()
    follow_ups.second_answer(match_of(link), link.holder, said == "yes", by=acting(link))
    return thanked()


def stands(link: Link) -> bool:
    """Whether the yes or no that is sent now is what the holder has said."""
    asked, said = _asked(link), request.form.get("answer")
    return said in ("yes", "no") and asked.goes_on == (said == "yes")


def thanks(link: Link) -> ResponseReturnValue:
    """What happens after a yes or a no."""
    return render_template(
        "links/second_yes_thanks.html", holder=link.holder, yes=_asked(link).goes_on, waits=_other_is_silent(link)
    )


def _other_is_silent(link: Link) -> bool:
    other = SecondYes.match_id == link.subject_id, SecondYes.side != link.holder, SecondYes.answered_at.is_(None)
    return db.session.scalar(select(SecondYes.id).where(*other)) is not None


def _asked(link: Link) -> SecondYes:
    """Refused where the first meeting that led to the question has been taken back."""
    question = select(SecondYes).where(SecondYes.match_id == link.subject_id, SecondYes.side == link.holder)
    asked = db.session.scalar(question)
    if asked is None:
        raise Refused(_("Der er ikke noget at svare på lige nu. Tak."))
    return asked
