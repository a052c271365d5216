from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen

LONGEST = 100
"""Years that a class can be kept at most."""
NOTICE = 60
"""Days between the proposal of a disposal and its confirmation, unless the district says else.

Source: Wis. Stat. 19.21(6), notice to the historical society.
"""


class Starts(models.TextChoices):
    """What starts the clock of a class."""

    DECIDED = "decided", _("The day on which it was decided")
    CLOSED = "closed", _("The day on which it was closed")
    YEAR_END = "year_end", _("The end of the school year in which it was closed")


class RetentionRule(models.Model):
    """How long a class of records is kept, why, and for which kinds of record it holds.

    `public` says whether they are public records unless something else is said of one of them.
    """

    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    years = models.PositiveSmallIntegerField(
        _("years kept"), validators=[MaxValueValidator(LONGEST)]
    )
    starts = models.CharField(_("the clock starts on"), max_length=10, choices=Starts)
    source = models.CharField(_("policy or statute behind it"), max_length=200)
    public = models.BooleanField(_("public records"), default=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Draft(models.Model):
    """The schedule that is being worked on; there is one at most."""

    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=NOTICE)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_draft_of_the_schedule")]

    def __str__(self) -> str:
        return str(_("Draft of the retention schedule"))


class DraftClass(RetentionRule):
    """A class as it stands in the draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="classes")

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "code"], name="a_code_stands_for_one_class"),
            models.CheckConstraint(condition=Q(years__lte=LONGEST), name="drafted_for_some_years"),
        ]


class Schedule(Frozen):
    """A retention schedule as the board adopted it; the one with the highest number is in force."""

    number = models.PositiveIntegerField(unique=True)
    notice_days = models.PositiveSmallIntegerField()
    adopted_on = models.DateField()
    board_act = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=~Q(board_act=""), name="adopted_by_an_act"),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return str(_("Retention schedule %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("records:schedule", args=[self.number])


class RetentionClass(Frozen, RetentionRule):
    """A class of an adopted schedule."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="classes")

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "code"], name="adopted_code_of_one_class"),
            models.CheckConstraint(condition=Q(years__lte=LONGEST), name="adopted_for_some_years"),
        ]
        triggers = frozen()

    def kept_until(self, start: dt.date) -> dt.date:
        """The first local day on which a record may go whose clock started on the day `start`."""
        year = start.year + self.years
        try:
            return start.replace(year=year)
        except ValueError:
            return dt.date(year, 3, 1)
