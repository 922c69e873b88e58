"""What the acts on a pair have in common: which pair, the page of one act, and the way back."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from mentorkorps.matches import Match
from mentorkorps.refused import NotFound, Refused
from tenants.scope import db


def the_pair(match_id: UUID, *with_it: ExecutableOption) -> Match:
    """The match with that id, with what is to be read along; NotFound where the mentor is of another corps, or it never was."""
    match = db.session.scalar(select(Match).where(Match.id == match_id).options(*with_it))
    if match is None or match.mentor_tenant_id != g.home.id:
        raise NotFound("Match")
    return match


def acted(
    match: Match, form: FlaskForm, verb: Callable[[], object], title: str, said: str, template: str = "pairs/act.html"
) -> ResponseReturnValue:
    """The page of one act: shown, shown again with what is wrong, or done."""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            verb()
        except Refused as refusal:
            form.form_errors, status = [str(refusal)], 409
        else:
            flash(said, "success")
            return back_to(match)
    return render_template(template, match=match, form=form, title=title), status


def back_to(match: Match) -> ResponseReturnValue:
    """To the page of the pair."""
    return redirect(url_for("pairs.show", slug=g.tenant.slug, match_id=match.id), 303)
