"""Ties to students outside school, and how a parent consents: the words of form and record.

Source: 529, clause 13 (family and relatives, youth groups, religious organizations, the like).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MARK = "tie:"
"""With this begins what such a request is about, so that it is no address of an account."""


class Tie(models.TextChoices):
    """What makes contact with a student usual."""

    FAMILY = "family", _("Family or relative")
    FRIENDS = "friends", _("Family friend or neighbor")
    YOUTH_GROUP = "youth_group", _("Scouting or another youth group")
    RELIGIOUS = "religious", _("Religious organization")
    CLUB = "club", _("Sport or club outside school")
    OTHER = "other", _("Another tie")


class ConsentBy(models.TextChoices):
    """Who consented, by their role: no name of a family is kept."""

    PARENT = "parent", _("A parent")
    GUARDIAN = "guardian", _("A guardian")


class ConsentHow(models.TextChoices):
    """How they did."""

    WRITING = "writing", _("In writing")
    MAIL = "mail", _("By e-mail")
    ORALLY = "orally", _("Orally")
