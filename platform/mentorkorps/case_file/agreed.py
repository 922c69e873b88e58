"""What was agreed: purpose, tasks, the mentor's qualification, the law, and who said yes when (STAR's audit of 2019)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from mentorkorps import courses, trades
from mentorkorps.case_file.section import Section, day, facts, listed, moment, said
from mentorkorps.language import N_, _
from mentorkorps.matches import Match, SecondYes
from mentorkorps.matching import Proposal
from mentorkorps.mentors import KINDS, TRAINING
from mentorkorps.youths import Consent
from tenants.scope import db

GIVEN_BY = {"youth": N_("Den unge"), "guardian": N_("En forælder")}
PURPOSES = {"enrolment": N_("Korpset må få tilmeldingen")}
SIDES = {"mentor": N_("Mentor"), "youth": N_("Den unge")}


def purpose(proposal: Proposal, goals: Sequence[courses.Goal]) -> Section:
    """The goals of the enrolment, and those the two have written together, in versions."""
    enrolment = proposal.enrolment
    rows = [
        [_("Uddannelse"), enrolment.education_goal, _("Tilmeldingen"), day(enrolment.sent_at)],
        [_("Job"), enrolment.job_goal, _("Tilmeldingen"), day(enrolment.sent_at)],
    ]
    for goal in goals:
        version = _("%(act)s, version %(version)s", act=_(courses.ACTS[goal.act]), version=goal.version)
        rows.append([_(courses.OVERALL[goal.overall]), goal.text, version, day(goal.written_on)])
    columns = [_("Overordnet mål"), _("Formål"), _("Hvorfra"), _("Dag")]
    return Section("purpose", _("Formål"), columns, [row for row in rows if row[1]], _("Intet formål er skrevet."))


def tasks(match: Match, goals: Sequence[courses.Goal]) -> Section:
    """What the mentor and the youth do: their agreement, the activities, and the support that the goals name."""
    agreement = courses.agreement_of(match)
    done = [(_(courses.ACTIVITIES[one.kind]), day(one.done_on)) for one in courses.activities_of(match)]
    areas = dict.fromkeys(area for goal in courses.newest(goals) for area in goal.areas)
    agreed = []
    if agreement:
        state = _("Begge har sagt ja.") if agreement.is_agreed else _("Ikke begge har sagt ja endnu.")
        agreed = [
            (_("Aftalt indhold"), agreement.content),
            (_("Støtter planen"), agreement.supports_plan),
            (_("Spilleregler, version %(version)s", version=agreement.version), state),
        ]
    told = [(_("Støtte"), listed(courses.AREAS, areas)), *agreed, *done]
    return facts("tasks", _("Mentors opgaver"), told, _("Ingen opgaver er skrevet."))


def qualification(match: Match) -> Section:
    """The mentor's trade, position and preparation; nothing private."""
    mentor = match.mentor
    company = mentor.company.name if mentor.company else ""
    trained = f"{said(TRAINING, mentor.trained_how)} {day(mentor.trained_on)}".strip()
    told = [
        (_("Fag"), trades.title(mentor.occupation)),
        (_("Stilling"), mentor.position),
        (_("Arbejdsplads"), company),
        (_("Mentor siden"), day(mentor.recruited_on)),
        (_("Klædt på til opgaven"), trained or _("Ikke skrevet ned.")),
        (_("Fagmatch"), _("Ja") if match.is_trade_match else _("Nej")),
    ]
    if mentor.kind:
        told.append((_("Slags mentor"), said(KINDS, mentor.kind)))
    return facts("qualification", _("Mentors kvalifikation"), told, _("Mentors kvalifikation er ikke skrevet."))


def legal_basis(match: Match) -> Section:
    """The law behind the course, and the kind of mentor it called for (MO-01, MO-02)."""
    basis = courses.basis_of(match)
    told = []
    if basis:
        told = [
            (_("Lov"), said(courses.LEGAL_BASES, basis.legal_basis)),
            (_("Hovedbehov"), said(courses.NEEDS, basis.main_need)),
        ]
    return facts("legal_basis", _("Retsgrundlag"), told, _("Intet retsgrundlag er skrevet."))


def consents(match: Match, proposal: Proposal) -> Section:
    """Each yes, and its moment: to the enrolment, a guardian's, to each other, and to go on after the first meeting."""
    rows = [list(row) for row in _yeses(match, proposal)]
    return Section(
        "consents",
        _("Samtykker"),
        [_("Hvem"), _("Til hvad"), _("Svar"), _("Hvornår")],
        rows,
        _("Intet samtykke er skrevet."),
    )


def _yeses(match: Match, proposal: Proposal) -> Iterator[tuple[str, str, str, str]]:
    given = select(Consent).where(Consent.youth_id == match.youth_id).order_by(Consent.given_at)
    for one in db.session.scalars(given):
        answer = _("Trukket tilbage %(day)s", day=day(one.withdrawn_at)) if one.withdrawn_at else _("Ja")
        what = _(PURPOSES[one.purpose]) if one.purpose in PURPOSES else one.purpose
        yield _(GIVEN_BY.get(one.given_by, "Den unge")), what, answer, moment(one.given_at)
    if proposal.enrolment.guardian_agrees is not None:
        agrees = _("Ja") if proposal.enrolment.guardian_agrees else _("Nej")
        yield _("En forælder"), _("Den unge får en mentor"), agrees, moment(proposal.enrolment.sent_at)
    for who, at in (("mentor", proposal.mentor_yes_at), ("youth", proposal.youth_yes_at)):
        if at:
            yield _(SIDES[who]), _("Forløbet begynder"), _("Ja"), moment(at)
    asked = select(SecondYes).where(SecondYes.match_id == match.id).order_by(SecondYes.side)
    for question in db.session.scalars(asked):
        answer = _("Ikke svaret") if question.answered_at is None else _("Ja") if question.goes_on else _("Nej")
        yield _(SIDES[question.side]), _("At fortsætte efter første møde"), answer, moment(question.answered_at)
