from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Version(Frozen):
    """The text of a policy as it was published once; only its state still moves.

    A scheduled version comes into force on `effective_on`, unless it is withdrawn before; until
    then the policy keeps the code, title and series of the version before.
    `proposed_by` is the first of the two people where the district asks for two.

    `alignment` tells which clause became which since the version before:
    {"kept": {key: [kinds]}, "merged": {key: into}, "split": {key: from}, "added": [key],
    "removed": [key]}. `from_draft` is the number of the draft that it was, so that publishing
    twice can answer what was published.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn before it came into force")

    class Revision(models.TextChoices):
        TECHNICAL = "technical", _("Technical: numbering, spelling, references")
        MINOR = "minor", _("Minor: wording, no new duty")
        SUBSTANTIVE = "substantive", _("Substantive: duties or rights change")

    moving = ("state",)

    policy = models.ForeignKey("policies.Policy", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    series = models.CharField(max_length=80, blank=True)
    revision = models.CharField(max_length=12, choices=Revision, default=Revision.SUBSTANTIVE)
    summary = models.TextField(_("summary of changes"), blank=True)
    effective_on = models.DateField(_("in force from"))
    accepts_from = models.PositiveIntegerField(
        help_text=_("The oldest version whose signature still counts.")
    )
    first_reading_on = models.DateField(_("first reading"), null=True, blank=True)
    second_reading_on = models.DateField(_("second reading"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted by the board"), null=True, blank=True)
    vote = models.CharField(_("vote"), max_length=60, blank=True)
    resolution = models.CharField(_("resolution"), max_length=60, blank=True)
    alignment = models.JSONField(default=dict)
    canonical_text = models.TextField()
    sha256 = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200, blank=True)
    from_draft = models.BigIntegerField(null=True, unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="in_force"), name="one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="scheduled"), name="one_version_scheduled"
            ),
            models.CheckConstraint(
                condition=Q(accepts_from__gte=1, accepts_from__lte=models.F("number")),
                name="accepts_from_an_earlier_or_itself",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=models.F("published_by")),
                name="nobody_agrees_with_themselves",
                violation_error_message=_("Somebody else must agree."),
            ),
        ]
        triggers = frozen(except_columns=("state",))

    def __str__(self) -> str:
        policy = f"{self.code} {self.title}"
        return gettext("%(policy)s, version %(number)d") % {"policy": policy, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("policies:version", args=[self.policy.slug, self.number])
