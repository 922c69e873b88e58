"""A pair that pauses: nobody is asked, nobody is lost, and the plan goes on where it should (DF-33, FY-45, DF-11)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorkorps.follow_ups import (
    AgreedLength,
    FollowUp,
    Pause,
    agree_on_length,
    called,
    end_match,
    mind_pauses,
    open_follow_up,
    open_pause,
    pause,
    resume,
)
from mentorkorps.follow_ups.moving import Behind, move, preview
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.programmes import complete
from mentorkorps.refused import Refused
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import asked, july, june, met, next_step, on, pair, work

__all__ = ["pair"]


def august(day: int) -> date:
    return date(2014, 8, day)


def hold(day: date, reason: str = "illness", *, until: date | None = None, look_again: date | None = None) -> None:
    """The pair pauses from that day."""
    with on(day) as match:
        pause(match, reason, until_on=until, look_again_on=look_again, by=actor("cille"), words="Ringede mandag.")


def morning(day: date) -> None:
    """The day's work, as the schedule does it."""
    with on(day):
        mind_pauses()
    work(day)


def reasons() -> list[str]:
    """Why the open step is on the list."""
    with acting_for(tenant("svendborg")):
        return [
            one for one in db.session.scalars(select(FollowUp.raised_because).where(FollowUp.done_at.is_(None))) if one
        ]


def test_a_pair_that_pauses_is_not_asked_and_is_looked_at_on_its_day(pair: UUID) -> None:
    met(june(18))
    hold(june(20), look_again=august(4))
    assert next_step() == ("pause", august(4), august(4))
    for day in (july(2), july(7), july(28)):
        morning(day)
    assert asked() == {} and reasons() == []
    morning(august(4))
    assert asked() == {} and reasons() == ["pause_over"]


def test_a_pause_whose_end_is_known_ends_by_itself_and_the_plan_goes_on(pair: UUID) -> None:
    met(june(18))
    hold(june(20), "travel", until=july(31))
    morning(july(30))
    assert next_step()[0] == "pause"
    morning(july(31))
    assert next_step() == ("check_in", july(31), august(7))  # two weeks after the first meeting are long gone: now
    assert asked() == {"follow_up": ["mentor", "youth"]}
    with on(july(31)) as match:
        assert open_pause(match) is None
        (one,) = db.session.scalars(select(Pause).where(Pause.match_id == match.id))
        assert (one.from_on, one.ended_on, one.ended_by) == (june(20), july(31), "Mentorkorps")


@pytest.mark.parametrize("reason", ["remand", "authority"])
def test_a_contact_that_an_authority_has_stopped_is_told_at_once_and_only_a_person_takes_it_up(
    pair: UUID, reason: str
) -> None:
    hold(june(20), reason, until=july(4))
    with acting_for(tenant("svendborg")):
        note = db.session.scalars(select(JournalNote).where(JournalNote.act == "paused")).one()
        assert db.session.scalars(select(NoteCopy.urgent).where(NoteCopy.note_id == note.id)).one()
        assert note.internal == "Ringede mandag." and "Ringede" not in note.text
    morning(july(4))
    morning(july(7))
    assert reasons() == ["pause_over"] and asked() == {}
    with on(july(8)) as match:
        resume(match, by=actor("cille"))
    assert next_step() == ("first_meeting", july(8), july(15))  # they had not met


def test_a_call_about_a_pause_keeps_it_and_looks_again_later(pair: UUID) -> None:
    hold(june(20), look_again=july(4))
    morning(july(4))
    with on(july(4)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "Stadig syg.", by=actor("cille"))
        paused = open_pause(match)
        assert paused is not None and paused.look_again_on == august(1)
    assert next_step() == ("pause", august(1), august(1)) and reasons() == []


def test_a_worry_is_still_rung_about_when_the_pair_pauses_and_when_it_goes_on(pair: UUID) -> None:
    with on(june(19)) as match:
        put_on_list(match, "worry")
    hold(june(20))
    assert reasons() == ["worry"]
    with on(june(25)) as match:
        resume(match, by=actor("cille"))
    assert reasons() == ["worry"]


def test_the_steps_that_a_pause_took_away_are_no_contacts_and_history_stays(pair: UUID) -> None:
    met(june(18))
    hold(june(20), look_again=july(14))
    with on(july(1)) as match:
        resume(match, by=actor("cille"))
    with acting_for(tenant("svendborg")):
        steps = db.session.execute(select(FollowUp.serial, FollowUp.kind, FollowUp.done_how).order_by(FollowUp.serial))
        assert [tuple(step) for step in steps] == [
            (1, "check_in", "ended"),
            (2, "pause", "ended"),
            (3, "check_in", None),
        ]
    assert next_step() == ("check_in", july(2), july(9))  # first meeting + 14 days, as if nothing had been


