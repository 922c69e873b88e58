"""The worker: takes rings from the queue and performs them, one at a time."""

from flask import Flask
from redis import Redis
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from workers.dispatcher import QUEUE

ALLOWED = {"workers.perform.perform"}


class OnlyOurs(SimpleWorker):
    """Runs the one function a bell may name; whatever else somebody put into the queue is refused."""

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        if job.func_name not in ALLOWED:
            self.handle_job_failure(job, queue, exc_string="not on the list")
            return False
        return bool(super().perform_job(job, queue, execution))


def run(app: Flask, redis_url: str, *, burst: bool = False) -> None:
    """Until SIGTERM (or, in a burst, until the queue is empty)."""
    with app.app_context():
        connection = Redis.from_url(redis_url)
        queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
        worker: BaseWorker = OnlyOurs([queue], connection=connection, serializer=JSONSerializer)
        worker.work(burst=burst, with_scheduler=False)
