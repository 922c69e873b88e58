"""A worker that is killed in the middle of issuing, by a signal that nothing can catch, leaves no gap in the numbers."""

import os
import signal
import subprocess
import sys
import textwrap

from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now, today
from tenants.billing import Invoice, issue_due
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import ROOT, Cluster

CORPS = "dygtige-unge"
#: Issues, in a process of its own; `how` is done when three numbers are taken and nothing is kept yet.
WORKER = """
    import os, signal, uuid
    from datetime import UTC, date, datetime
    from mentorkorps import process
    from mentorkorps.config import Config
    from tenants.billing import issue_due
    from tenants.scope import acting_for
    config = Config(database_url={url!r}, redis_url="", secret_key="x", base_url="http://127.0.0.1:1", mail_url="discard:",
                    mail_from="a@b.example", report_database_url="")
    with process.start(config).app_context(), acting_for(uuid.UUID({tenant!r})):
        made = issue_due(date(2014, 6, 15), datetime(2014, 6, 15, 9, tzinfo=UTC))
        print([one.number for one in made], flush=True)
        {how}
"""


def worker(cluster: Cluster, database: str, how: str) -> subprocess.CompletedProcess[str]:
    facts = {"url": cluster.url("mk_worker", database), "tenant": str(cast.tenant(CORPS)), "how": how}
    paths = os.pathsep.join(str(one) for one in (ROOT / "platform", ROOT))
    code = textwrap.dedent(WORKER).format(**facts)
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": paths},
    )


def numbers() -> list[int]:
    with acting_for(cast.tenant(CORPS)):
        return list(db.session.scalars(select(Invoice.number).order_by(Invoice.number)))


def test_a_worker_that_is_killed_leaves_no_gap(app: Flask, cluster: Cluster, database: str) -> None:
    died = worker(cluster, database, "os.kill(os.getpid(), signal.SIGKILL)")
    assert died.returncode == -signal.SIGKILL and died.stdout == "[1, 2, 3]\n", died.stderr
    assert numbers() == []
    with acting_for(cast.tenant(CORPS)):
        assert [one.number for one in issue_due(today(), now())] == [1, 2, 3]


def test_the_same_worker_left_alone_keeps_them(app: Flask, cluster: Cluster, database: str) -> None:
    lived = worker(cluster, database, "pass")
    assert (lived.returncode, numbers()) == (0, [1, 2, 3]), lived.stderr
