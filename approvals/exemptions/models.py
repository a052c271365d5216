from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals import attesting
from district_portal.freezing import Frozen, frozen, kept


class Exemption(Frozen):
    """What somebody need not keep for a while, or keeps differently: facts of the approval.

    `about` is what it is about in one spelling, as in its request; `subject` the same in words.
    How it came out stands in its outcomes, whether it was taken back in its revocation.
    """

    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="exemption"
    )
    holder = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="exemptions"
    )
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=300)
    subject = models.CharField(_("exempted from"), max_length=300)
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, null=True, related_name="+"
    )
    clause = models.ForeignKey(
        "policies.Clause", on_delete=models.PROTECT, null=True, related_name="+"
    )
    platform = models.ForeignKey(
        "approvals.Platform", on_delete=models.PROTECT, null=True, related_name="+"
    )
    tool = models.CharField(max_length=100, blank=True)
    group = models.CharField(_("class or group"), max_length=120)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, platform=None, tool="")
                | Q(policy=None, clause=None, platform__isnull=False, tool="")
                | Q(policy=None, clause=None, platform=None) & ~Q(tool=""),
                name="exempted_from_one_thing",
            )
        ]
        indexes = [models.Index(fields=["about"], name="exemption_about")]
        triggers = frozen()

    def __str__(self) -> str:
        return self.subject

    @property
    def exempted_from(self) -> str:
        """Its clause, or what it is about, in the language of whoever reads it."""
        return attesting.cite(self.clause) if self.clause else self.subject

    def get_absolute_url(self) -> str:
        return reverse("exemptions:exemption", args=[self.pk])


class Outcome(Frozen):
    """What was agreed, from when until when; recorded again, one is added and stands instead.

    The first is what the request asked for. `wording` is the exact wording of a modification, or
    what is done instead.
    """

    class What(models.TextChoices):
        EXEMPTION = "exemption", _("Exemption")
        MODIFICATION = "modification", _("Modification")
        ALTERNATIVE = "alternative", _("Alternative, no exemption")

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        TO_COME = "to_come", _("To come")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", pgettext_lazy("exemption", "Revoked")

    moving = ("stands",)

    exemption = models.ForeignKey(Exemption, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(_("outcome"), max_length=12, choices=What)
    wording = models.TextField(_("wording"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.TextField(_("reason"), blank=True)
    stands = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["exemption", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["exemption", "number"], name="outcomes_are_numbered"),
            models.UniqueConstraint(
                fields=["exemption"], condition=Q(stands=True), name="one_outcome_stands"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="outcome_in_order"
            ),
            models.CheckConstraint(
                condition=Q(what="exemption") | ~Q(wording=""), name="modified_in_words"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="recorded_again_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="outcome_stands", condition=Q(stands=True))
        ]
        triggers = frozen(except_columns=("stands",))

    def __str__(self) -> str:
        return str(self.get_what_display())

    def state_on(self, day: dt.date) -> State:
        """How it stands on the local `day`."""
        if hasattr(self.exemption, "revocation"):
            return self.State.REVOKED
        if day > self.ends_on:
            return self.State.EXPIRED
        return self.State.TO_COME if day < self.starts_on else self.State.IN_FORCE


class Revocation(Frozen):
    """That an exemption was taken back before its time, and why; by nobody when its holder left."""

    exemption = models.OneToOneField(Exemption, on_delete=models.PROTECT, related_name="revocation")
    reason = models.TextField(_("reason"))
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-revoked_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revoked_for_a_reason")]
        triggers = frozen()


class Meeting(models.Model):
    """The one meeting about a request; calendars know it by `uid`, and its changes by `sequence`.

    `people` are those who were invited last.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")

    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="meeting"
    )
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    where = models.CharField(_("where"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    why_cancelled = models.TextField(blank=True)
    people = models.ManyToManyField("accounts.Person", related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(where="") | ~Q(link=""), name="meeting_is_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(why_cancelled=""),
                name="cancelled_for_a_reason",
            ),
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"{self.request.number} {self.request.title}"

    def get_absolute_url(self) -> str:
        return reverse("exemptions:meeting", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()


class Minutes(Frozen):
    """What was said and agreed at a meeting; written again, they are added."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(_("minutes"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minutes_say_something")]
        triggers = frozen(disposable=True)
