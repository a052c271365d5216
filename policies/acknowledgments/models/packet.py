from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Packet(models.Model):
    """Policies that are required together under one name, such as those of a new school year.

    Each policy in it has a requirement of its own; these say all the same, and are changed and
    ended together. What is signed is stored for each policy by itself.
    """

    name = models.CharField(_("name"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="one_live_packet_of_a_name", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name
