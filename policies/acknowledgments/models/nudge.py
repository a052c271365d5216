from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from district_portal.freezing import Frozen, frozen


class Nudge(Frozen):
    """That a supervisor, or whoever reads the report, reminded a person, once on a local `day`.

    `assignments` holds the ids of what was open then; assignments are never deleted.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="nudges", db_index=False
    )
    day = models.DateField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    nudged_at = models.DateTimeField()
    assignments = ArrayField(models.BigIntegerField())

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="nudged_once_a_day"),
            models.CheckConstraint(
                condition=~Q(person=models.F("by")), name="nudged_by_somebody_else"
            ),
            models.CheckConstraint(condition=~Q(assignments=[]), name="nudged_about_something"),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.person}, {self.day}"
