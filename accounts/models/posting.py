from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import invariants
from district_portal.district.current import today
from district_portal.district.days import days_within_reach


class DaysHeld(Func):
    """The days from `since` to `until`, both included, as a range."""

    function = "daterange"
    output_field = DateRangeField()


class PostingQuerySet(models.QuerySet["Posting"]):
    def on(self, day: dt.date) -> PostingQuerySet:
        """Those held on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def current(self) -> PostingQuerySet:
        """Those held today."""
        return self.on(today())


class Posting(models.Model):
    """Where a person works and under whom, from one day to another.

    A change of any of it ends the row and begins another, so that any past day can be asked for.
    """

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        VOLUNTEER = "volunteer", _("Volunteer")

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="postings")
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="postings")
    position = models.CharField(_("position"), max_length=80)
    supervisor = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_postings",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EMPLOYEE)
    on_leave = models.BooleanField(_("on leave"), default=False)
    primary = models.BooleanField(_("primary posting"), default=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="posting_in_order",
            ),
            models.CheckConstraint(
                condition=days_within_reach("since", "until"), name="posting_within_reach"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("supervisor")), name="nobody_supervises_themselves"
            ),
            ExclusionConstraint(
                name="one_primary_posting_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        DaysHeld("since", "until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(primary=True),
            ),
            ExclusionConstraint(
                name="one_further_posting_of_a_kind_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (
                        DaysHeld("since", "until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(primary=False),
            ),
        ]
        triggers = invariants.of_postings()

    def __str__(self) -> str:
        return f"{self.position}, {self.place}"
