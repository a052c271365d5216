from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Night(models.Model):
    """The turn of one day at the district's own source of the roster; there is one a day.

    `begun_at` is when somebody last took it up, empty while it may be taken up again; `digest` is
    that of what was fetched. `error` says in words why nothing came of it.
    """

    class Outcome(models.TextChoices):
        UNCHANGED = "unchanged", _("Nothing had changed")
        APPLIED = "applied", _("Applied")
        WAITING = "waiting", _("Waiting for a second person")
        FAILED = "failed", _("Failed")

    day = models.DateField(unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)
    run = models.ForeignKey("roster.Run", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="roster_night_ended_has_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.outcome or '…'}"
