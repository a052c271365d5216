from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen, kept
from district_portal.ui.addresses import numbered

if TYPE_CHECKING:
    from approvals.models.step import Step

FOUND: Final = "existing"
"""Under it the draft of a request for an existing account keeps since when, and where, that is."""


class Request(models.Model):
    """What a person asks for; its answers live in the draft until sent, then in submissions.

    `draft` holds what was typed, step by step, checked or not. `about` is what the request is
    about in one spelling (an account's address), so that two about the same find one another, and
    `looks` how that looks at a glance (lookalikes.look).
    `creates` names what approval brings into being. `why_ended` says why it was taken back where
    its requester did not do so.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Waiting for a decision")
        RETURNED = "returned", _("Returned for changes")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.CharField(  # noqa: DJ001 – unique once sent
        _("number"), max_length=20, unique=True, null=True
    )
    kind = models.CharField(max_length=20)
    title = models.CharField(_("title"), max_length=200, blank=True)
    about = models.CharField(max_length=300, blank=True)
    looks = models.CharField(max_length=300, blank=True)
    creates = models.CharField(max_length=20, blank=True)
    requester = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="requests"
    )
    posting = models.ForeignKey(
        "accounts.Posting", on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    route = models.ForeignKey(
        "approvals.Route", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=200, blank=True)

    at_step: Step | None = None
    """The step that is open; given by waiting.tell_with_whom."""

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(number__isnull=False, sent_at__isnull=False),
                name="sent_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "denied", "withdrawn"], closed_at__isnull=False)
                | Q(state__in=["draft", "open", "returned"], closed_at=None),
                name="closed_with_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(
                    kind__in=["account_change", "account_closing"], state__in=["open", "returned"]
                ),
                name="asked_for_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-created_at"], name="request_requester"),
            models.Index(fields=["-changed_at", "-id"], name="request_changed"),
            models.Index(fields=["sent_at"], name="request_open", condition=Q(state="open")),
            models.Index(
                fields=["about"], name="request_about", condition=Q(state__in=["open", "returned"])
            ),
            models.Index(
                fields=["looks"], name="request_looks", condition=Q(state__in=["open", "returned"])
            ),
        ]
        triggers = [kept(unless="OLD.state = 'draft'")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return numbered("approvals:request", self.pk)

    @property
    def is_there_already(self) -> bool:
        """Whether consent is asked for an account that exists: its draft keeps since when."""
        return bool(self.draft.get(FOUND))


class Submission(Frozen):
    """The answers as they were sent; sending again adds one.

    `answers` are values by name for rules to read; `words` are what the requester saw, in order:
    [{"name", "label", "text"}].
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    words = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="submissions_are_numbered")
        ]
        triggers = frozen(disposable=True)


class NumberSeries(models.Model):
    """The last number given to a request in a calendar year; numbers may have gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)
