"""An import makes the database say what the file says: whole, once, and not against what has happened since."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from mentorkorps import process
from mentorkorps.cli import main
from mentorkorps.clock import standing_at
from mentorkorps.partnership import import_partnership
from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering_group.calendar import meeting_days
from mentorkorps.tables import METADATA
from tenants.agreements import Period
from tenants.billing import Contribution, issue_due
from tenants.quotas import Quota
from tenants.quotas import reserve as take
from tenants.registry import Mandate, Member, Partnership, Programme
from tenants.scope import acting_for, db
from tests.anew import Anew
from tests.cast import TERMS, tenant
from tests.conftest import Cluster

FYN = (TERMS / "fyn.toml").read_text()
ALONE = (TERMS / "vordingborg.toml").read_text()
SIGNING, MAY = datetime(2014, 2, 1, 12, tzinfo=UTC), datetime(2014, 5, 5, 12, tzinfo=UTC)
UU = FYN[FYN.index('[[parties]]\nslug = "uu"') : FYN.index('[[parties]]\nslug = "dygtige-unge"')]
UU_LINE = '[[periods.lines]]\nparty = "uu"\ndraws_on = "bearing"\n'
WITHOUT_UU = FYN.replace(UU, "").replace(UU_LINE, "").replace(', "uu"]', "]")


DANISH = ["mentorkorps", "--language", "da", "partnership"]


@dataclass
class Door:
    """The command line of a machine with a database of its own."""

    cluster: Cluster
    database: str
    folder: Path
    capsys: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    @property
    def environment(self) -> dict[str, str]:
        config = self.cluster.config(self.database)
        return {
            "DATABASE_URL": config.database_url, "REDIS_URL": config.redis_url, "SECRET_KEY": config.secret_key,
            "BASE_URL": config.base_url, "MAIL_URL": config.mail_url, "MAIL_FROM": config.mail_from,
        }  # fmt: skip

    def file(self, terms: str) -> str:
        path = self.folder / "aftale.toml"
        path.write_text(terms)
        return str(path)

    def gets(self, terms: str, *options: str, at: datetime = SIGNING) -> str:
        """What the command says to a file with these `terms`; a refusal begins with "nej:"."""
        for key, value in self.environment.items():
            self.patch.setenv(key, value)
        self.patch.setattr(sys, "argv", [*DANISH, "import", self.file(terms), *options])
        with standing_at(at), pytest.raises(SystemExit) as stopped:
            main()
        said = self.capsys.readouterr()
        return f"nej: {said.err}" if stopped.value.code else said.out

    def hears(self, terms: str, answer: str) -> str:
        """What the command says at a terminal whose user types `answer`."""
        ours, theirs = pty.openpty()
        os.write(ours, f"{answer}\n".encode())
        command = [
            sys.executable,
            "-c",
            "from mentorkorps.cli import main; main()",
            *DANISH[1:],
            "import",
            self.file(terms),
        ]
        paths = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"}
        done = subprocess.run(
            command, stdin=theirs, capture_output=True, env=self.environment | paths, timeout=60, check=True
        )
        os.close(ours)
        os.close(theirs)
        return done.stdout.decode()

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table."""
        every = " UNION ALL ".join(f"SELECT '{name}', CAST(t AS text) FROM {name} t" for name in METADATA.tables)
        found: dict[str, list[str]] = {name: [] for name in METADATA.tables}
        with psycopg.connect(self.cluster.admin(self.database)) as connection:
            for name, row in connection.execute(every):
                found[name].append(row)
        return {name: sorted(rows) for name, rows in found.items()}

    def sabotage(self, table: str) -> None:
        """From now on the database refuses rows in `table`."""
        with psycopg.connect(self.cluster.admin(self.database)) as connection:
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT never CHECK (false)")


Kept = tuple[str, Anew]
Machine = Callable[[Kept], AbstractContextManager[Door]]


@pytest.fixture(scope="module")
def empty(cluster: Cluster, tables: str) -> Iterator[Kept]:
    """The name of a database with nobody in it, and the way to make it so again."""
    yield from kept(cluster, tables, f"mk_empty_{os.getpid()}")


@pytest.fixture(scope="module")
def signed(cluster: Cluster, tables: str) -> Iterator[Kept]:
    """One in which Fyn's agreement has been signed, and nothing has happened since."""
    template = f"mk_signed_{os.getpid()}"
    cluster.copy(tables, template)
    with process.start(cluster.config(template)).app_context(), standing_at(SIGNING):
        import_partnership(TERMS / "fyn.toml")
        db.engine.dispose()
    yield from kept(cluster, template, f"{template}_copy")
    cluster.drop(template)


