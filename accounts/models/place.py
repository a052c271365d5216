from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import invariants
from district_portal.district.current import today
from district_portal.district.days import days_within_reach


class PlaceQuerySet(models.QuerySet["Place"]):
    def open(self, day: dt.date | None = None) -> PlaceQuerySet:
        """Those that are not closed on `day` (today unless given)."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day or today()))


class Place(models.Model):
    """The district, a building or a department, in a tree, each with its head.

    `closed_on` is the first day on which nobody works there any more.
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District")
        SCHOOL = "school", _("School")
        DEPARTMENT = "department", _("Department")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    head = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="heads"
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")), name="place_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=days_within_reach("closed_on"), name="place_closed_within_reach"
            ),
        ]
        triggers = invariants.of_places()

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Whether it is closed today."""
        return self.closed_on is not None and self.closed_on <= today()
