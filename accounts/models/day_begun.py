from __future__ import annotations

from django.db import models
from django.db.models import Q


class DayBegun(models.Model):
    """The last day whose planned changes of the roster have taken effect; a single row."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_says_which_day_has_begun")
        ]

    def __str__(self) -> str:
        return self.day.isoformat()
