"""Record how it came out, where that differs from what was asked for.

Source: 529, clause 6 (alternative options, a modification, or an exemption).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import lasting, moving_on
from approvals.exemptions import notifying
from approvals.exemptions.models import Exemption, Outcome
from district_portal import audit
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words


class ChangedError(Exception):
    """Somebody recorded another outcome in the meantime."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"outcome {outcome.number} stands")
        self.outcome = outcome


class OverError(Exception):
    """The exemption was revoked, or its time is over: it is asked for anew."""


class OwnExemptionError(Exception):
    """Nobody records the outcome of what they asked for themselves."""


class OutcomeError(ValueError):
    """An outcome that cannot be recorded; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def record(
    exemption: Exemption,
    *,
    what: str,
    ends_on: dt.date,
    reason: str,
    by: Person,
    seen: int,
    wording: str = "",
    conditions: str = "",
    at: dt.datetime | None = None,
) -> Outcome:
    """Let another outcome stand for `exemption` from now on; its holder is told.

    `what` is one of Outcome.What, `ends_on` the last local day on which it holds, `seen` the
    number of the outcome that stood when `by` looked. The same recorded twice is one. Raises
    ChangedError, OverError, OwnExemptionError and OutcomeError.
    """
    at = at or timezone.now()
    last = _held(exemption, by=by, day=today(at))
    facts: dict[str, Any] = {
        "what": Outcome.What(what),
        "wording": "" if what == Outcome.What.EXEMPTION else wording.strip(),
        "conditions": conditions.strip(),
        "ends_on": ends_on,
        "reason": reason.strip(),
    }
    if last.recorded_by_id == by.pk and all(getattr(last, key) == facts[key] for key in facts):
        return last
    if last.number != seen:
        raise ChangedError(last)
    _check(last, **facts, day=today(at))
    Outcome.objects.filter(pk=last.pk).update(stands=False)
    outcome = Outcome.objects.create(
        exemption=exemption,
        number=last.number + 1,
        starts_on=last.starts_on,
        recorded_at=at,
        recorded_by=by,
        **facts,
    )
    audit.record(
        "exemptions.outcome_recorded",
        by=by,
        on=exemption,
        person=exemption.holder,
        place=exemption.place,
        before={"outcome": last.what, "until": last.ends_on},
        after={"outcome": outcome.what, "until": ends_on},
        at=at,
    )
    notifying.tell_recorded(outcome)
    return outcome


def _held(exemption: Exemption, *, by: Person, day: dt.date) -> Outcome:
    """The outcome that stands, nobody else recording another until the end of the transaction."""
    moving_on.lock(exemption.request_id)
    last = Outcome.objects.select_related("exemption__revocation").get(
        exemption=exemption, stands=True
    )
    if exemption.holder_id == by.pk:
        raise OwnExemptionError
    if last.state_on(day) in (Outcome.State.REVOKED, Outcome.State.EXPIRED):
        raise OverError
    return last


def _check(
    last: Outcome,
    *,
    what: Outcome.What,
    wording: str,
    conditions: str,
    ends_on: dt.date,
    reason: str,
    day: dt.date,
) -> None:
    if not wording and what == Outcome.What.MODIFICATION:
        raise OutcomeError("wording", _("Enter the exact wording"))
    if not wording and what == Outcome.What.ALTERNATIVE:
        raise OutcomeError("wording", _("Say what is done instead"))
    if not reason:
        raise OutcomeError("reason", _("Say why"))
    first = max(last.starts_on, day)
    latest = lasting.latest_end(last.starts_on)
    if not first <= ends_on <= latest:
        words = _("Enter a last day from %(first)s to %(latest)s")
        told = {
            "first": date_in_words(first, style="long"),
            "latest": date_in_words(latest, style="long"),
        }
        raise OutcomeError("ends_on", words % told)
