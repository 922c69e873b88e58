"""What else the holder of a link is asked at the moment, wherever: one message a day, and one page that leads to the rest.

The page runs in the tenant of its link. What other tenants ask a mentor is read from the mentor's own house, and then in
each of those tenants in turn; nobody else comes here.
"""

from typing import NamedTuple
from uuid import UUID

from flask import g

from mentorkorps import follow_ups
from mentorkorps.links import Link
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Asked
from mentorkorps.web.link_pages.holder import holder_of
from mentorkorps.youths import Youth
from tenants.registry import Tenant
from tenants.scope import acting_for, db, tenant_id


class Other(NamedTuple):
    """One more question: where it stands, and for a mentor about whom."""

    slug: str
    token: str
    first_name: str


def waiting() -> list[Other]:
    """What is still unanswered of what the holder was asked lately, but this link's own question."""
    link = g.get("link")
    person = holder_of(link).person if link else None
    if not isinstance(person, Mentor | Youth):
        return []
    if "others" not in g:
        g.others = _all_of(link, person)
    return list(g.others)


def _all_of(link: Link, person: Mentor | Youth) -> list[Other]:
    house, asked = person.tenant_id, dict[UUID, list[UUID]]()
    with acting_for(house):
        for party, one in db.session.execute(Asked.of(house, person.id)):
            asked.setdefault(party, []).append(one)
    return [other for party, ids in asked.items() for other in _in(party, house, ids, link)]


def _in(party: UUID, house: UUID, ids: list[UUID], link: Link) -> list[Other]:
    here = (link.purpose, link.subject_id) if party == tenant_id() else None
    with acting_for(party, home=house):
        found = [one for one in follow_ups.still_asked(ids) if (one[0].purpose, one[0].subject_id) != here]
        slug = Tenant.here().slug
        return [Other(slug, one.token, match.youth.first_name) for one, match in found]
