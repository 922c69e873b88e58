"""`mentorkorps report`, as somebody types it."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from openpyxl import load_workbook

from mentorkorps.cli import cli
from mentorkorps.clock import standing_at
from mentorkorps.refused import Refused
from tenants.scope import acting_for
from tests import cast
from tests.conftest import OPENING, Cluster


@pytest.fixture
def settings(cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a process that may build a report."""
    config = cluster.config(database, "mk_worker")
    for name in ("database_url", "redis_url", "secret_key", "base_url", "mail_url", "mail_from", "report_database_url"):
        monkeypatch.setenv(name.upper(), str(getattr(config, name)))


def typed(*words: str) -> Result:
    with standing_at(OPENING):
        return CliRunner().invoke(cli, ["--language", "da", "report", *words], catch_exceptions=False)


@pytest.mark.usefixtures("settings")
def test_the_newest_report_is_printed_and_built_only_where_there_is_none() -> None:
    first = typed("fyn", "--period", "2014", "--format", "json")
    again = typed("fyn", "--period", "2014")
    assert first.exit_code == 0
    assert first.stdout == again.stdout
    content = json.loads(first.stdout)
    matched = next(row for row in content["rows"] if row["key"] == "matched")
    assert (content["number"], content["cut_off"]) == (1, "2014-06-14")
    assert (matched["target"], matched["realised"], matched["deviation"]) == (80, 0, -30)


@pytest.mark.usefixtures("settings")
def test_a_new_one_is_built_when_asked_for_a_day_of_its_own() -> None:
    first = json.loads(typed("fyn", "--period", "2014", "--build", "--cut-off", "2014-05-01").stdout)
    assert (first["number"], first["cut_off"]) == (1, str(date(2014, 5, 1)))
    second = json.loads(typed("fyn", "--period", "2014", "--build").stdout)
    assert (second["number"], second["cut_off"]) == (2, str(date(2014, 6, 14)))


@pytest.mark.usefixtures("settings")
def test_two_of_nearly_the_same_days_and_one_before_the_period_are_not_built() -> None:
    with pytest.raises(Refused, match="Perioden er ikke begyndt"):
        typed("fyn", "--period", "2014", "--build", "--cut-off", "2013-12-31")
    typed("fyn", "--period", "2014", "--build", "--cut-off", "2014-05-01")
    for day in ("2014-04-01", "2014-05-01", "2014-05-28"):
        with pytest.raises(Refused, match=r"kan bygges fra den 30\. maj 2014"):
            typed("fyn", "--period", "2014", "--build", "--cut-off", day)
    assert json.loads(typed("fyn", "--period", "2014").stdout)["number"] == 1


@pytest.mark.usefixtures("settings")
def test_a_day_that_is_not_over_cannot_be_told() -> None:
    with pytest.raises(Refused, match="ikke slut endnu"):
        typed("fyn", "--period", "2014", "--build", "--cut-off", "2014-06-15")


@pytest.mark.usefixtures("settings")
def test_the_pdf_goes_to_a_file(tmp_path: Path) -> None:
    assert typed("fyn", "--period", "2014", "--format", "pdf", "--out", str(tmp_path / "r.pdf")).exit_code == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("settings")
def test_a_name_or_a_period_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(Refused, match="hedder lolland"):
        typed("lolland", "--period", "2014")
    with pytest.raises(Refused, match="ingen periode 1999"):
        typed("fyn", "--period", "1999")


@pytest.mark.usefixtures("settings")
def test_the_workbook_and_the_csv_have_the_figures_of_the_json(job: Flask, tmp_path: Path) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        for name in "ABCDE":
            cast.recruit(f"Mentor{name}", "Ny", "carpenter", recruited_on=date(2014, 3, 1))
    content = json.loads(typed("fyn", "--period", "2014").stdout)
    typed("fyn", "--period", "2014", "--format", "xlsx", "--out", str(tmp_path / "r.xlsx"))
    mentors = next(row for row in content["rows"] if row["key"] == "mentors")
    sheet = load_workbook(tmp_path / "r.xlsx")["Mentorkorpset"]
    assert dict(line[:2] for line in sheet.iter_rows(values_only=True))[mentors["label"]] == mentors["realised"]
    lines = csv.DictReader(io.StringIO(typed("fyn", "--period", "2014", "--format", "csv").stdout), delimiter=";")
    assert next(line for line in lines if line["Tal"] == mentors["label"])["Realiseret"] == str(mentors["realised"])
