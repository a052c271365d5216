from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Sheet(Frozen):
    """That a sheet was printed for an assignment; printed again it has the same code.

    The code leads to the assignment for as long as that is open; it proves nothing by itself.
    """

    assignment = models.OneToOneField(
        "acknowledgments.Assignment", on_delete=models.PROTECT, related_name="sheet"
    )
    code = models.CharField(max_length=10, unique=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.code[:5]}-{self.code[5:]}"


class Scan(Frozen):
    """The picture of a signed sheet, or of a signed list (`is_list`), byte for byte as it came."""

    class Kind(models.TextChoices):
        PDF = "application/pdf", _("PDF")
        JPEG = "image/jpeg", _("JPEG")
        PNG = "image/png", _("PNG")

    SUFFIXES = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    is_list = models.BooleanField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        triggers = frozen()

    def __str__(self) -> str:
        return self.name

    @property
    def suffix(self) -> str:
        """How the name of a file of that kind ends, without the dot."""
        return self.SUFFIXES[self.Kind(self.kind)]
