from __future__ import annotations

import datetime as dt
from typing import Final

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district_portal.api.scopes import Scope
from district_portal.freezing import Frozen, frozen

YEAR: Final = dt.timedelta(days=366, hours=1)
"""So long a token works at most: to the end of a day of the next year, the clock gone back."""
MOVING: Final = ("last_used_at", "revoked_at", "revoked_by", "why_revoked")


def _moves_on() -> pgtrigger.Trigger:
    """A token that was revoked stays so, by whom and why; no later use of it is taken back."""
    return pgtrigger.Trigger(
        name="moves_on",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF (OLD.revoked_at IS NOT NULL "
        "AND (NEW.revoked_at, NEW.revoked_by_id, NEW.why_revoked) "
        "IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.why_revoked)) "
        "OR (OLD.last_used_at IS NOT NULL "
        "AND (NEW.last_used_at IS NULL OR NEW.last_used_at < OLD.last_used_at)) THEN "
        "RAISE EXCEPTION 'what became of a token stays: %', OLD.id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
    )


class Token(Frozen):
    """By which a program of the district reads what its maker may see, as far as its scopes go.

    Kept is its SHA-256 alone: it has 256 random bits, so that nobody finds it again from that.
    `prefix` is how it begins, to recognize it by.
    """

    moving = MOVING

    maker = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    why_revoked = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & Q(scopes__len__gte=1),
                name="a_token_has_known_scopes",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")) & Q(expires_at__lte=F("made_at") + YEAR),
                name="a_token_ends_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by=None, why_revoked=""),
                name="revoked_at_a_time",
            ),
        ]
        triggers = [*frozen(except_columns=MOVING, disposable=True), _moves_on()]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scopes_in_words(self) -> list[str]:
        """What it may read, in the order of all scopes."""
        return [str(scope.label) for scope in Scope if scope in self.scopes]
