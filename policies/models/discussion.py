from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A remark on a clause of a draft, or the answer to one; kept with the version it became.

    `node` is the clause's id in the draft, None for the draft as a whole; `about` the words that
    the clause began with when the remark was made.
    """

    draft = models.ForeignKey(
        "policies.Draft", on_delete=models.SET_NULL, null=True, related_name="comments"
    )
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, null=True, related_name="comments"
    )
    node = models.IntegerField(null=True)
    about = models.CharField(max_length=200, blank=True)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    text = models.TextField(_("comment"))
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Opinion(models.Model):
    """A named person is asked to read a draft, and what they answered.

    `revision` is the draft's number that the answer is about.
    """

    class Answer(models.TextChoices):
        FINE = "fine", _("Fine as it is")
        CHANGES = "changes", _("Should be changed")

    draft = models.ForeignKey(
        "policies.Draft", on_delete=models.SET_NULL, null=True, related_name="opinions"
    )
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, null=True, related_name="opinions"
    )
    reader = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    question = models.TextField(_("what to look at"), blank=True)
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "reader"], condition=Q(answer=""), name="asked_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_answer_display()}"
