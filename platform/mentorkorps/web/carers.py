"""Who of the corps cares for a pair: one pair, or all of a colleague's, handed over; and the mentor reminded at a press."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import across, calls
from mentorkorps.language import _
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import DONE, attempt
from mentorkorps.web.call_forms import CarerForm, HandOverForm
from mentorkorps.web.pair_acts import acted, back_to, the_pair
from mentorkorps.web.still_to_go import told_later

room = Blueprint("carers", __name__)

FROM_LIST = "par"


@room.get("/<slug>/par/<uuid:match_id>/tovholder")
@room.post("/<slug>/par/<uuid:match_id>/tovholder")
@may("follow up")
def change(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The pair gets somebody else to care for it, or nobody."""
    match, form = the_pair(match_id), CarerForm()
    form.offer(calls.staff_here())
    return acted(
        match, form, lambda: calls.hand_over(match, form.chosen, by=actor()),
        _("Skift tovholder"), _("Tovholderen er skiftet."),
    )  # fmt: skip


@room.get("/<slug>/ringeliste/overdrag")
@room.post("/<slug>/ringeliste/overdrag")
@may("follow up")
def hand_over_all(slug: str) -> ResponseReturnValue:
    """All pairs of one colleague go to another, in every tenant of the house."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".hand_over_all", slug=g.home.slug))
    form, by = HandOverForm(), actor()
    form.offer_from(calls.ever_staff_here(), calls.staff_here())
    moved: list[int] = []

    def hand_over() -> None:
        of, to = form.giver, form.chosen
        moved.extend(count for _tenant, count in across.in_each(g.home, lambda: calls.hand_over_all(of, to, by=by)))

    status = attempt(form, hand_over)
    if status == DONE:
        flash(_("Forløb med ny tovholder: %(count)s.", count=sum(moved)), "success")
        return redirect(url_for("calls.index", slug=slug), DONE)
    return render_template("calls/hand_over.html", form=form), status


@room.post("/<slug>/par/<uuid:match_id>/mind-mentor")
@may("follow up")
def nudge(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The mentor is reminded to write the meetings down; from the pair's page, or from the list of pairs."""
    match = the_pair(match_id)
    calls.nudge(match, by=actor())
    flash(_("%(mentor)s får en påmindelse om at skrive møderne ned.", mentor=match.mentor.name), "success")
    for sentence in told_later(match.id, {"mentor": match.mentor.first_name}):
        flash(sentence, "info")
    if request.form.get("fra") == FROM_LIST:
        return redirect(url_for("pairs.index", slug=g.home.slug), 303)
    return back_to(match)
