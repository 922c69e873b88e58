"""The dispatcher: the one process that looks across tenants. It sees due times only, and rings the queue.

Tenants take turns, and each has only a few rung at a time, so that nobody waits long behind a neighbour's ten thousand.
Any number may run.
"""

import logging
import signal
import threading

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Engine, text

from mentorkorps.clock import now, real_now
from tenants.scope import UnsafeRole

log = logging.getLogger(__name__)
PAUSE = 0.2  # seconds between looks when there is nothing to do
QUEUE = "mentorkorps"
AT_ONCE = 20  # of one tenant: rung and not begun, so that nobody's crowd fills the queue before a neighbour comes
_OPEN = (
    "o.run_at <= :now AND o.done_at IS NULL AND o.dead_at IS NULL AND (o.lease_until IS NULL OR o.lease_until < :real)"
)
_QUIET = "(o.rung_at IS NULL OR o.rung_at < :real - interval '10 seconds')"
RING = text(f"""
WITH turns AS (
    SELECT o.tenant_id, o.id, row_number() OVER (PARTITION BY o.tenant_id ORDER BY {_QUIET}, o.run_at) AS turn
    FROM outbox o WHERE {_OPEN}
), picked AS (
    SELECT o.tenant_id, o.id, turns.turn FROM outbox o JOIN turns USING (tenant_id, id)
    WHERE turns.turn <= {AT_ONCE} AND {_OPEN} AND {_QUIET} ORDER BY turns.turn LIMIT 100 FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox o SET rung_at = :real FROM picked WHERE o.tenant_id = picked.tenant_id AND o.id = picked.id
RETURNING o.tenant_id, o.id, picked.turn
""")  # noqa: S608 (constants only)


def ring_due(engine: Engine, queue: Queue) -> int:
    """Rings what is due, a few of each tenant in turn; returns how many. What is not claimed is rung again after ten seconds."""
    with engine.begin() as connection:
        rows = sorted(connection.execute(RING, {"now": now(), "real": real_now()}).all(), key=lambda row: row.turn)
    for row in rows:
        queue.enqueue("workers.perform.perform", str(row.tenant_id), str(row.id), result_ttl=60, failure_ttl=3600)
    return len(rows)


def run(engine: Engine, redis_url: str) -> None:
    """Until SIGTERM: look, ring, rest. A database or queue that is away is waited for; a role that row security does not
    bind is not (UnsafeRole)."""
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    queue = Queue(QUEUE, connection=Redis.from_url(redis_url), serializer=JSONSerializer)
    while not stopped.is_set():
        try:
            rung = ring_due(engine, queue)
        except UnsafeRole:
            raise
        except Exception as away:  # the rows are safe; look again when the servers are back
            log.warning("cannot ring: %s", type(away).__name__)
            stopped.wait(2)
            continue
        if not rung:
            stopped.wait(PAUSE)
