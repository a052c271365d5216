from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.freezing import Frozen, frozen
from district_portal.records.kinds import named

ANOTHER = """
IF NEW.outcome <> 'withdrawn'
   AND NEW.given_by_id = (SELECT proposed_by_id FROM records_run WHERE id = NEW.run_id) THEN
    RAISE EXCEPTION 'two_people_dispose: run %', NEW.run_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""

ONE_END = """
IF EXISTS (SELECT FROM {other} WHERE item_id = NEW.item_id) THEN
    RAISE EXCEPTION 'spared_or_gone: record % of a run', NEW.item_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


def one_end(*, unlike: str) -> pgtrigger.Trigger:
    """The trigger by which a record of a run is either spared or gone; `unlike` is the other."""
    return pgtrigger.Trigger(
        name="one_end",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=ONE_END.format(other=unlike),
    )


class Run(Frozen):
    """A proposal to dispose of records; nobody confirms it before the local day `not_before`."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits to be confirmed")
        CONFIRMED = "confirmed", _("Confirmed, to be carried out")
        DONE = "done", _("Carried out")
        REFUSED = "refused", pgettext_lazy("disposal of records", "Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        STOPPED = "stopped", _("Stopped")

    schedule = models.ForeignKey("records.Schedule", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    not_before = models.DateField()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="runs_for_a_reason")]
        triggers = frozen()

    def __str__(self) -> str:
        return str(_("Disposal %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        return reverse("records:run", args=[self.pk])


class RunRecord(Frozen):
    """A record that is proposed for disposal, and the class by which it may go.

    `name` is what it is called, by which one asks for it later: "2026-0012".
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "record"], name="once_in_a_run")
        ]
        indexes = [models.Index(fields=["kind", "record"], name="run_of_record")]
        triggers = frozen()


class Verdict(Frozen):
    """What a second person said to a run; or that it was withdrawn before."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", pgettext_lazy("disposal of records", "Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="verdict")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="confirmed") | ~Q(reason=""), name="not_disposed_for_a_reason"
            )
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="two_people",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ANOTHER,
            ),
        ]


class Stop(Frozen):
    """That nothing more of a confirmed run goes, and why; its records can be proposed anew."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="stop")
    reason = models.TextField(_("reason"))
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stopped_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="stopped_for_a_reason")]
        triggers = frozen()


class Tombstone(Frozen):
    """What stays of a record that was disposed of, for ever.

    `digest` is the SHA-256 over all rows that left (removing.py says how), `tables` how many of
    each table they were, `emptied` which columns of those that stay. What stays may be filled
    again, and so go again. The run says who proposed and who confirmed it.
    """

    item = models.OneToOneField(RunRecord, on_delete=models.PROTECT, related_name="tombstone")
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    tables = models.JSONField()
    emptied = models.JSONField(default=dict)
    code = models.CharField(max_length=20)
    schedule = models.ForeignKey("records.Schedule", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField()

    class Meta:
        ordering = ["-disposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record"], condition=Q(emptied={}), name="a_record_goes_once"
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=models.F("confirmed_by")), name="two_people_disposed"
            ),
        ]
        triggers = [*frozen(), one_end(unlike="records_spared")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What is gone: "Request 2026-0012"."""
        return named(self.kind).title_of(self.name)

    @property
    def without(self) -> str:
        """What is missing of a record that stays; nothing of one that is gone."""
        return str(named(self.kind).without) if self.emptied else ""


class Spared(Frozen):
    """That a record stayed although its run was confirmed: a gate was shut by then."""

    item = models.OneToOneField(RunRecord, on_delete=models.PROTECT, related_name="spared")
    gates = models.JSONField()
    spared_at = models.DateTimeField()

    class Meta:
        ordering = ["-spared_at"]
        triggers = [*frozen(), one_end(unlike="records_tombstone")]
