"""After the end: the next step, what was learned, and whether the story may be told (VB-16, VB-20, DF-35)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from mentorkorps import follow_ups
from mentorkorps.follow_ups import EXIT_QUESTIONS, ExitContact
from mentorkorps.language import N_
from mentorkorps.links import Link
from mentorkorps.web import widgets
from mentorkorps.web.link_pages.holder import acting
from mentorkorps.web.link_pages.way import again

LEARNED = {
    "youth": N_("Hvad har du lært af forløbet?"),
    "mentor": N_("Hvad har du lært, og hvad kan vi gøre bedre?"),
}


class WordsForm(widgets.Form):
    """What goes with the tap, for who wants to say more."""

    words = widgets.LongText("", rows=4)


def show(link: Link) -> ResponseReturnValue:
    """The next question, or the thanks after the last."""
    return _question(link, WordsForm(formdata=None), 200)


def act(link: Link) -> ResponseReturnValue:
    """Keeps one tap and the words with it, and shows the next question."""
    form = WordsForm()
    if not form.validate():
        return _question(link, form, 422)
    question, value = request.form.get("question", ""), request.form.get("answer", "")
    follow_ups.exit_answer(_contact(link), question, value, by=acting(link), words=form.words.data or "")
    return again()


def thanks(link: Link) -> ResponseReturnValue:
    """What the answers lead to."""
    return render_template("links/exit_thanks.html", holder=link.holder, call=_contact(link).raised_at is not None)


def _question(link: Link, form: WordsForm, status: int) -> ResponseReturnValue:
    left = follow_ups.exit_questions_for(_contact(link))
    if not left:
        return thanks(link)
    question, choices = EXIT_QUESTIONS[link.holder][left[0]]
    form.words.label.text = LEARNED[link.holder]
    return render_template(
        "links/exit.html", holder=link.holder, key=left[0], question=question, choices=choices, form=form,
        current=len(EXIT_QUESTIONS[link.holder]) - len(left) + 1, total=len(EXIT_QUESTIONS[link.holder]),
    ), status  # fmt: skip


def _contact(link: Link) -> ExitContact:
    return ExitContact.get(link.subject_id)
