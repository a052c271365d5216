from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen, kept


class Recheck(models.Model):
    """Whether an approval still holds, now that a clause on which it rests was revised.

    `since` is the version to which it was promised or confirmed before, `version` the revised one.
    `owner` answers for what was approved, `approver` for the decision; both must confirm.
    """

    class Why(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed by both")
        REFUSED = "refused", _("No longer holds")
        SUPERSEDED = "superseded", _("Revised again")
        OVER = "over", _("The approval is over")

    request = models.ForeignKey(
        "approvals.Request", on_delete=models.PROTECT, related_name="rechecks"
    )
    version = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="+")
    since = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "version"], name="asked_once_about_a_version"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, why_ended="")
                | Q(ended_at__isnull=False) & ~Q(why_ended=""),
                name="a_recheck_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(owner=models.F("approver")), name="nobody_confirms_for_both"
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="recheck_owner", condition=Q(ended_at=None)),
            models.Index(fields=["approver"], name="recheck_approver", condition=Q(ended_at=None)),
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return str(self.request)

    def get_absolute_url(self) -> str:
        return reverse("confirming:recheck", args=[self.pk])


class Confirmation(Frozen):
    """What one of the two said: that the approval still holds, or why it does not."""

    class As(models.TextChoices):
        OWNER = "owner", _("Owner")
        APPROVER = "approver", _("Approver")

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_as = models.CharField(max_length=8, choices=As)
    holds = models.BooleanField()
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recheck", "said_as", "person"], name="each_confirms_once"
            ),
            models.CheckConstraint(
                condition=Q(holds=True) | ~Q(words=""), name="not_confirmed_with_a_reason"
            ),
        ]
        triggers = frozen(disposable=True)
