"""Ctrl-C, a closed terminal and an ordinary kill all mean: stop in order. Asking again changes nothing."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stopping_in_order() -> Iterator[None]:
    """In this block the first signal raises KeyboardInterrupt and the later ones are ignored."""

    def asked(number: int, frame: FrameType | None) -> None:
        for each in ASKING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, asked) for each in ASKING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def wait_for(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a program in the foreground: it hears Ctrl-C itself, and we pass the other signals on to it."""

    def passed_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    before = {each: signal.signal(each, passed_on) for each in (signal.SIGTERM, signal.SIGHUP)}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    return code if code >= 0 else 128 - code
