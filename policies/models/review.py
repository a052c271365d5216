from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Review(Frozen):
    """Somebody read the version in force and found that it needs no change."""

    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="reviews"
    )
    on = models.DateField(_("reviewed on"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.version}, {self.on}"


class Rescission(Frozen):
    """A policy was taken out of force without a successor; a later version revives it."""

    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, related_name="rescissions"
    )
    version = models.OneToOneField(
        "policies.Version", on_delete=models.PROTECT, related_name="rescission"
    )
    on = models.DateField(_("rescinded on"))
    reason = models.TextField(_("reason"))
    resolution = models.CharField(_("resolution"), max_length=60, blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.policy}, {self.on}"
