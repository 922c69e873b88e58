"""The call list of one of the staff over all tenants of the house, and the form in which a call is written down."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import calls
from mentorkorps.calls import CallLine, Outcome, Whose
from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.matching import Proposal
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.call_forms import CallForm, TryForm
from mentorkorps.web.paging import page_of, up_to
from mentorkorps.web.pair_acts import the_pair
from tenants.registry import Tenant

room = Blueprint("calls", __name__)

PER_PAGE = 25
EVERYBODY = "alle"
FROM_LIST = "ringeliste"
Keep = Callable[[Outcome], None]


@room.get("/<slug>/ringeliste")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """Who is to be rung today: one's own and nobody's pairs, a colleague's (`?hvem=`), or everybody's."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    names = calls.names_of_staff()
    whose = _whose(frozenset(names))
    lines, wanted = _lines(whose, up_to(PER_PAGE))
    page, pages = page_of(sum(wanted), PER_PAGE)
    return render_template(
        "calls/index.html", lines=lines[(page - 1) * PER_PAGE : page * PER_PAGE], all_today=wanted[0], all_later=wanted[1],
        page=page, pages=pages, whose=whose, names=names, day=today(), now=now(), sentences=calls.SENTENCES,
    )  # fmt: skip


def _whose(staff: frozenset[UUID]) -> Whose:
    asked = request.args.get("hvem", "")
    if asked == EVERYBODY:
        return Whose(staff)
    colleague = next((one for one in staff if str(one) == asked), None)
    return Whose(staff, colleague or g.user.id, with_nobodys=colleague in (None, g.user.id))


def _lines(whose: Whose, at_most: int) -> tuple[list[tuple[Tenant, CallLine]], tuple[int, int]]:
    """The most pressing of all tenants together, and how many there are for today and put off."""
    found = calls.lines_in_each(g.home, today(), whose, by=actor(), at_most=at_most)
    counts = [lines[0] for _tenant, lines in found if lines]
    together = [(tenant, line) for tenant, lines in found for line in lines]
    together.sort(key=lambda pair: pair[1].order)
    return together, (sum(line.all_today for line in counts), sum(line.all_later for line in counts))


@room.get("/<slug>/par/<uuid:match_id>/opkald")
@room.post("/<slug>/par/<uuid:match_id>/opkald")
@may("follow up")
def call(slug: str, match_id: UUID) -> ResponseReturnValue:
    """What a call to the pair came to: from the list (`?fra=ringeliste`) or from the pair's page."""
    match = the_pair(match_id)
    line = calls.line_of(match.id, by=actor())
    form = CallForm(data={"result": "talked", "reached": _likely(line)})

    def keep(said: Outcome) -> None:
        calls.log_call(match, said, by=actor(), reason=line.reasons[0] if line else "")

    return _written(form, keep, line, pair=match, pair_href=url_for("pairs.show", slug=slug, match_id=match.id))


@room.get("/<slug>/ringeliste/forslag/<uuid:proposal_id>")
@room.post("/<slug>/ringeliste/forslag/<uuid:proposal_id>")
@may("follow up")
def about_proposal(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """What a try to reach who is to answer a proposal came to; the answer itself is written on the proposal."""
    proposal, form = Proposal.get(proposal_id), TryForm()
    if proposal.caring_tenant_id != g.home.id:
        raise NotFound("Proposal")
    line = calls.line_of(proposal.id, by=actor())

    def keep(said: Outcome) -> None:
        calls.log_call_about(proposal, said, by=actor(), reason=line.reasons[0] if line else "")

    answers = url_for("inbox.suggestions", slug=slug, youth_id=proposal.youth_id)
    return _written(form, keep, line, pair=proposal, pair_href=answers, answer_href=answers)


def _likely(line: CallLine | None) -> str | None:
    """Whom one will have talked with, where the list asks for one of them; else nobody is chosen beforehand."""
    return line.whom if line and line.whom != "both" else None


def _written(form: CallForm | TryForm, keep: Keep, line: CallLine | None, **page: Any) -> ResponseReturnValue:
    """The form with what is known of the pair; shown again with what is wrong, or done and on with the list."""
    back = url_for(".index", slug=g.home.slug) if request.args.get("fra") == FROM_LIST else page["pair_href"]
    page |= {"line": line, "action": request.full_path.rstrip("?"), "sentences": calls.SENTENCES, "day": today()}
    return act(form, lambda: keep(form.outcome), _said(form.result.data), back, "calls/call.html", **page)


def _said(result: str | None) -> str:
    if result == "talked":
        return _("Opkaldet er skrevet i journalen.")
    return _("Opkaldet er skrevet ned. Der bliver ringet igen.")
