"""What did not get through: work that gave up after eight attempts, and the button that tries again."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps import across
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of, up_to
from tenants import audit
from tenants.outbox import OutboxItem

room = Blueprint("post", __name__)

PER_PAGE = 50

KINDS = {
    "mail": N_("Besked"),
    "mind_unreachable": N_("Besked, der ikke kom frem"),
    "tell_contact": N_("Besked til kontaktperson"),
    "enrolment_received": N_("Ny tilmelding"),
    "ask_follow_ups": N_("Opfølgninger"),
    "mind_proposals": N_("Forslag uden svar"),
    "mind_concerns": N_("Bekymringer, hvis frist er kommet"),
    "remind_owner": N_("Påmindelse til den ansvarlige for en bekymring"),
    "remind_next": N_("Besked til den næste om en bekymring, hvis frist er gået"),
    "mind_unrung": N_("Bekymringer, hvor kommunens vagt skal ringes op"),
    "tell_chain": N_("Besked om en bekymring"),
    "tell_owner": N_("Besked til den ansvarlige for en bekymring"),
    "ask_exits": N_("Spørgsmål efter afslutningen"),
    "end_planned": N_("Planlagte afslutninger"),
    "daily_digest": N_("Dagens besked til kontaktpersoner"),
    "issue_invoices": N_("Fakturaer"),
    "deliver_invoice": N_("Elektronisk faktura"),
    "freeze_reports": N_("Styregrupperapport"),
    "call_meetings": N_("Indkaldelser til styregruppens møder"),
    "invite_members": N_("Indkaldelse til styregruppens møde"),
    "seats_changed": N_("Ændring i styregruppen"),
    "call_list_mail": N_("Ugens besked om ringelisten"),
    "carry_quotas": N_("Ubrugte pladser til næste periode"),
    "places_moved": N_("Pladser, der er flyttet"),
    "tell_quota": N_("Besked om en kvote"),
    "tell_corps_of_quota": N_("Besked om en kvote"),
    "build_report": N_("Styregrupperapport, bestilt"),
    "tell_members": N_("Besked om ny rapport"),
    "tell_steering": N_("Besked om ny rapport"),
    "erase_leads": N_("Sletning af henvendelser fra virksomheder"),
    "mind_agreements": N_("Aftalen: hvem mangler at svare"),
    "tell_party": N_("Besked om aftalen"),
    "tell_signatories": N_("Besked om aftalen"),
    "outcome_begins": N_("Et aftalt resultat, der begynder"),
    "export_data": N_("Udtræk af egne data"),
    "roll_figures": N_("Månedens nøgletal"),
}


@room.get("/<slug>/beskeder")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """A page of the dead, the newest first, of every tenant the house serves and of the house itself."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    columns = OutboxItem.id, OutboxItem.kind, OutboxItem.dead_at, OutboxItem.last_error
    newest = OutboxItem.dead().with_only_columns(*columns).limit(up_to(PER_PAGE))
    lines = across.read_all(g.home, newest)
    lines.sort(key=lambda line: line[1].dead_at, reverse=True)
    page, pages = page_of(dead_count(), PER_PAGE)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template("inbox/post.html", lines=shown, kinds=KINDS, page=page, pages=pages)


@room.post("/<slug>/beskeder/<uuid:item_id>/igen")
@may("follow up")
def again(slug: str, item_id: UUID) -> ResponseReturnValue:
    """Tries once more."""
    item = OutboxItem.get(item_id)
    if item.dead_at is None:
        raise Refused(_("Beskeden er allerede på vej igen."))
    item.again()
    audit.record("outbox.again", item, by=actor())
    flash(_("Beskeden bliver sendt igen om et øjeblik."), "success")
    return redirect(url_for(".index", slug=g.home.slug), 303)


def dead_count() -> int:
    """How many did not get through, over all tenants of the house."""
    dead = select(func.count()).select_from(OutboxItem).where(OutboxItem.dead_at.is_not(None))
    return sum(row[0] for _tenant, row in across.read_all(g.home, dead))
