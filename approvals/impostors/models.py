from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.freezing import Frozen, frozen
from district_portal.ui.addresses import numbered

CAPTURE_MOVES = ("content", "removed_at", "removed_by", "removal")


class Impostor(models.Model):
    """The case of an account that claims to be the district or a part of it; one an address.

    `address_key` is the address in the one spelling by which accounts are compared, `looks` how
    that looks at a glance. `warns` says that everyone who asks is told that it is not ours.
    """

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("impostor", "New")
        REPORTED = "reported", _("Reported to the platform")
        REMOVED = "removed", _("Removed")
        NOT_IMPOSTOR = "not_impostor", _("Not an impostor")
        REFUSED = "refused", _("Refused by the platform")

    UNDER_WAY = (State.NEW, State.REPORTED)
    STILL_THERE = (State.NEW, State.REPORTED, State.REFUSED)

    platform = models.ForeignKey("approvals.Platform", on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(_("handle"), max_length=300)
    address = models.CharField(_("address"), max_length=320)
    address_key = models.CharField(max_length=300, unique=True)
    looks = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    warns = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(warns=False) | Q(state__in=["new", "reported", "refused"]),
                name="warned_of_what_is_there",
            )
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="impostor_newest"),
            models.Index(fields=["state", "opened_at"], name="impostor_by_state"),
            models.Index(fields=["address_key"], name="impostor_warned", condition=Q(warns=True)),
        ]

    def __str__(self) -> str:
        if self.platform.paths:
            return f"@{self.handle}, {self.platform}"
        return self.address_key

    def get_absolute_url(self) -> str:
        return numbered("impostors:case", self.pk)


class Report(Frozen):
    """What somebody saw. Who it was is asked of nobody, and kept nowhere.

    `once` is the number of the form, so that one sent twice is one report. `left_out` files were
    not kept, because the case has enough of them.
    """

    impostor = models.ForeignKey(Impostor, on_delete=models.PROTECT, related_name="reports")
    saw = models.TextField(_("what they saw"))
    once = models.UUIDField(unique=True)
    left_out = models.PositiveSmallIntegerField(default=0)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        triggers = frozen()


class Capture(Frozen):
    """A picture or PDF of what was to be seen.

    Pictures are drawn anew when they come in. The content alone can be taken away, with a reason.
    """

    moving = CAPTURE_MOVES

    class Kind(models.TextChoices):
        PDF = "application/pdf", _("PDF")
        JPEG = "image/jpeg", _("JPEG")
        PNG = "image/png", _("PNG")

    impostor = models.ForeignKey(Impostor, on_delete=models.PROTECT, related_name="captures")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="captures")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    removal = models.CharField(_("why it was taken away"), max_length=500, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, removed_at=None, removed_by=None, removal="")
                | Q(content=None, removed_at__isnull=False, removed_by__isnull=False)
                & ~Q(removal=""),
                name="capture_is_there_or_taken_away",
            )
        ]
        triggers = frozen(except_columns=CAPTURE_MOVES)

    def __str__(self) -> str:
        return self.name


class Act(Frozen):
    """One step of a case: what was done, when, by whom and why. `by` is None for a report."""

    class What(models.TextChoices):
        OPENED = "opened", _("Reported to us")
        CAME_BACK = "came_back", _("Reported to us again: it is back")
        NOTED = "noted", _("Note")
        CAPTURED = "captured", _("Captures added")
        TAKEN_AWAY = "taken_away", _("Capture taken away")
        TOLD_PLATFORM = "told_platform", _("Reported to the platform")
        REMOVED = "removed", _("Removed")
        NOT_IMPOSTOR = "not_impostor", _("Not an impostor")
        REFUSED = "refused", _("Refused by the platform")
        REOPENED = "reopened", _("Opened again")
        WARNED = "warned", _("Public warning put up")
        UNWARNED = "unwarned", _("Public warning taken down")

    impostor = models.ForeignKey(Impostor, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=15, choices=What)
    text = models.TextField(_("words"), blank=True)
    number = models.CharField(_("number of the report"), max_length=100, blank=True)
    day = models.DateField(_("day of the report"), null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="told_platform", day__isnull=False)
                | ~Q(what="told_platform") & Q(day=None, number=""),
                name="a_report_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(text="")
                | Q(what__in=["opened", "came_back", "captured", "told_platform"]),
                name="a_step_has_its_reason",
            ),
        ]
        triggers = frozen()
