"""A second person confirms a disposal or refuses it; whoever proposed it may withdraw it.

What is confirmed may be stopped, by those who propose and those who confirm, until it is gone.

It is the Technology Coordinator who confirms: nobody else knows whether the archiving service
really keeps what is to go. Never the person who proposed it, whatever their roles, and never
somebody whose own record is to go.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.records import locking, running
from district_portal.records.models import Run, RunRecord, Stop, Verdict
from district_portal.ui.dates import date_in_words

Outcome = Verdict.Outcome


class VerdictError(Exception):
    """What can't be said to a run as it stands; says why, in words for the person."""


class ReasonMissingError(ValueError):
    """A run is refused or withdrawn with a reason alone."""


def confirm(run: Run, *, by: Person, at: dt.datetime | None = None) -> Verdict:
    """Let a run be carried out; the same twice is one.

    Raises VerdictError for whoever proposed it or has a record of their own in it, before the days
    of notice are over, and where something else was said to it.
    """
    return _say(run, Outcome.CONFIRMED, reason="", by=by, at=at)


def refuse(run: Run, *, reason: str, by: Person, at: dt.datetime | None = None) -> Verdict:
    """Let nothing of a run go, for a reason; the same twice is one.

    Raises ReasonMissingError, VerdictError.
    """
    return _say(run, Outcome.REFUSED, reason=reason, by=by, at=at)


def withdraw(run: Run, *, reason: str, by: Person, at: dt.datetime | None = None) -> Verdict:
    """Take a proposal back before anybody said something to it; the same twice is one.

    Raises ReasonMissingError, VerdictError.
    """
    return _say(run, Outcome.WITHDRAWN, reason=reason, by=by, at=at)


@transaction.atomic
def stop(run: Run, *, reason: str, by: Person, at: dt.datetime | None = None) -> Stop:
    """Let nothing more of a confirmed run go, for a reason; the same twice is one.

    Raises ReasonMissingError, VerdictError where it is not confirmed, carried out, or stopped.
    """
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise ReasonMissingError
    locking.take_turn()
    there = Stop.objects.filter(run=run).select_related("stopped_by").first()
    if there:
        if (there.stopped_by, there.reason) == (by, reason):
            return there
        raise VerdictError(_("%(name)s has stopped it already.") % {"name": there.stopped_by})
    left = RunRecord.objects.filter(run=run, tombstone=None, spared=None)
    if not left.filter(run__verdict__outcome=Outcome.CONFIRMED).exists():
        raise VerdictError(_("There is nothing to stop: it is not confirmed, or was carried out."))
    stopped = Stop.objects.create(run=run, reason=reason, stopped_at=at, stopped_by=by)
    _record("records.disposal_stopped", "records.confidential_stopped", run, by=by, at=at)
    return stopped


@transaction.atomic
def _say(run: Run, outcome: str, *, reason: str, by: Person, at: dt.datetime | None) -> Verdict:
    at, reason = at or timezone.now(), reason.strip()
    if outcome != Outcome.CONFIRMED and not reason:
        raise ReasonMissingError
    locking.take_turn()
    there = Verdict.objects.filter(run=run).select_related("given_by").first()
    if there:
        if (there.given_by, there.outcome, there.reason) == (by, outcome, reason):
            return there
        words = {"name": there.given_by, "what": there.get_outcome_display().lower()}
        raise VerdictError(_("%(name)s has answered already: %(what)s.") % words)
    if outcome != Outcome.WITHDRAWN and by.pk == run.proposed_by_id:
        raise VerdictError(_("Somebody else than who proposed it has to answer."))
    if outcome == Outcome.CONFIRMED and today(at) < run.not_before:
        day = date_in_words(run.not_before, style="long")
        raise VerdictError(_("It can be confirmed from %(day)s.") % {"day": day})
    if outcome == Outcome.CONFIRMED and (own := running.own(run, by)):
        words = {"name": own}
        raise VerdictError(
            _("%(name)s is your own record. Somebody else has to confirm, or you refuse.") % words
        )
    given = Verdict.objects.create(
        run=run, outcome=outcome, reason=reason, given_at=at, given_by=by
    )
    _record(
        "records.disposal_answered",
        "records.confidential_answered",
        run,
        by=by,
        at=at,
        outcome=outcome,
    )
    return given


def _record(
    act: str, of_secret_ones: str, run: Run, *, by: Person, at: dt.datetime, **said: str
) -> None:
    """Record `act`; of a run of secret records alone, that nobody comes upon it in the trail."""
    if running.is_secret(run):
        audit.record(of_secret_ones, by=by, on=run, at=at)
    else:
        audit.record(act, by=by, on=run, after=said or None, at=at)
