"""The programme's clock: one file that holds an offset in seconds, which every process adds to real time."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from demo_world.declined import DeclinedError

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
STEPS = {"1-dag": ("+1 dag", 1), "1-uge": ("+1 uge", 7), "4-uger": ("+4 uger", 28)}


class ProgrammeClock:
    """Reads the clock file and moves it on, never back."""

    def __init__(self, file: Path, real_time: Callable[[], float]) -> None:
        self.file = file
        self.real_time = real_time
        self._one_at_a_time = Lock()

    def now(self) -> datetime:
        """The programme's time on a Danish wall clock. Declined where the file holds no number."""
        return self._at(self.offset())

    def offset(self) -> int:
        """The seconds in the file; 0 where there is no file yet."""
        try:
            return int(self.file.read_text().strip() or 0)
        except FileNotFoundError:
            return 0
        except ValueError:
            raise DeclinedError(
                "Urets fil kan ikke læses: den skal indeholde et helt antal sekunder.", status=409
            ) from None

    def after(self, step: str) -> datetime:
        """Where one of STEPS leads, in whole Danish days from now. Declined for anything else."""
        if step not in STEPS:
            raise DeclinedError("Uret kan kun stilles frem: en dag, en uge eller fire uger.")
        then = self.now().replace(tzinfo=None) + timedelta(days=STEPS[step][1])
        return then.replace(tzinfo=COPENHAGEN)

    def move_to(self, moment: datetime) -> None:
        """The programme's time is `moment`; where it is later already, nothing changes."""
        with self._one_at_a_time:
            before = self.offset()
            ahead = moment.astimezone(UTC) - self._at(before).astimezone(UTC)
            self._write(before + max(0, round(ahead.total_seconds())))

    def _at(self, offset: int) -> datetime:
        moment = datetime.fromtimestamp(self.real_time(), UTC) + timedelta(seconds=offset)
        return moment.astimezone(COPENHAGEN)

    def _write(self, offset: int) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        draft.write_text(f"{offset}\n")
        draft.replace(self.file)
