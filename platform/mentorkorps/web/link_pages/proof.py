"""Is it you? Once per device, before a page shows a name and a number: a code by SMS to the holder's own telephone.

Where the holder has no number that takes our messages, or no gateway is set up, the last four digits of the own number are
asked for instead. The device keeps a signed mark that is good for this link alone; tries are counted in the database.
"""

from flask import current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms.validators import InputRequired, Regexp

from mentorkorps.language import N_, _
from mentorkorps.links import TRIES, Link
from mentorkorps.messages import LinkCode, can_be_sent
from mentorkorps.refused import Refused
from mentorkorps.web import widgets
from mentorkorps.web.link_pages.holder import acting, holder_of, match_of
from mentorkorps.web.link_pages.way import again
from tenants import audit

MARK = "mk_device"
A_YEAR = 365 * 24 * 3600


class Digits(widgets.Form):
    """The proof where no code can be sent."""

    digits = widgets.Text(
        N_("De sidste fire cifre i dit mobilnummer"),
        [InputRequired(), Regexp(r"^[0-9]{4}$", message=N_("Skriv fire cifre."))],
        render_kw={"class": "input-char-4", "inputmode": "numeric", "maxlength": "4", "autocomplete": "off"},
    )


class Code(widgets.Form):
    """The proof by code."""

    code = widgets.Text(
        N_("Koden fra din SMS"),
        [InputRequired(), Regexp(r"^ *([0-9] *){6}$", message=N_("Skriv de seks cifre."))],
        render_kw={"class": "input-char-7", "inputmode": "numeric", "maxlength": "9", "autocomplete": "one-time-code"},
    )


def ask(link: Link) -> ResponseReturnValue:
    """The question: first a button that sends the code, then where to write it. Looking sends nothing."""
    if not can_be_sent(holder_of(link).person):
        return render_template("links/digits.html", holder=link.holder, form=Digits(formdata=None))
    return _code_page(link)


def prove(link: Link) -> ResponseReturnValue:
    """Sends a code, or looks at what was written; after three codes in an hour the page says so, and takes the last of them.
    Refused without a try left."""
    person = holder_of(link).person
    if not can_be_sent(person):
        return _prove_digits(link)
    if request.form.get("do") == "send":
        try:
            LinkCode.send(link, person, match_of(link).rules)  # type: ignore[arg-type]  # only a mentor or youth takes a code
        except Refused as refusal:
            return _code_page(link, refusal), 409
        audit.record("code.sent", link, by=acting(link))
        return again()
    return _prove_code(link)


def _code_page(link: Link, refusal: Refused | None = None) -> str:
    """Where to write the code that was sent last, or the button that sends one; above it why no other has been sent."""
    template = "links/code.html" if LinkCode.waiting(link) else "links/code_send.html"
    return render_template(template, holder=link.holder, form=Code(formdata=None), refusal=refusal)


def _prove_code(link: Link) -> ResponseReturnValue:
    form, sent = Code(), LinkCode.waiting(link)
    if sent is None:
        raise Refused(_("Koden virker ikke længere. Bed om en ny."))
    if not form.validate():
        return render_template("links/code.html", holder=link.holder, form=form), 422
    if sent.prove("".join((form.code.data or "").split())):
        audit.record("contacts.opened", match_of(link), by=acting(link))
        return _marked(link)
    form.code.errors = [_("Koden passer ikke. Se efter i den seneste SMS.")]
    return render_template("links/code.html", holder=link.holder, form=form), 422


def _prove_digits(link: Link) -> ResponseReturnValue:
    form = Digits()
    if not form.validate():
        return render_template("links/digits.html", holder=link.holder, form=form), 422
    if link.prove(form.digits.data or "", holder_of(link).phone):
        audit.record("contacts.opened", match_of(link), by=acting(link))
        return _marked(link)
    if link.wrong_tries >= TRIES:
        audit.record("link.closed", link, by=acting(link))
        return again()
    left = TRIES - link.wrong_tries
    wrong = _("Cifrene passer ikke. Du har %(left)s forsøg tilbage.", left=left)
    form.digits.errors = [_("Cifrene passer ikke. Du har 1 forsøg tilbage.") if left == 1 else wrong]
    return render_template("links/digits.html", holder=link.holder, form=form), 422


def _marked(link: Link) -> ResponseReturnValue:
    response = make_response(again())
    response.set_cookie(
        MARK, _marks().dumps(str(link.id)), max_age=A_YEAR, path=request.path, httponly=True, samesite="Lax",
        secure=not g.config.is_loopback,
    )  # fmt: skip
    return response


def is_known(link: Link) -> bool:
    """This device has proved itself for this link."""
    try:
        return bool(_marks().loads(request.cookies.get(MARK, "")) == str(link.id))
    except BadSignature:
        return False


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