def test_what_cannot_be_paused_or_taken_up_is_refused(pair: UUID) -> None:
    with on(june(20)) as match:
        with pytest.raises(Refused, match="holder ikke pause"):
            resume(match, by=actor("cille"))
        with pytest.raises(Refused, match="Vælg en årsag"):
            pause(match, "humør", until_on=None, look_again_on=None, by=actor("cille"))
        with pytest.raises(Refused, match="ikke er gået"):
            pause(match, "illness", until_on=june(20), look_again_on=None, by=actor("cille"))
    hold(june(20))
    with on(june(21)) as match, pytest.raises(Refused, match="allerede pause"):
        pause(match, "illness", until_on=None, look_again_on=None, by=actor("cille"))
    with on(june(21)) as match:
        end_match(match, "never_met", by=actor("cille"))
        assert open_pause(match) is None
        with pytest.raises(Refused, match="er afsluttet"):
            pause(match, "illness", until_on=None, look_again_on=None, by=actor("cille"))


def test_a_course_may_grow_shorter_or_longer_and_what_was_agreed_before_stays(pair: UUID) -> None:
    met(june(18))
    with on(july(2)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "Det går godt.", by=actor("cille"))
    assert next_step() == ("check_in", july(30), august(13))
    with on(july(3)) as match:
        agree_on_length(match, july(25), "Find et fritidsjob", by=actor("cille"))
    assert next_step() == ("mark", july(18), july(25))  # talked about as it ends
    with on(july(4)) as match:
        agree_on_length(match, date(2014, 12, 20), "Følge med ind i uddannelsen", by=actor("cille"))
        assert match.agreed_until == date(2014, 12, 20)
        history = db.session.scalars(select(AgreedLength.content).order_by(AgreedLength.agreed_at))
        assert list(history) == ["Find et fritidsjob", "Følge med ind i uddannelsen"]
        with pytest.raises(Refused, match="allerede aftalt"):
            agree_on_length(match, date(2014, 12, 20), "Det samme", by=actor("cille"))
        with pytest.raises(Refused, match="ikke er gået"):
            agree_on_length(match, july(4), "Slut", by=actor("cille"))
    assert next_step() == ("check_in", july(30), august(13))


@pytest.mark.parametrize(
    "days", [{"until": date(2015, 6, 21)}, {"look_again": date(2014, 12, 21)}, {"look_again": date(2099, 1, 1)}]
)
def test_no_pause_hides_a_pair_for_years(pair: UUID, days: dict[str, date]) -> None:
    with pytest.raises(Refused, match="højst"):
        hold(june(20), **days)


def test_nobody_looks_at_a_pair_first_when_its_pause_has_long_been_over(pair: UUID) -> None:
    with pytest.raises(Refused, match="senest den dag den slutter"):
        hold(june(20), "travel", until=july(1), look_again=august(4))
    hold(june(20), "travel", until=july(1), look_again=june(30))
    morning(june(30))
    assert reasons() == ["pause_over"]
    morning(july(1))
    assert next_step()[0] == "first_meeting"


def test_a_year_and_a_look_after_half_a_year_are_allowed(pair: UUID) -> None:
    hold(june(20), until=date(2015, 6, 20), look_again=date(2014, 12, 20))
    assert next_step()[0] == "pause"


def test_the_look_at_a_pausing_pair_follows_the_rules_it_is_moved_to(pair: UUID) -> None:
    """The school's holidays put it off; under rules without them it is on the day that was agreed."""
    by, july_1 = actor("cille"), july(1)
    with on(june(20)) as match:
        resting = complete(match.rules, {"calendar": {"closed": [["2014-06-28", "2014-08-10"]]}})
        move(match, resting, by=by)
    hold(june(20), look_again=july_1)
    assert next_step() == ("pause", august(11), august(11))
    with on(june(20)) as match:
        newest = complete(match.rules, {"calendar": {"closed": []}})
        (shown,) = preview(Behind.of(newest), newest, skip=0, limit=5)
        move(match, newest, by=by)
    assert (shown.after.opens_on, shown.stands) == (july_1, False)
    assert next_step() == ("pause", july_1, july_1)
