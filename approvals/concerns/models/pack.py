from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen

PACK_MOVES = ("in_use", "used_at", "used_by", "ended_at", "ended_by")


class StatePack(Frozen):
    """A file with the duties of a state, as it was brought in (packs/reading.py reads it).

    At most one is `in_use`: a concern that is sent starts its clocks. `used_at` and `ended_at`
    are the last times at which somebody put it to use and took it out of use.
    """

    moving = PACK_MOVES

    file = models.CharField(_("file"), max_length=255)
    text = models.TextField()
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("state"), max_length=120)
    checked_on = models.DateField(_("last checked"))
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    in_use = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=Q(in_use=True), name="one_state_pack_in_use"
            ),
            models.CheckConstraint(
                condition=Q(in_use=False) | Q(used_at__isnull=False, used_by__isnull=False),
                name="somebody_put_a_state_pack_to_use",
            ),
        ]
        triggers = frozen(except_columns=PACK_MOVES)

    def __str__(self) -> str:
        return f"{self.place}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("concerns:pack", args=[self.pk])
