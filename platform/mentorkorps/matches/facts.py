"""What is known of a pair: meetings, the second yes, outcomes, and whether it moved on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.language import N_
from tenants.rows import CaseRow, inside, one_of, some_of, together

PLACES = {
    "school": N_("Skolen"),
    "job_centre": N_("Jobcentret"),
    "guidance": N_("UU"),
    "workplace": N_("Mentors arbejdsplads"),
    "library": N_("Biblioteket"),
    "online": N_("Online (Teams)"),
    "phone": N_("Telefon"),
    "other": N_("Et andet sted"),
}


class Meeting(CaseRow):
    """A meeting as logged: held or not, how long, where, and when the next one is (DF-15)."""

    __tablename__ = "meetings"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("place", list(PLACES)),
        UniqueConstraint("tenant_id", "match_id", "held_on", "took_place"),
        CheckConstraint("took_place = (minutes IS NOT NULL)", name="minutes_when_held"),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_sane"),
        CheckConstraint("next_on >= held_on", name="next_after"),
    )

    match_id: Mapped[UUID]
    held_on: Mapped[date]
    took_place: Mapped[bool]
    minutes: Mapped[int | None]
    place: Mapped[str | None]
    next_on: Mapped[date | None]
    logged_at: Mapped[datetime]
    logged_by: Mapped[str]


class SecondYes(CaseRow):
    """After the first meeting each side says once whether to go on (FY-47)."""

    __tablename__ = "second_yeses"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "side"),
        one_of("side", ["mentor", "youth"]),
    )

    match_id: Mapped[UUID]
    side: Mapped[str]
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]  # silence: staff were told
    answered_at: Mapped[datetime | None]
    goes_on: Mapped[bool | None]


OUTCOMES = {
    "praktik": N_("Praktik"),
    "apprenticeship": N_("Læreplads"),
    "education": N_("Uddannelse"),
    "spare_time_job": N_("Fritidsjob"),
    "subsidised_job": N_("Løntilskudsjob"),
    "job": N_("Ordinært job"),
}


#: The three whose co-operation an outcome may come of (FY-46).
OWED_TO = {"job_centre": N_("Jobcentret"), "youth": N_("Den unge"), "mentor": N_("Mentor")}


class Outcome(CaseRow):
    """What the youth reached, dated; several may stand side by side (FY-08). It counts when it began after the match."""

    __tablename__ = "outcomes"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("kind", list(OUTCOMES)),
        some_of("owed_to", OWED_TO),
        UniqueConstraint("tenant_id", "match_id", "kind", "began_on"),
    )

    match_id: Mapped[UUID]
    kind: Mapped[str]
    began_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    owed_to: Mapped[list[str]] = mapped_column(default=list)  # whose co-operation it came of (FY-46)


MOVED_ON = {"yes": N_("Ja"), "no": N_("Nej"), "unsure": N_("Ved ikke")}


class MovedOn(CaseRow):
    """The question behind the 85 per cent, put to youth and contact person at the end (FY-07, section 2 row 12)."""

    __tablename__ = "moved_on"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "side"),
        one_of("side", ["youth", "contact"]),
        one_of("answer", list(MOVED_ON)),
        together("answered_at", "answer"),
    )

    match_id: Mapped[UUID]
    side: Mapped[str]
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]  # silence: staff were told
    rung_at: Mapped[datetime | None]  # staff have talked with the one who was silent
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
