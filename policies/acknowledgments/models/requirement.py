from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting


def before_due() -> list[int]:
    """Days before the due date on which a reminder goes out, unless the requirement says else."""
    return [14, 7, 3, 1]


class Requirement(models.Model):
    """The rule of who must acknowledge a policy, by when and how often.

    Its audience is everyone on the roster, or those who have a posting that fits all of places
    (with those below them), positions and kinds that are given; besides, the people named; the
    excluded are always left out. Due is `due_on` (the same day of each school year for a yearly
    one), but nobody gets fewer than `due_days` days. `supervisor_after` counts days from the due
    date, `hr_after` from the day on which the supervisor is told; without it human resources are
    not told. One of a `packet` changes and ends with it alone. `assigned_through` is the last day
    as of which all its assignments were reconciled.
    """

    class Cycle(models.TextChoices):
        ONCE = "once", _("Once, and again when a new version asks for it")
        SCHOOL_YEAR = "school_year", _("Each school year")

    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, related_name="requirements"
    )
    packet = models.ForeignKey(
        "acknowledgments.Packet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requirements",
    )
    everyone = models.BooleanField(_("everyone"), default=False)
    places = models.ManyToManyField("accounts.Place", blank=True, related_name="+")
    positions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=Posting.Kind), default=list, blank=True
    )
    people = models.ManyToManyField("accounts.Person", blank=True, related_name="+")
    excluded = models.ManyToManyField("accounts.Person", blank=True, related_name="+")
    cycle = models.CharField(_("how often"), max_length=12, choices=Cycle, default=Cycle.ONCE)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(
        _("days to sign"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    before_due = ArrayField(models.PositiveSmallIntegerField(), default=before_due, blank=True)
    late_every = models.PositiveSmallIntegerField(default=7, validators=[MinValueValidator(1)])
    supervisor_after = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1)]
    )
    hr_after = models.PositiveSmallIntegerField(
        default=7, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    assigned_through = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["policy", "pk"]
        indexes = [
            models.Index(fields=["policy"], name="requirement_live", condition=Q(ended_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_days__gte=1, late_every__gte=1, supervisor_after__gte=1)
                & (Q(hr_after__gte=1) | Q(hr_after=None)),
                name="requirement_counts_days",
            ),
            models.UniqueConstraint(
                fields=["packet", "policy"],
                name="required_once_in_a_packet",
                condition=Q(ended_at=None, packet__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.code}: {self.get_cycle_display()}"
