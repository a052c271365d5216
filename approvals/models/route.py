from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_portal.district import wording
from district_portal.ui.listing import all_of, any_of


class Approver(models.TextChoices):
    """Who decides a step."""

    SUPERVISOR = "supervisor", _("Supervisor")
    HEAD = "head", _("Head of the school or department")
    DISTRICT_ADMINISTRATOR = "district_administrator", _("District Administrator")
    TECHNOLOGY_COORDINATOR = "technology_coordinator", _("Technology Coordinator")

    @property
    def word(self) -> str:
        """What this approver is called here."""
        return str(self.label) if self == Approver.HEAD else wording.role(self.value)


class Condition(models.TextChoices):
    """When a step applies; what each means stands in approvals/conditions.py."""

    ALWAYS = "always", _("Always")
    REPRESENTS_DISTRICT = "represents_district", _("Where it represents the district or a school")
    WITH_STUDENTS = "with_students", _("Where students are written to or shown")
    UNDER_13 = "under_13", _("Where students under 13 are concerned")
    FOR_STUDENTS = "for_students", _("Where students are to follow it")
    FOR_PARENTS = "for_parents", _("Where parents and guardians are to follow it")
    FOR_STAFF = "for_staff", _("Where staff are to follow it")
    FOR_COMMUNITY = "for_community", _("Where the community is to follow it")


def in_words(approvers: list[str], *, all_must: bool) -> str:
    """Approvers in the district's words: "District Administrator and Technology Coordinator"."""
    words = [Approver(approver).word for approver in approvers]
    return all_of(words) if all_must else any_of(words)


class AsksApprovers(models.Model):
    """Whom a step asks: one of its approvers suffices, or all must approve."""

    order = models.PositiveSmallIntegerField()
    approvers = ArrayField(models.CharField(max_length=30, choices=Approver), default=list)
    all_must = models.BooleanField(_("all must approve"), default=False)
    source = models.CharField(_("clause or rule behind it"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """Its approvers in the district's words."""
        return in_words(self.approvers, all_must=self.all_must)


SOMEBODY = Q(approvers__len__gt=0)


class Route(models.Model):
    """The way of one kind of request through its approvers; a request keeps the one it began on.

    Changing a route makes a new one, so that each stays what it was. `made_by` is empty for what
    a district starts with. After `escalate_after` school days without a decision those one level
    up are asked as well; never where it is empty.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=120)
    in_use = models.BooleanField(default=True)
    escalate_after = models.PositiveSmallIntegerField(
        _("school days until the next level is asked"), null=True, blank=True, default=5
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["kind", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(in_use=True), name="one_route_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(escalate_after__gte=1), name="escalated_after_a_day_or_more"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStep(AsksApprovers):
    """One step of a route; with `place` only for what is asked for there or below."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    condition = models.CharField(max_length=30, choices=Condition, default=Condition.ALWAYS)
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["route", "order"]
        constraints = [
            models.UniqueConstraint(fields=["route", "order"], name="route_steps_have_an_order"),
            models.CheckConstraint(condition=SOMEBODY, name="route_steps_ask_somebody"),
        ]
