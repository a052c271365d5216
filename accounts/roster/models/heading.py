from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Heading(models.Model):
    """What a heading of the district's sheets means: which column, as somebody settled it.

    `heading` is normalised, so that "E-Mail " and "e-mail" are one.
    """

    heading = models.CharField(max_length=120, unique=True)
    column = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remembered_at = models.DateTimeField()

    class Meta:
        ordering = ["heading"]
        constraints = [
            models.CheckConstraint(condition=~Q(heading=""), name="roster_heading_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"
