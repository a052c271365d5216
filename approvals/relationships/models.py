from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.ties import ConsentBy, ConsentHow, Tie
from district_portal.freezing import Frozen, frozen


class Relationship(Frozen):
    """A tie to students outside school that was disclosed and noted: facts of the approval.

    `about` is what it is about in one spelling, as in its request; `who` says who is meant,
    without a name. Whether it ended before its day stands in its ending.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        TO_COME = "to_come", _("To come")
        OVER = "over", _("Over")

    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="relationship"
    )
    holder = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="relationships"
    )
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=300)
    tie = models.CharField(_("tie"), max_length=12, choices=Tie)
    other = models.CharField(_("which tie"), max_length=120, blank=True)
    students = models.PositiveSmallIntegerField(_("how many students"))
    who = models.CharField(_("who is meant"), max_length=200)
    channels = models.CharField(_("channels"), max_length=300)
    purpose = models.TextField(_("what for"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    consent_by = models.CharField(_("consent by"), max_length=10, choices=ConsentBy, blank=True)
    consent_on = models.DateField(_("consent on"), null=True)
    consent_how = models.CharField(_("how"), max_length=10, choices=ConsentHow, blank=True)
    consent_scope = models.TextField(_("consented to"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="relationship_in_order"
            ),
            models.CheckConstraint(condition=Q(students__gte=1), name="tied_to_a_student"),
            models.CheckConstraint(
                condition=Q(tie="other") & ~Q(other="") | ~Q(tie="other") & Q(other=""),
                name="another_tie_is_said",
            ),
            models.CheckConstraint(
                condition=Q(tie="family", consent_by="", consent_on=None, consent_how="")
                & Q(consent_scope="")
                | Q(consent_on__isnull=False)
                & ~Q(consent_by="")
                & ~Q(consent_how="")
                & ~Q(consent_scope=""),
                name="parents_consent_but_in_a_family",
            ),
        ]
        indexes = [
            models.Index(fields=["about"], name="relationship_about"),
            models.Index(fields=["ends_on"], name="relationship_ends"),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return self.other or str(self.get_tie_display())

    def get_absolute_url(self) -> str:
        return reverse("relationships:relationship", args=[self.pk])

    def state_on(self, day: dt.date) -> State:
        """How it stands on the local `day`."""
        if hasattr(self, "ending") or day > self.ends_on:
            return self.State.OVER
        return self.State.TO_COME if day < self.starts_on else self.State.IN_FORCE


class Ending(Frozen):
    """That a relationship ended before its day, and why; by nobody when its holder left.

    `taken_back_on` is the day on which a parent took consent back.
    """

    class Why(models.TextChoices):
        OVER = "over", _("The tie, or the contact, is over")
        CONSENT = "consent", _("A parent or guardian took consent back")
        OTHER = "other", _("Another reason")

    relationship = models.OneToOneField(
        Relationship, on_delete=models.PROTECT, related_name="ending"
    )
    why = models.CharField(max_length=10, choices=Why)
    reason = models.TextField(_("reason"))
    taken_back_on = models.DateField(_("consent taken back on"), null=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-ended_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="tie_ended_for_a_reason"),
            models.CheckConstraint(
                condition=Q(why="consent", taken_back_on__isnull=False)
                | ~Q(why="consent") & Q(taken_back_on=None),
                name="consent_is_taken_back_on_a_day",
            ),
        ]
        triggers = frozen()
