"""Open the kiosk by a code and a PIN: each code once, and only by whoever knows the PIN.

The first time the person chooses the PIN. Whoever printed the code can't have it, unless they use
the code first: what that is worth, a witness says.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import throttling
from accounts.models import Person, Posting
from accounts.telling_of_changes import tell
from district_portal import audit
from district_portal.district.current import today
from policies.acknowledgments.kiosk import keying
from policies.acknowledgments.models import Pin, Slip
from policies.acknowledgments.paper import coding

if TYPE_CHECKING:
    from django.db.models import QuerySet

CODES: Final = "kiosk codes"
"""Under which name guesses at codes are counted, whosever they would be."""


class Why(models.TextChoices):
    """Why a code opens nothing."""

    UNKNOWN = "unknown", _("No slip has this code. Compare it with your slip, sign by sign.")
    USED = "used", _("This code was used before. Ask for a new slip.")
    OVER = "over", _("This code is no longer good. Ask for a new slip.")
    AWAY = "away", _("This code can’t be used. Ask whoever gave it to you.")


class CodeError(ValueError):
    """The code opens nothing; `why` says the reason, in words for whoever typed it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.label)
        self.why = why


class WeakPinError(ValueError):
    """Others would guess the PIN first."""


class WrongPinError(ValueError):
    """It is not the PIN that the person chose."""


class ResetError(ValueError):
    """Nobody resets their own PIN, nor without a reason."""


class ChosenError(Exception):
    """The person has chosen a PIN already, maybe this very moment."""


def find(typed: str, *, address: str, at: dt.datetime | None = None) -> Slip:
    """The slip whose code was typed or scanned at `address` (of the network); it is not used by it.

    Raises CodeError, coding.MistypedError for what can't be a code, which is not counted, and
    throttling.TooManyError for whom too many wrong ones were typed from there or everywhere.
    """
    digest = keying.digest_of(coding.read(typed))
    attempt = throttling.admit(CODES, address=address, device="")
    slip = _slips().filter(digest=digest).first()
    if slip is None:
        throttling.count_failure(attempt)
        raise CodeError(Why.UNKNOWN)
    throttling.succeeded(attempt)
    _check(slip, at=at or timezone.now())
    return slip


def pin_of(person: Person) -> Pin | None:
    """The PIN that the person has now, or None."""
    return Pin.objects.filter(person=person, ended_at=None).first()


def chosen_at_of(person: models.OuterRef) -> models.Subquery:
    """When `person` chose the PIN that they have now, to annotate people with."""
    pins = Pin.objects.filter(person=person, ended_at=None)
    return models.Subquery(pins.values("chosen_at")[:1])


@transaction.atomic
def choose(slip: Slip, pin: str, *, at: dt.datetime | None = None) -> Pin:
    """Choose `pin` (digits) for whom `slip` belongs to, and use the code by it.

    The person is told by mail. Raises WeakPinError, ChosenError and CodeError.
    """
    at = at or timezone.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=slip.seat.person_id)
    if keying.is_weak(pin, number=person.number):
        raise WeakPinError
    locked = _use(slip, at=at)
    if pin_of(person):
        raise ChosenError
    chosen = Pin.objects.create(
        person=person,
        secret=keying.secret_of(pin, person=person.pk),
        slip=locked,
        before=Pin.objects.filter(person=person).order_by("-chosen_at", "-pk").first(),
        chosen_at=at,
    )
    tell(person, "pin_chosen", by=person)
    return chosen


def enter(slip: Slip, pin: str, *, address: str, at: dt.datetime | None = None) -> Pin:
    """Use the code of `slip` by the PIN of whom it belongs to.

    Raises WrongPinError, CodeError, and throttling.TooManyError for whom too many wrong ones were
    typed from `address`, or for this person from anywhere.
    """
    known = confirm(slip.seat.person, pin, address=address)
    with transaction.atomic():
        _use(slip, at=at or timezone.now())
    return known


def confirm(person: Person, pin: str, *, address: str) -> Pin:
    """The PIN of `person`, where it was `pin`; for who opened the kiosk already.

    Raises WrongPinError and throttling.TooManyError.
    """
    attempt = throttling.admit(f"kiosk pin {person.pk}", address=address, device="")
    known = pin_of(person)
    if known is None or not keying.fits(pin, known.secret, person=person.pk):
        failures = throttling.count_failure(attempt)
        if failures in throttling.RECORDED:
            after = {"today": failures}
            audit.record("meetings.wrong_pins", by=None, on=person, person=person, after=after)
        raise WrongPinError
    throttling.succeeded(attempt)
    return known


@transaction.atomic
def reset(person: Person, *, by: Person, reason: str, at: dt.datetime | None = None) -> bool:
    """End the PIN of `person`, who forgot it; with the next code they choose another.

    They are told by mail, and each signature after it tells of it. False where there is none.
    Raises ResetError without a reason, and for `by`'s own.
    """
    if by == person or not reason.strip():
        raise ResetError
    at = at or timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    ended = Pin.objects.filter(person=person, ended_at=None).update(
        ended_at=at, ended_by=by, reason=reason.strip()
    )
    if ended:
        tell(person, "pin_reset", by=by)
    return bool(ended)


def may_go_on(slip: Slip, pin: Pin) -> bool:
    """Whether who opened the kiosk by these may go on: still here, and nobody ended it."""
    return (
        slip.seat.person.is_active and slip.seat.meeting.ended_at is None and pin.ended_at is None
    )


def opened(slip: int) -> Slip | None:
    """The slip of that id with all that its pages show."""
    return _slips().filter(pk=slip).first()


def _slips() -> QuerySet[Slip]:
    return Slip.objects.select_related("seat__person", "seat__meeting", "printed_by")


def _use(slip: Slip, *, at: dt.datetime) -> Slip:
    locked = _slips().select_for_update(of=("self",)).get(pk=slip.pk)
    _check(locked, at=at)
    Slip.objects.filter(pk=locked.pk).update(used_at=at)
    return locked


def _check(slip: Slip, *, at: dt.datetime) -> None:
    if slip.used_at:
        raise CodeError(Why.USED)
    if slip.ended_at or slip.seat.meeting.is_over(at):
        raise CodeError(Why.OVER)
    on_leave = Posting.objects.on(today(at)).filter(primary=True, on_leave=True)
    person = slip.seat.person
    if not person.is_active or on_leave.filter(person=person).exists():
        raise CodeError(Why.AWAY)
