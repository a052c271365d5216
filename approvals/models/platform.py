from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Platform(models.Model):
    """A social network, blog host or the like on which an account may be asked for."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    hosts = models.CharField(
        _("hosts of its addresses"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces, without www."),
    )
    profile_path = models.CharField(
        _("path of a profile"),
        max_length=80,
        blank=True,
        help_text=_("With {handle} where the handle stands, as in /@{handle}."),
    )
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
