from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from district_portal.freezing import Frozen, frozen, kept


class YearlyCheck(models.Model):
    """That the owner of an account is asked in a school year whether all of it still holds.

    `reminded_on` is the local day of the last mail about it.
    """

    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="yearly_checks"
    )
    school_year = models.CharField(max_length=12)
    asked_on = models.DateField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["account", "school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "school_year"], name="one_check_a_school_year"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="check_due_after_it_is_asked"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="check_due")]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"{self.account}, {self.school_year}"


class Certification(Frozen):
    """What the owner confirmed in a yearly check: [{"label", "text"}], as it stood there."""

    check_of = models.OneToOneField(
        YearlyCheck, on_delete=models.PROTECT, related_name="certification"
    )
    facts = models.JSONField()
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    certified_at = models.DateTimeField()

    class Meta:
        ordering = ["certified_at"]
        triggers = frozen(disposable=True)
