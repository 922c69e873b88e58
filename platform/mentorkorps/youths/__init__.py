"""Youths, the persons around them, and the enrolment that case worker and youth fill in together."""

from mentorkorps.youths import reach
from mentorkorps.youths.contact import ContactPerson
from mentorkorps.youths.enrolment import Enrolment
from mentorkorps.youths.recognise import recognise
from mentorkorps.youths.youth import Consent, Youth

__all__ = ["Consent", "ContactPerson", "Enrolment", "Youth", "reach", "recognise"]
