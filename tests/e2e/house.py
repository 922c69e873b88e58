"""The whole house as it runs for real: a database of its own, the demo world, and every process in its own role."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from demo_world.prepare import OPENING, admit_cast, recruit_bent, set_clock
from demo_world.sms_office import SECRET, TOKEN
from demo_world.world import Address, Settings, running
from embedded.environment import bare
from embedded.processes import Program, Supervisor, answers_http
from embedded.signals import stopping_in_order
from mentorkorps import process
from mentorkorps.clock import standing_at
from mentorkorps.partnership import import_partnership
from tenants.scope import acting_for, db
from tests.cast import TERMS, recruit, tenant
from tests.conftest import ROOT, Cluster

PATIENCE = 20  # seconds for a mail that must come by way of outbox, dispatcher, queue, worker and SMTP


@dataclass
class House:
    """A running house and its post, and which of its pages have been looked at closely."""

    web: str
    world: str
    examined: set[str] = field(default_factory=set)
    _taken: set[int] = field(default_factory=set)

    def mail(self, to: str, subject: str, of: str = "") -> dict[str, Any]:
        """The oldest mail to that address with that subject which no test has taken yet; waits until it has come.

        `of` is the municipality whose youth it is about, for who hears of several.
        """
        newest = 0
        while True:
            asked = {"to": to, "after": newest, "wait": PATIENCE}
            arrived = requests.get(f"{self.world}/api/mails", params=asked, timeout=2 * PATIENCE).json()
            about = [mail for mail in arrived if mail["subject"] == subject and (not of or f"/{of}" in mail["text"])]
            found = [mail for mail in about if mail["id"] not in self._taken]
            if found:
                self._taken.add(found[-1]["id"])
                return dict(found[-1])
            if not arrived:
                pytest.fail(f"No mail “{subject}” came to {to}.")
            newest = max(mail["id"] for mail in arrived)

    def link(self, to: str, subject: str, of: str = "") -> str:
        """The one link in that mail, which holds nobody's name."""
        mail = self.mail(to, subject, of)
        assert not {"Ayla", "Demir", "Bent", "Madsen"} & set(mail["text"].replace(",", " ").split())
        [link] = mail["links"]
        return str(link)


@contextmanager
def living(cluster: Cluster, tables: str, folder: Path) -> Iterator[House]:
    """The house, from an empty database to an orderly stop."""
    name, web = f"mk_story_{os.getpid()}", f"http://127.0.0.1:{_free_port()}"
    clock = folder / "clock"
    cluster = replace(cluster, redis_url=_own_queue(cluster.redis_url))
    cluster.copy(tables, name)
    try:
        settings = Settings(web, clock, folder / "world", port=0, smtp_port=0)
        with stopping_in_order(), running(settings) as world:
            _fill(cluster, name, world.http)
            set_clock(clock)
            with Supervisor(folder) as supervisor:
                for program in _programs(cluster, name, web, world, clock):
                    supervisor.start(program)
                yield House(web, world.http)
    finally:
        cluster.drop(name)


def _fill(cluster: Cluster, name: str, world: str) -> None:
    """The agreements, the accounts and the mentors: what is there when the first case worker signs in."""
    app = process.start(cluster.config(name))
    with app.app_context(), standing_at(OPENING):
        for terms in ("fyn", "vordingborg"):
            import_partnership(TERMS / f"{terms}.toml")
        admit_cast(world)
        recruit_bent()
        with acting_for(tenant("dygtige-unge")):
            recruit("Gitte", "Friis", "industrial_technician", gender="f", traits=["patient"], postcode="5762")
            recruit("Jens", "Krag", "bus_driver", postcode="5700", capacity=2, traits=["calm", "good_listener"])
            recruit("Poul", "Holst", "carpenter", postcode="5600", traits=["calm", "humorous"])
            recruit("Lone", "Bech", "car_mechanic", gender="f", postcode="5800", max_travel_minutes=20)
        with acting_for(tenant("vordingborg")):
            # Not Bent here too: nobody is written to twice in a day, and the story of Ayla is of the same day.
            recruit("Tage", "Bro", "car_mechanic", postcode="4760", traits=["patient"])
        db.engine.dispose()


def _programs(cluster: Cluster, name: str, web: str, world: Address, clock: Path) -> list[Program]:
    """Web, worker and dispatcher, started by the commands that start them in production."""
    told = bare() | {
        "REPORT_DATABASE_URL": cluster.url("mk_report", name), "REDIS_URL": cluster.redis_url, "CLOCK_FILE": str(clock),
        "SECRET_KEY": "a secret of the story " * 3, "BASE_URL": web, "MAIL_FROM": "korps@mentorkorps.example",
        "MAIL_URL": f"smtp://127.0.0.1:{world.smtp_port}",
        "SMS_URL": f"{world.http}/sms", "SMS_TOKEN": TOKEN, "SMS_SECRET": SECRET,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
    }  # fmt: skip
    serve = [sys.executable, "-m", "gunicorn", "mentorkorps.web:create_app()", "-w", "2", "-b", urlsplit(web).netloc]

    def in_role(role: str) -> dict[str, str]:
        return told | {"DATABASE_URL": cluster.url(role, name)}

    return [
        Program("worker", ["mentorkorps", "worker"], in_role("mk_worker")),
        Program("dispatcher", ["mentorkorps", "dispatch"], in_role("mk_dispatch")),
        Program("web", [*serve, "--no-control-socket"], in_role("mk_web"), answers_http(f"{web}/health")),
    ]


def _own_queue(redis_url: str) -> str:
    """One of the queue server's upper databases, so that two runs on one server hardly ever hear each other's bells."""
    return f"{redis_url.partition('?')[0]}?db={10 + os.getpid() % 6}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])
