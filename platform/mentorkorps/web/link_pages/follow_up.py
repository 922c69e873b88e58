"""A follow-up by link: at most three questions, one tap each, each kept at once (FY-36)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from mentorkorps import follow_ups, offers
from mentorkorps.field_partners import wording
from mentorkorps.follow_ups import QUESTIONS, FollowUp
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.refused import Refused
from mentorkorps.web.link_pages import meeting
from mentorkorps.web.link_pages.holder import acting
from mentorkorps.web.link_pages.next_meeting import Written
from mentorkorps.web.link_pages.way import again


def show(link: Link) -> ResponseReturnValue:
    """The next question, or the thanks after the last; Refused when the pair has ended."""
    follow_up = _running(link)
    left = follow_ups.questions_for(follow_up, link.holder)
    if not left:
        return thanks(link)
    given = sum(answer.side == link.holder for answer in follow_up.answers)
    question, choices = QUESTIONS[left[0]]
    return render_template(
        "links/follow_up.html", holder=link.holder, key=left[0], question=question, choices=choices,
        current=given + 1, total=given + len(left), about=follow_up.match.youth.first_name,
    )  # fmt: skip


def act(link: Link) -> ResponseReturnValue:
    """Keeps one tap, and shows the next question. The mentor may also log a meeting here, when all is answered."""
    follow_up = _running(link)
    if request.form.get("do") in ("meeting", "next") and link.holder == "mentor":
        return meeting.act(link)
    if request.form.get("do") == "offer" and link.holder == "mentor":
        return _do_more(link, follow_up)
    question, value = request.form.get("question", ""), request.form.get("answer", "")
    follow_ups.answer(follow_up, link.holder, question, value, by=acting(link))
    if link.holder == "mentor" and not follow_ups.questions_for(follow_up, "mentor"):
        offers.ask_after_check_in(follow_up)
    return again()


def thanks(link: Link) -> ResponseReturnValue:
    """What the answers lead to."""
    follow_up = _running(link)
    given = {answer.question: answer.value for answer in follow_up.answers if answer.side == link.holder}
    of_mentor = link.holder == "mentor"
    return render_template(
        "links/follow_up_thanks.html", holder=link.holder, call=given.get("call") == "yes",
        worried=follow_ups.is_worried(follow_up, link.holder),
        meeting_form=meeting.form_for(follow_up.match) if of_mentor else None,
        written=Written.of(follow_up.match) if of_mentor else None,
        ask=offers.open_ask(follow_up.match) if of_mentor else None, answers=offers.ANSWERS, more=wording.MORE,
    )  # fmt: skip


def _do_more(link: Link, follow_up: FollowUp) -> ResponseReturnValue:
    """Whether the mentor's company will do more (FY-40)."""
    ask = offers.open_ask(follow_up.match)
    if ask is None:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    offers.answer_ask(ask, request.form.get("answer", ""), by=acting(link))
    return again()


def _running(link: Link) -> FollowUp:
    follow_up = FollowUp.get(link.subject_id)
    if not follow_up.match.is_running:
        raise Refused(_("Forløbet er afsluttet. Du skal ikke gøre noget. Tak for din hjælp."))
    return follow_up
