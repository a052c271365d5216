from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy

PASTED: Final = "pasted.txt"
"""The name that stands for a text out of the clipboard; its ending says how it is read."""


class Draft(models.Model):
    """A text on its way to publication; at most one for a policy.

    `policy` is set once somebody has confirmed that this is its next version.
    `text` holds what the editor changes: nodes [{"id", "depth", "kind", "level", "label", "text",
    "references", "line", "end", "was"}], dates [{"type", "iso", "printed"}], legal_refs
    [{"text", "group"}], cross_refs [{"code", "title", "before"?}]. `was` is the key of the clause
    in force that this one is, "new" when it is none, empty while the alignment decides; `holds`
    are the ids of clauses that were joined to it.
    `dropped` is what was taken out of the text, by the reader or by a person, and can be put
    back: nodes with "after", the id of the one they stood behind. `doubts`
    [{"message", "about", "node", "suggestion"}] are the reader's; `meta` are the lines that went
    into the header fields. `proposal` is what the first of two people wants to publish it with
    (`publishing.publish`'s arguments as JSON), until the second agrees or it is edited again.
    `ended_proposal` is the last one that came to nothing, as `ending_proposals` tells it.
    `asks_on` is the local day on which people would be asked to sign it, on a page that says so.
    """

    EDITED = ("kind", "code", "title", "series", "owner_id", "text", "dropped", "doubts")
    asks_on: dt.date | None = None

    policy = models.OneToOneField(
        "policies.Policy", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Policy.Kind, default=Policy.Kind.POLICY
    )
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    series = models.CharField(_("series"), max_length=80, blank=True)
    owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.JSONField(default=dict)
    meta = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    source_name = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    proposal = models.JSONField(null=True)
    proposed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    ended_proposal = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip() or self.source_in_words

    def get_absolute_url(self) -> str:
        return reverse("policies:draft", args=[self.pk])

    @property
    def source_in_words(self) -> str:
        """The name of the file that it came from; nothing where there was none."""
        return gettext("pasted text") if self.source_name == PASTED else self.source_name

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The clauses in order."""
        nodes: list[dict[str, Any]] = self.text["nodes"]
        return nodes


class DraftEdit(models.Model):
    """One edit of a draft, as the difference that it made, so that it can be undone and redone.

    `revision` was the draft's number before, `until` its number after the edit last counted
    (made, written on, undone or redone). `patch` is what `undoing.difference` answers. `clause`
    is the clause that was written on, where going on writing belongs to the same edit.
    """

    class State(models.TextChoices):
        DONE = "done", _("Done")
        UNDONE = "undone", _("Undone")
        OVERTAKEN = "overtaken", _("Undone, and overtaken by another edit")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    until = models.PositiveIntegerField()
    what = models.CharField(max_length=120)
    patch = models.JSONField()
    clause = models.IntegerField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.DONE)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="edits_have_an_order")
        ]

    def __str__(self) -> str:
        return self.what
