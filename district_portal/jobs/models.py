from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Long work of one kind, done piece by piece by whichever worker is free.

    `lease` names the worker that has it; a job that runs without a sign of life (`beat_at`) is
    taken over by another. `doing` says what is going on in words for whoever waits. `done` of
    `total` are pieces; in work of one long piece what it consists of, such as rows.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    doing = models.CharField(max_length=300, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="job_open",
                condition=Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["expires_at"], name="job_expires"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="job_not_beyond"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "cancelled"], ended_at__isnull=False)
                | ~Q(state__in=["done", "cancelled"]) & Q(ended_at=None),
                name="job_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def has_ended(self) -> bool:
        return self.state in {self.State.DONE, self.State.CANCELLED}

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def quarter(self) -> int:
        """How many quarters of the work are done, 4 once it has ended."""
        return 4 if self.has_ended else min(3, 4 * self.done // max(1, self.total))


class JobPiece(models.Model):
    """One piece of a job, such as a file: `content` waits here until it is read, then goes.

    `given` is what else its kind needs to know of it. `result` says what came of it, in the terms
    of its kind; `error`, in words for a person, why nothing did. `tries` counts how often a worker
    began with it.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    content = models.BinaryField(null=True)
    given = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="job_piece_once"),
            models.CheckConstraint(
                condition=Q(is_done=False) | Q(content=None), name="job_piece_read_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return self.name
