"""Partners in the field: schools, job centres, companies, unions and networks; how far it has come with each (DF-03)."""

from mentorkorps.field_partners.partner import KINDS, STEPS, FieldPartner, FieldStep
from mentorkorps.field_partners.story import StoryCredit, SuccessStory
from mentorkorps.field_partners.terms import CONDITIONS, FieldAgreement

__all__ = [
    "CONDITIONS", "KINDS", "STEPS", "FieldAgreement", "FieldPartner", "FieldStep", "StoryCredit", "SuccessStory",
]  # fmt: skip
