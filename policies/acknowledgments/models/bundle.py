from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen
from policies.acknowledgments.models.signature import SixDigits


class Bundle(Frozen):
    """That an evidence bundle was made: about whom or what, by whom, and its fingerprint.

    It is about one person, or about one policy; `version` is the number of the only version, if it
    was asked for. `manifest_sha256` is the SHA-256 of its manifest.json, by which the district
    knows its own bundles again. `is_limited` says that its maker sees the people of some places
    only. The number is made by the database.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(null=True)
    number = models.GeneratedField(
        verbose_name=_("bundle number"),
        expression=Concat(Value("E-"), SixDigits(F("id"))),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        unique=True,
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    manifest_sha256 = models.CharField(max_length=64, unique=True)
    is_limited = models.BooleanField()
    signatures = models.PositiveIntegerField()
    closings = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, policy=None, version=None)
                | Q(person=None, policy__isnull=False),
                name="evidence_about_one",
            )
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return str(self.number)


class BundleFile(models.Model):
    """The ZIP file of a bundle, for its maker, until it expires."""

    bundle = models.OneToOneField(
        Bundle, on_delete=models.PROTECT, primary_key=True, related_name="file"
    )
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.bundle)
