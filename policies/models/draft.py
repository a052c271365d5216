from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy


class Draft(models.Model):
    """A text on its way to publication; at most one for a policy.

    `text` holds what the editor changes: nodes [{"id", "depth", "kind", "label", "text"}],
    dates [{"type", "iso", "printed"}], legal_refs [str], cross_refs [{"code", "title"}].
    What was read but not kept as text (`meta`, `dropped`) and the reader's `doubts` stand beside.
    """

    policy = models.OneToOneField(
        "policies.Policy", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Policy.Kind, default=Policy.Kind.POLICY
    )
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.JSONField(default=dict)
    meta = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    source_name = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip() or self.source_name


class DraftEdit(models.Model):
    """The draft's text before one edit, so that the edit can be undone."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    what = models.CharField(max_length=120)
    before = models.JSONField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="edits_have_an_order")
        ]
