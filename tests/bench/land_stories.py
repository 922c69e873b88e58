"""What happens to the youths of the land: rows as lines for COPY, drawn from one generator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from uuid import UUID

from mentorkorps.simulation.names import People

Lines = dict[str, list[str]]
_PAIR = "caring_tenant_id, mentor_tenant_id, mentor_id, engagement_tenant_id, engagement_id, reservation_tenant_id, reservation_id"
#: The tables in the order in which they are copied, with the columns that are filled.
TABLES = {
    "companies": "tenant_id, id, name, sector, employees, first_contact_on",
    "mentors": "tenant_id, id, first_name, last_name, email, phone, gender, occupation, position, company_id, postcode,"
    " max_travel_minutes, languages, traits, page_language, capacity, recruited_on, channel, found_through",
    "contact_persons": "tenant_id, id, name, email, phone, page_language",
    "engagements": "tenant_id, id, mentor_id, taken_at, freed_at, party_tenant_id",
    "reservations": "tenant_id, id, quota_id, reserved_at, party_tenant_id",
    "youths": "tenant_id, id, first_name, last_name, phone, email, postcode, gender, languages, page_language, case_number,"
    " contact_person_id, channel",
    "enrolments": "tenant_id, id, youth_id, begun_at, begun_by, begun_by_tenant_id, begun_by_user_id, education_goal, job_goal,"
    " trades, wished_gender, wished_traits, wished_area, matters_most, special_regards, assessed_by, assessed_on, sent_at,"
    " programme_tenant_id, programme_id, return_reason, closed_at, close_reason, promise_days, main_need",
    "proposals": f"tenant_id, id, youth_id, enrolment_id, {_PAIR}, proposed_at, proposed_on, proposed_by, is_trade_match, score,"
    " reasons, started_at, fell_at, fell_because, note",
    "matches": f"tenant_id, id, youth_id, proposal_id, {_PAIR}, rules, is_trade_match, started_at, started_on, first_met_on,"
    " ended_at, ended_on, end_reason, ended_by",
    "meetings": "tenant_id, id, match_id, held_on, took_place, minutes, place, logged_at, logged_by",
    "follow_ups": "tenant_id, id, match_id, serial, kind, opens_on, due_on, done_at, done_on, done_how",
    "journal_notes": "tenant_id, id, youth_id, match_id, act, written_at, written_by, text, internal",
    "outcomes": "tenant_id, id, match_id, kind, began_on, recorded_at, recorded_by, owed_to",
    "moved_on": "tenant_id, id, match_id, side, asked_at, answered_at, answer",
    "concerns": "tenant_id, id, youth_id, match_id, about, internal, is_danger, is_minor, opened_at, opened_on, opened_by,"
    " opened_by_kind",
}
FOLLOW_UPS, NOTES, MEETINGS = 10, 20, 6  # of each pair
KINDS = ("praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")
REASONS = (
    "goal_reached",
    "goal_reached",
    "planned",
    "planned",
    "not_a_fit",
    "youth_stopped",
    "mentor_stopped",
    "never_met",
    "moved",
)
TRADES = ("car_mechanic", "carpenter", "cook", "care_assistant", "electrician", "hairdresser", "painter", "smith")
SAID = tuple(
    f"{who} {what} {after}." for who in ("Den unge", "Mentor", "Begge", "Kontaktpersonen")
    for what in ("har talt om uddannelse", "møder til aftalt tid", "ser frem til besøget i virksomheden", "vil gerne mødes oftere")
    for after in ("og aftaler et nyt møde om to uger", "og ved, hvem der kan svare", "og er glad for forløbet indtil nu")
)  # fmt: skip
NO = "\\N"


@dataclass(frozen=True)
class Ids:
    """What the agreement's own rows are called."""

    tenants: Mapping[str, UUID]
    operator: UUID
    guidance: UUID
    programme: UUID
    quotas: Mapping[tuple[UUID, int], UUID]


