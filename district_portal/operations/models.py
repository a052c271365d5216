from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from district_portal.freezing import Frozen, frozen


class Tick(models.Model):
    """When the clock last woke a worker: both were alive then; a single row."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_is_the_last_tick")]

    def __str__(self) -> str:
        return self.at.isoformat()


class BackupQuerySet(models.QuerySet["Backup"]):
    def whole(self) -> BackupQuerySet:
        """Those that were finished."""
        return self.filter(ended_at__isnull=False, error="")


class Backup(models.Model):
    """One run that makes a backup. `place` is its folder; `for_day` the day whose turn it was.

    `size` is in bytes, of a whole one; `error` says why there is none.
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    for_day = models.DateField(null=True)
    place = models.TextField()
    size = models.BigIntegerField(null=True)
    error = models.TextField(blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="backup_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["for_day"], condition=Q(error=""), name="one_backup_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, size=None, error="")
                | Q(ended_at__isnull=False, size__isnull=False, error="")
                | Q(ended_at__isnull=False, size=None) & ~Q(error=""),
                name="backup_whole_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.place.rpartition("/")[2]

    @property
    def is_whole(self) -> bool:
        return self.ended_at is not None and not self.error

    @property
    def seconds(self) -> int:
        """How long it took, at least one."""
        return max(round(((self.ended_at or self.started_at) - self.started_at).total_seconds()), 1)

    @property
    def error_in_words(self) -> str:
        """Why it failed; the portal's own words in the reader's language."""
        return gettext(self.error) if self.error else ""


class KeyPutAway(Frozen):
    """Somebody says that a copy of the key of concerns lies elsewhere; `fingerprint` names it."""

    fingerprint = models.CharField(max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        triggers = frozen()
        constraints = [models.UniqueConstraint(fields=["fingerprint"], name="key_put_away_once")]

    def __str__(self) -> str:
        return self.fingerprint


class Alarm(models.Model):
    """That something is not well, for one of those who are told: once now, once when it is over.

    `matter` is that of what was found, `part` how it was called. It began at the first look that
    found it and was `seen_at` last; nobody was told before `told_at`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=40)
    part = models.CharField(max_length=120)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "matter"],
                condition=Q(over_at=None),
                name="told_once_while_it_lasts",
            ),
            models.CheckConstraint(
                condition=Q(over_at=None) | Q(told_at__isnull=False),
                name="over_is_what_was_told",
            ),
        ]

    def __str__(self) -> str:
        return self.part
