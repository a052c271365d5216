from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roster.models.of_a_run import STAYS


class Run(models.Model):
    """One sheet, or set of files, brought to the roster: from being read to being undone.

    `whole` sheets say who has left by leaving them out; others (a delta) do not. `columns` are
    those that the files hold: what stands in no column is left alone. `places` are those of which
    a file tells what is above them: name, kind, parent. `asked_by` pressed Apply
    (nobody, for the portal itself); `confirmed_by` is the second person where many would leave.
    The figures are those of the difference as it was last compared, at `compared_at`, with the
    `rostered` people of that moment; `fingerprint` tells whether another difference is the same.
    `faulty` files have rows that could not be read: they are told, and nothing is compared.
    """

    class Kind(models.TextChoices):
        SHEET = "sheet", _("HR sheet")
        ONEROSTER = "oneroster", _("OneRoster")

    class Source(models.TextChoices):
        UPLOAD = "upload", _("Uploaded")
        NIGHT = "night", _("By night")
        COMMAND = "command", _("By command")

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        WAITING = "waiting", _("Waiting")
        APPLYING = "applying", _("Being applied")
        TO_BE_CONFIRMED = "to_be_confirmed", _("To be confirmed")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")
        FAILED = "failed", _("Failed")

    ENDED = (State.APPLIED, State.UNDONE, State.DISCARDED, State.FAILED)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SHEET)
    source = models.CharField(_("how it came"), max_length=10, choices=Source)
    files = ArrayField(models.CharField(max_length=255), verbose_name=_("files"))
    content = models.BinaryField(null=True)
    digest = models.CharField(_("SHA-256"), max_length=64)
    whole = models.BooleanField(default=True)
    matching = models.JSONField(default=dict)
    columns = ArrayField(models.CharField(max_length=20), default=list)
    places = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("brought in"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.READING)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    error = models.CharField(max_length=500, blank=True)

    rows = models.PositiveIntegerField(_("rows"), default=0)
    rostered = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    returned = models.PositiveIntegerField(_("back"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    new_places = models.PositiveIntegerField(_("new places"), default=0)
    problems = models.PositiveIntegerField(_("problems"), default=0)
    compared_at = models.DateTimeField(null=True)
    faulty = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, blank=True)

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(_("applied"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["-applied_at"], name="roster_run_applied", condition=Q(state="applied")
            ),
            models.Index(
                fields=["state"],
                name="roster_run_open",
                condition=~Q(state__in=["applied", "undone", "discarded", "failed"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False)
                | ~Q(state__in=["applied", "undone"]) & Q(applied_at=None),
                name="roster_applied_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | ~Q(state="undone") & Q(undone_at=None, undone_by=None),
                name="roster_undone_has_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & (Q(asked_by=None) | ~Q(confirmed_by=F("asked_by"))),
                name="roster_confirmed_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False)
                | ~Q(state__in=["applying", "to_be_confirmed", "applied", "undone"]),
                name="roster_applied_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(problems=0)
                | ~Q(state__in=["applying", "to_be_confirmed", "applied", "undone"]),
                name="roster_applied_without_problems",
            ),
            models.CheckConstraint(
                condition=Q(content=None)
                | ~Q(state__in=["applied", "undone", "discarded", "failed"]),
                name="roster_ended_keeps_no_file",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="turns",
                field="state",
                transitions=[
                    ("reading", "waiting"),
                    ("reading", "discarded"),
                    ("reading", "failed"),
                    ("waiting", "reading"),
                    ("waiting", "applying"),
                    ("waiting", "to_be_confirmed"),
                    ("waiting", "applied"),
                    ("waiting", "discarded"),
                    ("waiting", "failed"),
                    ("to_be_confirmed", "waiting"),
                    ("to_be_confirmed", "applying"),
                    ("to_be_confirmed", "applied"),
                    ("to_be_confirmed", "discarded"),
                    ("applying", "waiting"),
                    ("applying", "to_be_confirmed"),
                    ("applying", "applied"),
                    ("applying", "failed"),
                    ("applied", "undone"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="origin",
                fields=["kind", "source", "files", "digest", "by", "created_at"],
            ),
            pgtrigger.Trigger(
                name="applied_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=STAYS,
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.files)

    def get_absolute_url(self) -> str:
        return reverse("roster:run", args=[self.pk])

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it in hand, and is not through with it."""
        working = self.state in (self.State.READING, self.State.APPLYING)
        return working and self.job is not None and not self.job.has_ended

    @property
    def is_stuck(self) -> bool:
        """Whether a worker gave it up."""
        working = self.state in (self.State.READING, self.State.APPLYING)
        return working and self.job is not None and self.job.has_ended

    @property
    def differs(self) -> bool:
        """Whether applying it would write anything."""
        return bool(self.added + self.returned + self.changed + self.left + self.new_places)
