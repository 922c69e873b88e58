"""The acts of the audit trail in words a person reads, and the groups they are looked for in."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentorkorps.language import N_, _
from tenants.audit import AuditEntry
from tenants.users import BY_LINK

ACTS: Mapping[str, str] = {
    "journal.read": N_("Læste journalen"),
    "journal.reminded": N_("Mindede om ulæste notater"),
    "journal.handed_over": N_("Afleverede notater til kommunens eget system"),
    "journal.fetched": N_("Hentede en aflevering"),
    "journal.arrived": N_("Hentede en aflevering til ende"),
    "journal.insight": N_("Hentede journalen til indsigt"),
    "note.written": N_("Skrev et notat"),
    "note.corrected": N_("Rettede et notat"),
    "absence.registered": N_("Skrev fravær ned"),
    "absence.cancelled": N_("Slettede fravær"),
    "log.read": N_("Læste denne log"),
    "figure.opened": N_("Åbnede listen bag et tal"),
    "contacts.opened": N_("Åbnede kontaktoplysningerne"),
    "tenant.entered": N_("Arbejdede her som gæst fra en anden part"),
    "tenant.opened": N_("Åbnede en organisation"),
    "tenant.closed": N_("Besluttede, at en organisation lukkes"),
    "tenant.reopened": N_("Fortrød, at en organisation lukkes"),
    "tenant.looked_at": N_("Så på en organisations tal og første dag"),
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
    "match.paused": N_("Satte et forløb på pause"),
    "match.resumed": N_("Sluttede en pause"),
    "match.length_agreed": N_("Aftalte et forløbs varighed"),
    "match.rules_moved": N_("Flyttede et par til nye regler"),
    "income.entered": N_("Skrev en indtægt ned"),
    "income.withdrawn": N_("Tog en indtægt tilbage"),
    "subsidy.applied": N_("Skrev en ansøgning om tilskud ned"),
    "subsidy.granted": N_("Skrev ned, at et tilskud er bevilget"),
    "subsidy.refused": N_("Skrev ned, at et tilskud er afslået"),
    "refund.made": N_("Betalte ubrugte pladser tilbage"),
    "quota.opened": N_("Åbnede flere pladser eller SMS'er"),
    "quota.not_opened": N_("Sagde nej til at åbne flere pladser eller SMS'er"),
    "quota.offered": N_("Tilbød en anden part pladser"),
    "quota.accepted": N_("Sagde ja til pladser fra en anden part"),
    "quota.refused": N_("Sagde nej til pladser fra en anden part"),
    "quota.withdrawn": N_("Trak et tilbud om pladser tilbage"),
    "programme.adjusted": N_("Tilpassede programmets regler"),
    "meeting.logged": N_("Skrev et møde ned"),
    "meeting.agreed": N_("Skrev, hvornår et par mødes næste gang"),
    "second_yes.mentor_yes": N_("Mentor ville fortsætte efter første møde"),
    "second_yes.mentor_no": N_("Mentor ville ikke fortsætte efter første møde"),
    "second_yes.youth_yes": N_("Den unge ville fortsætte efter første møde"),
    "second_yes.youth_no": N_("Den unge ville ikke fortsætte efter første møde"),
    "follow_up.called": N_("Skrev om et opkald"),
    "outcome.recorded": N_("Skrev et resultat ned"),
    "attainment.recorded": N_("Skrev ned, at uddannelse blev fastholdt eller gennemført"),
    "effects.noted": N_("Skrev ned, hvad et forløb har betydet"),
    "goodbye.planned": N_("Planlagde en afslutning"),
    "goodbye.dropped": N_("Lod en planlagt afslutning falde bort"),
    "rematch.yes": N_("Den unge ville have en ny mentor"),
    "rematch.no": N_("Den unge ville ikke have en ny mentor"),
    "exit.youth_answered": N_("Den unge svarede efter afslutningen"),
    "exit.mentor_answered": N_("Mentor svarede efter afslutningen"),
    "exit.called": N_("Skrev om et opkald efter afslutningen"),
    "case_file.read": N_("Læste en sagsmappe"),
    "files.drawn": N_("Trak sagsmapper til gennemsyn"),
    "file.rated": N_("Bedømte en sagsmappe"),
    "moved_on.youth": N_("Den unge svarede, om det er gået videre"),
    "moved_on.contact": N_("Kontaktpersonen svarede, om den unge er gået videre"),
    "youth.talk": N_("Den unge ville tale med nogen"),
    "concern.opened": N_("Rejste en bekymring"),
    "concern.read": N_("Læste en bekymring"),
    "concern.called": N_("Skrev et opkald om en bekymring ned"),
    "concern.noted": N_("Skrev om en bekymring"),
    "concern.escalated": N_("Gav en bekymring videre til næste niveau"),
    "concern.handed": N_("Gav en bekymring en ny ansvarlig"),
    "concern.taken": N_("Tog ansvaret for en bekymring"),
    "concern.closed": N_("Afsluttede en bekymring"),
    "concern.holder": N_("Skrev, hvem der står klar ved en bekymring"),
    "mentor.recruited": N_("Optog en mentor"),
    "mentor.changed": N_("Rettede en mentors oplysninger"),
    "link.closed": N_("Lukkede et link"),
    "channel.chosen": N_("Valgte kontaktvej"),
    "code.sent": N_("Bad om en kode på SMS"),
    "sms.stopped": N_("Sagde stop til SMS"),
    "sms.started": N_("Sagde ja til SMS igen"),
    "unreachable.solved": N_("Kan nås igen"),
    "contact.changed": N_("Skiftede kontaktperson"),
    "contact.recognised": N_("Blev kendt igen som kontaktperson på sin mail"),
    "seat.taken": N_("Valgte et medlem af styregruppen"),
    "seat.left": N_("Lod et medlem forlade styregruppen"),
    "steering_meeting.called": N_("Indkaldte til et ekstra møde i styregruppen"),
    "steering_meeting.moved": N_("Ændrede et møde i styregruppen"),
    "steering_meeting.called_off": N_("Aflyste et møde i styregruppen"),
    "agenda.changed": N_("Ændrede en dagsorden"),
    "decision.written": N_("Skrev en beslutning ned"),
    "minutes.written": N_("Skrev på et referat"),
    "minutes.approved": N_("Skrev, at et referat er godkendt"),
    "action.given": N_("Gav en part en opgave"),
    "action.done": N_("Skrev, at en opgave er udført"),
    "attendance.noted": N_("Skrev fremmøde eller afbud ned"),
    "field_partner.added": N_("Skrev en samarbejdspartner på listen"),
    "field_partner.step": N_("Skrev et skridt med en samarbejdspartner"),
    "field_partner.agreed": N_("Skrev en aftale med en samarbejdspartner"),
    "story.told": N_("Fortalte en succeshistorie"),
    "story.consent_withdrawn": N_("Trak et samtykke til et navn tilbage"),
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
    "Attainment": N_("Resultat"),
    "Goodbye": N_("Afslutning"),
    "ExitContact": N_("Kontakt efter afslutningen"),
    "RematchOffer": N_("Tilbud om en ny mentor"),
    "FileAudit": N_("Sagsmappe"),
    "Concern": N_("Bekymring"),
    "ConcernHolder": N_("Plads på trappen for bekymringer"),
    "Pause": N_("Pause"),
    "AgreedLength": N_("Varighed"),
    "LocalRules": N_("Regler"),
    "Transfer": N_("Flytning af pladser"),
    "Opening": N_("Flere pladser eller SMS'er"),
    "Mentor": N_("Mentor"),
    "User": N_("Bruger"),
    "OutboxItem": N_("Besked"),
    "Link": N_("Link"),
    "Unreachable": N_("Adresse"),
    "Handover": N_("Aflevering"),
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
    "laesning": Group(
        N_("Læsning af journaler og kontaktoplysninger"),
        ("journal.read", "journal.fetched", "journal.insight", "contacts.opened", "case_file.read", "figure.opened"),
    ),
    "login": Group(N_("Login"), ("sign",)),
    "gaester": Group(N_("Gæster fra en anden part"), ("tenant.entered",)),
    "tilmeldinger": Group(N_("Tilmeldinger"), ("enrolment.", "contact.")),
    "forslag": Group(N_("Forslag"), ("proposal.",)),
    "forloeb": Group(
        N_("Forløb"), ("match.", "programme.", "meeting.", "second_yes.", "follow_up.", "outcome.", "moved_on.")
    ),
    "afslutninger": Group(
        N_("Afslutninger"), ("goodbye.", "attainment.", "effects.", "exit.", "rematch.", "file.", "files.")
    ),
    "bekymringer": Group(N_("Bekymringer"), ("concern.",)),
    "mentorer": Group(N_("Mentorer"), ("mentor.",)),
    "beskeder": Group(N_("Links og beskeder"), ("link.", "outbox.", "channel.", "code.", "sms.", "unreachable.")),
    "notater": Group(N_("Notater og fravær"), ("note.", "absence.", "journal.reminded", "journal.handed_over")),
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
