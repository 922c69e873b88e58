"""Telling who answers the companies that one has written: a mail with a link, and nothing of what was written (HT-20)."""

from mentorkorps import messages
from mentorkorps.field_partners import CompanyLead


def tell_owner(lead: CompanyLead) -> None:
    """A mail to the owner of the case."""
    messages.to_staff(lead.owner.email, "company_wrote", lead.id, path=f"/virksomhedshenvendelser/{lead.id}")
