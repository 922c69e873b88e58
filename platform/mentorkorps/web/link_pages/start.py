"""The start: whom to ring and how to begin, on a device that has proved itself; for the mentor also the meeting log.

Once per device the holder writes the last four digits of the own mobile number. The device keeps a signed mark that is
good for this link alone; tries are counted on the link (`Link.prove`).
"""

from flask import current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms.validators import InputRequired, Regexp

from mentorkorps import privacy
from mentorkorps.language import N_, _
from mentorkorps.links import TRIES, Link
from mentorkorps.refused import Refused
from mentorkorps.web import widgets
from mentorkorps.web.link_pages import meeting
from mentorkorps.web.link_pages.holder import acting, holder_of, match_of
from mentorkorps.web.link_pages.way import again
from tenants import audit

MARK = "mk_device"
A_YEAR = 365 * 24 * 3600


class Digits(widgets.Form):
    """The proof."""

    digits = widgets.Text(
        N_("De sidste fire cifre i dit mobilnummer"),
        [InputRequired(), Regexp(r"^[0-9]{4}$", message=N_("Skriv fire cifre."))],
        render_kw={"class": "input-char-4", "inputmode": "numeric", "maxlength": "4", "autocomplete": "off"},
    )


def show(link: Link) -> ResponseReturnValue:
    """The contacts on a known device, else the question for the digits; Refused when the pair has ended."""
    match = match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Du skal ikke gøre noget. Tak for din hjælp."))
    if not _is_known(link):
        return render_template("links/digits.html", holder=link.holder, form=Digits(formdata=None))
    seen = privacy.what_pair_sees(match, link.holder)
    if link.holder == "youth":
        return render_template("links/start_youth.html", seen=seen)
    return render_template(
        "links/start_mentor.html", seen=seen, meeting_form=meeting.form_for(match), begun=bool(match.meetings)
    )


def act(link: Link) -> ResponseReturnValue:
    """The digits; on a known device, the mentor's meeting."""
    if not _is_known(link):
        return _prove(link)
    if link.holder != "mentor":
        return again()
    return meeting.act(link)


def thanks(link: Link) -> ResponseReturnValue:
    """As after a meeting."""
    return meeting.thanks(link)


def _prove(link: Link) -> ResponseReturnValue:
    form = Digits()
    if not form.validate():
        return render_template("links/digits.html", holder=link.holder, form=form)
    if link.prove(form.digits.data or "", holder_of(link).phone):
        audit.record("contacts.opened", match_of(link), by=acting(link))
        return _marked(link)
    if link.wrong_tries >= TRIES:
        audit.record("link.closed", link, by=acting(link))
        return again()
    form.digits.errors = [_("Cifrene passer ikke. Du har %(left)s forsøg tilbage.", left=TRIES - link.wrong_tries)]
    return render_template("links/digits.html", holder=link.holder, form=form)


def _marked(link: Link) -> ResponseReturnValue:
    response = make_response(again())
    response.set_cookie(
        MARK, _marks().dumps(str(link.id)), max_age=A_YEAR, path=request.path, httponly=True, samesite="Lax",
        secure=not g.config.is_loopback,
    )  # fmt: skip
    return response


def _is_known(link: Link) -> bool:
    try:
        return bool(_marks().loads(request.cookies.get(MARK, "")) == str(link.id))
    except BadSignature:
        return False


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
