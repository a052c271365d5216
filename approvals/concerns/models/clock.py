from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models.act import Act
from approvals.concerns.models.concern import Concern
from approvals.concerns.models.pack import StatePack
from district_portal.freezing import Frozen, frozen
from district_portal.uncounted import Uncounted

CLOCK_MOVES = ("act", "met_at", "missed_at")


def _moves_on() -> pgtrigger.Trigger:
    """What met a duty stays, and that it was missed; what did not apply may be met after all."""
    return pgtrigger.Trigger(
        name="moves_on",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF (OLD.met_at IS NOT NULL AND (NEW.met_at, NEW.act_id) "
        "IS DISTINCT FROM (OLD.met_at, OLD.act_id)) "
        "OR (OLD.act_id IS NOT NULL AND NEW.act_id IS NULL) "
        "OR (OLD.missed_at IS NOT NULL AND NEW.missed_at IS DISTINCT FROM OLD.missed_at) THEN "
        "RAISE EXCEPTION 'what became of a duty stays: %', OLD.id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
    )


class Clock(Uncounted, Frozen):
    """A duty that a concern started, as the state pack said it then.

    `asks` is the question on which it hangs, if any; those who deal with the concern answer it.

    `act` is what ended it: what was done, at `met_at`, or that it does not apply here (no
    `met_at`), which is asked anew, by another clock, once the concern is opened again.
    `missed_at` is when the portal saw that it was not recorded as done in time.
    """

    moving = CLOCK_MOVES

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="clocks")
    pack = models.ForeignKey(StatePack, on_delete=models.PROTECT, related_name="clocks")
    duty = models.CharField(max_length=40)
    statute = models.CharField(_("statute"), max_length=200)
    source = models.CharField(_("source"), max_length=500)
    do = models.CharField(max_length=300)
    wording = models.TextField()
    asks = models.CharField(max_length=200, blank=True, default="")
    met_by = ArrayField(models.CharField(max_length=10))
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="ended_clocks")
    met_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "duty"],
                condition=Q(act=None) | Q(met_at__isnull=False),
                name="a_concern_starts_a_duty_once",
            ),
            models.CheckConstraint(
                condition=Q(met_at=None) | Q(act__isnull=False),
                name="a_duty_is_met_by_an_act",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("started_at")), name="a_duty_is_due_later"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="clock_running", condition=Q(act=None))]
        triggers = [*frozen(except_columns=CLOCK_MOVES, disposable=True), _moves_on()]

    def __str__(self) -> str:
        return f"{self.concern}: {self.duty}"

    @property
    def in_time(self) -> bool:
        """Whether it was done in time."""
        return self.met_at is not None and self.met_at <= self.due_at

    @property
    def does_not_apply(self) -> bool:
        """Whether somebody said so."""
        return self.act_id is not None and self.met_at is None
