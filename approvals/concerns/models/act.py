from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models.concern import Concern
from district_portal.freezing import Frozen, frozen
from district_portal.uncounted import Uncounted

HAS_WORDS = ["noted", "not_due", "added", "removed", "closed", "reopened"]
OF_SOMEBODY = ["added", "removed"]


class Act(Uncounted, Frozen):
    """One step in dealing with a concern: what was done, when and by whom; its words are sealed.

    `by` is None for what the portal itself did; `person` is who was added or removed. `done_at`
    is when it was done, where that was before it was recorded. What is sealed is bound to `once`.
    """

    class What(models.TextChoices):
        TALKED = "talked", _("Talked with somebody")
        SECURED = "secured", _("Secured what was revealed, or evidence of it")
        PARENTS = "parents", _("Parents informed")
        TITLE_IX = "title_ix", _("Referred to the Title IX coordinator")
        POLICE = "police", _("Referred to the police")
        NOTED = "noted", _("Note")
        NOT_DUE = "not_due", _("A duty does not apply")
        ADDED = "added", _("Somebody added")
        REMOVED = "removed", _("Somebody who was added removed")
        FILED = "filed", _("A file added")
        TOLD_MORE = "told_more", _("More from whoever reported it")
        ESCALATED = "escalated", _("Went one level up: nobody had read it in time")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=10, choices=What)
    text = models.BinaryField(null=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "once"], name="a_form_is_one_act_of_a_concern"
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False) | ~Q(what__in=HAS_WORDS),
                name="a_concern_s_act_has_its_words",
            ),
            models.CheckConstraint(
                condition=Q(what__in=OF_SOMEBODY, person__isnull=False)
                | ~Q(what__in=OF_SOMEBODY) & Q(person=None),
                name="a_concern_s_act_adds_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__lte=F("at")),
                name="a_concern_s_act_is_done",
            ),
        ]
        triggers = frozen(disposable=True)

    def __str__(self) -> str:
        return f"{self.concern}: {self.what}"