def kept(cluster: Cluster, template: str, name: str) -> Iterator[Kept]:
    """The database `name` for as long as it is needed."""
    anew = Anew(lambda: cluster.copy(template, name), cluster.admin(name))
    yield name, anew
    anew.close()
    cluster.drop(name)


@pytest.fixture
def machine(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Machine:
    """A machine's command line on a database as it was in the beginning."""

    @contextmanager
    def on(database: Kept) -> Iterator[Door]:
        name, anew = database
        anew()
        with process.start(cluster.config(name)).app_context():
            yield Door(cluster, name, tmp_path, capsys, monkeypatch)
            db.engine.dispose()

    return on


@pytest.fixture
def door(machine: Machine, empty: Kept) -> Iterator[Door]:
    """A machine whose database begins empty."""
    with machine(empty) as door:
        yield door


@pytest.fixture
def agreed(machine: Machine, signed: Kept) -> Iterator[Door]:
    """A machine on which Fyn's agreement has been signed."""
    with machine(signed) as door:
        yield door


def test_fyn_is_opened_and_its_terms_are_told(door: Door) -> None:
    said = door.gets(FYN)
    assert "Partnerskabet er oprettet." in said
    assert "Periode 2014, 15. februar 2014 til 31. december 2014:" in said
    assert "Nyborg Kommune: kvote 30-35 unge, bidrag 133.000 kr. ekskl. moms, betales 1. februar 2014" in said
    assert "Svendborg Erhvervsskole: trækker på den bærende kommunes kvote" in said
    assert "Rest af prisen, som intet bidrag dækker: 1.000 kr." in said
    assert "Bemærk: 2014: kvoterne giver tilsammen 90-105 unge, og målet er 80-100." in said


def test_a_municipality_finds_its_own_quota_rules_and_contribution_and_no_neighbours(door: Door) -> None:
    door.gets(FYN)
    with acting_for(tenant("nyborg")):
        assert (Quota.of_here(date(2014, 6, 1)).maximum, Quota.of_here(date(2015, 6, 1)).maximum) == (35, 40)
        assert Programme.of_here(date(2014, 6, 1)).profile["follow_up"]["then_weeks_from"] == 4
        paid = db.session.scalars(select(Contribution).order_by(Contribution.due_on)).all()
        assert [(c.amount, c.due_on) for c in paid] == [
            (Decimal(133000), date(2014, 2, 1)), (Decimal(160000), date(2015, 1, 1)),
        ]  # fmt: skip


def test_the_steering_group_meets_the_second_wednesday_of_every_second_month(door: Door) -> None:
    door.gets(FYN)
    with acting_for(tenant("faaborg-midtfyn")):
        meetings = db.session.scalars(select(SteeringMeeting.held_on).order_by(SteeringMeeting.held_on)).all()
    assert meetings[:3] == [date(2014, 3, 12), date(2014, 5, 14), date(2014, 6, 25)]  # never in July
    assert (len(meetings), meetings[-1]) == (11, date(2015, 11, 11))


def test_a_fifth_weekday_becomes_the_last_in_a_short_month() -> None:
    assert meeting_days(date(2014, 1, 31), 1, date(2014, 3, 31)) == {
        date(2014, 1, 31),
        date(2014, 2, 28),
        date(2014, 3, 28),
    }


def test_the_same_file_again_changes_not_one_byte(agreed: Door) -> None:
    before = agreed.rows()
    assert "Intet er ændret." in agreed.gets(FYN, at=MAY)
    assert "Intet er ændret." in agreed.gets(FYN.replace("# prepaid: at signing", "# another remark"), at=MAY)
    assert agreed.rows() == before


@pytest.mark.parametrize("table", ["steering_meetings", "mandates", "contributions", "programmes"])
def test_a_failure_half_way_leaves_nothing(door: Door, table: str) -> None:
    door.sabotage(table)
    with pytest.raises(Exception, match="never"):
        door.gets(FYN)
    assert not any(door.rows().values())


def test_a_municipality_alone_needs_no_corps_and_no_price(door: Door) -> None:
    said = door.gets(ALONE)
    assert "Vordingborg Kommune: kvote 0-40 unge" in said
    assert "Pris" not in said
    with acting_for(tenant("vordingborg")):
        assert take(Quota.of_here(date(2014, 2, 1)), SIGNING).freed_at is None
        assert Programme.of_here(date(2014, 2, 1)).profile["meetings"] == {"hours_per_month": 4, "months_from": 4}


def test_both_partnerships_live_in_one_house(door: Door) -> None:
    door.gets(FYN)
    before = door.rows()
    assert "Partnerskabet er oprettet." in door.gets(ALONE)
    after = door.rows()
    assert all(set(rows) <= set(after[name]) for name, rows in before.items())
    assert "Intet er ændret." in door.gets(FYN)
    with acting_for(tenant("vordingborg")):
        assert db.session.scalars(select(Partnership.slug)).all() == ["vordingborg"]


CHANGED = FYN.replace("quota = [40, 40]", "quota = [40, 45]", 1).replace("promise_days = 28", "promise_days = 21")


def test_a_changed_file_shows_old_and_new_and_changes_nothing_unasked(agreed: Door) -> None:
    before = agreed.rows()
    assert agreed.gets(CHANGED) == "nej: Intet er ændret. Sig ja til ændringerne med --yes.\n"
    assert agreed.rows() == before


def test_a_changed_file_is_saved_with_a_yes_and_the_old_rules_stay_readable(agreed: Door) -> None:
    said = agreed.gets(CHANGED, "--yes", at=MAY)
    assert "Kvote, 2015, svendborg: 40 → 40-45" in said
    assert "Programmet, dage til et matchforslag: 28 → 21" in said
    with acting_for(tenant("svendborg")):
        assert Quota.of_here(date(2015, 6, 1)).maximum == 45
        assert Programme.of_here(date(2014, 6, 1)).profile["promise_days"] == 21
        versions = db.session.scalars(select(Programme).order_by(Programme.version)).all()
        assert [programme.profile["promise_days"] for programme in versions] == [28, 21]
    assert "Intet er ændret." in agreed.gets(CHANGED)


def test_each_changed_rule_is_one_line_in_the_file_s_order_and_in_the_words_of_the_form(agreed: Door) -> None:
    changed = FYN.replace("from = 15", "from = 16").replace("months_from = 2", "months_from = 3")
    changed = changed.replace("merge_within_days = 7", "merge_within_days = 5")
    changed = changed.replace("then_weeks_to = 6", "then_weeks_to = 8\n[programme.exit]\nyouth_weeks = [2, 4]")
    told = [line.strip() for line in agreed.gets(changed, "--yes").splitlines() if "→" in line]
    assert told == [
        "Programmet, alder, fra: 15 → 16",
        "Programmet, norm for møder, et forløb varer mindst så mange måneder (0: ikke sagt): 2 → 3",
        "Programmet, opfølgning, to opfølgninger bliver til én, når der er højst så mange dage imellem (0: aldrig): 7 → 5",
        "Programmet, opfølgning, derefter højst så mange uger mellem to opfølgninger: 6 → 8",
        "Programmet, kontakt efter forløbet, uger efter forløbet, hvor den unge kontaktes: intet → 2-4",
    ]


@pytest.mark.parametrize("instead", ['ean = "5798009900043"\n', ""], ids=["another number", "no number"])
def test_invoice_details_are_read_once_and_a_file_that_changes_them_is_told_so(agreed: Door, instead: str) -> None:
    before = agreed.rows()
    said = agreed.gets(FYN.replace('ean = "5798009900012"\n', instead), "--yes").splitlines()
    assert [line for line in said if "Fakturaer" in line] == [
        "Bemærk: Filens fakturaoplysninger om Svendborg Kommune er andre end dem under Fakturaer. Filens læses kun, når en part "
        "kommer ind; siden rettes de under Fakturaer."
    ]
    assert said[-1] == "Intet er ændret."
    assert agreed.rows() == before
    assert "Fakturaer" not in agreed.gets(FYN)


def test_a_curve_comes_and_goes_with_the_file(agreed: Door) -> None:
    curve = FYN.replace("priced_places = 100", "priced_places = 100\npace = { 2014-09 = 60, 2014-06 = 50 }")
    said = agreed.gets(curve, "--yes")
    assert "Periode, 2014, mål til dato ved månedens slutning: intet → 2014-06: 50 %, 2014-09: 60 %" in said
    with acting_for(tenant("svendborg")):
        paces = select(Period.pace).order_by(Period.starts_on)
        assert db.session.scalars(paces).all() == [{"2014-06": 50, "2014-09": 60}, {}]
    assert "Intet er ændret." in agreed.gets(curve)
    assert "2014-09: 60 % → intet" in agreed.gets(FYN, "--yes")
    with acting_for(tenant("svendborg")):
        assert db.session.scalars(select(Period.pace)).all() == [{}, {}]


@pytest.mark.parametrize(("answer", "told"), [("nej", "Intet er ændret."), ("ja", "Ændringerne er gemt.")])
def test_at_a_terminal_the_person_is_asked(agreed: Door, answer: str, told: str) -> None:
    before = agreed.rows()
    assert told in agreed.hears(CHANGED, answer)
    assert (agreed.rows() == before) == (answer == "nej")


def test_an_invoiced_contribution_stands_and_the_next_may_change(agreed: Door) -> None:
    with acting_for(tenant("dygtige-unge")):
        assert len(issue_due(date(2014, 2, 1), SIGNING)) == 3
    before = agreed.rows()
    for old, new in (
        ("contribution = 133000", "contribution = 133333"),
        ("due_on = 2014-02-01", "due_on = 2014-03-01"),
    ):
        other = FYN.replace(old, new, 1)
        line = next(n for n, said in enumerate(other.splitlines(), start=1) if said.startswith(new))
        refusal = "Bidraget fra Svendborg Kommune for 2014 er faktureret og kan ikke ændres."
        assert agreed.gets(other, "--yes") == f"nej: Linje {line}: {refusal}\n"
    assert agreed.rows() == before
    cheaper = FYN.replace("contribution = 160000", "contribution = 150000", 1)
    assert "Bidrag, 2015, svendborg: 160.000 kr." in agreed.gets(cheaper, "--yes")


def reserve(slug: str, places: int) -> None:
    """The corps takes places for youths of that municipality."""
    with acting_for(tenant(slug), home=tenant("dygtige-unge")):
        for _ in range(places):
            take(Quota.of_here(MAY.date(), locked=True), MAY)


REFUSED: dict[str, tuple[Callable[[str], str], str]] = {
    "a quota below the places taken": (
        lambda fyn: fyn.replace("quota = [30, 35]", "quota = [0, 1]", 1),
        "Linje 100: Svendborg Kommune har brugt eller reserveret 2 pladser i 2014; kvoten kan ikke være mindre.",
    ),
    "a period moved away from its places": (
        lambda fyn: fyn.replace("starts_on = 2014-02-15", "starts_on = 2014-06-01").replace("2014-03-12", "2014-09-10"),
        "Linje 92: Perioden 2014 har pladser, der er brugt uden for de nye dage.",
    ),
    "a period removed": (
        lambda fyn: (
            fyn[: fyn.index("[[periods]]")] + fyn[fyn.rindex("[[periods]]") :].replace("2014-03-12", "2015-03-11")
        ),
        "Perioden 2014 har matchforslag eller fakturaer og kan ikke fjernes.",
    ),
    "a school that becomes a guidance centre": (
        lambda fyn: fyn.replace('kind = "school"', 'kind = "guidance"'),
        "Linje 61: Svendborg Erhvervsskole er her i forvejen som en anden slags organisation.",
    ),
    "another operator": (
        lambda fyn: fyn.replace('operator = "dygtige-unge"', 'operator = "svendborg"'),
        "Linje 8: Partnerskabet fyn drives i dag af Dygtige Unge (Foreningen Nydansker); det kan en import ikke ændre.",
    ),
    "a municipality bound twice": (
        lambda fyn: ALONE.replace('"vordingborg"', '"nyborg"'),
        "Linje 16: Nyborg Kommune bærer allerede unge i partnerskabet Erhvervsmentor fra Syd til Øst.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_has_happened_is_not_undone_by_a_file(agreed: Door, what: str) -> None:
    change, sentence = REFUSED[what]
    reserve("svendborg", 2)
    before = agreed.rows()
    answer = agreed.gets(change(FYN), "--yes", at=MAY)
    assert answer.startswith("nej: ") and sentence in answer
    assert agreed.rows() == before


def test_an_unused_period_may_go_and_takes_its_meetings_along(agreed: Door) -> None:
    only_first = FYN[: FYN.rindex("[[periods]]")] + FYN[FYN.index("[steering]") :]
    agreed.gets(only_first, "--yes", at=MAY)
    rows = agreed.rows()
    counted = {
        name: len(rows[name]) for name in ("periods", "quotas", "contributions", "agreement_lines", "steering_meetings")
    }
    assert counted == {"periods": 1, "quotas": 3, "contributions": 3, "agreement_lines": 5, "steering_meetings": 5}


def test_a_party_that_leaves_keeps_its_past_and_can_come_back(agreed: Door) -> None:
    assert "Bærer unge, uu: nej → intet" in agreed.gets(WITHOUT_UU, "--yes", at=MAY)
    with acting_for(tenant("uu")):
        assert db.session.scalars(select(Member.left_on)).all() == [MAY.date()]
        assert set(db.session.scalars(select(Mandate.ended_on))) == {MAY.date()}
    assert len(agreed.rows()["agreement_lines"]) == 9  # gone from 2015 alone
    assert "Intet er ændret." in agreed.gets(WITHOUT_UU)
    agreed.gets(FYN, "--yes", at=MAY)
    with acting_for(tenant("uu")):
        assert db.session.scalars(select(Member.left_on)).all() == [None]
        assert set(db.session.scalars(select(Mandate.ended_on))) == {None}
