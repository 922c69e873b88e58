"""The acts of the audit trail in words a person reads, and the groups they are looked for in."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentorkorps.language import N_, _
from tenants.audit import AuditEntry
from tenants.users import BY_LINK

ACTS: Mapping[str, str] = {
    "journal.read": N_("Læste journalen"),
    "log.read": N_("Læste denne log"),
    "contacts.opened": N_("Åbnede kontaktoplysningerne"),
    "tenant.entered": N_("Arbejdede her som gæst fra en anden part"),
    "signed_in": N_("Loggede ind"),
    "signed_out": N_("Loggede ud"),
    "sign_in.refused": N_("Blev afvist ved login"),
    "enrolment.begun": N_("Begyndte en tilmelding"),
    "enrolment.sent": N_("Sendte en tilmelding"),
    "enrolment.withdrawn": N_("Trak en tilmelding tilbage"),
    "enrolment.reopened": N_("Åbnede en tilmelding igen"),
    "proposal.made": N_("Foreslog en mentor"),
    "proposal.withdrawn": N_("Trak et forslag tilbage"),
    "proposal.mentor_yes": N_("Mentor sagde ja til et forslag"),
    "proposal.mentor_no": N_("Mentor sagde nej til et forslag"),
    "proposal.youth_yes": N_("Den unge sagde ja til et forslag"),
    "proposal.youth_no": N_("Den unge sagde nej til et forslag"),
    "match.started": N_("Forløbet begyndte"),
    "match.ended": N_("Afsluttede et forløb"),
    "match.new_link": N_("Sendte mentor et nyt link"),
    "meeting.logged": N_("Skrev et møde ned"),
    "second_yes.mentor_yes": N_("Mentor ville fortsætte efter første møde"),
    "second_yes.mentor_no": N_("Mentor ville ikke fortsætte efter første møde"),
    "second_yes.youth_yes": N_("Den unge ville fortsætte efter første møde"),
    "second_yes.youth_no": N_("Den unge ville ikke fortsætte efter første møde"),
    "follow_up.called": N_("Skrev om et opkald"),
    "outcome.recorded": N_("Skrev et resultat ned"),
    "moved_on.youth": N_("Den unge svarede, om det er gået videre"),
    "moved_on.contact": N_("Kontaktpersonen svarede, om den unge er gået videre"),
    "mentor.recruited": N_("Optog en mentor"),
    "mentor.changed": N_("Rettede en mentors oplysninger"),
    "link.closed": N_("Lukkede et link"),
    "contact.recognised": N_("Blev kendt igen som kontaktperson på sin mail"),
    "outbox.again": N_("Sendte noget igen, der ikke kom frem"),
}
KINDS: Mapping[str, str] = {
    "Youth": N_("Ung"),
    "ContactPerson": N_("Kontaktperson"),
    "Enrolment": N_("Tilmelding"),
    "Proposal": N_("Forslag"),
    "Match": N_("Forløb"),
    "Meeting": N_("Møde"),
    "FollowUp": N_("Opfølgning"),
    "Outcome": N_("Resultat"),
    "Mentor": N_("Mentor"),
    "User": N_("Bruger"),
    "OutboxItem": N_("Besked"),
    "Link": N_("Link"),
}
WHO: Mapping[str, str] = {
    "mentor": N_("Med link"),
    "youth": N_("Med link"),
    "contact": N_("Med link"),
    "system": N_("Systemet selv"),
}


@dataclass(frozen=True)
class Group:
    """Acts that are looked for together: what they are called, and how their codes begin."""

    label: str
    acts: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "laesning": Group(N_("Læsning af journaler og kontaktoplysninger"), ("journal.read", "contacts.opened")),
    "login": Group(N_("Login"), ("sign",)),
    "gaester": Group(N_("Gæster fra en anden part"), ("tenant.entered",)),
    "tilmeldinger": Group(N_("Tilmeldinger"), ("enrolment.", "contact.")),
    "forslag": Group(N_("Forslag"), ("proposal.",)),
    "forloeb": Group(N_("Forløb"), ("match.", "meeting.", "second_yes.", "follow_up.", "outcome.", "moved_on.")),
    "mentorer": Group(N_("Mentorer"), ("mentor.",)),
    "beskeder": Group(N_("Links og beskeder"), ("link.", "outbox.")),
    "loggen": Group(N_("Læsning af loggen"), ("log.read",)),
}


def said(entry: AuditEntry) -> str:
    """What was done, in words; the code itself where it has none yet."""
    return _(ACTS[entry.act]) if entry.act in ACTS else entry.act


def named(entry: AuditEntry) -> str:
    """The actor: a user by name; a mentor, a youth and a contact person by link never, also where a row has the name."""
    return _(BY_LINK[entry.actor_kind]) if entry.actor_kind in BY_LINK else entry.actor_name


def who(entry: AuditEntry, house: str | None) -> str:
    """Where the actor belongs: the tenant of the account, or how they came."""
    return house or (_(WHO[entry.actor_kind]) if entry.actor_kind in WHO else "")


def about(entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    """What it was done to: a youth by name where the reader may see it, else the kind and the first of the id."""
    if entry.subject_id is None:
        return ""
    if entry.subject_id in names:
        return names[entry.subject_id]
    kind = _(KINDS[entry.subject_kind]) if entry.subject_kind in KINDS else entry.subject_kind
    return _("%(kind)s %(code)s", kind=kind, code=entry.subject_id.hex[:8])
