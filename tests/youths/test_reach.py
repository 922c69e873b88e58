"""Who reaches which youths inside a tenant, asked of the domain itself."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Select, select

from mentorkorps.refused import NotFound, Refused
from mentorkorps.youths import Enrolment, Youth, reach
from tenants.scope import acting_for, db
from tenants.users import Actor
from tests.cast import actor, enrol, tenant


def names(who: str, way: Callable[[Actor], Select[Youth]] = reach.reachable_by) -> set[str]:
    """The first names that one of the cast reaches in Svendborg."""
    someone = actor(who)
    with acting_for(tenant("svendborg"), home=someone.tenant_id):
        return {youth.first_name for youth in db.session.scalars(way(someone))}


def test_each_reaches_the_own_the_tenants_or_the_sent(app: Flask) -> None:
    karen, ulla = actor("karen"), actor("ulla")
    with acting_for(tenant("svendborg"), home=karen.tenant_id):
        enrol(karen, first_name="Sendt")
        Enrolment.begin("Kladde", by=karen)
    with acting_for(tenant("svendborg"), home=ulla.tenant_id):
        enrol(ulla, first_name="Ullas")
        Enrolment.begin("UllasKladde", by=ulla)
    assert names("karen") == {"Sendt", "Kladde"}
    assert names("ulla") == {"Ullas", "UllasKladde"}
    assert names("kim") == names("dorte", reach.overseen_by) == {"Sendt", "Kladde", "Ullas"}
    assert names("dorte") == set(), "one case at a time"
    assert names("cille") == {"Sendt", "Ullas"}
    assert names("sofie") == names("rune") == set()


def test_a_contact_person_reaches_the_youth_when_the_enrolment_is_sent(app: Flask) -> None:
    karen, ulla = actor("karen"), actor("ulla")
    with acting_for(tenant("svendborg"), home=ulla.tenant_id):
        contact = {
            "contact_name": karen.name,
            "contact_user_id": karen.user_id,
            "contact_user_tenant_id": karen.tenant_id,
        }
        Enrolment.begin("Kladde", by=ulla).fill_in(dict(contact))
        enrol(ulla, first_name="Sendt", **contact)
    assert names("karen") == {"Sendt"}


def test_a_youth_out_of_reach_is_not_found(app: Flask) -> None:
    karen, ulla = actor("karen"), actor("ulla")
    with acting_for(tenant("svendborg"), home=karen.tenant_id):
        enrolment = enrol(karen)
        assert reach.find(enrolment.youth_id, karen).first_name == "Ayla"
        with pytest.raises(NotFound):
            reach.find(enrolment.youth_id, ulla)
        with pytest.raises(NotFound):
            reach.find_enrolment(enrolment.id, ulla)


def test_a_withdrawn_enrolment_comes_back_only_once_and_is_never_changed_after_sending(app: Flask) -> None:
    karen = actor("karen")
    with acting_for(tenant("svendborg"), home=karen.tenant_id):
        enrolment = enrol(karen)
        enrolment.withdraw(by=karen)
        with pytest.raises(Refused):
            enrolment.withdraw(by=karen)
        enrolment.reopen(by=karen)
        with pytest.raises(Refused):
            enrolment.reopen(by=karen)
        with pytest.raises(Refused):
            enrolment.fill_in({"job_goal": "Noget andet"})
        assert db.session.scalars(select(Youth.first_name)).all() == ["Ayla"]
