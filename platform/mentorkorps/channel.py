"""By which channel a person wishes to hear from us: mail, text message, or a call by staff (VB-15, VB-19)."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import phonenumbers
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.language import N_

CHANNELS: Mapping[str, str] = {"mail": N_("Mail"), "sms": N_("SMS"), "phone": N_("Opkald")}


class Addressed:
    """The columns of a person who is asked: the channel, and the number that has said stop to text messages."""

    phone: Mapped[str]
    email: Mapped[str]
    channel: Mapped[str] = mapped_column(default="mail")
    sms_stopped_number: Mapped[str | None]
    sms_stopped_at: Mapped[datetime | None]

    @property
    def sms_number(self) -> str:
        """The number as a gateway dials it; empty where there is none, or where it has said stop."""
        number = dialled(self.phone)
        return "" if number == self.sms_stopped_number else number

    @property
    def has_said_stop(self) -> bool:
        """The number of today takes no text messages from us; another one may."""
        return self.sms_stopped_number is not None and dialled(self.phone) == self.sms_stopped_number


@lru_cache(maxsize=10_000)
def dialled(phone: str) -> str:
    """A Danish or foreign number as +4521220101; empty where it is none."""
    try:
        number = phonenumbers.parse(phone, "DK")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if _is_whole(number) else ""


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number)
