"""Close a concern with its outcome, and open it again with a reason."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import clocks, handling, notifying, seating
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern
from district_portal import audit
from district_portal.ui.dates import date_in_words

State, What = Concern.State, Act.What


class AddedError(ActError):
    """Somebody has added something that whoever closes it can't have read when they began."""

    def __init__(self) -> None:
        super().__init__(_("Something was added meanwhile. Read it first; then it can be closed."))


def last_added(concern: Concern, *, besides: Person) -> int:
    """A number that differs once somebody but that person has told more, or added files."""
    added = concern.acts.filter(what__in=[What.TOLD_MORE, What.FILED]).exclude(by=besides)
    return added.order_by("-pk").values_list("pk", flat=True).first() or 0


@transaction.atomic
@sensitive_variables()
def close(
    concern: Concern,
    *,
    by: Person,
    outcome: str,
    once: uuid.UUID,
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> Act:
    """Close it; its reporter is told that it is closed, and sees when, not the outcome.

    `seen` is what `last_added` said when `by` began, where a page showed it.
    Raises AddedError where something was added since, ActError without an outcome, while nothing is
    recorded of a duty of the state pack, and where somebody was faster, with who;
    Concern.DoesNotExist for a stranger.
    """
    at = at or timezone.now()
    held = handling.hold(concern, by=by)
    if known := handling.recorded(held, once, by=by):
        return known
    if held.state == State.CLOSED:
        raise ActError(_faster(held, What.CLOSED))
    if not outcome.strip():
        raise ActError(_("Say what came of it"), "outcome")
    if seen is not None and seen != last_added(held, besides=by):
        raise AddedError
    if open_ := list(clocks.running(held).values_list("do", flat=True)):
        words = ngettext(
            "The law asks for something of which nothing is recorded yet: %(duties)s. Record that "
            "it was done, or that it doesn’t apply.",
            "The law asks for %(n)d things of which nothing is recorded yet: %(duties)s. Record "
            "that they were done, or that they don’t apply.",
            len(open_),
        )
        raise ActError(words % {"n": len(open_), "duties": "; ".join(open_)})
    held.state, held.closed_at = State.CLOSED, at
    held.save(update_fields=["state", "closed_at"])
    audit.record("concerns.closed", by=by, on=held, at=at)
    act = handling.write(What.CLOSED, held, by=by, text=outcome, once=once, at=at)
    notifying.tell_of_closed(held, act)
    return act


@transaction.atomic
@sensitive_variables()
def reopen(
    concern: Concern,
    *,
    by: Person,
    reason: str,
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Open it again for those who should receive it by now; all of them are told.

    To all but `by` it is unread again, so that it goes up like a new one.
    It starts clocks again: what was said not to apply may apply by now.

    Raises ActError without a reason, and where somebody was faster; Concern.DoesNotExist for a
    stranger.
    """
    at = at or timezone.now()
    held = handling.hold(concern, by=by)
    if known := handling.recorded(held, once, by=by):
        return known
    if held.state == State.OPEN:
        raise ActError(_faster(held, What.REOPENED))
    if not reason.strip():
        raise ActError(_("Say why it is opened again"), "reason")
    held.state, held.closed_at, held.asked_at = State.OPEN, None, at
    held.save(update_fields=["state", "closed_at", "asked_at"])
    act = handling.write(What.REOPENED, held, by=by, text=reason, once=once, at=at)
    audit.record("concerns.reopened", by=by, on=held, at=at)
    seating.renew(held, but=by, at=at)
    clocks.start_again(held, at=at)
    new = {row.pk for row in seating.seat(held, at=at)}
    others = [row for row in seating.living(held) if row.pk not in new and row.person != by]
    notifying.ask_to_read(others, concern=held, turn=f"reopened {act.pk}")
    return act


def _faster(concern: Concern, what: Act.What) -> str:
    last = concern.acts.filter(what=what).select_related("by").first()
    if last is None:
        return _("Nothing was done: it is open.")
    told = {"name": last.by, "when": date_in_words(last.at, style="time")}
    if what == What.CLOSED:
        return _("Nothing was done: %(name)s closed it (%(when)s).") % told
    return _("Nothing was done: %(name)s opened it again (%(when)s).") % told
