"""What a youth who asks for insight is told of the courses: the full words of house rules and goals, and what was done.

The notes tell most of it; here stands what a note leaves out, in Danish as the journal is (GDPR, article 15).
"""

from collections.abc import Iterator

from sqlalchemy import select

from mentorkorps.courses.activities import ACTIVITIES, activities_of
from mentorkorps.courses.agreement import CHANNELS, DAYS, ExpectationAgreement
from mentorkorps.courses.contacts import BEGAN, WAYS, ShortContact
from mentorkorps.courses.goals import ACTS, AREAS, goals_of
from mentorkorps.courses.supporter import TASKS, Supporter
from mentorkorps.courses.wellbeing import STATES, Wellbeing
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match
from mentorkorps.youths import Youth
from tenants.scope import db


def told_about(youth: Youth) -> Iterator[str]:
    """A line for each thing, course by course."""
    for match in db.session.scalars(select(Match).where(Match.youth_id == youth.id).order_by(Match.started_at)):
        yield from _agreements(match)
        for goal in goals_of(match):
            areas = ", ".join(AREAS[area] for area in goal.areas)
            yield danish(
                N_("%(day)s: mål %(number)s, udgave %(version)s (%(act)s): %(text)s Støtte: %(areas)s."),
                day=f"{goal.written_on:%d-%m-%Y}", number=goal.number, version=goal.version, act=ACTS[goal.act].lower(),
                text=goal.text, areas=areas,
            )  # fmt: skip
        yield from _done(match)


def _agreements(match: Match) -> Iterator[str]:
    every = select(ExpectationAgreement).where(ExpectationAgreement.match_id == match.id)
    for one in db.session.scalars(every.order_by(ExpectationAgreement.version)):
        yield danish(
            N_(
                "%(day)s: spilleregler %(version)s. %(content)s %(plan)s Kontakt %(days)s %(first)s-%(last)s: %(ways)s. Afbud: "
                "%(absence)s Forsinkelse: %(delay)s Sted: %(place)s. %(more)s"
            ),
            day=f"{one.written_at:%d-%m-%Y}", version=one.version, content=one.content, plan=one.supports_plan,
            days=", ".join(DAYS[name].lower() for name in one.contact_days), first=one.contact_from, last=one.contact_until,
            ways=", ".join(CHANNELS[name] for name in one.channels), absence=one.absence, delay=one.delay,
            place=one.meeting_place, more=one.other_rules,
        )  # fmt: skip


def _done(match: Match) -> Iterator[str]:
    for ticked in activities_of(match):
        yield _line(f"{ticked.done_on:%d-%m-%Y}", ACTIVITIES[ticked.kind])
    for had in db.session.scalars(select(ShortContact).where(ShortContact.match_id == match.id)):
        yield _line(f"{had.held_on:%d-%m-%Y}", f"{WAYS[had.way]}, {BEGAN[had.begun_by]}")
    for seen in db.session.scalars(select(Wellbeing).where(Wellbeing.match_id == match.id)):
        yield _line(
            f"{seen.seen_on:%d-%m-%Y}", danish(N_("Mentor om den unges trivsel: %(how)s."), how=STATES[seen.how])
        )
    for helper in db.session.scalars(select(Supporter).where(Supporter.match_id == match.id)):
        tasks = "; ".join(TASKS[task] for task in helper.tasks)
        yield _line(f"{helper.since:%d-%m-%Y}", f"{helper.name}, {helper.phone}: {tasks}")


def _line(day: str, words: str) -> str:
    return danish(N_("%(day)s: %(words)s"), day=day, words=words)
