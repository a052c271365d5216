from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """A file of a report that long work has made, for its maker alone, until it expires.

    `filters` are what it was asked, in words. Its bytes are kept in parts.
    """

    job = models.OneToOneField(
        "jobs.Job", on_delete=models.SET_NULL, null=True, related_name="export"
    )
    made_by = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    file_format = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(default=0)
    filters = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ExportPart(models.Model):
    """A part of the bytes of an export."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["export", "position"], name="export_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.export} {self.position}"


class SavedView(models.Model):
    """The filters, columns and order of a report under a name, for the person who saved them."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("person", Lower("name"), name="one_view_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
