"""The page of one act: a form that is shown, shown again with what is wrong, or done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from mentorkorps.refused import Refused


def act(
    form: FlaskForm, verb: Callable[[], object], said: str, back: str, template: str, **page: Any
) -> ResponseReturnValue:
    """Does `verb` where the form is sent and whole, says `said` and leads to the address `back`; else `template` with the
    form, `back` and `page`: 422 with what is wrong in the fields, 409 with the sentence of a refusal."""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            verb()
        except Refused as refusal:
            form.form_errors, status = [str(refusal)], 409
        else:
            flash(said, "success")
            return redirect(back, 303)
    return render_template(template, form=form, back=back, **page), status
