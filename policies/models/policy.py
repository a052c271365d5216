from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Policy(models.Model):
    """A policy over all its years: its text is a sequence of versions."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        RULE = "rule", _("Administrative rule")
        EXHIBIT = "exhibit", _("Exhibit")
        HANDBOOK = "handbook", _("Handbook")

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        RESCINDED = "rescinded", _("Rescinded")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POLICY)
    code = models.CharField(_("code"), max_length=40)
    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="a_code_is_unique_in_its_kind")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    @cached_property
    def in_force(self):  # noqa: ANN201 – Version is defined beside, not before
        """The version in force, or None."""
        return self.versions.filter(state="in_force").first()