class Stories:
    """Draws rows; call `corps` first."""

    def __init__(self, rng: Random, ids: Ids, first_year: int, last_day: date) -> None:
        self.rng, self.ids = rng, ids
        self.first, self.last = date(first_year, 1, 1).toordinal(), last_day.toordinal()
        people, day = People(rng), date(first_year, 1, 1)
        self.people, self.mentors = [people.youth(day) for _ in range(500)], [""]
        self.lines: Lines = {}

    def corps(self, mentors: int) -> Lines:
        """The operator's companies and mentors."""
        self.lines, house = {table: [] for table in TABLES}, self.ids.operator
        companies = [
            self._put("companies", house, f"Værksted {number}", "private", 12, _day(self.first))
            for number in range(mentors // 4)
        ]
        self.mentors = []
        for number in range(mentors):
            one = self.rng.choice(self.people)
            self.mentors.append(
                self._put(
                    "mentors", house, one.first, one.last, f"mentor{number}@korps.example", "20304050", one.gender,
                    self.rng.choice(TRADES), "mester", self.rng.choice(companies), one.postcode, 45, '["da"]', "[]", "da", 2,
                    _day(self.first), "mail", "",
                )
            )  # fmt: skip
        return self.lines

    def municipality(self, tenant: UUID, pairs: int) -> Lines:
        """Every youth of one municipality until it has so many pairs."""
        self.lines, left = {table: [] for table in TABLES}, pairs
        contact = self._put("contact_persons", tenant, "Sagsbehandler", "sag@kommune.example", "62000000", "da")
        while left > 0:
            left -= self._youth(tenant, contact)
        return self.lines

    def _youth(self, tenant: UUID, contact: str) -> int:
        """One youth, enrolled once: proposed or still waiting, and with up to two pairs; how many it had."""
        rng, one = self.rng, self.rng.choice(self.people)
        youth = self._put("youths", tenant, one.first, one.last, "20304050", f"{rng.getrandbits(40):x}@ung.example", one.postcode,
                          one.gender, '["da"]', "da", "", contact, "mail")  # fmt: skip
        sent = rng.randrange(self.first, self.last)
        begins: list[tuple[int, int | None]] = []
        waits = min(int(rng.expovariate(1 / 14)) + 1, 150)
        day = sent + waits
        falls = [day := day + 9] if rng.random() < 0.2 else []
        for _ in range(2 if rng.random() < 0.12 else 1):
            start = day + rng.randrange(1, 14)
            ends = start + int(rng.weibullvariate(200, 1.6)) + 1
            if start > self.last or rng.random() < 0.05:
                break
            begins.append((day, ends if ends <= self.last else None))
            day = ends + rng.randrange(5, 40)
            if ends > self.last or day > self.last:
                break
        closed = begins[0][0] + 1 if begins else sent + 90 if sent + 90 < self.last and not falls else None
        enrolment = self._enrol(tenant, youth, sent, closed)
        for fell in falls:
            self._propose(tenant, youth, enrolment, fell - 9, None, fell)
        for begin, ended in begins:
            self._pair(tenant, youth, enrolment, begin, ended)
        return len(begins)

    def _enrol(self, tenant: UUID, youth: str, sent: int, closed: int | None) -> str:
        by = self.ids.guidance if self.rng.random() < 0.2 else tenant
        trade = self.rng.choice(TRADES)
        return self._put(
            "enrolments", tenant, youth, _stamp(sent), "Karen", by, _hex(self.rng), "", "", f'["{trade}"]', "", "[]", "", "", "",
            "", _day(sent), _stamp(sent), self.ids.operator, self.ids.programme, "", _stamp(closed), "matchet" if closed else "",
            28, "",
        )  # fmt: skip

    def _propose(
        self, tenant: UUID, youth: str, enrolment: str, day: int, started: int | None, fell: int | None
    ) -> tuple[str, str, str]:
        """The proposal's id, what it points to, and whether the trade is the same."""
        rng, operator = self.rng, self.ids.operator
        mentor, year = rng.choice(self.mentors), min(date.fromordinal(day).year, date.fromordinal(self.last).year)
        engaged = self._put("engagements", operator, mentor, _stamp(day), _stamp(fell), tenant)
        place = self._put("reservations", operator, self.ids.quotas[tenant, year], _stamp(day), tenant)
        points = f"{operator}\t{operator}\t{mentor}\t{operator}\t{engaged}\t{operator}\t{place}"
        trade = "t" if rng.random() < 0.6 else "f"
        proposal = self._put("proposals", tenant, youth, enrolment, points, _stamp(day), _day(day), "Cille", trade, 70, "[]",
                             _stamp(started), _stamp(fell), "mentor_no" if fell else NO, "")  # fmt: skip
        return proposal, points, trade

    def _pair(self, tenant: UUID, youth: str, enrolment: str, proposed: int, ended: int | None) -> None:
        rng = self.rng
        start = proposed + 1
        proposal, points, trade = self._propose(tenant, youth, enrolment, proposed, start, None)
        reason = rng.choice(REASONS) if ended else NO
        match = self._put("matches", tenant, youth, proposal, points, "{}", trade, _stamp(start), _day(start), _day(start + 9),
                          _stamp(ended), _day(ended), reason, "Cille" if ended else "")  # fmt: skip
        until = ended or self.last
        self._follow(tenant, match, start, until, is_over=ended is not None)
        self._write(tenant, youth, match, start, until)
        for kind in rng.sample(KINDS, rng.choice((0, 1, 1, 2))):
            self._put(
                "outcomes", tenant, match, kind, _day(start + rng.randrange(-10, 250)), _stamp(until), "Cille", "[]"
            )
        if ended:
            for side in ("youth", "contact"):
                answer = rng.choice(("yes", "yes", "yes", "no", "unsure", NO))
                self._put("moved_on", tenant, match, side, _stamp(ended), NO if answer == NO else _stamp(ended), answer)
        if rng.random() < 0.04:
            self._put(
                "concerns",
                tenant,
                youth,
                match,
                "home",
                "",
                "f",
                "f",
                _stamp(start + 20),
                _day(start + 20),
                "Bent",
                "mentor",
            )

    def _follow(self, tenant: UUID, match: str, start: int, until: int, *, is_over: bool) -> None:
        """Ten follow-ups, the last of a running pair still open."""
        rng, step, put = self.rng, max(7, (until - start) // FOLLOW_UPS), self._put
        for serial in range(1, FOLLOW_UPS + 1):
            due = start + 14 + step * (serial - 1)
            if not is_over and serial == FOLLOW_UPS:
                put("follow_ups", tenant, match, serial, "check_in", _day(due - 6), _day(due), NO, NO, NO)
                continue
            done = due - rng.randrange(6) if rng.random() < 0.9 else due + rng.randrange(1, 20)
            put(
                "follow_ups",
                tenant,
                match,
                serial,
                "check_in",
                _day(due - 6),
                _day(due),
                _stamp(done),
                _day(done),
                "answered",
            )

    def _write(self, tenant: UUID, youth: str, match: str, start: int, until: int) -> None:
        """Meetings and notes, spread over the pair's days."""
        rng, span, put = self.rng, max(1, until - start), self._put
        for day in sorted(rng.sample(range(start, start + span + MEETINGS), MEETINGS)):
            put(
                "meetings",
                tenant,
                match,
                _day(day),
                "t",
                rng.choice((30, 45, 60, 90, 120)),
                "workplace",
                _stamp(day),
                "Bent",
            )
        for number in range(NOTES):
            day = start + span * number // NOTES
            put("journal_notes", tenant, youth, match, "answered", _stamp(day), "Systemet", rng.choice(SAID), "")

    def _put(self, table: str, tenant: UUID, *values: object) -> str:
        """Writes a row with a new id, which it returns."""
        row = _hex(self.rng)
        self.lines[table].append("\t".join((str(tenant), row, *map(str, values))) + "\n")
        return row


def _hex(rng: Random) -> str:
    return f"{rng.getrandbits(128):032x}"


@cache
def _day(day: int | None) -> str:
    return date.fromordinal(day).isoformat() if day else NO


@cache
def _stamp(day: int | None) -> str:
    """Ten in the morning in Greenwich: the same day in Denmark, summer and winter."""
    return f"{_day(day)} 10:00+00" if day else NO
