from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Posting
from district_portal.freezing import Frozen, frozen
from policies.acknowledgments.models.completion import counted


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        """Those that still wait for a signature, on leave or not."""
        return self.filter(ended_at=None)

    def with_leave(self, day: dt.date) -> AssignmentQuerySet:
        """All, each with `on_leave`: whether its person is on leave on `day`."""
        return self.annotate(on_leave=_on_leave(day))

    def running(self, day: dt.date) -> AssignmentQuerySet:
        """Open ones whose clock runs on `day`: their person is not on leave."""
        return self.open().exclude(person__in=_away(day).values("person"))

    def late(self, day: dt.date) -> AssignmentQuerySet:
        """Running ones whose due date, met until its end, lies before `day`."""
        return self.running(day).filter(due_on__lt=day)

    def closed(self) -> AssignmentQuerySet:
        """Those that somebody closed unsigned and that stand: not reopened, nor signed since."""
        return self.filter(closing__isnull=False, asked_again_at=None)


def _on_leave(day: dt.date) -> Exists:
    return Exists(_away(day).filter(person=OuterRef("person")))


def _away(day: dt.date) -> models.QuerySet[Posting]:
    return Posting.objects.on(day).filter(primary=True, on_leave=True)


class Assignment(models.Model):
    """What one person must sign under one requirement; made only by assigning.reconcile.

    `cycle` is the school year for a yearly requirement, "once" else. Building and supervisor are
    never copied here: they are asked of the posting. While the person is on leave the clock
    stands still; when they are back, `due_on` moves by the days of leave. A row that ended
    unsigned stays as it is: who is asked again gets another, so that any past day can be asked
    for. One that somebody closed names its `closing`, and stands against being asked the same
    until `asked_again_at`: when it was reopened, ran out, or was signed after all. One that ended
    by a signature has that moment when the signature was marked as mistaken. `opened_at` is
    when the row was made; `assigned_on` may be earlier, where somebody already waited for a version
    before.
    """

    class Ended(models.TextChoices):
        SIGNED = "signed", _("Signed")
        REFUSED = "refused", pgettext_lazy("person", "Refused")
        UNABLE = "unable", _("Unable")
        EXEMPTED = "exempted", _("Exempted")
        LEFT = "left", _("Left the district")
        SUPERSEDED = "superseded", _("Superseded")
        RULE = "rule", _("No longer required")

    requirement = models.ForeignKey(
        "acknowledgments.Requirement",
        on_delete=models.PROTECT,
        related_name="assignments",
        db_index=False,
    )
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="assignments"
    )
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    cycle = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    assigned_on = models.DateField()
    due_on = models.DateField(_("due"))
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=Ended, blank=True)
    signature = models.ForeignKey(
        "acknowledgments.Signature",
        on_delete=models.PROTECT,
        null=True,
        related_name="ended",
        db_index=False,
    )

    closing = models.ForeignKey(
        "acknowledgments.Closing",
        on_delete=models.PROTECT,
        null=True,
        related_name="assignments",
        db_index=False,
    )
    asked_again_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "person", "version", "cycle"],
                name="asked_once_a_cycle",
                condition=~Q(ended_why__in=["rule", "left", "superseded"]) & Q(asked_again_at=None),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="")
                | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_why="signed", signature__isnull=False)
                | ~Q(ended_why="signed") & Q(signature=None),
                name="signed_with_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(ended_why__in=["refused", "unable", "exempted"], closing__isnull=False)
                | Q(ended_why="signed", closing=None)
                | ~Q(ended_why__in=["refused", "unable", "exempted", "signed"])
                & Q(closing=None, asked_again_at=None),
                name="closed_with_a_record",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requirement", "person"],
                name="open_by_requirement",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["person", "version"], name="open_by_person", condition=Q(ended_at=None)
            ),
            models.Index(fields=["version", "person"], name="asked_by_version"),
            models.Index(
                fields=["requirement", "person"],
                name="closed_by_requirement",
                condition=Q(closing__isnull=False, asked_again_at=None),
            ),
        ]
        triggers = counted()

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"


class FormerDue(Frozen):
    """A due date that an assignment had until it moved, at `until`."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="former_dues", db_index=False
    )
    due_on = models.DateField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "until"]
        indexes = [models.Index(fields=["assignment", "until"], name="former_due_by_moment")]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.due_on}, until {self.until}"
