from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.route import Approver
from district_portal.freezing import Frozen, frozen


class Step(models.Model):
    """One step of a submission's way, copied from the route when it was sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Next")
        OPEN = "open", _("Now")
        DECIDED = "decided", _("Decided")
        SKIPPED = "skipped", _("Skipped")

    submission = models.ForeignKey(
        "approvals.Submission", on_delete=models.PROTECT, related_name="steps"
    )
    order = models.PositiveSmallIntegerField()
    approver = models.CharField(max_length=30, choices=Approver)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_skipped = models.CharField(max_length=300, blank=True)

    age = ""
    """How long it has waited, in words; given by waiting.tell_age."""
    in_place_of = ""
    """For whom the reader would decide it; given by waiting.tell_in_whose_place."""

    class Meta:
        ordering = ["submission", "order"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "order"], name="steps_have_an_order"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state="open"), name="one_open_step"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", opened_at=None, ended_at=None)
                | Q(state="open", opened_at__isnull=False, ended_at=None)
                | Q(state="decided", opened_at__isnull=False, ended_at__isnull=False)
                | Q(state="skipped", ended_at__isnull=False),
                name="steps_have_their_times",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(why_skipped=""), name="skipped_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], name="step_open", condition=Q(state="open")),
        ]


class Seat(models.Model):
    """Who may decide a step; standing in for whom, and why."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="seats")
    stands_in_for = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "person"], condition=Q(left_at=None), name="seated_once"
            )
        ]
        indexes = [models.Index(fields=["person"], name="seat_live", condition=Q(left_at=None))]


class Decision(Frozen):
    """What somebody decided, in words that the requester reads; a step has one."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for changes")
        DENIED = "denied", _("Denied")

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="decision")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(reason=""), name="refused_with_a_reason"
            )
        ]
        triggers = frozen()
