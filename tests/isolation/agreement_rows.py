"""Rows of the agreement: acceptances, decisions, the three answers, the terms of processing, an export and an end."""

from datetime import timedelta

from sqlalchemy import select

from mentorkorps.clock import now, today
from tenants import exit
from tenants.agreements import Agreement, enquiries, groups, projects
from tenants.agreements.accepting import accept
from tenants.agreements.funding import approve
from tenants.agreements.opening import answer
from tenants.agreements.renewing import Renewal, decide
from tenants.agreements.versions import TermsVersion
from tenants.exit import Exit
from tenants.opening import Opening
from tenants.registry import Partnership
from tenants.scope import db
from tenants.users import Actor


def sign(by: Actor) -> None:
    """In the house of a party."""
    agreement = db.session.scalars(select(Agreement)).one()
    version = TermsVersion.newest(agreement.partnership)
    assert version is not None and by.user_id is not None
    accept(version, now(), by=by)
    if agreement.decide_renewal_by:
        decide(agreement, "go_on", "", now(), by=by)
    else:
        said = {"says": "go_on", "note": "", "decided_at": now(), "person": by.name, "user_id": by.user_id}
        whose = {"partnership_tenant_id": agreement.tenant_id, "partnership_id": agreement.partnership_id}
        db.session.add(Renewal(**whose, **said, decide_by=today()))
    exit.accept(30, now(), by=by)
    exit.ask(now(), by=by)
    end = {"closed_on": today(), "erase_on": today() + timedelta(days=30), "why": "Slut", "decided_at": now()}
    db.session.add(Exit(**end, decided_by=by.name))
    db.session.add(Opening(opened_at=now(), opened_by=by.name))


def open_up(by: Actor) -> None:
    """In the house of an operator."""
    said = {"recruits": "Korpset", "proposes": "Korpset", "hotline": "Birgitte Toft"}
    partnership = db.session.scalars(select(Partnership)).one()
    answer(partnership, said, "62000011", now(), by=by)
    groups.open_group(partnership, "Odense", today(), "Mange unge", by=by)
    project = projects.set_up(partnership, "Mentornet", "Fonden", "14/7", today(), today() + timedelta(days=700), by=by)
    handbook = projects.aim(project, "En håndbog", "delivered", 1, project.ends_on, by=by)
    projects.deliver(handbook.id, today(), 1, "", by=by)
    enquiries.log(today(), "", "form", by=by)
    version = TermsVersion.newest(partnership)
    assert version is not None
    approve(version, "Fonden", "Fru Funder", today(), "14/7", by=by)
