from django.db import models
from django.db.models import Q


class Tick(models.Model):
    """When the clock last woke a worker: both were alive then; a single row."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_is_the_last_tick")]

    def __str__(self) -> str:
        return self.at.isoformat()
