"""What did not get through: work that gave up after eight attempts, and the button that tries again."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps import across
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, may
from tenants import audit
from tenants.outbox import OutboxItem

room = Blueprint("post", __name__)

KINDS = {
    "mail": N_("Besked"),
    "mind_unreachable": N_("Besked, der ikke kom frem"),
    "tell_contact": N_("Besked til kontaktperson"),
    "enrolment_received": N_("Ny tilmelding"),
    "ask_follow_ups": N_("Opfølgninger"),
    "mind_proposals": N_("Forslag uden svar"),
    "mind_concerns": N_("Bekymringer, hvis frist er kommet"),
    "remind_owner": N_("Påmindelse til den ansvarlige for en bekymring"),
    "tell_chain": N_("Besked om en bekymring"),
    "tell_owner": N_("Besked til den ansvarlige for en bekymring"),
    "ask_exits": N_("Spørgsmål efter afslutningen"),
    "end_planned": N_("Planlagte afslutninger"),
    "daily_digest": N_("Dagens besked til kontaktpersoner"),
    "issue_invoices": N_("Fakturaer"),
    "deliver_invoice": N_("Elektronisk faktura"),
    "freeze_reports": N_("Styregrupperapport"),
    "call_list_mail": N_("Ugens besked om ringelisten"),
    "build_report": N_("Styregrupperapport, bestilt"),
    "tell_members": N_("Besked om ny rapport"),
    "tell_steering": N_("Besked om ny rapport"),
}


@room.get("/<slug>/beskeder")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """The dead, in every tenant the house serves and in the house itself."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    dead = OutboxItem.dead().with_only_columns(
        OutboxItem.id, OutboxItem.kind, OutboxItem.dead_at, OutboxItem.last_error
    )
    return render_template("inbox/post.html", lines=across.read_all(g.home, dead), kinds=KINDS)


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
