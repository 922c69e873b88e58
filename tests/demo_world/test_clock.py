"""The clock button moves the programme's day on for every process, and never back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import requests

from demo_world.programme_clock import ProgrammeClock

from .conftest import World

DAY = 86400


def test_a_click_moves_the_file_on_and_shows_the_new_day(world: World) -> None:
    june = datetime(2014, 6, 15, 10, 0, tzinfo=UTC).timestamp()
    world.watch.ahead = 0
    world.clock_file.write_text(str(round(june - world.watch())))
    assert "søndag den 15. juni 2014" in world.get("/").text
    response = world.post("/ur", skridt="1-uge")
    assert response.status_code == 303
    shown = requests.get(world.address.http + response.headers["Location"], timeout=20).text  # by way of /ur
    assert "søndag den 22. juni 2014" in shown and "Uret er stillet frem" in shown
    world.post("/ur", skridt="1-dag")
    world.post("/ur", skridt="4-uger")
    assert "mandag den 21. juli 2014" in world.get("/").text


def test_without_a_file_the_clock_shows_real_time_and_the_first_click_makes_it(world: World) -> None:
    assert world.get("/api/clock").json()["offset"] == 0
    world.post("/ur", skridt="1-uge")
    assert abs(int(world.clock_file.read_text()) - 7 * DAY) <= 3600
    assert [file.name for file in world.clock_file.parent.iterdir() if "clock" in file.name] == ["clock"]


@pytest.mark.parametrize("step", ["", "-1-dag", "-7", "7", "en måned", "1-dag\n"])
def test_backwards_and_garbage_are_refused_and_the_file_stays(world: World, step: str) -> None:
    world.clock_file.write_text("500")
    response = world.post("/ur", skridt=step)
    assert response.status_code == 400 and "kun stilles frem" in response.text
    assert world.clock_file.read_text() == "500"


def test_a_file_with_garbage_is_told_in_a_sentence_and_not_overwritten(world: World) -> None:
    world.clock_file.write_text("i morgen")
    for response in (world.get("/"), world.post("/ur", skridt="1-dag")):
        assert response.status_code == 409 and "helt antal sekunder" in response.text
    assert world.clock_file.read_text() == "i morgen"


def test_another_site_cannot_move_the_clock(world: World) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    response = requests.post(f"{world.address.http}/ur", {"skridt": "1-dag"}, headers=foreign, timeout=20)
    assert response.status_code == 403 and not world.clock_file.exists()
    renamed = requests.get(f"{world.address.http}/", headers={"Host": "evil.example"}, timeout=20)
    assert renamed.status_code == 400


def test_a_day_is_a_danish_day_also_when_the_clocks_change(tmp_path: Path) -> None:
    just_after_midnight = datetime(2014, 10, 25, 22, 30, tzinfo=UTC).timestamp()
    clock = ProgrammeClock(tmp_path / "clock", lambda: just_after_midnight)
    assert clock.now().date() == date(2014, 10, 26)
    assert clock.after("1-dag").date() == date(2014, 10, 27)
    clock.move_to(clock.after("1-dag"))
    assert clock.offset() == 25 * 3600
    clock.move_to(datetime(2014, 10, 20, tzinfo=UTC))
    assert clock.offset() == 25 * 3600
