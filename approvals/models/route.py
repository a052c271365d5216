from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Approver(models.TextChoices):
    """Who decides a step."""

    SUPERVISOR = "supervisor", _("Supervisor")
    DISTRICT_ADMINISTRATOR = "district_administrator", _("District Administrator")
    TECHNOLOGY_COORDINATOR = "technology_coordinator", _("Technology Coordinator")


class Condition(models.TextChoices):
    """When a step applies; what each means stands in approvals/conditions.py."""

    ALWAYS = "always", _("Always")
    REPRESENTS_DISTRICT = "represents_district", _("Where it represents the district or a school")


class Route(models.Model):
    """The way of one kind of request through its approvers; a request keeps the one it began on."""

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=120)
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(in_use=True), name="one_route_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RouteStep(models.Model):
    """One step of a route."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    approver = models.CharField(max_length=30, choices=Approver)
    condition = models.CharField(max_length=30, choices=Condition, default=Condition.ALWAYS)
    source = models.CharField(_("clause or rule behind it"), max_length=120, blank=True)

    class Meta:
        ordering = ["route", "order"]
        constraints = [
            models.UniqueConstraint(fields=["route", "order"], name="route_steps_have_an_order")
        ]
