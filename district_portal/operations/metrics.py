"""How the portal stands, in numbers for a monitoring program."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils import timezone
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import generate_latest

from district_portal import audit
from district_portal.jobs.models import Job
from district_portal.mailing import looking
from district_portal.mailing.models import Message
from district_portal.operations import answering
from district_portal.operations.backup import noting
from district_portal.operations.models import Tick

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def text() -> bytes:
    """Every number of this moment, in Prometheus's text format; ages in seconds, sizes in bytes.

    It tells how many, never who. Raises django.db.Error while the database is away.
    """
    registry = CollectorRegistry()
    now = timezone.now()

    def tell(name: str, help_text: str, value: float) -> None:
        Gauge(f"portal_{name}", help_text, registry=registry).set(value)

    tell("database_up", "1 while PostgreSQL answers", 1)
    tell("broker_up", "1 while Valkey or Redis answers", answering.broker())
    if last := Tick.objects.first():
        age = (now - last.at).total_seconds()
        tell("clock_age_seconds", "Since the clock last woke a worker", age)
    oldest = looking.oldest_due(Message.objects.all(), at=now)
    age = (now - oldest).total_seconds() if oldest else 0
    tell("mail_wait_seconds", "For how long the oldest mail that is due has waited", age)
    since = audit.waiting().since
    age = (now - since).total_seconds() if since else 0
    tell(
        "seal_wait_seconds", "For how long the oldest act of the trail has waited for its seal", age
    )
    if backup := noting.last_whole():
        age = (now - backup.started_at).total_seconds()
        tell("backup_age_seconds", "Since the last whole backup was begun", age)
    _by_state(registry, "mails", "Mails by state", Message)
    _by_state(registry, "jobs", "Long work by state", Job)
    free = answering.room().free
    tell("disk_free_bytes", "Room left where the portal writes its files", free)
    return generate_latest(registry)


def _by_state(
    registry: CollectorRegistry, name: str, help_text: str, model: type[Message | Job]
) -> None:
    gauge = Gauge(f"portal_{name}", help_text, ["state"], registry=registry)
    counts = model.objects.order_by().values_list("state").annotate(models.Count("pk"))
    found = dict(counts)
    for state in model.State.values:
        gauge.labels(state).set(found.get(state, 0))
