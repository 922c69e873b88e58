"""Which figures have a list, and what its rows are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, select

from mentorkorps.behind import acts, companies, courses, results, youths
from mentorkorps.behind.facts import Rows
from mentorkorps.behind.window import Asked, reader
from mentorkorps.language import N_
from mentorkorps.mentors import Company, Mentor
from mentorkorps.steering.endings import ENDINGS
from mentorkorps.steering.figures import OUTCOME_KINDS
from mentorkorps.steering.meetings import HOUR
from mentorkorps.steering.mentor_ways import WAYS as MENTOR_WAYS
from mentorkorps.steering.spans import MONTH
from mentorkorps.steering.wishes import WISH
from mentorkorps.trades import TRADES
from mentorkorps.youths import ContactPerson, Youth
from tenants.users import Actor

#: Who may open it: a phrase of the pages.
YOUTHS, CONCERNS, MONEY, CORPS = "see youths", "raise concerns", "see the money", "keep offers"


#: So many statements are kept: making one takes longer than asking it.
KEPT = 256


@dataclass(frozen=True)
class Behind:
    """How the rows of a figure are found, what their day is called, and whether they stand as at the end of the days.

    `amount` is what the rows' amounts are called, and `sum_of` by what their sum is divided where that is the figure; else
    the figure is how many rows there are. `label` is the list's own name where the menu has none.
    """

    rows: Callable[[Asked, Actor], Rows]
    day: str
    amount: str = ""
    sum_of: Decimal | None = None
    stands: bool = False
    label: str = ""
    may: str = YOUTHS


SENT, BEGUN, ENDED, ANSWERED = N_("Tilmeldt"), N_("Begyndt"), N_("Afsluttet"), N_("Svaret")
RESULT, RAISED, SINCE = N_("Første resultat"), N_("Rejst"), N_("Venter siden")
DEADLINE, HELD = N_("Sidste frist"), N_("Holdt")
DAYS, MINUTES, KRONER, PLACES = N_("Dage"), N_("Minutter"), N_("Kroner"), N_("Pladser")
CAME, FIRST_CAME = N_("Kom til"), N_("Første mentor kom til")
ONE, HOURS = Decimal(1), Decimal(HOUR)
BASES: Mapping[str, results.Base] = {"": results.everybody, "_finished": results.finished, "_mature": results.mature}
WAYS = {"municipality": (), "school": ("school",), "guidance": ("guidance",)}

OF_YOUTHS = {
    "enrolled": Behind(youths.enrolled, SENT),
    "enrolled_by_partner": Behind(youths.by_partner, SENT),
    "own_enrolments": Behind(youths.by_the_house, SENT),
    "proposed": Behind(youths.proposed, N_("Foreslået")),
    "first_wish_met": Behind(youths.first_wish_met, N_("Foreslået")),
    "matched": Behind(youths.matched, BEGUN),
    "waiting": Behind(youths.waiting, SINCE, stands=True),
    "waiting_too_long": Behind(youths.too_long, SINCE, stands=True),
    "promise_due": Behind(youths.promise_due, SENT),
    "promise_kept": Behind(youths.promise_kept, SENT),
    "first_proposals": Behind(youths.first_proposals, SENT, DAYS, label=N_("Tilmeldinger med et første forslag")),
    "places_taken": Behind(youths.places(open_only=False), N_("Reserveret")),
    "places_open": Behind(youths.places(open_only=True), N_("Reserveret")),
    **{f"from_{way}": Behind(youths.came(*kinds), SENT) for way, kinds in WAYS.items()},
    **{f"matched_from_{way}": Behind(youths.matched_of(*kinds), BEGUN) for way, kinds in WAYS.items()},
    **{WISH + trade: Behind(youths.wishing(trade), SINCE, stands=True) for trade in TRADES},
}
OF_PAIRS = {
    "matches": Behind(courses.started, BEGUN),
    "trade_matches": Behind(courses.trade, BEGUN),
    "running": Behind(courses.running, BEGUN, stands=True),
    "ended": Behind(courses.ended, ENDED, DAYS),
    **{
        measure.key: Behind(courses.ended_because(measure.key.removeprefix("ended_")), ENDED)
        for measure in ENDINGS if measure.within == "ended"
    },
    "early_endings": Behind(courses.early, ENDED),
    "could_last_8_months": Behind(courses.could_be_long, BEGUN),
    "lasted_8_months": Behind(courses.long, BEGUN),
    "with_outcome": Behind(courses.with_outcome, RESULT),
    "went_on": Behind(courses.went_on, RESULT),
    "follow_ups_due": Behind(courses.due, DEADLINE),
    "follow_ups_in_time": Behind(courses.in_time, DEADLINE),
    "follow_ups_late": Behind(courses.late, DEADLINE, label=N_("Opfølgninger, der ikke er sket til tiden")),
    "meetings": Behind(courses.held, HELD, MINUTES),
    "meeting_hours": Behind(courses.held, HELD, MINUTES, HOURS),
    "course_months": Behind(courses.in_course, BEGUN, DAYS, MONTH),
    "ended_meetings": Behind(courses.held_in_ended, HELD),
    "norm_months": Behind(courses.norm_months, N_("Måneden fra")),
    "norm_met": Behind(courses.norm_met, N_("Måneden fra")),
}  # fmt: skip
OF_RESULTS = {
    **{f"youths{ending}": Behind(results.youths(base), BEGUN) for ending, base in BASES.items()},
    **{
        f"any_outcome{ending}": Behind(results.with_outcome(*OUTCOME_KINDS, base=base), RESULT, N_("Dage fra match"))
        for ending, base in BASES.items()
    },
    **{f"moved_yes{ending}": Behind(results.moved("yes", base), ANSWERED) for ending, base in BASES.items()},
    "moved_unanswered": Behind(results.moved(None), BEGUN),
    "four_kinds": Behind(results.with_outcome(*results.FOUR_KINDS), RESULT),
    **{kind: Behind(results.with_outcome(kind), RESULT) for kind in OUTCOME_KINDS},
}
OF_ACTS = {
    "concerns": Behind(acts.raised(), RAISED, may=CONCERNS),
    "concerns_on_call": Behind(acts.raised(acts.ON_CALL), RAISED, may=CONCERNS),
    **{f"concerns_level_{level}": Behind(acts.raised(level), RAISED, may=CONCERNS) for level in (1, 2, 3, 4)},
    "notes_read": Behind(acts.notes_read, N_("Læst")),
    "decisions": Behind(acts.decisions, ANSWERED),
    "contributions": Behind(acts.contributions, N_("Forfalder"), KRONER, ONE, may=MONEY),
    "invoiced": Behind(acts.invoiced, N_("Udstedt"), KRONER, ONE, may=MONEY),
}
OF_COMPANIES = {
    "mentors": Behind(companies.mentors(), CAME, stands=True, may=CORPS),
    "active_mentors": Behind(companies.mentors(working=True), CAME, stands=True, may=CORPS),
    "private_mentors": Behind(companies.mentors(Company.sector == "private"), CAME, stands=True, may=CORPS),
    "new_mentors": Behind(companies.new_mentors, CAME, may=CORPS),
    **{
        f"found_through_{way}": Behind(companies.mentors(Mentor.found_through == way), CAME, stands=True, may=CORPS)
        for way in MENTOR_WAYS
    },
    "companies": Behind(companies.companies, FIRST_CAME, stands=True, may=CORPS),
    "new_companies": Behind(companies.new_companies, FIRST_CAME, may=CORPS),
    "mentors_asked": Behind(companies.asked(ready=False), N_("Spurgt"), stands=True, may=CORPS),
    "mentors_ready": Behind(companies.asked(ready=True), N_("Spurgt"), stands=True, may=CORPS),
    "offers_made": Behind(companies.offers(), N_("Tilbudt"), PLACES, may=CORPS),
    "offers_filled": Behind(companies.offers(filled=True), N_("Tilbudt"), PLACES, may=CORPS),
    "offers_open": Behind(companies.offers(stands=True), N_("Tilbudt"), PLACES, stands=True, may=CORPS),
    "offer_places": Behind(companies.places, N_("Givet"), PLACES, ONE),
    "placements_begun": Behind(companies.begun, BEGUN),
    "outcomes_of_three": Behind(companies.of_three, RESULT),
}
#: The figures that have a list: the key of the menu → how its rows are found.
LISTS: Mapping[str, Behind] = OF_YOUTHS | OF_PAIRS | OF_RESULTS | OF_ACTS | OF_COMPANIES


def behind(figure: str, *, by: Actor) -> Rows:
    """The rows behind `figure` (a key of LISTS) that `by` reaches, the newest first: youth_id (None where no youth is counted,
    or `by` may not know whom), match_id (None where it is not a pair's), the youth's first_name and last_name, day, amount, word
    (a msgid), name (of who is no youth), contact. Asked with `Window.asked_with`, as the following are."""
    return _behind(figure, by.roles)


def how_many(figure: str, *, by: Actor) -> Select[int]:
    """How long the list is."""
    return _how_many(figure, by.roles)


def how_much(figures: Sequence[str], *, by: Actor) -> Rows:
    """Each of the figures, counted from its list, in one row."""
    return _how_much(tuple(figures), by.roles)


@lru_cache(KEPT)
def _behind(figure: str, roles: frozenset[str]) -> Rows:
    facts = LISTS[figure].rows(Asked(), reader(roles)).subquery("facts")
    contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
    return (
        select(*facts.c, Youth.first_name, Youth.last_name, ContactPerson.name.label("contact"))
        .join_from(facts, Youth, Youth.id == facts.c.youth_id, isouter=True)
        .outerjoin(ContactPerson, contact)
        .order_by(
            facts.c.day.desc(), Youth.first_name, Youth.last_name, facts.c.name, facts.c.youth_id, facts.c.match_id
        )
    )


@lru_cache(KEPT)
def _how_many(figure: str, roles: frozenset[str]) -> Select[int]:
    return select(func.count()).select_from(LISTS[figure].rows(Asked(), reader(roles)).subquery("facts"))


@lru_cache(KEPT)
def _how_much(figures: tuple[str, ...], roles: frozenset[str]) -> Rows:
    by = reader(roles)
    return select(*(_figure(figure, by).label(figure) for figure in figures))


def _figure(figure: str, by: Actor) -> Any:
    one = LISTS[figure]
    facts = one.rows(Asked(), by).subquery()
    value = func.count() if one.sum_of is None else func.coalesce(func.sum(facts.c.amount), 0) / one.sum_of
    return select(value).select_from(facts).scalar_subquery()
