from __future__ import annotations

from django.db import models
from django.db.models import Q

from policies.acknowledgments.models.completion import NOT_HELD


class DayCount(models.Model):
    """How a version came to stand as it does: what happened on a day, at `place` or below it.

    Of those who have signed it, or have still to: so many were `asked`, had it `due` and `signed`
    on that local day. Without `place` everybody is counted. Kept by following.keep.
    """

    version = models.ForeignKey("policies.Version", **NOT_HELD)
    place = models.ForeignKey("accounts.Place", null=True, **NOT_HELD)
    day = models.DateField()
    asked = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    signed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "version", "day"],
                name="a_day_is_counted_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=0, due__gte=0, signed__gte=0), name="days_count_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.signed}"
