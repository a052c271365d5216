from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.posting import DaysHeld
from district_portal.district.current import today
from district_portal.district.days import days_within_reach


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: dt.date) -> DelegationQuerySet:
        """Those that hold on `day`: accepted, and neither declined nor ended."""
        return self.live().filter(accepted_at__isnull=False, since__lte=day, until__gte=day)

    def current(self) -> DelegationQuerySet:
        """Those that hold today."""
        return self.on(today())

    def live(self) -> DelegationQuerySet:
        """Those that hold, will hold, or wait for an answer."""
        return self.filter(declined_at=None, ended_at=None)


class Delegation(models.Model):
    """One kind of matter that a person leaves to another for some days, once the other accepts."""

    class Matter(models.TextChoices):
        REQUESTS = "requests", _("Requests to decide")
        ACKNOWLEDGMENTS = "acknowledgments", _("My people’s acknowledgments")
        CONCERNS = "concerns", _("Concerns to deal with")

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="delegations"
    )
    delegate = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="delegated_to_me"
    )
    matter = models.CharField(_("matter"), max_length=20, choices=Matter)
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["delegate"], name="delegation_delegate")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_in_order"),
            models.CheckConstraint(
                condition=days_within_reach("since", "until"), name="delegation_within_reach"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("delegate")), name="nobody_delegates_to_themselves"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="accepted_or_declined"
            ),
            ExclusionConstraint(
                name="one_delegate_a_matter_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("matter", RangeOperators.EQUAL),
                    (
                        DaysHeld("since", "until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(declined_at=None, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}: {self.person} → {self.delegate}"
