from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.route import SOMEBODY, Approver, AsksApprovers, in_words
from district_portal.freezing import Frozen, frozen, kept


class Step(AsksApprovers):
    """One step of a submission's way, copied from the route when it was sent.

    `escalated_at` is when it had waited so long that those one level up were asked as well.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Next")
        OPEN = "open", _("Now")
        DECIDED = "decided", _("Decided")
        SKIPPED = "skipped", _("Skipped")

    submission = models.ForeignKey(
        "approvals.Submission", on_delete=models.PROTECT, related_name="steps"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    why_skipped = models.CharField(max_length=300, blank=True)

    age = ""
    """How long it has waited, in words; given by waiting.tell_age."""
    waits = ""
    """The same as a sentence of its own."""
    people = ""
    """Who may decide it, in words; given by waiting.tell_with_whom."""
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
            models.CheckConstraint(condition=SOMEBODY, name="steps_ask_somebody"),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], name="step_open", condition=Q(state="open")),
        ]
        triggers = [kept()]


class Seat(models.Model):
    """Who may decide a step, for which of its approvers; standing in for whom, and why."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="seats")
    approvers = ArrayField(models.CharField(max_length=30, choices=Approver), default=list)
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
            ),
            models.CheckConstraint(condition=SOMEBODY, name="seats_are_somebody_s"),
        ]
        indexes = [models.Index(fields=["person"], name="seat_live", condition=Q(left_at=None))]
        triggers = [kept()]

    @property
    def label(self) -> str:
        """As what the person sits there: "Supervisor"."""
        return in_words(self.approvers, all_must=True)


class Decision(Frozen):
    """What somebody decided, in words that the requester reads; one ends the step.

    Where all must approve, the approvals before the last one do not end it.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for changes")
        DENIED = "denied", _("Denied")

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="decisions")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    ends = models.BooleanField(default=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(ends=True), name="one_decision_ends_a_step"
            ),
            models.CheckConstraint(
                condition=Q(ends=True) | Q(outcome="approved"), name="a_refusal_ends_the_step"
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(reason=""), name="refused_with_a_reason"
            ),
        ]
        triggers = frozen(disposable=True)
