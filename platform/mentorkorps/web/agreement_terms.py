"""The frozen terms: read, taken as PDF, accepted; the log of changes; and the decision whether to go on (FY-03, DF-04)."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms.validators import InputRequired, Length

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web import agreement_paper
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Day, Form, LongText, Radios, Text
from tenants.agreements import Agreement
from tenants.agreements.accepting import accept, answers
from tenants.agreements.funding import approvals, approve
from tenants.agreements.renewing import SAYS, decide
from tenants.agreements.versions import TermsVersion
from tenants.registry import Partnership
from tenants.scope import db

room = Blueprint("agreement_terms", __name__)

PER_PAGE = 20


class RenewalForm(Form):
    """Whether the house goes on."""

    says = Radios(N_("Hvad har I besluttet?"), [InputRequired()], choices=SAYS)
    note = LongText(N_("Hvad skal ændres, eller hvorfor?"), [Length(max=2000)], rows=4)


class ApprovalForm(Form):
    """What a funder outside the parties has answered."""

    funder = Text(N_("Bevillingsgiver"), [InputRequired(), Length(max=200)])
    person = Text(N_("Hvem godkendte?"), [InputRequired(), Length(max=200)])
    approved_on = Day(N_("Hvornår?"), [InputRequired()])
    reference = Text(
        N_("Reference"), [InputRequired(), Length(max=200)], description=N_("Brevets eller sagens nummer.")
    )


@room.get("/<slug>/aftale/vilkaar/<uuid:version_id>")
@may("see the agreement")
def show(slug: str, version_id: UUID) -> ResponseReturnValue:
    """One version, whole, with who has said yes to it."""
    version = _version(version_id)
    said = answers(version.partnership)
    mine = next((one for one in said if one.slug == g.home.slug), None)
    newest = TermsVersion.newest(version.partnership)
    return render_template(
        "agreement/terms.html", version=version, paper=agreement_paper.paper_of(version, said), mine=mine,
        is_newest=newest is not None and newest.id == version.id,
    )  # fmt: skip


@room.get("/<slug>/aftale/vilkaar/<uuid:version_id>.pdf")
@may("see the agreement")
def paper(slug: str, version_id: UUID) -> ResponseReturnValue:
    """The same as a PDF."""
    version = _version(version_id)
    written = agreement_paper.pdf(version, agreement_paper.paper_of(version, answers(version.partnership)))
    name = f"aftale-{version.partnership.slug}-{version.version}.pdf"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, headers=headers)


@room.post("/<slug>/aftale/vilkaar/<uuid:version_id>/accepter")
@may("sign the agreement")
def say_yes(slug: str, version_id: UUID) -> ResponseReturnValue:
    """The yes of the house; twice is once."""
    given = accept(_version(version_id), now(), by=actor())
    flash(_("%(person)s har accepteret vilkårene.", person=given.person), "success")
    return redirect(url_for(".show", slug=slug, version_id=version_id), 303)


@room.get("/<slug>/aftale/<partnership>/aendringer")
@may("see the agreement")
def changes(slug: str, partnership: str) -> ResponseReturnValue:
    """Every version, newest first: who, when, why, and from what to what."""
    found = _partnership(partnership)
    within = TermsVersion.tenant_id == found.tenant_id, TermsVersion.partnership_id == found.id
    page, pages = page_of(db.session.scalar(select(func.count()).where(*within)) or 0, PER_PAGE)
    rows = select(TermsVersion).where(*within).order_by(TermsVersion.version.desc())
    versions = db.session.scalars(rows.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return render_template(
        "agreement/changes.html", partnership=found, versions=versions, page=page, pages=pages,
        approvals=approvals([version.id for version in versions]),
    )  # fmt: skip


@room.get("/<slug>/aftale/vilkaar/<uuid:version_id>/bevillingsgiver")
@room.post("/<slug>/aftale/vilkaar/<uuid:version_id>/bevillingsgiver")
@may("keep the agreement")
def funder(slug: str, version_id: UUID) -> ResponseReturnValue:
    """A funder has approved the version: who, when, and under which reference."""
    version = _version(version_id)
    if version.tenant_id != g.home.id:
        raise NotFound("TermsVersion")
    form = ApprovalForm(approved_on=today())

    def verb() -> object:
        said = (
            form.funder.data or "",
            form.person.data or "",
            form.approved_on.data or today(),
            form.reference.data or "",
        )
        return approve(version, *said, by=actor())

    back = url_for(".changes", slug=slug, partnership=version.partnership.slug)
    return act(
        form, verb, _("Godkendelsen er skrevet ned."), back, "agreement/act.html", title=_("Bevillingsgivers godkendelse"),
        lead=_("Version %(version)s.", version=version.version),
    )  # fmt: skip


@room.get("/<slug>/aftale/<partnership>/fornyelse")
@room.post("/<slug>/aftale/<partnership>/fornyelse")
@may("sign the agreement")
def renewal(slug: str, partnership: str) -> ResponseReturnValue:
    """The house decides whether it goes on; it may decide otherwise later."""
    found = _partnership(partnership)
    agreement = db.session.scalars(
        select(Agreement).filter_by(tenant_id=found.tenant_id, partnership_id=found.id)
    ).one()
    form = RenewalForm()
    return act(
        form, lambda: decide(agreement, form.says.data, form.note.data or "", now(), by=actor()),
        _("Jeres beslutning er gemt, og de andre parter kan se den."), url_for("agreement.show", slug=slug),
        "agreement/act.html", title=_("Skal aftalen fortsætte?"), lead=_("Hver part tager stilling for sig selv."),
    )  # fmt: skip


def _version(version_id: UUID) -> TermsVersion:
    """A version that the house may see, at home; NotFound."""
    version = db.session.scalar(select(TermsVersion).where(TermsVersion.id == version_id))
    if version is None or g.tenant.id != g.home.id:
        raise NotFound("TermsVersion")
    return version


def _partnership(slug: str) -> Partnership:
    """A partnership of which the house is a member; NotFound."""
    found = db.session.scalar(select(Partnership).where(Partnership.slug == slug).limit(1))
    if found is None or g.tenant.id != g.home.id:
        raise NotFound("Partnership")
    return found
