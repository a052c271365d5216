from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Platform(models.Model):
    """A social network, blog host or the like on which an account may be asked for.

    `paths` are what the addresses of its profiles look like, the usual one first; without any,
    every web address is taken as it is. `platforms.normalise` reads them. `standing` says whether
    the district allows it, `barred_at` where it does not although it does elsewhere.
    """

    class Standing(models.TextChoices):
        ALLOWED = "allowed", _("Allowed")
        ASK = "ask", _("Allowed after a closer look")
        BARRED = "barred", _("Not allowed")

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    noun = models.CharField(
        _("what one has there"), max_length=60, help_text=_("As in “YouTube channel”.")
    )
    hosts = models.CharField(
        _("hosts of its addresses"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces, the usual one first."),
    )
    paths = models.CharField(
        _("paths of its profiles"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces, with {handle} where the handle stands: /@{handle}."),
    )
    handle_pattern = models.CharField(
        _("characters of a handle"),
        max_length=120,
        blank=True,
        help_text=_("A regular expression."),
    )
    ignored = models.CharField(
        _("signs that make no difference in a handle"), max_length=10, blank=True
    )
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    standing = models.CharField(
        _("may it be asked for?"), max_length=10, choices=Standing, default=Standing.ALLOWED
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    barred_at = models.ManyToManyField(
        "accounts.Place", blank=True, related_name="+", verbose_name=_("not allowed at")
    )
    changed_at = models.DateTimeField(default=timezone.now)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing="allowed") | ~Q(why=""), name="not_simply_allowed_with_a_why"
            )
        ]

    def __str__(self) -> str:
        return self.name
