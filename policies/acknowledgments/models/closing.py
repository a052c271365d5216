from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.freezing import Frozen, frozen
from policies.acknowledgments.models.signature import SixDigits


class Closing(Frozen):
    """How somebody's obligation to sign a version ended without a signature, and who says so.

    `reason` is why somebody is unable or exempted; of a refusal it is what they said themselves,
    if they said anything. Only a refusal has a day, a witness and the witness's `statement`; only
    an exemption may have a last day, `until`. The record's number is made by the database.
    """

    class Why(models.TextChoices):
        REFUSED = "refused", pgettext_lazy("person", "Refused")
        UNABLE = "unable", _("Unable")
        EXEMPTED = "exempted", _("Exempted")

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="closings")
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="closings"
    )
    why = models.CharField(max_length=12, choices=Why)
    number = models.GeneratedField(
        verbose_name=_("record number"),
        expression=Concat(Value("N-"), SixDigits(F("id"))),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        unique=True,
    )
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    refused_on = models.DateField(null=True)
    witness = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    statement = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True)

    class Meta:
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(why="refused", refused_on__isnull=False, witness__isnull=False)
                & ~Q(statement="")
                | ~Q(why="refused")
                & Q(refused_on=None, witness=None, statement="")
                & ~Q(reason=""),
                name="refused_before_a_witness",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("closed_by"))
                & (Q(witness=None) | ~Q(witness=F("closed_by")) & ~Q(witness=F("person"))),
                name="closed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(why="exempted"), name="only_exempted_until_a_day"
            ),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"


class Reopening(Frozen):
    """A closing that no longer stands: the person is asked again. By whom, and why."""

    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="reopening")
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["-reopened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopened_with_a_reason")
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return str(self.closing)
