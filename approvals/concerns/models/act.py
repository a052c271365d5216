from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models.concern import Concern
from district_portal.freezing import Frozen, frozen


class Act(Frozen):
    """One step in dealing with a concern: what was done, when and by whom; its words are sealed.

    `by` is None for what the portal itself did; `person` is who was added.
    """

    class What(models.TextChoices):
        TALKED = "talked", _("Talked with somebody")
        SECURED = "secured", _("Secured what was revealed, or evidence of it")
        PARENTS = "parents", _("Parents informed")
        TITLE_IX = "title_ix", _("Referred to the Title IX coordinator")
        POLICE = "police", _("Referred to the police")
        NOTED = "noted", _("Note")
        ADDED = "added", _("Somebody added")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=10, choices=What)
    text = models.BinaryField(null=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(unique=True, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__isnull=False) | ~Q(what__in=["noted", "closed", "reopened"]),
                name="a_concern_s_act_has_its_words",
            ),
            models.CheckConstraint(
                condition=Q(what="added", person__isnull=False) | ~Q(what="added") & Q(person=None),
                name="a_concern_s_act_adds_somebody",
            ),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.concern}: {self.what}"
