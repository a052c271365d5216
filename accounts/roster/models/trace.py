from __future__ import annotations

from django.db import models

from accounts.roster.models.of_a_run import of_a_run
from district_portal.freezing import Frozen, frozen


class Trace(Frozen):
    """One row of the roster that a run wrote: what it held before and after, for undoing.

    `before` is null for a row that the run created. Ids, not foreign keys, since an undo may take
    such a row away again. The one index begins with the run.
    """

    class Table(models.TextChoices):
        PERSON = "person"
        POSTING = "posting"
        PLACE = "place"
        GRANT = "grant"

    run = models.ForeignKey(
        "roster.Run",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="traces",
    )
    table = models.CharField(max_length=8, choices=Table)
    object_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "table", "object_id"], name="roster_trace_once_a_row"
            )
        ]
        triggers = [*frozen(emptied=("before", "after")), *of_a_run()]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"
