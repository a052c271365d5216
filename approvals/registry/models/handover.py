from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import kept


class Handover(models.Model):
    """That somebody has to say who looks after an account from now on.

    `missing` names what it lacks. `person` is who left the district (`has_left`) or works
    elsewhere now. `actor` is who acts, `stands_in_for` whom and `why`; empty where nobody is left
    but the District Administrator, who may always act.
    """

    class Missing(models.TextChoices):
        OWNER = "owner", _("Somebody who looks after it")
        MANAGER = "manager", _("A manager beside the owner")
        RECOVERY = "recovery", _("Somebody who can get it back")

    class Outcome(models.TextChoices):
        HANDED_OVER = "handed_over", _("Handed over")
        CLOSED = "closed", _("Account closed")
        NOT_NEEDED = "not_needed", _("No longer needed")

    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="handovers"
    )
    missing = ArrayField(models.CharField(max_length=10, choices=Missing))
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    has_left = models.BooleanField(default=False)
    actor = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="handovers_to_settle"
    )
    stands_in_for = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at=None), name="one_open_handover"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="handover_ends_with_an_outcome",
            ),
            models.CheckConstraint(condition=Q(missing__len__gt=0), name="handover_of_something"),
        ]
        indexes = [
            models.Index(fields=["actor"], name="handover_to_settle", condition=Q(ended_at=None)),
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return str(self.account)

    @property
    def lacks_owner(self) -> bool:
        """Whether nobody looks after the account."""
        return self.Missing.OWNER in self.missing

    @property
    def lacks_manager(self) -> bool:
        """Whether nobody manages it beside the owner."""
        return self.Missing.MANAGER in self.missing

    @property
    def lacks_recovery(self) -> bool:
        """Whether nobody is named who could get it back."""
        return self.Missing.RECOVERY in self.missing
