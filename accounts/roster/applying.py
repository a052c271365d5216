"""Bring the roster into line with a run: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.roster import confirming
from accounts.roster.carrying_out import ProblemsError, carry_out, check_shown, is_as_shown
from accounts.roster.guarding import are_too_many, recently_left
from accounts.roster.holding_still import EndedError, hold
from accounts.roster.models import Run

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def apply(
    run: Run,
    *,
    by: Person | None,
    shown: str | None = None,
    most_leaving: int | None = None,
    compared: bool = False,
    at: dt.datetime | None = None,
) -> Run:
    """Write what `run` would change; answers it in its new state.

    - applied: all of it is written;
    - to be confirmed: more would leave than `most_leaving` (what `guarding` allows, unless given),
      or somebody who holds a role would have another address, so a second person must
      confirm; nothing is written yet;
    - waiting: the roster has changed since the difference was shown; a new one is there.

    Two runs at once wait for each other. `shown` is the fingerprint of the difference that `by`
    has looked at; None where nobody looked at one. `compared` says that the caller has compared
    within this transaction, under `hold_the_roster`. Raises ProblemsError, EndedError for a run
    that has had its turn, and NotShownError, each before anything is written.
    """
    at = at or timezone.now()
    run = hold(run)
    if run.state not in (Run.State.WAITING, Run.State.APPLYING):
        raise EndedError(run)
    check_shown(run, shown)
    if not compared and not is_as_shown(run, at=at):
        return run
    if run.problems:
        raise ProblemsError(f"{run.problems} problems")
    run.asked_by, run.asked_at = by, at
    if most_leaving is None:
        many = are_too_many(run, before=recently_left(at=at).count())
    else:
        many = run.left > most_leaving
    if many or confirming.officers_readdressed(run):
        return confirming.ask(run)
    return carry_out(run, by=by, at=at)
