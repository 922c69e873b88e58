"""The audit file of one pair, put together from what is written (STAR's audit of 2019, MO-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mentorkorps import courses
from mentorkorps.case_file import agreed, delivered
from mentorkorps.case_file.section import Section, day, moment
from mentorkorps.clock import now
from mentorkorps.language import _, language
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from tenants.registry import Tenant
from tenants.users import Actor


@dataclass(frozen=True)
class CaseFile:
    """What page, PDF and CSV print."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    built_at: datetime
    language: str

    @property
    def missing(self) -> list[str]:
        """The sentences of what must stand in a file and does not."""
        return [one.missing for one in self.sections if one.is_missing and one.key in MUST]


#: What the audit asked for; without a pause or a worry a file is whole.
MUST = ("purpose", "tasks", "qualification", "legal_basis", "consents", "meetings", "follow_ups")


def compile_file(match: Match, *, case_number: bool, reader: Actor) -> CaseFile:
    """The file, in the reader's language. The municipality's case number stands in it where the reader may know it.

    Of concerns there is what `reader` may know, and of the mentor what the ladder lets the municipality see: first name,
    trade, position and preparation.
    """
    proposal, goals = Proposal.get(match.proposal_id), courses.goals_of(match)
    return CaseFile(
        title=_("Sagsmappe: %(youth)s og %(mentor)s", youth=match.youth.first_name, mentor=match.mentor.first_name),
        facts=_facts(match, case_number=case_number),
        sections=[
            agreed.purpose(proposal, goals),
            agreed.tasks(match, goals),
            agreed.qualification(match),
            agreed.legal_basis(match),
            agreed.consents(match, proposal),
            delivered.meetings(match),
            delivered.short_contacts(match),
            delivered.follow_up_contacts(match),
            delivered.calls(match),
            delivered.pauses(match),
            *delivered.concerns(match, reader),
            delivered.results(match),
            delivered.rules(match),
        ],
        built_at=now(),
        language=language(),
    )


def _facts(match: Match, *, case_number: bool) -> list[tuple[str, str]]:
    youth = match.youth
    contact = youth.contact_person.name if youth.contact_person else _("Ingen kontaktperson.")
    told = [
        (_("Kommune"), Tenant.here().name),
        (_("Den unge"), youth.name),
        (_("Mentor"), match.mentor.first_name),
        (_("Kontaktperson"), contact),
        (_("Forløbet begyndte"), day(match.started_on)),
        (_("Forløbet sluttede"), day(match.ended_on) or _("Forløbet er i gang.")),
        (_("Lavet"), moment(now())),
    ]
    if case_number:
        told.insert(2, (_("Sagsnummer"), youth.case_number or _("Intet sagsnummer er skrevet.")))
    return told
