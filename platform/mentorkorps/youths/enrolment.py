"""The enrolment: five minutes, together with the youth, one send (FY-14…FY-24, FY-48, VB-13)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from babel import Locale
from babel.lists import format_list
from sqlalchemy import CheckConstraint, Select, and_, func, select
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from mentorkorps.clock import local, now, today
from mentorkorps.language import N_, _, language
from mentorkorps.refused import Refused
from mentorkorps.trades import OCCUPATIONS
from mentorkorps.youths.ages import check_ages
from mentorkorps.youths.contact import ContactPerson
from mentorkorps.youths.main_need import MAIN_NEEDS
from mentorkorps.youths.youth import Consent, Youth
from tenants import audit, outbox
from tenants.registry import Programme
from tenants.rows import CaseRow, inside, one_of, some_of
from tenants.scope import db
from tenants.users import Actor

PRESSED_TWICE = timedelta(minutes=1)
REQUIRED = {
    "first_name": N_("fornavn"),
    "last_name": N_("efternavn"),
    "born_on": N_("fødselsdato"),
    "phone": N_("mobilnummer"),
    "postcode": N_("postnummer"),
    "languages": N_("sprog"),
    "education_goal": N_("mål for uddannelse"),
    "job_goal": N_("mål for job"),
    "trades": N_("mindst ét ønsket fag"),
    "contact_name": N_("kontaktpersonens navn"),
    "contact_email": N_("kontaktpersonens mail"),
}  # the twelfth is the consent
MISSING = {
    **REQUIRED,
    "consent": N_("samtykke"),
    "assessment": N_("vurdering af, om den unge er egnet"),
    "guardian": N_("svar på, om en forælder er enig"),
}
#: What may change after the sending.
WISHES = frozenset({
    "education_goal", "job_goal", "trades", "main_need", "wished_gender", "wished_traits", "wished_area",
    "matters_most", "special_regards",
})  # fmt: skip


class Enrolment(CaseRow):
    """One enrolment of a youth: a draft until it is sent, in the corps' inbox from then on."""

    __tablename__ = "enrolments"
    __table_args__ = (
        inside("youths", "youth_id"),
        CheckConstraint(
            "sent_at IS NULL OR (assessed_on IS NOT NULL AND programme_id IS NOT NULL AND promise_days IS NOT NULL)",
            name="sent_when_assessed",
        ),
        CheckConstraint("(closed_at IS NULL) = (close_reason = '')", name="close_coherence"),
        one_of("main_need", MAIN_NEEDS),
        some_of("trades", OCCUPATIONS),
    )

    youth_id: Mapped[UUID]
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    begun_by_tenant_id: Mapped[UUID]  # the school or UU that enrols, or the municipality itself
    begun_by_user_id: Mapped[UUID]
    education_goal: Mapped[str] = mapped_column(default="")
    job_goal: Mapped[str] = mapped_column(default="")
    trades: Mapped[list[str]] = mapped_column(default=list)  # keys of mentorkorps.trades, most wished first
    main_need: Mapped[str] = mapped_column(default="")  # asked where the programme has two kinds of mentor (MO-02)
    wished_gender: Mapped[str] = mapped_column(default="")
    wished_traits: Mapped[list[str]] = mapped_column(default=list)
    wished_area: Mapped[str] = mapped_column(default="")  # postcode near which to meet
    matters_most: Mapped[str] = mapped_column(default="")  # trade, person or area: what gives the courage to take part
    special_regards: Mapped[str] = mapped_column(default="")  # the sentence the youth has approved
    guardian_agrees: Mapped[bool | None]  # asked only of those under 18
    assessed_by: Mapped[str] = mapped_column(default="")
    assessed_on: Mapped[date | None]
    sent_at: Mapped[datetime | None]
    programme_tenant_id: Mapped[UUID | None]
    programme_id: Mapped[UUID | None]
    promise_days: Mapped[int | None]  # within how many a mentor is to be proposed: its programme, when it was sent
    returned_at: Mapped[datetime | None]  # last time a no brought it back to the inbox
    return_reason: Mapped[str] = mapped_column(default="")  # for staff; the youth never sees it
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(default="")  # matched, withdrawn, refused
    closed_days: Mapped[list[Range[date]]] = mapped_column(DATEMULTIRANGE, default=list)  # before it was opened again

    youth: Mapped[Youth] = relationship(viewonly=True)

    @classmethod
    def begin(cls, first_name: str, *, by: Actor) -> Self:
        """Opens a draft for a youth. Returns the draft; only the enrolling unit sees it (disclosure, step 1).

        Pressed twice it is the same draft: one begun just now, with that name, in which nothing is filled in yet.
        """
        if just_begun := cls._just_begun(first_name, by):
            return just_begun
        youth = Youth(first_name=first_name, languages=[])
        db.session.add(youth)
        db.session.flush()
        draft = cls(
            youth_id=youth.id, trades=[], wished_traits=[],
            begun_at=now(), begun_by=by.name, begun_by_tenant_id=by.tenant_id, begun_by_user_id=by.user_id,
        )  # fmt: skip
        db.session.add(draft)
        db.session.flush()
        set_committed_value(draft, "youth", youth)  # it is at hand
        audit.record("enrolment.begun", draft, by=by)
        return draft

    @classmethod
    def _just_begun(cls, first_name: str, by: Actor) -> Self | None:
        """Who presses the button a second time waits for the first, and finds what it made."""
        if by.user_id is None:
            return None
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"begin {by.user_id}"))))
        mine = cls.begun_by_user_id == by.user_id, cls.begun_by_tenant_id == by.tenant_id
        blank = Youth.first_name == first_name, Youth.last_name == "", Youth.born_on.is_(None)
        same = select(cls).join(Youth, and_(Youth.tenant_id == cls.tenant_id, Youth.id == cls.youth_id))
        still = cls.sent_at.is_(None), cls.closed_at.is_(None), cls.begun_at > now() - PRESSED_TWICE
        return db.session.scalar(same.where(*mine, *blank, *still).order_by(cls.begun_at.desc()).limit(1))

    def fill_in(self, answers: dict[str, Any]) -> None:
        """Keeps what has been answered so far; Refused when the enrolment has been sent."""
        self._check_draft()
        contact = {k.removeprefix("contact_"): answers.pop(k) for k in list(answers) if k.startswith("contact_")}
        if contact:
            self._name_contact(contact)
        for name, value in answers.items():
            setattr(self.youth if hasattr(Youth, name) else self, name, value)
        db.session.flush()

    def _check_draft(self) -> None:
        if self.sent_at or self.closed_at:
            raise Refused(_("Tilmeldingen er sendt og kan ikke ændres her."))

    def _name_contact(self, answers: dict[str, Any]) -> None:
        before = self.youth.contact_person
        named = ContactPerson.named(answers, instead_of=before)
        self.youth.contact_person_id = named.id
        set_committed_value(self.youth, "contact_person", named)

    def assess(self, *, by: Actor) -> None:
        """The case worker finds the youth suitable (FY-19); the aid's answers are not kept, only who and when."""
        self._check_draft()
        self.assessed_by, self.assessed_on = by.name, today()

    def consent(self, *, given_by: str, by: Actor) -> None:
        """The youth (or the guardian) agrees that the corps gets the form; a second time changes nothing."""
        self._check_draft()
        if self.standing_consent() is not None:
            return
        given = {"purpose": "enrolment", "given_at": now(), "given_by": given_by, "taken_by": by.name}
        db.session.add(Consent(youth_id=self.youth_id, **given))
        db.session.flush()

    def missing(self) -> list[str]:
        """What is still to be answered before it can be sent, as words for the person at the screen."""
        return [_(MISSING[name]) for name in self.missing_fields()]

    def missing_fields(self) -> list[str]:
        """The same as names: keys of REQUIRED, then consent, assessment and guardian."""
        return [*self._unanswered(), *self._unsaid()]

    def _unanswered(self) -> Iterator[str]:
        contact = self.youth.contact_person
        for name in REQUIRED:
            owner: Any = contact if name.startswith("contact_") else self.youth if hasattr(Youth, name) else self
            if not (owner and getattr(owner, name.removeprefix("contact_"))):
                yield name

    def _unsaid(self) -> Iterator[str]:
        if self.standing_consent() is None and not (self.is_minor and self.guardian_agrees is False):
            yield "consent"
        if not self.assessed_on:
            yield "assessment"
        if self.is_minor and self.guardian_agrees is None:
            yield "guardian"

    def standing_consent(self) -> Consent | None:
        """The consent that the corps gets the form, unless it was withdrawn."""
        given = Consent.youth_id == self.youth_id, Consent.purpose == "enrolment", Consent.withdrawn_at.is_(None)
        return db.session.scalar(select(Consent).where(*given).limit(1))

    @property
    def is_minor(self) -> bool:
        """Under 18 today: then the question about a guardian must be answered."""
        age = self.youth.age(today())
        return age is not None and age < 18

    def send(self, *, by: Actor) -> bool:
        """Sends the form to the corps, once: True the first time, False when it was sent before (FY-15).

        Refused with what is missing, when the youth is outside the programme's ages (FY-24) or speaks none of its
        languages (FY-23), or a guardian said no.
        """
        self.lock()
        if self.sent_at:
            return False
        if self.closed_at:
            raise Refused(_("Tilmeldingen er trukket tilbage."))
        if self.is_minor and self.guardian_agrees is False:
            raise Refused(_("En forælder har sagt nej. Tilmeldingen kan ikke sendes."))
        if missing := self.missing():
            raise Refused(_("Der mangler: %(what)s.", what=", ".join(missing)))
        programme = Programme.of_here(today())
        check_ages(programme, self.youth.age(today()) or 0)
        self._check_languages(programme)
        self.programme_tenant_id, self.programme_id = programme.tenant_id, programme.id
        self.promise_days, self.sent_at = programme.profile["promise_days"], now()
        outbox.post("enrolment_received", f"enrolment:{self.id}:received", {"enrolment_id": str(self.id)})
        audit.record("enrolment.sent", self, by=by)
        return True

    def _check_languages(self, programme: Programme) -> None:
        spoken: list[str] = programme.profile["languages"]
        if not set(spoken) & set(self.youth.languages):
            named = format_list([str(Locale.parse(language()).languages[code]) for code in spoken], "or", language())
            raise Refused(_("Programmet er for unge, der taler og forstår %(languages)s.", languages=named))

    def change_wishes(self, answers: dict[str, Any], *, by: Actor) -> list[str]:
        """The youth wishes for something else on the way (MO-10). `answers` are some of WISHES; the names of the new ones.

        Refused for a draft, a withdrawn or refused enrolment, and when no trade is left.
        """
        if self.sent_at is None or self.close_reason not in ("", "matched"):
            raise Refused(_("Kun en tilmelding, der er sendt og ikke trukket tilbage, kan få nye ønsker."))
        if not answers.get("trades", self.trades):
            raise Refused(_("Der mangler: %(what)s.", what=_(REQUIRED["trades"])))
        changed = sorted(name for name in answers.keys() & WISHES if answers[name] != getattr(self, name))
        for name in changed:
            setattr(self, name, answers[name])
        if changed:
            audit.record("enrolment.wishes_changed", self, by=by)
        return changed

    def come_back(self, reason: str) -> None:
        """A proposal fell: the youth waits again, and staff see why (FY-29)."""
        self.returned_at, self.return_reason = now(), reason

    def close(self, reason: str) -> None:
        """Out of the inbox: matched, withdrawn or refused."""
        self.closed_at, self.close_reason = now(), reason

    def open_again(self, reason: str) -> None:
        """Back in the inbox (or a draft again) after it was closed; the days between are kept."""
        if self.closed_at and local(self.closed_at).date() < today():
            self.closed_days = [*self.closed_days, Range(local(self.closed_at).date(), today())]
        self.closed_at, self.close_reason = None, ""
        if self.sent_at:
            self.come_back(reason)

    def lock(self) -> None:
        """Reads the row afresh and keeps it from others until the transaction ends."""
        fresh = select(Enrolment).where(Enrolment.id == self.id).with_for_update()
        db.session.scalars(fresh.execution_options(populate_existing=True)).one()

    def withdraw(self, *, by: Actor) -> None:
        """The youth does not want to go on waiting, or the draft is dropped. Refused when it is closed already."""
        self.lock()
        if self.closed_at:
            raise Refused(_("Tilmeldingen venter ikke længere på en mentor, så den kan ikke trækkes tilbage."))
        self.close("withdrawn")
        audit.record("enrolment.withdrawn", self, by=by)

    def reopen(self, *, by: Actor) -> None:
        """The youth wants to after all: back in the inbox (or a draft again). Refused unless it was withdrawn."""
        self.lock()
        if self.close_reason != "withdrawn":
            raise Refused(_("Tilmeldingen er ikke trukket tilbage."))
        self.open_again("again")
        audit.record("enrolment.reopened", self, by=by)

    @property
    def promised_on(self) -> date | None:
        """The last day on which a mentor is to be proposed (FY-28)."""
        return local(self.sent_at).date() + timedelta(days=self.promise_days or 0) if self.sent_at else None


def inbox() -> Select[Enrolment]:
    """Sent and neither closed; the longest waiting first."""
    waiting = Enrolment.sent_at.is_not(None), Enrolment.closed_at.is_(None)
    return select(Enrolment).where(*waiting).order_by(Enrolment.sent_at, Enrolment.id)


def drafts_of(user_id: UUID) -> Select[Enrolment]:
    """Drafts begun by one user, newest first."""
    mine = Enrolment.begun_by_user_id == user_id, Enrolment.sent_at.is_(None), Enrolment.closed_at.is_(None)
    return select(Enrolment).where(*mine).order_by(Enrolment.begun_at.desc())
