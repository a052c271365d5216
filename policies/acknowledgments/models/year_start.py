from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q


class YearStart(models.Model):
    """From which day a school year is asked for, as decided by somebody or by the calendar.

    Without a row, or with an empty `starts_on`, it is the school year's first day. `started_at` is
    when it came about; from then on nothing of the row changes. `by_hand` says that somebody
    started it at once. Nobody decided what the calendar alone brought.
    """

    school_year = models.CharField(max_length=12, unique=True)
    starts_on = models.DateField(null=True)
    by_hand = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["school_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(starts_on__isnull=False),
                name="year_started_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(started_at__isnull=False, decided_by__isnull=False),
                name="year_started_by_a_hand",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, started_at__isnull=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="year_decided_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="started_once",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__started_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.school_year
