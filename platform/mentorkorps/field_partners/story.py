"""Success stories: told with consent, nameless without it, and every partner credited (FY-44)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, UniqueConstraint, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now
from mentorkorps.field_partners.partner import PRESSED_TWICE
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import PoolRow, across, inside, together
from tenants.scope import db, own_id
from tenants.users import Actor


class SuccessStory(PoolRow):
    """A story. `person` is a name only while a consent to it stands; the database holds that."""

    __tablename__ = "success_stories"
    __table_args__ = (
        together("consented_on", "consented_by"),
        CheckConstraint(
            "person = '' OR (consented_on IS NOT NULL AND withdrawn_at IS NULL)", name="named_with_consent"
        ),
    )

    title: Mapped[str]
    text: Mapped[str]
    told_on: Mapped[date]
    person: Mapped[str] = mapped_column(default="")
    consented_on: Mapped[date | None]
    consented_by: Mapped[str | None]  # who was asked, and how
    withdrawn_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    credits: Mapped[list["StoryCredit"]] = relationship(viewonly=True, order_by="StoryCredit.name")


class StoryCredit(PoolRow):
    """A partner that the story shines upon: one in the field, or a party of the partnership, by name."""

    __tablename__ = "story_credits"
    __table_args__ = (inside("success_stories", "story_id"), UniqueConstraint("tenant_id", "story_id", "name"))

    story_id: Mapped[UUID]
    name: Mapped[str]


class SharedStory(PoolRow):
    """A story as the members of one partnership read it; disclosed to them until it is taken back."""

    __tablename__ = "shared_stories"
    __table_args__ = (
        inside("success_stories", "story_id"),
        across("partnerships", "partnership"),
        together("ended_at", "ended_by"),
        Index(
            "uq_shared_stories_once", "tenant_id", "story_id", "partnership_tenant_id", "partnership_id", unique=True,
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )  # fmt: skip

    story_id: Mapped[UUID]
    partnership_tenant_id: Mapped[UUID]
    partnership_id: Mapped[UUID]
    title: Mapped[str]
    text: Mapped[str]
    told_on: Mapped[date]
    person: Mapped[str]
    credits: Mapped[list[str]]
    shared_at: Mapped[datetime]
    shared_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


def tell(
    title: str, words: str, told_on: date, credited: Sequence[str], *, by: Actor, person: str = "", consent: str = ""
) -> SuccessStory:
    """A new story, with the names of the partners that are credited (FY-44).

    `consent` says who was asked, and how. Refused without a partner, for a name without a consent to it, where the name is
    used in the words that stay when the consent is withdrawn, and for the same twice (the button pressed twice).
    """
    if not credited:
        raise Refused(_("Vælg mindst én partner, som historien kaster lys på."))
    if person and not consent:
        raise Refused(
            _("Et navn kræver et samtykke. Skriv, hvem der har givet det, eller udelad navnet."),
            about=("person", "consent"),
        )
    if _names(person, f"{title} {words}"):
        raise Refused(
            _("Skriv ikke navnet i selve historien. Det vises for sig, så længe samtykket gælder."),
            about=("title", "text", "person"),
        )
    _refuse_twice(title, words, told_on)
    story = SuccessStory(
        title=title, text=words, told_on=told_on, person=person, made_at=now(), made_by=by.name,
        consented_on=told_on if consent else None, consented_by=consent or None,
    )  # fmt: skip
    db.session.add(story)
    db.session.flush()
    db.session.add_all(StoryCredit(story_id=story.id, name=name) for name in sorted(set(credited)))
    db.session.flush()
    audit.record("story.told", story, by=by)
    return story


def withdraw(story: SuccessStory, *, by: Actor) -> None:
    """The consent is taken back: the name goes at once and for good, also where the partners read the story. Refused where
    there is none that stands."""
    if story.consented_on is None or story.withdrawn_at is not None:
        raise Refused(_("Der er ikke et samtykke at trække tilbage."))
    story.person, story.withdrawn_at = "", now()
    copies = SharedStory.tenant_id == own_id(), SharedStory.story_id == story.id
    db.session.execute(update(SharedStory).where(*copies).values(person=""))
    db.session.flush()
    audit.record("story.consent_withdrawn", story, by=by)


def stories() -> Select[SuccessStory]:
    """The house's, the newest first."""
    own = select(SuccessStory).where(SuccessStory.tenant_id == own_id())
    return own.order_by(SuccessStory.told_on.desc(), SuccessStory.id)


def _refuse_twice(title: str, words: str, told_on: date) -> None:
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"story {own_id()}"))))
    same = SuccessStory.title == title, SuccessStory.text == words, SuccessStory.told_on == told_on
    own = SuccessStory.tenant_id == own_id(), SuccessStory.made_at > now() - PRESSED_TWICE
    if db.session.scalar(select(SuccessStory.id).where(*own, *same).limit(1)):
        raise Refused(_("Historien er allerede fortalt."))


def _names(person: str, words: str) -> bool:
    return any(len(part) > 1 and part.lower() in words.lower().split() for part in person.split())
