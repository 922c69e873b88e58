"""Partners in the field: schools, job centres, companies, unions and networks; how far it has come with each (DF-03)."""

from mentorkorps.field_partners.duties import FieldDuty
from mentorkorps.field_partners.partner import KINDS, STEPS, FieldPartner, FieldStep
from mentorkorps.field_partners.signing import FieldSignature
from mentorkorps.field_partners.story import SharedStory, StoryCredit, SuccessStory
from mentorkorps.field_partners.targets import FieldTarget
from mentorkorps.field_partners.terms import CONDITIONS, FieldAgreement

__all__ = [
    "CONDITIONS", "KINDS", "STEPS", "FieldAgreement", "FieldDuty", "FieldPartner", "FieldSignature", "FieldStep", "FieldTarget",
    "SharedStory", "StoryCredit", "SuccessStory",
]  # fmt: skip
