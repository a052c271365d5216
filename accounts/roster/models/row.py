from __future__ import annotations

from django.db import models


class Row(models.Model):
    """One posting of a run's files as it was read, waiting to be compared and applied.

    The rows go once the run has ended. `at` counts through all files, `file` through their names,
    `row` are lines as people see them. `supervisor` stands as printed; `boss` is the employee
    number that it means, `boss_person` the id of somebody without one. `ends` marks a person whom
    a delta takes away. There is no foreign key in the database: it would be asked for each of
    140,000 rows, and runs are never deleted while rows of theirs wait.
    """

    pk = models.CompositePrimaryKey("run_id", "at")
    run = models.ForeignKey(
        "roster.Run",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="staged",
    )
    at = models.PositiveIntegerField()
    file = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    sort_name = models.CharField(max_length=160)
    email = models.CharField(max_length=254, blank=True)
    place = models.CharField(max_length=120)
    position = models.CharField(max_length=80)
    supervisor = models.CharField(max_length=254, blank=True)
    boss = models.CharField(max_length=40, blank=True)
    boss_person = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10)
    on_leave = models.BooleanField(default=False)
    place_kind = models.CharField(max_length=12, blank=True)
    head = models.BooleanField(default=False)
    primary = models.BooleanField(default=True)
    ends = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.number} {self.first_name} {self.last_name}"
