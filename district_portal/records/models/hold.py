from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen
from district_portal.uncounted import Uncounted


class Hold(Uncounted, Frozen):
    """A legal hold: what it is on stays, whatever the schedule says, until it is lifted.

    `held_since` is the local day from which the duty to keep runs. Held at a place is what lies
    there or below.
    """

    class On(models.TextChoices):
        RECORD = "record", _("One record")
        PERSON = "person", _("All that concerns a person")
        PLACE = "place", _("All of a school or department")
        WORD = "word", _("All with a word in its title")

    on = models.CharField(max_length=8, choices=On)
    kind = models.CharField(max_length=20, blank=True)
    record = models.BigIntegerField(null=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    word = models.CharField(_("word in the title"), max_length=100, blank=True)
    case_name = models.CharField(_("case"), max_length=200)
    reason = models.TextField(_("reason"))
    held_since = models.DateField(_("since"))
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on="record", record__isnull=False, person=None, place=None, word="")
                & ~Q(kind="")
                | Q(on="person", person__isnull=False, record=None, place=None, word="", kind="")
                | Q(on="place", place__isnull=False, record=None, person=None, word="", kind="")
                | Q(on="word", record=None, person=None, place=None, kind="") & ~Q(word=""),
                name="a_hold_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(case_name=""), name="held_for_a_case_and_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["kind", "record"], name="hold_on_record")]
        triggers = frozen()

    def __str__(self) -> str:
        return self.case_name

    def get_absolute_url(self) -> str:
        return reverse("records:hold", args=[self.pk])


class Lifting(Frozen):
    """That a hold binds no longer, and why."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="lifting")
    reason = models.TextField(_("reason"))
    lifted_at = models.DateTimeField()
    lifted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-lifted_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="lifted_for_a_reason")]
        triggers = frozen()
