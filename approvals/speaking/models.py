from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Spokesperson(Frozen):
    """Who may speak for the Board, the district or a school; on what, where, and on which days.

    Whether it was ended before its last day stands in its end.
    """

    class Represents(models.TextChoices):
        BOARD = "board", _("The School Board")
        DISTRICT = "district", _("The whole district")
        SCHOOL = "school", _("A school or department")

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("Speaks")
        TO_COME = "to_come", _("To come")
        OVER = "over", _("Over")
        ENDED = "ended", _("Ended early")

    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="spokesperson"
    )
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="speaks_for"
    )
    represents = models.CharField(_("speaks for"), max_length=10, choices=Represents)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    scope = models.TextField(_("on which matters"))
    where = models.CharField(_("where"), max_length=300)
    conditions = models.TextField(_("conditions"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="speaks_on_days_in_order"
            )
        ]
        indexes = [models.Index(fields=["ends_on"], name="spokesperson_ends")]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.person}: {self.whom}"

    def get_absolute_url(self) -> str:
        return reverse("speaking:spokesperson", args=[self.pk])

    @property
    def whom(self) -> str:
        """For whom, in words: "Northside School"."""
        if self.represents == self.Represents.SCHOOL:
            return str(self.place)
        return str(self.get_represents_display())

    def state_on(self, day: dt.date) -> State:
        """How it stands on the local `day`."""
        if hasattr(self, "end"):
            return self.State.ENDED
        if day > self.ends_on:
            return self.State.OVER
        return self.State.TO_COME if day < self.starts_on else self.State.IN_FORCE


class End(Frozen):
    """That somebody speaks no more before their last day, and why; by nobody when they left."""

    spokesperson = models.OneToOneField(Spokesperson, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField(_("reason"))
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-ended_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="ended_for_a_reason")]
        triggers = frozen()
