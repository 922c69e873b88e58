"""The youths one reaches: the list with where each stands, and the page of one with its journal (FY-28, FY-38)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps.clock import today
from mentorkorps.journal import NOTES_A_PAGE, count_notes
from mentorkorps.language import _
from mentorkorps.matching import wishes_are_open
from mentorkorps.refused import Refused
from mentorkorps.web import oversight
from mentorkorps.web.access import actor, allowed, home_id, may
from mentorkorps.web.formats import phone
from mentorkorps.web.houses import House, houses_of
from mentorkorps.web.paging import page_of
from mentorkorps.web.pair_concerns import of_youth
from mentorkorps.web.searching import sought
from mentorkorps.web.youth_facts import groups_of
from mentorkorps.web.youth_journal import journal_of
from mentorkorps.web.youth_list import PER_PAGE, Line, Listing, listing, standing
from mentorkorps.web.youth_pair import clock_of, latest_match, open_proposal, pair_of, proposal_words
from mentorkorps.youths import reach, recognise
from tenants.registry import Tenant
from tenants.scope import acting_for

room = Blueprint("youths", __name__)

#: Who may know the municipality's case number.
CASE_ROLES = frozenset({"case_worker", "counsellor", "coordinator", "dpo"})


@room.get("/<slug>/unge")
@may("see youths")
def index(slug: str) -> ResponseReturnValue:
    """The list; at home in a school, guidance centre or corps one list for each municipality, read one by one. `?soeg=`: those
    that fit the words."""
    houses = [House(g.tenant, actor())] if g.tenant.id != home_id() else houses_of(actor(), g.tenant)
    page = max(1, request.args.get("side", 1, int))
    lists = [_list_of(house, page if house.tenant.id == g.tenant.id else 1) for house in houses]
    return render_template("youths/index.html", lists=lists, sought=sought(), away=g.tenant.id != home_id() or len(lists) != 1)


def _list_of(house: House, page: int) -> dict[str, Any]:
    if house.tenant.id == g.tenant.id:
        recognise(g.user)
        return _as_page(house.tenant, listing(house.actor, page, sought()))
    with acting_for(house.tenant.id, home=home_id()):
        if "counsellor" in house.actor.roles:
            recognise(g.user)
        return _as_page(house.tenant, listing(house.actor, page, sought()))


def _as_page(tenant: Tenant, found: Listing) -> dict[str, Any]:
    def address(page: int) -> str | None:
        return url_for(".index", slug=tenant.slug, soeg=sought() or None, side=page) if 1 <= page <= found.pages else None

    return {
        "tenant": tenant.name, "slug": tenant.slug, "total": found.total, "more": found.total > PER_PAGE,
        "drafts": [_address(tenant.slug, line) for line in found.lines if line.is_draft],
        "lines": [_address(tenant.slug, line) for line in found.lines if not line.is_draft],
        "pagination": {
            "page": found.page, "pages": found.pages,
            "previous_href": address(found.page - 1), "next_href": address(found.page + 1),
        },
    }  # fmt: skip


def _address(slug: str, line: Line) -> tuple[str, Line]:
    if line.is_draft and allowed("enrol youths"):
        return url_for("enrolments.review", slug=slug, enrolment_id=line.enrolment_id), line
    return url_for(".show", slug=slug, youth_id=line.youth_id), line


@room.get("/<slug>/unge/<uuid:youth_id>")
@may("read the journal")
def show(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """One youth, as far as the disclosure ladder lets the reader; the reading is logged, and the contact's receipt."""
    recognise(g.user)
    by = actor()
    youth = oversight.find_case(youth_id)
    enrolment = reach.enrolment_of(youth)
    page, pages = page_of(count_notes(youth), NOTES_A_PAGE)
    proposal, match = open_proposal(youth), latest_match(youth)
    return render_template(
        "youths/show.html",
        youth=youth, enrolment=enrolment, slug=slug, phone=phone(youth.phone), age=youth.age(today()),
        standing=standing(enrolment, proposal is not None, match),
        clock=clock_of(enrolment, proposal), proposal=proposal_words(proposal) if proposal else None,
        pair=pair_of(match) if match else None,
        groups=groups_of(enrolment, case_number=bool(by.roles & CASE_ROLES)),
        **of_youth(youth), notes=journal_of(youth, by=by, page=page), page=page, pages=pages,
        may_change=allowed("enrol youths"), may_wish=allowed("see youths") and wishes_are_open(enrolment),
        may_withdraw=enrolment.closed_at is None and proposal is None,
    )  # fmt: skip


@room.post("/<slug>/unge/<uuid:youth_id>/traek-tilbage")
@may("enrol youths")
def withdraw(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Takes the enrolment back; Refused while a proposal waits for an answer or a pair is running."""
    youth = reach.find(youth_id, actor())
    enrolment = reach.enrolment_of(youth)
    enrolment.lock()
    if open_proposal(youth) is not None:
        raise Refused(_("Et forslag venter på svar. Bed korpset trække forslaget tilbage først."))
    enrolment.withdraw(by=actor())
    flash(_("Tilmeldingen er trukket tilbage."), "success")
    return redirect(url_for(".show", slug=slug, youth_id=youth.id), 303)


@room.post("/<slug>/unge/<uuid:youth_id>/tilmeld-igen")
@may("enrol youths")
def enrol_again(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Opens a withdrawn enrolment again."""
    youth = reach.find(youth_id, actor())
    reach.enrolment_of(youth).reopen(by=actor())
    flash(_("Tilmeldingen er åben igen."), "success")
    return redirect(url_for(".show", slug=slug, youth_id=youth.id), 303)
