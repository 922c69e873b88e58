"""Partners in the field: schools, job centres, companies, unions and networks; how far it has come with each (DF-03)."""

from mentorkorps.field_partners.company_contact import CompanyContact
from mentorkorps.field_partners.conditions import FieldCondition
from mentorkorps.field_partners.duties import FieldDuty
from mentorkorps.field_partners.lead import CompanyLead
from mentorkorps.field_partners.partner import INSTITUTIONS, KINDS, STEPS, FieldPartner, FieldStep
from mentorkorps.field_partners.referrals import FieldReferral
from mentorkorps.field_partners.rhythm import FieldCampaign, FieldCampaignYear
from mentorkorps.field_partners.signing import FieldInvitation, FieldSignature
from mentorkorps.field_partners.story import SharedStory, StoryCredit, SuccessStory
from mentorkorps.field_partners.targets import FieldTarget
from mentorkorps.field_partners.terms import PARTS, FieldAgreement

__all__ = [
    "INSTITUTIONS", "KINDS", "PARTS", "STEPS", "CompanyContact", "CompanyLead", "FieldAgreement", "FieldCampaign",
    "FieldCampaignYear", "FieldCondition", "FieldDuty", "FieldInvitation", "FieldPartner", "FieldReferral", "FieldSignature",
    "FieldStep", "FieldTarget", "SharedStory", "StoryCredit", "SuccessStory",
]  # fmt: skip
