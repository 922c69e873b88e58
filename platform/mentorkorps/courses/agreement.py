"""What youth and mentor expect of each other: house rules, agreed in writing at the first meeting (VB-10, FY-32, DF-11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

DAYS = {
    "mon": N_("Mandag"), "tue": N_("Tirsdag"), "wed": N_("Onsdag"), "thu": N_("Torsdag"), "fri": N_("Fredag"),
    "sat": N_("Lørdag"), "sun": N_("Søndag"),
}  # fmt: skip
CHANNELS = {"sms": N_("SMS"), "call": N_("Opkald"), "mail": N_("Mail")}
SIDES = {"mentor": N_("Mentor"), "youth": N_("Den unge")}
HOURS = range(25)


class ExpectationAgreement(CaseRow):
    """One version of what the two have agreed. It is never changed: a new agreement is a new version."""

    __tablename__ = "expectation_agreements"
    __table_args__ = (inside("matches", "match_id"), UniqueConstraint("tenant_id", "match_id", "version"))

    match_id: Mapped[UUID]
    version: Mapped[int]
    contact_days: Mapped[list[str]]
    contact_from: Mapped[int]  # hours of the Danish day
    contact_until: Mapped[int]
    channels: Mapped[list[str]]
    absence: Mapped[str]
    delay: Mapped[str]
    meeting_place: Mapped[str]
    content: Mapped[str]
    supports_plan: Mapped[str]
    other_rules: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    yeses: Mapped[list["ExpectationYes"]] = relationship(viewonly=True, lazy="selectin")

    def has_yes_of(self, side: str) -> bool:
        """Whether mentor or youth has said yes to this version."""
        return any(one.side == side for one in self.yeses)

    @property
    def is_agreed(self) -> bool:
        """Both have said yes."""
        return all(self.has_yes_of(side) for side in SIDES)


class ExpectationYes(CaseRow):
    """One side's yes to one version; by it the side also confirms that it is voluntary and unpaid (VB-03)."""

    __tablename__ = "expectation_yeses"
    __table_args__ = (
        inside("expectation_agreements", "agreement_id"),
        UniqueConstraint("tenant_id", "agreement_id", "side"),
        one_of("side", list(SIDES)),
    )

    agreement_id: Mapped[UUID]
    side: Mapped[str]
    said_at: Mapped[datetime]
    said_by: Mapped[str]


def agreement_of(match: Match) -> ExpectationAgreement | None:
    """The newest version, whether both have said yes to it or not."""
    newest = select(ExpectationAgreement).where(ExpectationAgreement.match_id == match.id)
    return db.session.scalar(newest.order_by(ExpectationAgreement.version.desc()).limit(1))


def write_agreement(match: Match, answers: Mapping[str, Any], *, by: Actor) -> ExpectationAgreement:
    """A new version, for both to say yes to by their own links; who writes it by link says yes with it.

    Refused for an ended pair, and where the hours of contact make no sense.
    """
    locked_running(match)
    _check(answers)
    before = agreement_of(match)
    agreement = ExpectationAgreement(
        match_id=match.id, version=before.version + 1 if before else 1, written_at=now(), written_by=by.signature, **answers
    )  # fmt: skip
    db.session.add(agreement)
    db.session.flush()
    audit.record("expectations.written", agreement, by=by)
    JournalNote.write(match.youth, "expectations", _as_note(agreement), by=by, match_id=match.id)
    if by.kind in SIDES:
        say_yes(match, agreement, by.kind, by=by)
    _ask(match, agreement)
    return agreement


def say_yes(match: Match, agreement: ExpectationAgreement, side: str, *, by: Actor) -> None:
    """Keeps one side's yes (VB-03). Refused when it has been said, when a newer version is here, or for an ended pair."""
    locked_running(match)
    newest = agreement_of(match)
    if newest is None or newest.id != agreement.id:
        raise Refused(_("Der er skrevet nye spilleregler. Læs dem, og sig ja til dem i stedet."))
    if agreement.has_yes_of(side):
        raise Refused(_("Du har allerede sagt ja til spillereglerne. Tak."))
    db.session.add(ExpectationYes(agreement_id=agreement.id, side=side, said_at=now(), said_by=by.signature))
    db.session.flush()
    db.session.expire(agreement, ["yeses"])
    audit.record(f"expectations.{side}_yes", agreement, by=by)
    text = N_("%(who)s har sagt ja til spillereglerne, version %(version)s: frivilligt og uden modydelse.")
    JournalNote.write(
        match.youth, "expectations_yes", danish(text, who=SIDES[side], version=agreement.version), by=by, match_id=match.id
    )  # fmt: skip


def _check(answers: Mapping[str, Any]) -> None:
    first, last = answers["contact_from"], answers["contact_until"]
    if first not in HOURS or last not in HOURS or first >= last:
        raise Refused(
            _("Klokkeslættene passer ikke: begynd før I slutter, for eksempel 9 til 16."),
            about=("contact_from", "contact_until"),
        )
    if not _known(answers["contact_days"], DAYS) or not _known(answers["channels"], CHANNELS):
        raise Refused(
            _("Vælg mindst én dag og mindst én måde at få fat i hinanden på."), about=("contact_days", "channels")
        )


def _known(chosen: Sequence[str], among: Mapping[str, str]) -> bool:
    return bool(chosen) and set(chosen) <= set(among)


def _ask(match: Match, agreement: ExpectationAgreement) -> None:
    if not agreement.has_yes_of("youth"):
        to_youth(match.youth, "expectations", match.id, purpose="start")
    if not agreement.has_yes_of("mentor"):
        to_mentor(match.mentor, "expectations", match.id, purpose="start")


def _as_note(agreement: ExpectationAgreement) -> str:
    return danish(
        N_("Spilleregler, version %(version)s. Indhold: %(content)s Støtter planen for job og uddannelse: %(plan)s"),
        version=agreement.version, content=agreement.content, plan=agreement.supports_plan,
    )  # fmt: skip
