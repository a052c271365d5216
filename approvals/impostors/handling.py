"""Deal with an account that claims to be the district: from the report to its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.impostors import reporting
from approvals.impostors.capturing import Captured
from approvals.impostors.models import Act, Capture, Impostor
from district_portal import audit
from district_portal.district import current
from district_portal.ui.dates import date_in_words

State, What = Impostor.State, Act.What


class StepError(ValueError):
    """A step that can't be recorded; says why, in words for the person.

    `field` is what has to be corrected: "text", "day", or none.
    """

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Step:
    """What may be done with a case: from which states, to which one; None where it stays.

    `warns` says what becomes of the public warning.
    """

    what: Act.What
    since: tuple[Impostor.State, ...]
    to: Impostor.State | None = None
    warns: bool | None = None
    needs_text: bool = True

    def fits(self, impostor: Impostor) -> bool:
        """Whether it can be taken now."""
        if self.to is None and self.warns is not None and impostor.warns == self.warns:
            return False
        return impostor.state in self.since


STEPS = {
    step.what: step
    for step in (
        Step(What.TOLD_PLATFORM, Impostor.STILL_THERE, State.REPORTED, needs_text=False),
        Step(What.REMOVED, Impostor.STILL_THERE, State.REMOVED, warns=False),
        Step(What.REFUSED, (State.REPORTED,), State.REFUSED),
        Step(What.NOT_IMPOSTOR, Impostor.STILL_THERE, State.NOT_IMPOSTOR, warns=False),
        Step(
            What.REOPENED,
            (State.REMOVED, State.NOT_IMPOSTOR, State.REFUSED),
            State.NEW,
        ),
        Step(What.WARNED, Impostor.STILL_THERE, warns=True),
        Step(What.UNWARNED, Impostor.STILL_THERE, warns=False),
        Step(What.NOTED, tuple(State)),
    )
}
"""Every step that a person takes, in the order in which they are offered."""


def open_steps(impostor: Impostor) -> list[Act.What]:
    """What may be done with the case now."""
    return [what for what, step in STEPS.items() if step.fits(impostor)]


@transaction.atomic
def take(
    what: Act.What,
    impostor: Impostor,
    *,
    by: Person,
    text: str = "",
    number: str = "",
    day: dt.date | None = None,
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> Act:
    """Take one of STEPS, with its reason in `text`.

    A report to the platform has the local `day`, and the `number` that the platform gave it.
    `seen` is the id of the last act that the person's page showed. The same step by the same
    person twice is one. Raises StepError where the reason is missing, the day is one to come, or
    the case has gone on meanwhile.
    """
    at, step = at or timezone.now(), STEPS[what]
    text = text.strip().replace("\r\n", "\n")
    held = _lock(impostor)
    last = held.acts.select_related("by").first()
    said = {"what": what, "text": text, "number": number, "day": day}
    if last and last.by_id == by.pk and all(getattr(last, k) == v for k, v in said.items()):
        return last
    is_stale = bool(seen and last and last.pk != seen and what != What.NOTED)
    if is_stale or not step.fits(held):
        raise StepError(_already(held, last))
    if step.needs_text and not text:
        raise StepError(_("Say why, or what you found"), "text")
    if what == What.TOLD_PLATFORM and (day is None or day > current.today(at)):
        raise StepError(_("Enter a day that is not in the future"), "day")
    before = {"state": held.state, "warns": held.warns}
    held.state = step.to or held.state
    held.warns = held.warns if step.warns is None else step.warns
    held.changed_at = at
    held.save(update_fields=["state", "warns", "changed_at"])
    act = Act.objects.create(impostor=held, at=at, by=by, **said)
    after = {"state": held.state, "warns": held.warns}
    audit.record(f"impostors.{what.value}", by=by, on=held, before=before, after=after, at=at)
    return act


@transaction.atomic
def add_captures(
    impostor: Impostor,
    files: Sequence[Captured],
    *,
    by: Person,
    text: str = "",
    at: dt.datetime | None = None,
) -> list[Capture]:
    """Add captures to the case; those that it has already are left out. Answers the new ones."""
    at = at or timezone.now()
    held = _lock(impostor)
    made = reporting.keep(held, files, by=by, at=at)
    if made:
        Act.objects.create(impostor=held, what=What.CAPTURED, text=text.strip(), at=at, by=by)
        Impostor.objects.filter(pk=held.pk).update(changed_at=at)
        after = {"captures": len(made)}
        audit.record("impostors.captured", by=by, on=held, after=after, at=at)
    return made


@transaction.atomic
def take_away(capture: Capture, *, by: Person, reason: str, at: dt.datetime | None = None) -> None:
    """Empty a capture that must not be kept, such as a picture of a child; its name stays.

    Twice is harmless. Raises StepError without a reason.
    """
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise StepError(_("Say why it is taken away"), "text")
    held = _lock(capture.impostor)
    row = Capture.objects.select_for_update().get(pk=capture.pk)
    if row.removed_at:
        return
    row.content, row.removed_at, row.removed_by, row.removal = None, at, by, reason[:500]
    row.save(update_fields=["content", "removed_at", "removed_by", "removal"])
    Act.objects.create(impostor=held, what=What.TAKEN_AWAY, text=reason, at=at, by=by)
    audit.record("impostors.taken_away", by=by, on=held, after={"sha256": row.sha256}, at=at)


def _lock(impostor: Impostor) -> Impostor:
    rows = Impostor.objects.select_for_update(of=("self",)).select_related("platform")
    return rows.get(pk=impostor.pk)


def _already(impostor: Impostor, last: Act | None) -> str:
    if last is None or last.by is None:
        return _("This case stands elsewhere by now: %s.") % impostor.get_state_display()
    told = {
        "name": last.by,
        "when": date_in_words(last.at, style="time"),
        "what": last.get_what_display(),
    }
    return _("Nothing was done: %(name)s has gone on meanwhile, on %(when)s: %(what)s.") % told
