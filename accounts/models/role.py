from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import invariants
from accounts.models.posting import DaysHeld
from district_portal.district.current import today
from district_portal.district.days import days_within_reach
from district_portal.permissions import Role

LIMITABLE = [Role.TITLE_IX_COORDINATOR.value, Role.HR.value, Role.AUDITOR.value]
"""The roles that may be limited to a place."""


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def on(self, day: dt.date) -> RoleGrantQuerySet:
        """Those held on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def still_on(self, day: dt.date) -> RoleGrantQuerySet:
        """Those held on `day` or to begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))

    def current(self) -> RoleGrantQuerySet:
        """Those held today by people who may sign in."""
        return self.on(today()).filter(person__is_active=True)


class RoleGrant(models.Model):
    """A role given to a person, from one day to another, for the district or one place of it.

    A place counts with those below it.
    """

    GRANTED = [
        (role.value, role.label) for role in Role if role not in (Role.EMPLOYEE, Role.SUPERVISOR)
    ]

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=GRANTED)
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)
    granted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["role", "-since"]
        constraints = [
            ExclusionConstraint(
                name="a_role_is_held_once_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Coalesce(F("place"), 0, output_field=models.BigIntegerField()),
                        RangeOperators.EQUAL,
                    ),
                    (
                        DaysHeld("since", "until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(role__in=LIMITABLE),
                name="only_some_roles_end_at_a_place",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_in_order"
            ),
            models.CheckConstraint(
                condition=days_within_reach("since", "until"), name="grant_within_reach"
            ),
        ]
        triggers = invariants.of_roles()

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

    def covers(self, since: dt.date, until: dt.date | None) -> bool:
        """Whether it is held on every day from `since` to `until` (for good where None)."""
        return self.since <= since and (
            self.until is None or (until is not None and until <= self.until)
        )

    def meets(self, since: dt.date, until: dt.date | None) -> bool:
        """Whether it is held on any of these days."""
        return (until is None or self.since <= until) and (
            self.until is None or since <= self.until
        )
