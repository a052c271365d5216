from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roster.models.of_a_run import of_a_run
from district_portal.freezing import as_made

APPLIED_STAYS = (
    "IF EXISTS (SELECT FROM roster_run WHERE id = OLD.run_id AND applied_at IS NOT NULL) THEN "
    "RAISE EXCEPTION 'pgtrigger: Cannot delete what a run has changed'; END IF; RETURN OLD;"
)


class Change(models.Model):
    """One line of what a run would do, or has done: a person, a new place, or a problem.

    `before` and `after` hold, by column, what differs, in the words of the sheet. They are made
    anew whenever the run is compared, but for problems of the files themselves (`staged`); once
    it was applied they stay. `seen_at` is when a comparison first had this line of today's: what
    came to a difference that somebody has looked at is told by it.
    """

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("Problem")
        LEFT = "left", pgettext_lazy("person", "Left")
        CHANGED = "changed", pgettext_lazy("person", "Changed")
        RETURNED = "returned", pgettext_lazy("person", "Back")
        ADDED = "added", pgettext_lazy("person", "Added")
        PLACE = "place", _("New place")

    run = models.ForeignKey(
        "roster.Run",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="changes",
    )
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=161, blank=True)
    sort_name = models.CharField(max_length=160, blank=True)
    person_id = models.BigIntegerField(null=True)
    column = models.CharField(max_length=120, blank=True)
    message = models.TextField(blank=True)
    staged = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["kind", "sort_name", "pk"]
        indexes = [
            models.Index(fields=["run", "kind", "sort_name", "id"], name="roster_change_shown")
        ]
        triggers = [
            *of_a_run(),
            as_made(emptied=("before", "after")),
            pgtrigger.Trigger(
                name="applied_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=APPLIED_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.message
