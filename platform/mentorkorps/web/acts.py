"""The page of one act: a form that is shown, shown again with what is wrong, or done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorkorps.refused import Refused
from mentorkorps.web.widgets import Form

DONE = 303


def act(
    form: Form, verb: Callable[[], object], said: str, back: str, template: str, **page: Any
) -> ResponseReturnValue:
    """Does `verb` where the form is sent and whole, says `said` and leads to the address `back`; else `template` with the
    form, `back` and `page`: 422 with what is wrong in the fields, 409 with the sentence of a refusal."""
    status = attempt(form, verb)
    if status == DONE:
        flash(said, "success")
        return redirect(back, DONE)
    return render_template(template, form=form, back=back, **page), status


def act_foreseen(
    form: Form, foresee: Callable[[], object], verb: Callable[[], object], said: str, back: str, template: str, **page: Any
) -> ResponseReturnValue:  # fmt: skip
    """As `act`, in two steps: what `foresee` returns is shown first as `follows`, and `verb` is done when the form comes
    again with the button "sikker"."""
    found: list[object] = []

    def seen() -> None:
        found.append(foresee())
        if request.form.get("sikker"):
            verb()

    status = attempt(form, seen)
    if status == DONE and request.form.get("sikker"):
        flash(said, "success")
        return redirect(back, DONE)
    follows = found[0] if found else None
    return render_template(template, form=form, back=back, follows=follows, **page), 200 if status == DONE else status


def attempt(form: Form, verb: Callable[[], object]) -> int:
    """What came of the form: 200 not sent yet, 422 something wrong in a field, 409 refused with the sentence, 303 done."""
    if not form.is_submitted():
        return 200
    if not form.validate():
        return 422
    try:
        verb()
    except Refused as refusal:
        form.refuse(refusal)
        return 409
    return DONE
