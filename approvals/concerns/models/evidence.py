from __future__ import annotations

import uuid

from django.db import models

from approvals.concerns.models.concern import Concern
from district_portal.freezing import Frozen, frozen
from district_portal.uncounted import Uncounted


class SealedFile(Uncounted):
    """A file of a concern; what is sealed is bound to `key`, the id by which it is asked for.

    `facts` is sealed JSON: {"name", "sha256"} of the original. `shown` is what pages show of a
    picture: drawn anew, without where and with what it was taken; a PDF has none, nor has a picture
    that is kept as it is.
    """

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        HEIC = "image/heic", "HEIC"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20, choices=Kind)
    size = models.PositiveIntegerField()
    facts = models.BinaryField()
    original = models.BinaryField()
    shown = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.key)


class DraftFile(SealedFile):
    """A file of a draft: it may be taken out again, and leaves with the draft."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="draft_files")


class Evidence(SealedFile, Frozen):
    """A file as it was sent or added, for as long as the concern is kept."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="evidence")

    class Meta(SealedFile.Meta):
        abstract = False
        triggers = frozen(disposable=True)
