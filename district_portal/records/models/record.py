from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Ruling(Frozen):
    """What was said of one record, other than its kind's class says; the newest one counts.

    `public` is empty where the class decides, `code` where the kind does.
    """

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    public = models.BooleanField(_("public record"), null=True)
    code = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("reason"))
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="ruled_with_a_reason")]
        indexes = [models.Index(fields=["kind", "record", "-id"], name="ruling_of_record")]
        triggers = frozen()


class Archiving(Frozen):
    """That a record is kept by the archiving service since a day, or is not; the newest counts."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    archived_on = models.DateField(_("archived on"), null=True)
    where = models.CharField(_("where"), max_length=200, blank=True)
    reason = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(archived_on__isnull=False) & ~Q(where=""))
                | (Q(archived_on=None) & ~Q(reason="")),
                name="archived_somewhere_or_not_for_a_reason",
            )
        ]
        indexes = [models.Index(fields=["kind", "record", "-id"], name="archiving_of_record")]
        triggers = frozen()
