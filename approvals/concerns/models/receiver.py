from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models.concern import Concern
from district_portal.freezing import kept
from district_portal.uncounted import Uncounted


def _moves_on() -> pgtrigger.Trigger:
    """Who receives a concern, and why, stays; a reading and an end are said once."""
    return pgtrigger.Trigger(
        name="moves_on",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at) "
        "OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN "
        "RAISE EXCEPTION 'what a receiver did stays: %', OLD.id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
    )


def _never_the_subject() -> pgtrigger.Trigger:
    """Nobody is seated in what is about themselves or what they reported.

    Who was once added to their own report keeps that seat as a row, and can end it.
    """
    return pgtrigger.Trigger(
        name="never_the_subject",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("held", "record")],
        func="SELECT about_id, reporter_id INTO held FROM concerns_concern "
        "WHERE id = NEW.concern_id; "
        "IF held.about_id = NEW.person_id OR (held.reporter_id = NEW.person_id "
        "AND (TG_OP = 'INSERT' OR NEW.why <> 'added')) THEN "
        "RAISE EXCEPTION 'nobody receives a concern of their own: %', NEW.concern_id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
    )


class Receiver(Uncounted):
    """Somebody who deals with a concern, since when, and why it is them.

    `read_at` is when they first looked; `level` counts how far up it was brought until it reached
    them. Who was added has `added_by` and a sealed `reason`.
    """

    class Why(models.TextChoices):
        HEAD = "head", _("Head of the place")
        SUPERVISOR = "supervisor", _("Supervisor")
        ABOVE = "above", _("One level above")
        ADMINISTRATOR = "administrator", _("District Administrator")
        OFFICER = "officer", _("Board officer")
        ADDED = "added", _("Added")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="receivers")
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="concerns_received"
    )
    why = models.CharField(max_length=15, choices=Why)
    stands_in_for = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.BinaryField(null=True)
    level = models.PositiveSmallIntegerField(default=1)
    seated_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["level", "seated_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "person"],
                condition=Q(ended_at=None),
                name="a_concern_reaches_somebody_once",
            ),
            models.CheckConstraint(
                condition=Q(why="added", added_by__isnull=False, reason__isnull=False)
                | ~Q(why="added") & Q(added_by=None, reason=None),
                name="who_is_added_is_added_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("stands_in_for")), name="nobody_receives_for_themselves"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], name="concern_receiver", condition=Q(ended_at__isnull=True)
            )
        ]
        triggers = [
            _never_the_subject(),
            _moves_on(),
            pgtrigger.ReadOnly(name="stays", exclude=["read_at", "ended_at"]),
            kept(),
        ]

    def __str__(self) -> str:
        return f"{self.concern}: {self.person}"
