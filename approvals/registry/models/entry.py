from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Entry(Frozen):
    """An entry in the history of an account: what was done with it, by whom, when and why.

    `changes` says in words what stood there before and after: [{"label", "before", "after"}].
    `person` is empty where the portal did it.
    """

    class Act(models.TextChoices):
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Open again")
        CHANGED = "changed", _("Changed, as was approved")
        CARE = "care", _("Changed how it is looked after")
        TWO_FACTOR = "two_factor", _("Two-factor sign-in confirmed")
        RECOVERY = "recovery", _("Recovery confirmed")
        LEFT = "left", _("Somebody who looked after it left or moved")
        HANDED_OVER = "handed_over", _("Handed over")
        CERTIFIED = "certified", _("Yearly check done")

    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="entries"
    )
    act = models.CharField(max_length=12, choices=Act)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act__in=["suspended", "closed", "reopened"]) | ~Q(reason=""),
                name="ended_and_begun_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["account", "entered_at"], name="entry_of_account")]
        triggers = frozen(disposable=True)
