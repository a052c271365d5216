from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.permissions import Role


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def on(self, day: dt.date) -> RoleGrantQuerySet:
        """Those held on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def current(self) -> RoleGrantQuerySet:
        """Those held today by people who may sign in."""
        return self.on(today()).filter(person__is_active=True)


class RoleGrant(models.Model):
    """A role given to a person, from one day to another."""

    GRANTED = [
        (role.value, role.label) for role in Role if role not in (Role.EMPLOYEE, Role.SUPERVISOR)
    ]

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=GRANTED)
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)
    granted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["role", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until__isnull=True),
                name="a_role_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"
