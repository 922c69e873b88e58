"""A success story shown to the other partners of a partnership, with whom it credits (FY-44).

What is shown is a copy: the partners never reach the story's own row, where it says who consented and how.
"""

from uuid import UUID

from sqlalchemy import Select, select

from mentorkorps.clock import now
from mentorkorps.field_partners.story import SharedStory, SuccessStory
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Partnership, Tenant
from tenants.scope import db, own_id
from tenants.users import Actor


def share(story: SuccessStory, *, by: Actor) -> SharedStory:
    """The partners of the house's partnership may read the story from now on; twice is once (FY-44).

    Refused for a house without a partnership.
    """
    known = db.session.scalar(shares_of(story).limit(1))
    if known is not None:
        return known
    own_first = (Partnership.tenant_id != own_id(), Partnership.name)
    partnership = db.session.scalar(select(Partnership).order_by(*own_first).limit(1))
    if partnership is None:
        raise Refused(_("I er ikke med i et partnerskab, så der er ingen at dele historien med."))
    row = SharedStory(
        story_id=story.id, partnership_tenant_id=partnership.tenant_id, partnership_id=partnership.id, title=story.title,
        text=story.text, told_on=story.told_on, person=story.person, credits=[one.name for one in story.credits],
        shared_at=now(), shared_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("story.shared", story, by=by)
    return row


def take_back(story: SuccessStory, *, by: Actor) -> None:
    """The partners read it no more. NotFound where it is not shared."""
    shares = db.session.scalars(shares_of(story).with_for_update()).all()
    if not shares:
        raise NotFound("SharedStory")
    for share in shares:
        share.ended_at, share.ended_by = now(), by.name
    db.session.flush()
    audit.record("story.taken_back", story, by=by)


def shares_of(story: SuccessStory) -> Select[SharedStory]:
    """Where the house shows the story now."""
    own = SharedStory.tenant_id == own_id(), SharedStory.story_id == story.id, SharedStory.ended_at.is_(None)
    return select(SharedStory).where(*own)


def shared_now() -> set[UUID]:
    """Which of the house's stories are shown to the partners."""
    own = SharedStory.tenant_id == own_id(), SharedStory.ended_at.is_(None)
    return set(db.session.scalars(select(SharedStory.story_id).where(*own)))


def from_partners() -> Select[SharedStory, str]:
    """Stories of other houses that are shown to this one, the newest first, with the house's name."""
    others = SharedStory.tenant_id != own_id(), SharedStory.ended_at.is_(None)
    told = select(SharedStory, Tenant.name).join(Tenant, Tenant.id == SharedStory.tenant_id).where(*others)
    return told.order_by(SharedStory.told_on.desc(), SharedStory.id)
